"""What is asked about a new policy, and what may be answered."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from evenhand.core.errors import AnswersRefused
from evenhand.core.policy.declare import FORUMS
from evenhand.core.policy.places import Located, NotReadable, locate
from evenhand.core.policy.schema.parts import refuse
from evenhand.core.policy.shape import shape_problems
from evenhand.core.said import said

GRADES = ("H", "A", "B", "C")
FIRST = {"contact": "first_contact", "meeting": "first_visit", "record": "first_record"}
"""How first contact counts, and the fact that tells it."""

LONGEST = 3650
"""Days: ten years, and a day of the calendar when added to any date."""


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise refuse(said("lower-case letters, digits and hyphens, e.g. north-sales"))
    return value


def _day(value: str) -> str:
    try:
        fits = date(1990, 1, 1) <= date.fromisoformat(value) <= date(2150, 1, 1)
    except ValueError:
        fits = False
    if not fits or len(value) != 10:
        raise refuse(said("a date between 1990 and 2150 such as 2025-01-31"))
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise refuse(said("a time zone, e.g. Asia/Shanghai"))
    return value


Days = Annotated[int, Field(ge=0, le=LONGEST, strict=True)]
Interval = Annotated[int, Field(ge=1, le=LONGEST, strict=True)]
Lang = Literal["en", "zh", "vi"]


class Intervals(BaseModel):
    """Days to the next follow-up, by grade."""

    model_config = ConfigDict(extra="forbid")
    H: Interval
    A: Interval
    B: Interval
    C: Interval


class Answers(BaseModel):
    """Answers to the questions; what is left out has its usual answer."""

    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, AfterValidator(_slug)]
    title: dict[Lang, str] | str
    languages: tuple[Lang, ...] = Field(default=("en",), min_length=1)
    effective_from: Annotated[str, AfterValidator(_day)]
    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    first_contact: Literal["contact", "meeting", "record"] = "contact"
    follow_up: Intervals | Days = 0
    registration_days: Days = 0
    appeal_days: Days = 0
    ties: Literal["share", "negotiation", "forum"] = "negotiation"
    negotiation_days: Annotated[int, Field(ge=2, le=90, strict=True)] = 5
    forum: Literal["head", "joint_heads", "company", "general_manager"] = "company"

    @property
    def titles(self) -> dict[str, str]:
        """The title in each language; one that is lacking is taken from the first there is."""
        if isinstance(self.title, str):
            return dict.fromkeys(self.languages, self.title)
        any_ = next(iter(self.title.values()), self.id)
        return {lang: self.title.get(lang, any_) for lang in self.languages}

    @property
    def forum_names(self) -> dict[str, str]:
        """The forum in every language."""
        return dict(FORUMS[self.forum].items())


def read_answers(text: str, source: str) -> Answers:
    """Answers as they are written in a YAML file. Raises AnswersRefused with every problem."""
    try:
        located = locate(text, source)
    except NotReadable as error:
        raise AnswersRefused(error.problems) from None
    return checked(located)


def checked(located: Located) -> Answers:
    """Answers that were read. Raises AnswersRefused with every problem."""
    if not isinstance(located.data, dict):
        message = said("answers are a mapping, e.g. `id: north-sales`")
        raise AnswersRefused([located.problem((), message)])
    try:
        return Answers.model_validate(located.data)
    except ValidationError as error:
        raise AnswersRefused(shape_problems(located, error)) from None
