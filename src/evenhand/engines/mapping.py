"""The mapping file: what the columns and words of a contact file mean. Data, not code."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import tzinfo
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from evenhand.core.errors import ContactsRefused, Problem
from evenhand.core.policy.places import Located, NotReadable, locate
from evenhand.core.policy.shape import told
from evenhand.core.said import said, together

ISO = "iso"
STANDARD_COLUMNS = (
    "customer",
    "who",
    "activity",
    "phase",
    "at",
    "recorded",
    "sequence",
    "id",
    "on_behalf_of",
    "zone",
)


def _text(value: object) -> object:
    """A word of the file as text: 112 and true are words too."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else value


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


Word = Annotated[str, BeforeValidator(_text)]
Words = Annotated[tuple[Word, ...], BeforeValidator(_several)]
FactPath = Annotated[str, StringConstraints(pattern=r"^(me|dispute|deal)\.[a-z][a-z0-9_]*$")]


class _Part(BaseModel):
    """A part of a mapping file: nothing unknown is let through."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(_Part):
    """Which column of the file holds what; any other name is a field of the entry, e.g. grade.

    `zone`: the time zone in which the days of a row are counted, in place of the policy's.
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, str]

    customer: str
    who: str
    at: str
    activity: str | None = None
    phase: str | None = None
    recorded: str | None = None
    sequence: str | None = None
    id: str | None = None
    on_behalf_of: str | None = None
    zone: str | None = None

    @property
    def fields(self) -> dict[str, str]:
        """Entry fields and the columns that hold them."""
        return dict(self.__pydantic_extra__ or {})

    def named(self) -> dict[str, str]:
        """Every meaning and its column."""
        standard = {name: getattr(self, name) for name in STANDARD_COLUMNS}
        return {name: column for name, column in standard.items() if column} | self.fields


class Times(_Part):
    """How times are written: the zone of those without an offset, and formats to try in order."""

    zone: str | None = None
    formats: Words = (ISO,)

    def zone_or(self, other: tzinfo) -> tzinfo:
        """The zone, or another where the mapping names none."""
        return other if self.zone is None else ZoneInfo(self.zone)

    @model_validator(mode="after")
    def _known_zone(self) -> Self:
        if self.zone is not None and self.zone not in available_timezones():
            raise _refuse(
                said("{zone} is no known time zone; write it as Asia/Shanghai", zone=self.zone)
            )
        return self


class Pattern(_Part):
    """Activities by name, or by their beginning (`W_*`); with `phase`, only in that phase."""

    activity: Word
    phase: Words | None = None


def _pattern(value: object) -> object:
    return value if isinstance(value, dict) else {"activity": value}


Patterns = Annotated[
    tuple[Annotated[Pattern, BeforeValidator(_pattern)], ...], BeforeValidator(_several)
]


class FileForm(_Part):
    """How the file itself is written."""

    encoding: Literal["detect", "utf-8", "gb18030"] = "detect"
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)


class MappingFile(_Part):
    """A mapping file.

    `not_persons`: in the column who, rows to leave out. `never_claim`: rows that stay in the
    register but make nobody a claimant (a system that cancels, work that nobody signed). Both take
    `bot-*`. `fact_columns`: facts of a claimant, the dispute or its deal, and the column that tells
    each; the same in every row of a claimant or customer.
    """

    title: str = ""
    file: FileForm = FileForm()
    columns: Columns
    time: Times = Times()
    every_row_is: str | None = None
    kinds: dict[str, Patterns] | None = None
    ignore: Patterns = ()
    ignore_other: bool = False
    not_persons: Words = ()
    never_claim: Words = ()
    values: dict[str, dict[str, Word | None]] = {}
    incomplete: Words = ()
    facts: dict[FactPath, bool | int | str | None] = {}
    fact_columns: dict[FactPath, str] = {}

    @model_validator(mode="after")
    def _activity_or_constant(self) -> Self:
        if (self.every_row_is is None) is (self.columns.activity is None):
            raise _refuse(said("say what a row is: either columns.activity, or every_row_is: KIND"))
        if self.every_row_is is not None and (self.kinds or self.ignore or self.columns.phase):
            raise _refuse(
                said("every_row_is leaves nothing for kinds, ignore or columns.phase to say")
            )
        uses_phase = any(pattern.phase for pattern in self._patterns())
        if uses_phase and self.columns.phase is None:
            raise _refuse(said("a pattern names a phase, but columns.phase names no column"))
        return self

    def _patterns(self) -> tuple[Pattern, ...]:
        mapped = tuple(p for patterns in (self.kinds or {}).values() for p in patterns)
        return mapped + tuple(self.ignore)


@dataclass(frozen=True, slots=True)
class ContactMapping:
    """A mapping file that could be read: its content, where each part stands, and its SHA-256."""

    content: MappingFile
    located: Located
    sha256: str

    def problem(self, path: tuple[str | int, ...], message: str, hint: str = "") -> Problem:
        """A problem with the part at this path of the file."""
        return self.located.problem(path, message, hint, at_key=True)


def load_mapping(text: str, *, source: str) -> ContactMapping:
    """Read a mapping file. Raises ContactsRefused with every problem and its line and column."""
    try:
        located = locate(text, source)
    except NotReadable as error:
        raise ContactsRefused(error.problems) from None
    try:
        content = MappingFile.model_validate(located.data)
    except ValidationError as error:
        raise ContactsRefused([fault_of(located, fault) for fault in error.errors()]) from None
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return ContactMapping(content, located, sha256)


def _refuse(message: str) -> PydanticCustomError:
    """An error whose message stands in the problem list as it is."""
    return PydanticCustomError("policy", "{message}", {"message": message})


_MESSAGES = {
    "missing": said("this must be given"),
    "extra_forbidden": said("a mapping has no such entry"),
}


def fault_of(located: Located, fault: ErrorDetails) -> Problem:
    """What is wrong with a mapping file, told with its place."""
    path = fault["loc"]
    name = ".".join(str(part) for part in path)
    message = _MESSAGES.get(fault["type"]) or told(fault)
    return located.problem(
        path, together([name, message] if name else [message], ": "), at_key=True
    )
