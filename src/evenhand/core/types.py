"""The types of facts and expressions, and what is declared about one fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, StrEnum

LANGUAGES = ("en", "zh", "vi")


class Language(StrEnum):
    """A language that people read rulings in."""

    en = "en"
    zh = "zh"
    vi = "vi"


class Type(Enum):
    """The type of a fact or expression; values are held as integers.

    BOOL 0 false, 1 unknown, 2 true · DATE days since 1970-01-01 · INSTANT seconds since
    1970-01-01T00:00Z · DAYS calendar days · WORKDAYS working days · ELAPSED seconds · POSITION
    place in the register · TEXT code of one of a closed list.
    """

    BOOL = "bool"
    INT = "int"
    DATE = "date"
    INSTANT = "instant"
    DAYS = "days"
    WORKDAYS = "workdays"
    ELAPSED = "elapsed"
    POSITION = "position"
    TEXT = "text"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Text:
    """A wording in the languages it has been written in."""

    en: str = ""
    zh: str = ""
    vi: str = ""
    authoritative: str = ""

    def __bool__(self) -> bool:
        return bool(self.en or self.zh or self.vi)

    def in_(self, lang: str) -> str:
        """The wording in `lang`, else in the authoritative language, else in any.

        >>> Text(en="order", zh="订单").in_("vi")
        'order'
        """
        order = (lang, self.authoritative, *LANGUAGES)
        return next((text for code in order if code and (text := getattr(self, code))), "")

    def items(self) -> Iterator[tuple[str, str]]:
        """Language and wording, for each language that has one."""
        return ((code, text) for code in LANGUAGES if (text := getattr(self, code)))


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a fact follows from register entries, as written (docs/explain/policy-language.md §5)."""

    reduce: str
    of: str = ""
    kinds: tuple[str, ...] = ()
    where: str = ""
    from_: str = ""
    after: str = ""
    until: str = ""
    through: str = ""
    by: str = "own"
    period: str = "deal"
    completed_by: tuple[str, ...] = ()
    every: str = ""
    graded_by: str = ""
    start: str = ""


@dataclass(frozen=True, slots=True)
class FactSpec:
    """What is declared about one fact: type, label, meaning of nothing on record, origin.

    `missing` is "absent", "unknown" or a value of the type. `disputable`: parties may contest it,
    so flips consider it.
    """

    path: str
    type: Type
    label: Text = field(default_factory=Text)
    missing: object = "absent"
    values: tuple[str, ...] = ()
    disputable: bool = True
    derive: Derivation | None = None
    question: Text = field(default_factory=Text)
    origin: str = "standard"

    @property
    def scope(self) -> str:
        """`me`, `dispute`, `deal` or `entry`."""
        return self.path.partition(".")[0]

    @property
    def name(self) -> str:
        """The path without its scope."""
        return self.path.partition(".")[2]

    @property
    def nullable(self) -> bool:
        """May be absent: needs `has()` before a comparison.

        What every entry has can only be unknown; a streak may always be broken.
        """
        if self.type is Type.BOOL:
            return False
        if self.derive is not None and self.derive.reduce == "live_since":
            return True
        return self.missing == "absent" or (self.missing == "unknown" and self.scope != "entry")
