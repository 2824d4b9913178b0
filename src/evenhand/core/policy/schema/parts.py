"""What the parts of a policy file are made of: names, texts, dates, lengths of time."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from evenhand.core.money import DECIMALS
from evenhand.core.said import said
from evenhand.core.types import Text

_SLUG = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
_FACT_PATH = r"^(me|dispute|deal|entry)\.[a-z][a-z0-9_]*$"
_NAME = r"^[a-z][a-z0-9_]*$"
_DURATION = r"^[0-9]{1,6}(bd|d|h|m)$"
NUMBER = r"^[0-9]+(\.[0-9]+)?$"
_ISO_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

WANTED = {
    _SLUG: said("a name of letters, digits, hyphens, dots"),
    _FACT_PATH: said("a path such as me.first_record (scope me, dispute, deal or entry)"),
    _NAME: said("a name of small letters, digits and underscores"),
    _DURATION: said("a length of time such as 3d, 5bd or 72h"),
    NUMBER: said("a number such as 33.34"),
    _ISO_DATE: said("a date such as 2013-01-27"),
}
"""What each pattern asks for, in words."""

Slug = Annotated[str, StringConstraints(pattern=_SLUG, max_length=80)]
FactPath = Annotated[str, StringConstraints(pattern=_FACT_PATH, max_length=80)]
Name = Annotated[str, StringConstraints(pattern=_NAME, max_length=60)]
Duration = Annotated[str, StringConstraints(pattern=_DURATION)]
IsoDate = Annotated[str, StringConstraints(pattern=_ISO_DATE)]
Cite = Annotated[str, BeforeValidator(lambda value: str(value) if type(value) is int else value)]
Expression = str
Scalar = StrictBool | StrictInt | str
FactType = Literal[
    "bool", "int", "date", "instant", "days", "workdays", "elapsed", "position", "text"
]
OutcomeKind = Literal["award", "share", "divide", "priority", "refer", "pool"]
AwardKind = Literal["award", "share", "divide", "priority"]


def refuse(message: str) -> PydanticCustomError:
    """An error whose message stands in the problem list as it is."""
    return PydanticCustomError("policy", "{message}", {"message": message})


class Part(BaseModel):
    """A part of a policy file: nothing unknown is let through."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Wording(Part):
    """A text in English, Chinese and Vietnamese; at least one of them."""

    en: str = ""
    zh: str = ""
    vi: str = ""

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not (self.en or self.zh or self.vi):
            raise refuse(said("a text is needed in at least one language (en, zh, vi)"))
        return self

    def text(self, authoritative: str = "") -> Text:
        """The same as a core value."""
        return Text(self.en, self.zh, self.vi, authoritative)


def _known_currency(value: str) -> str:
    if value not in DECIMALS:
        raise refuse(
            said("{value} is no currency in use: write its ISO 4217 code, e.g. CNY", value=value)
        )
    return value


Currency = Annotated[str, AfterValidator(_known_currency)]


class Money(Part):
    """An amount in minor units (fen, cents; dong has none) of a currency."""

    amount: StrictInt = Field(ge=0, le=10**12)
    currency: Currency
