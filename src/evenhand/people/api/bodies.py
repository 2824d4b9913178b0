"""What programs send about people and places, and within which bounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Path, Schema
from pydantic import AfterValidator, Field, StringConstraints

from evenhand.base.ids import PATTERN
from evenhand.base.models import LOCKS_AFTER
from evenhand.base.schemas import listed, one_of
from evenhand.core.money import DECIMALS
from evenhand.people.zones import TIME_ZONES

_PLAIN = r"^[^\x00-\x1f\x7f]*$"


def _text(longest: int, shortest: int = 0) -> StringConstraints:
    return StringConstraints(
        max_length=longest, min_length=shortest, pattern=_PLAIN, strip_whitespace=True
    )


CURRENCIES = sorted(DECIMALS)
Name = Annotated[str, _text(120, 1)]
Short = Annotated[str, _text(80)]
Reason = Annotated[str, _text(200)]
Id = Annotated[str, StringConstraints(pattern=f"^{PATTERN}$")]
IdInPath = Annotated[str, Path(pattern=f"^{PATTERN}$")]
CountryCode = Literal["CN", "VN", "SG", "US", "GB", "DE"]
LanguageCode = Literal["en", "zh", "vi"]
TimeZone = Annotated[str, AfterValidator(one_of(TIME_ZONES)), listed(TIME_ZONES)]
Currency = Annotated[str, AfterValidator(one_of(CURRENCIES)), listed(CURRENCIES)]
Tier = Literal["main", "second", "partner"]


class NewPerson(Schema):
    """A person to add; without a post they are seen by HR and administrators only."""

    login: str = Field(pattern=r"^[a-zA-Z0-9][a-zA-Z0-9._-]*$", max_length=60)
    name: Name
    email: str = Field("", max_length=254, pattern=r"^([^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+)?$")
    language: LanguageCode = "en"


class PersonChange(Schema):
    """A name and an address as they are to be."""

    name: Name
    email: str = Field("", max_length=254, pattern=r"^([^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+)?$")


class NewPost(Schema):
    """A post to begin; the one before it ends the day before."""

    outlet: Id
    department: Id | None = None
    rank: Id | None = None
    title: Short = ""
    from_day: date


class LastDay(Schema):
    """The last day of something."""

    last_day: date


class Leaving(LastDay):
    """The last day of somebody who leaves the company."""

    reason: Reason = ""


class Why(Schema):
    """Why something is done."""

    reason: Reason = ""


class NewGrant(Schema):
    """A role to give; without a place it is for the whole company."""

    role: Literal[
        "salesperson",
        "head",
        "general_manager",
        "hr",
        "mediator",
        "complaint_handler",
        "sales_operations",
        "auditor",
        "administrator",
    ]
    outlet: Id | None = None
    department: Id | None = None


class NewAbsence(Schema):
    """Days on which somebody is to be away."""

    from_day: date
    until_day: date
    stand_in: Id | None = None
    reason: Reason = ""


class OutletFields(Schema):
    """What an outlet is to be called and where it stands."""

    name: Name
    tier: Tier
    country: CountryCode
    time_zone: TimeZone


class NameOnly(Schema):
    """What something is to be called."""

    name: Name


class RankFields(Schema):
    """A rank as it is to be."""

    name: Annotated[str, _text(80, 1)]
    level: int = Field(ge=1, le=1000)


class CalendarDayFields(Schema):
    """Whether a day is worked, against what is known of it."""

    is_working: bool
    reason: Reason = ""


class CompanyFields(Schema):
    """The company: what it is called and where it stands."""

    name: Annotated[str, _text(200, 1)]
    language: LanguageCode
    country: CountryCode
    time_zone: TimeZone
    currency: Currency
    lock_after_minutes: int = Field(ge=LOCKS_AFTER[0], le=LOCKS_AFTER[1])
    began_on: date | None = None


class Preferences(Schema):
    """How somebody wants to be spoken to; what is left out stays."""

    language: LanguageCode | None = None
    theme: Literal["auto", "light", "dark"] | None = None
