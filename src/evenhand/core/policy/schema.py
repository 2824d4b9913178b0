"""The shape of a policy file, as pydantic models: checked when a file is read, and written out as JSON Schema for editors."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import (
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

from evenhand.core.types import LANGUAGES, Text

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)]
FactPath = Annotated[
    str, StringConstraints(pattern=r"^(me|dispute|deal|entry)\.[a-z][a-z0-9_]*$", max_length=80)
]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Duration = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}(bd|d|h|m)$")]
IsoDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Cite = Annotated[str, BeforeValidator(lambda value: str(value) if type(value) is int else value)]
Expression = str
Scalar = StrictBool | StrictInt | str
FactType = Literal[
    "bool", "int", "date", "instant", "days", "workdays", "elapsed", "position", "text"
]
OutcomeKind = Literal["award", "share", "divide", "priority", "refer", "pool"]
AwardKind = Literal["award", "share", "divide", "priority"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
VERBS = ("strike", "bar", "keep", "prefer", "score", "award", "refer")


def refuse(message: str, **context: str) -> PydanticCustomError:
    """An error whose message stands in the problem list as it is."""
    return PydanticCustomError("policy", message, context)  # type: ignore[arg-type]  # any str will do


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
            raise refuse("a text is needed in at least one language (en, zh, vi)")
        return self

    def text(self, authoritative: str = "") -> Text:
        """The same as a core value."""
        return Text(self.en, self.zh, self.vi, authoritative)


class Article(Wording):
    """The text of one article, where it comes from, and how it was read."""

    authoritative: Literal["en", "zh", "vi"] = "zh"
    source: str = ""
    note: str | Wording = ""
    not_encoded: str = ""

    @model_validator(mode="after")
    def _authoritative_is_there(self) -> Self:
        if not getattr(self, self.authoritative):
            raise refuse(f"the authoritative text ({self.authoritative}) is missing")
        return self


class Effective(Part):
    """The dates between which a version is in force: `from` inclusive, `until` exclusive."""

    from_: IsoDate = Field(alias="from")
    until: IsoDate | None = None


class Calendar(Part):
    """Which days are working days."""

    weekend: tuple[Weekday, ...] = ("sat", "sun")
    holidays: tuple[IsoDate, ...] = ()
    workdays: tuple[IsoDate, ...] = ()


class Kind(Part):
    """A kind of entry beyond the standard ones."""

    label: Wording
    contact: bool = False


class Typed(Part):
    """Something with a type and, for texts, its closed list of values."""

    label: Wording
    type: FactType
    values: tuple[str, ...] = ()
    missing: Scalar | None = None
    disputable: bool = True

    @model_validator(mode="after")
    def _values_go_with_text(self) -> Self:
        if (self.type == "text") is not bool(self.values):
            raise refuse("a text needs the list of its `values`, and only a text has one")
        return self


class Finding(Typed):
    """A question that an adjudicator answers."""

    question: Wording
    cites: tuple[Cite, ...] = ()


class EntryDeclarations(Part):
    """Kinds and fields of entries that the company has beyond the standard ones."""

    kinds: dict[Name, Kind] = {}
    fields: dict[Name, Typed] = {}


class Forum(Part):
    """Who decides what is referred to them."""

    label: Wording
    cites: tuple[Cite, ...] = ()


class Param(Part):
    """A named limit."""

    value: Scalar
    cites: tuple[Cite, ...] = ()
    label: Wording | None = None


class Derive(Part):
    """How a fact follows from register entries."""

    reduce: Literal[
        "any", "count", "first", "last", "min", "max", "longest_gap", "live_since", "overdue"
    ]
    of: str = ""
    kinds: tuple[str, ...] = ()
    where: Expression = ""
    from_: Expression = Field(default="", alias="from")
    after: Expression = ""
    until: Expression = ""
    through: Expression = ""
    by: Literal["own", "stand_in", "anyone"] = "own"
    period: Literal["deal", "dispute", "lifetime"] = "deal"
    completed_by: tuple[str, ...] = ()
    every: Expression = ""
    graded_by: str = ""
    start: Expression = ""

    @model_validator(mode="after")
    def _options_fit(self) -> Self:
        needs_of = self.reduce in ("first", "last", "min", "max", "overdue")
        if needs_of is not bool(self.of):
            raise refuse(f"`{self.reduce}` {'needs' if needs_of else 'takes no'} `of`")
        if self.reduce == "overdue" and self.of not in ("longest", "now"):
            raise refuse("`of` of overdue is `longest` or `now`")
        if bool(self.every) is not (self.reduce in ("live_since", "overdue")):
            raise refuse("`every` belongs to live_since and overdue, which need it")
        if self.reduce in ("live_since", "overdue") and not self.until:
            raise refuse(f"`{self.reduce}` needs `until`: the date as of which it is told")
        if (self.graded_by or self.start) and self.reduce not in ("live_since", "overdue"):
            raise refuse("`graded_by` and `start` belong to live_since and overdue")
        if self.completed_by and self.reduce != "first":
            raise refuse("`completed_by` belongs to first")
        return self


class Fact(Part):
    """A fact the policy declares, or what it changes of a standard one."""

    label: Wording | None = None
    type: FactType | None = None
    values: tuple[str, ...] = ()
    missing: Scalar | None = None
    disputable: bool | None = None
    derive: Derive | None = None


class Define(Part):
    """A named expression."""

    is_: Expression = Field(alias="is")
    cites: tuple[Cite, ...] = ()
    label: Wording | None = None


class Best(Part):
    """Which value ranks first."""

    earliest: Expression | None = None
    latest: Expression | None = None
    most: Expression | None = None
    least: Expression | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise refuse("exactly one of earliest, latest, most, least is needed")
        return self


class ScoreItem(Part):
    """Points for one criterion."""

    id: Slug
    cites: tuple[Cite, ...] = Field(min_length=1)
    points: StrictInt | None = Field(default=None, ge=-1000, le=1000)
    when: Expression | None = None
    to: Best | None = None
    points_from: str | None = None
    range: tuple[StrictInt, StrictInt] | None = None
    label: Wording | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [self.when is not None, self.to is not None, self.points_from is not None]
        if sum(forms) != 1:
            raise refuse("exactly one of when, to, points_from is needed")
        if (self.points_from is None) is (self.points is None):
            raise refuse("`points` goes with when and to; points_from takes them from a fact")
        if (self.points_from is None) is not (self.range is None):
            raise refuse("points_from needs a `range`, and only points_from has one")
        return self


class Otherwise(Part):
    """What happens where the steps do not decide: a referral, the pool, or an award to all who remain."""

    refer: Slug | None = None
    pool: Literal[True] | None = None
    as_: AwardKind | None = Field(default=None, alias="as")
    within: Duration | None = None
    then: Slug | None = None
    cites: tuple[Cite, ...] = ()

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(value is not None for value in (self.refer, self.pool, self.as_)) != 1:
            raise refuse("exactly one of refer, pool, as is needed")
        if (self.within or self.then) and self.refer is None:
            raise refuse("`within` and `then` go with refer")
        return self


class OnMissing(Part):
    """Where a ruling goes that missing evidence could change."""

    refer: Slug
    within: Duration | None = None
    then: Slug = "proceed"


class Step(Part):
    """One step of the funnel: exactly one verb."""

    id: Slug
    cites: tuple[Cite, ...] = Field(min_length=1)
    label: Wording | None = None
    note: str = ""
    when: Expression | None = None
    kinds: tuple[str, ...] = ()
    strike: Expression | None = None
    bar: Expression | None = None
    keep: Expression | None = None
    prefer: Best | None = None
    score: tuple[ScoreItem, ...] | None = Field(default=None, min_length=1)
    award: Expression | None = None
    as_: AwardKind | None = Field(default=None, alias="as")
    among: Literal["remaining", "everyone"] | None = None
    at_most: StrictInt | None = Field(default=None, ge=1, le=50)
    above: Otherwise | None = None
    refer: Slug | None = None
    within: Duration | None = None
    then: Slug | None = None

    @property
    def verb(self) -> str:
        """Which of the seven verbs it is."""
        return next(verb for verb in VERBS if getattr(self, verb) is not None)

    @model_validator(mode="after")
    def _one_verb_and_its_options(self) -> Self:
        verbs = [verb for verb in VERBS if getattr(self, verb) is not None]
        if len(verbs) != 1:
            found = f"; here are {', '.join(verbs)}" if verbs else ""
            raise refuse(f"a step has exactly one of {', '.join(VERBS)}{found}")
        belongs = {
            "kinds": "strike",
            "as_": "award",
            "among": "award",
            "at_most": "award",
            "above": "award",
            "within": "refer",
            "then": "refer",
        }
        for option, verb in belongs.items():
            if option in self.model_fields_set and verb != verbs[0]:
                raise refuse(f"`{option.rstrip('_')}` goes with {verb}, not with {verbs[0]}")
        if verbs[0] == "strike" and (not self.kinds or self.when is not None):
            raise refuse("strike names the `kinds` of entry it reads, and has no `when`")
        if (self.at_most is None) is not (self.above is None):
            raise refuse("`at_most` and `above` go together")
        return self


class Money(Part):
    """An amount in minor units (fen, cents; dong has none) of a currency."""

    amount: StrictInt = Field(ge=0, le=10**12)
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Consequence(Part):
    """What follows from conduct."""

    fine: Money | None = None
    suspension: Literal[True] | None = None
    merit: Literal[True] | None = None
    note: Wording | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise refuse("a consequence is one or more of fine, suspension, merit, note")
        return self


class Conduct(Part):
    """A clause tried for every claimant, whoever won."""

    id: Slug
    cites: tuple[Cite, ...] = Field(min_length=1)
    when: Expression
    consequence: Consequence
    repeated_when: Expression | None = None
    repeated: Consequence | None = None
    label: Wording | None = None

    @model_validator(mode="after")
    def _repeated_is_whole(self) -> Self:
        if (self.repeated is None) is not (self.repeated_when is None):
            raise refuse("`repeated` and `repeated_when` go together")
        return self


class Share(Part):
    """How something is shared."""

    by: Literal["equal", "score", "agreed", "fixed"]
    at_most: StrictInt = Field(default=3, ge=2, le=10)
    floor_percent: StrictInt = Field(default=0, ge=0, le=50)
    percent: tuple[StrictInt, ...] = ()

    @model_validator(mode="after")
    def _fixed_sums(self) -> Self:
        if (self.by == "fixed") is not bool(self.percent):
            raise refuse("`percent` goes with `by: fixed`")
        if self.percent and sum(self.percent) != 100:
            raise refuse(f"the fixed shares sum to {sum(self.percent)}, not to 100 percent")
        return self


class Divide(Part):
    """How work is divided: what each role does."""

    roles: dict[Name, Wording]


class Priority(Part):
    """One goes first; the others are compensated."""

    compensation: str | Wording


class RemedyDo(Part):
    """What is to be done."""

    transfer: Literal[True] | None = None
    share: Share | None = None
    divide: Divide | None = None
    priority: Priority | None = None
    compensate: Money | None = None
    note: str | Wording | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise refuse(
                "`do` is one or more of transfer, share, divide, priority, compensate, note"
            )
        return self


class Remedy(Part):
    """What is to be done after which outcome."""

    id: Slug
    cites: tuple[Cite, ...] = ()
    on: tuple[OutcomeKind, ...] = Field(min_length=1)
    when: Expression | None = None
    do: RemedyDo
    label: Wording | None = None


class Stage(Part):
    """One stage of the procedure."""

    id: Slug
    label: Wording
    cites: tuple[Cite, ...] = ()
    who: tuple[Slug, ...] = ()
    within: Duration | None = None
    then: str | Wording | None = None
    final: bool = False


class Procedure(Part):
    """How a dispute is handled from report to closing."""

    stages: tuple[Stage, ...] = ()


class Flip(Part):
    """A change that must reverse the ruling of an example."""

    set: dict[str, Scalar | None] = {}
    without: tuple[str, ...] = ()
    winner: str | None = None
    winners: tuple[str, ...] | None = None
    kind: OutcomeKind | None = None
    forum: str | None = None

    @model_validator(mode="after")
    def _change_and_result(self) -> Self:
        if not (self.set or self.without):
            raise refuse("a flip names what is `set` or which entries it goes `without`")
        if self.winner is None and self.winners is None and self.kind is None:
            raise refuse("a flip names the winner, the winners or the kind it leads to")
        return self


class Expect(Part):
    """What an example must come out as; what is not named is not compared."""

    winner: str | None = None
    winners: tuple[str, ...] | None = None
    kind: OutcomeKind | None = None
    forum: str | None = None
    by: str | None = None
    provisional: bool | None = None
    depends_on: tuple[str, ...] | None = None
    struck: tuple[str, ...] | None = None
    conduct: dict[str, tuple[str, ...]] | None = None
    narrowed: dict[str, tuple[str, ...]] | None = None

    @model_validator(mode="after")
    def _an_outcome(self) -> Self:
        if self.winner is None and self.winners is None and self.kind is None:
            raise refuse("an example names the winner, the winners or the kind of outcome")
        return self


class Example(Part):
    """A dossier and the ruling it must lead to."""

    id: Slug
    cites: tuple[Cite, ...] = Field(min_length=1)
    about: str | Wording = ""
    given: dict[str, object]
    expect: Expect
    flips_if: tuple[Flip, ...] = ()


class Version(Part):
    """One dated version of the policy."""

    id: Annotated[Slug, BeforeValidator(lambda value: str(value) if type(value) is int else value)]
    effective: Effective
    governing_date: tuple[FactPath, ...] = ("dispute.as_of",)
    time_zone: str = "UTC"
    calendar: Calendar = Calendar()
    articles: dict[str, Article] = Field(min_length=1)
    entries: EntryDeclarations = EntryDeclarations()
    forums: dict[Slug, Forum] = {}
    params: dict[Name, Param | Scalar] = {}
    tables: dict[Name, dict[str, object]] = {}
    findings: dict[FactPath, Finding] = {}
    facts: dict[FactPath, Fact] = {}
    define: dict[FactPath, Define] = {}
    steps: tuple[Step, ...] = Field(min_length=1)
    tie: Otherwise
    if_none_remain: Otherwise
    on_missing: Literal["proceed"] | OnMissing
    conduct: tuple[Conduct, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    procedure: Procedure = Procedure()
    examples: tuple[Example, ...] = ()


class PolicyFile(Part):
    """A policy file: all versions of one policy."""

    policy: Slug
    title: Wording
    versions: tuple[Version, ...] = Field(min_length=1)


def json_schema() -> dict[str, object]:
    """The JSON Schema of a policy file, for editors (draft 2020-12)."""
    schema = PolicyFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


_LOCATION_NOISE = re.compile(
    r"^(function-|tagged-|str$|int$|bool$|literal|constrained|Param$|OnMissing$|Wording$|strict)"
)


def clean_location(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A pydantic error location without the names of union members."""
    return tuple(
        part for part in location if not (isinstance(part, str) and _LOCATION_NOISE.match(part))
    )


__all__ = ["LANGUAGES", "PolicyFile", "Version", "clean_location", "json_schema"]
