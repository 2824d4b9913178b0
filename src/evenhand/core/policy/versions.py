"""A policy as it is evaluated: checked, typed, and dated."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from evenhand.core.errors import NotFound, NoVersionInForce
from evenhand.core.policy import schema
from evenhand.core.policy.names import Table
from evenhand.core.policy.tree import Literal, Node
from evenhand.core.register.entry import EntryKind
from evenhand.core.said import Said, said, together
from evenhand.core.types import Derivation, FactSpec, Text

EPOCH = date(1970, 1, 1)
UNDECIDED = ("sole-claimant", "tie", "none-remain", "on-missing")
"""What `by` of a ruling says where no step decided."""
OUTCOMES = ("award", "share", "divide", "priority", "refer", "pool")


def day_number(iso: str) -> int:
    """Days since 1970-01-01 of a date written as 2013-01-27. Raises ValueError."""
    return (date.fromisoformat(iso) - EPOCH).days


def day_text(number: int) -> str:
    """The date of a day number, written as 2013-01-27.

    >>> day_text(day_number("2013-01-27"))
    '2013-01-27'
    """
    return (EPOCH + timedelta(days=number)).isoformat()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The closed list of texts of a version, and the integer codes that stand for them."""

    texts: tuple[str, ...]
    codes: Mapping[str, int]

    def code(self, text: str) -> int:
        """The code of a text. Raises KeyError if it is none of the list."""
        return self.codes[text]

    def text(self, code: int) -> str:
        """The text of a code."""
        return self.texts[code]


@dataclass(frozen=True, slots=True)
class WorkDays:
    """Which days are working days.

    The weekend (0 Monday … 6 Sunday), with holidays and make-up days as day numbers.
    """

    weekend: tuple[int, ...] = (5, 6)
    holidays: tuple[int, ...] = ()
    workdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its text, its written source, how it was read, or why no step cites it."""

    id: str
    text: Text
    source: str
    note: Text
    not_encoded: str


@dataclass(frozen=True, slots=True)
class Reducer:
    """A derivation ready to run: kinds as codes (empty: all), conditions and bounds as trees.

    `bounds` has the keys from, after, until, through where given. `table` replaces `every` when the
    interval goes by `graded_by`.
    """

    written: Derivation
    kinds: tuple[int, ...]
    completed_by: tuple[int, ...]
    where: Node | None
    bounds: Mapping[str, Node]
    every: Node | None
    table: Table | None
    start: Node | None
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Definition:
    """A named expression of the policy."""

    path: str
    node: Node
    cites: tuple[str, ...]
    label: Text


@dataclass(frozen=True, slots=True)
class Best:
    """Which value ranks first: `direction` is earliest, latest, most or least."""

    direction: str
    node: Node

    @property
    def smallest(self) -> bool:
        """The smallest value ranks first."""
        return self.direction in ("earliest", "least")

    @property
    def before(self) -> Callable[[Any, Any], Any]:
        """Whether one value ranks before another."""
        return operator.lt if self.smallest else operator.gt

    @property
    def level(self) -> Callable[[Any, Any], Any]:
        """Whether one value ranks before another or level with it."""
        return operator.le if self.smallest else operator.ge


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """Points for one criterion: for a condition, for the best, or a mark within a range."""

    id: str
    cites: tuple[str, ...]
    label: Text
    points: int
    when: Node | None
    to: Best | None
    points_from: Node | None
    range: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """An outcome that is no award to one: a referral, the pool, or all who remain."""

    kind: str
    forum: str = ""
    within: Literal | None = None
    then: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel; which fields are set depends on the verb."""

    index: int
    id: str
    verb: str
    cites: tuple[str, ...]
    label: Text
    when: Node | None = None
    kinds: tuple[int, ...] = ()
    condition: Node | None = None
    best: Best | None = None
    items: tuple[ScoreItem, ...] = ()
    award_as: str = "award"
    override: bool = False
    at_most: int = 0
    above: Otherwise | None = None
    refer: Otherwise | None = None


@dataclass(frozen=True, slots=True)
class ConductClause:
    """A clause tried for every claimant after the ruling."""

    id: str
    cites: tuple[str, ...]
    label: Text
    when: Node
    consequence: schema.Consequence
    repeated_when: Node | None
    repeated: schema.Consequence | None


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is to be done after which outcome; conditions as trees, the rest as written.

    `with_`: who shares besides those who won. `rank`: the order of fixed shares. `roles`: who takes
    which role. `above`: where more go than may share.
    """

    id: str
    cites: tuple[str, ...]
    label: Text
    on: tuple[str, ...]
    do: schema.RemedyDo
    when: Node | None = None
    with_: Node | None = None
    rank: Best | None = None
    roles: Mapping[str, Node] = field(default_factory=dict)
    above: Otherwise | None = None

    def nodes(self) -> Iterator[Node]:
        """Every expression of it."""
        nodes = (self.when, self.with_, self.rank and self.rank.node, *self.roles.values())
        yield from (node for node in nodes if node)


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """One dated version of a policy, ready to evaluate."""

    policy: str
    id: str
    effective_from: int
    effective_until: int | None
    governing_date: tuple[str, ...]
    time_zone: str
    work_days: WorkDays
    articles: Mapping[str, Article]
    kinds: Mapping[str, EntryKind]
    forums: Mapping[str, Text]
    params: Mapping[str, Literal]
    param_labels: Mapping[str, Text]
    tables: Mapping[str, Table]
    facts: Mapping[str, FactSpec]
    reducers: Mapping[str, Reducer]
    """In an order in which each reads only facts that come before it."""
    reads: frozenset[str]
    """The facts that steps, defines and clauses read; only these are derived."""
    defines: tuple[Definition, ...]
    strikes: tuple[Step, ...]
    steps: tuple[Step, ...]
    """Without the strikes."""
    tie: Otherwise
    if_none_remain: Otherwise
    on_missing: Otherwise | None
    """None: proceed."""
    conduct: tuple[ConductClause, ...]
    remedies: tuple[Remedy, ...]
    remedy_reads: frozenset[str]
    """The facts that only remedies read; `remedy_reducers`: these, and those that they rest on."""
    remedy_reducers: Mapping[str, Reducer]
    stakes: Mapping[str, Text]
    procedure: schema.Procedure
    examples: tuple[schema.Example, ...]
    vocabulary: Vocabulary
    param_cites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forum_cites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Which articles a number or a forum carries; nothing evaluates them."""
    programs: dict[str, object] = field(default_factory=dict)
    """What evaluators keep between calls (compiled expressions); never part of its meaning."""

    @property
    def forum_names(self) -> tuple[str, ...]:
        """Forum ids in the order of their codes."""
        return tuple(self.forums)

    @property
    def kind_names(self) -> tuple[str, ...]:
        """Entry kinds in the order of their codes."""
        return tuple(self.kinds)

    @property
    def span(self) -> Said:
        """Its id and the days it is in force, for messages."""
        if self.effective_until is None:
            return said(
                "{version} from {first}", version=self.id, first=day_text(self.effective_from)
            )
        last = day_text(self.effective_until - 1)
        return said(
            "{version} from {first} to {last}",
            version=self.id,
            first=day_text(self.effective_from),
            last=last,
        )

    def governs(self, day: int) -> bool:
        """Is this version in force on that day."""
        return self.effective_from <= day and (
            self.effective_until is None or day < self.effective_until
        )


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """A policy file: its versions, oldest first, and the SHA-256 of its text."""

    id: str
    title: Text
    sha256: str
    source: str
    versions: tuple[Version, ...]

    def version(self, version_id: str) -> Version:
        """The version with this id. Raises NotFound."""
        for version in self.versions:
            if version.id == version_id:
                return version
        raise NotFound(
            said(
                "policy {policy} has no version {version}; it has {known}",
                policy=self.id,
                version=version_id,
                known=(version.id for version in self.versions),
            )
        )

    def version_on(self, day: int) -> Version:
        """The version in force on that day. Raises NoVersionInForce."""
        for version in self.versions:
            if version.governs(day):
                return version
        spans = together([version.span for version in self.versions], "; ")
        raise NoVersionInForce(
            said(
                "no version of policy {policy} is in force on {day} ({spans}). "
                "Name one with --version to rule under it all the same.",
                policy=self.id,
                day=day_text(day),
                spans=spans,
            )
        )
