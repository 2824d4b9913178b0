"""What a version declares: kinds and fields of entries, facts, findings, params, definitions."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, StrictBool, model_validator

from evenhand.core.policy.schema.parts import (
    Cite,
    Expression,
    FactType,
    Name,
    Part,
    Scalar,
    Wording,
    refuse,
)
from evenhand.core.said import said


class Kind(Part):
    """A kind of entry beyond the standard ones."""

    label: Wording
    contact: StrictBool = False


class Typed(Part):
    """Something with a type and, for texts, its closed list of values."""

    label: Wording
    type: FactType
    values: tuple[str, ...] = ()
    missing: Scalar | None = None
    disputable: StrictBool = True

    @model_validator(mode="after")
    def _values_go_with_text(self) -> Self:
        if (self.type == "text") is not bool(self.values):
            raise refuse(said("a text needs the list of its `values`, and only a text has one"))
        return self


class Finding(Typed):
    """A question that an adjudicator answers."""

    question: Wording
    cites: tuple[Cite, ...] = ()


class EntryDeclarations(Part):
    """Kinds and fields of entries that the company has beyond the standard ones."""

    kinds: dict[Name, Kind] = Field(default_factory=dict)
    fields: dict[Name, Typed] = Field(default_factory=dict)


class Param(Part):
    """A named limit, or a named list of values."""

    value: Scalar | tuple[Scalar, ...]
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
            raise refuse(
                said("`{reduce}` needs `of`", reduce=self.reduce)
                if needs_of
                else said("`{reduce}` takes no `of`", reduce=self.reduce)
            )
        if self.reduce == "overdue" and self.of not in ("longest", "now"):
            raise refuse(said("`of` of overdue is `longest` or `now`"))
        if bool(self.every) is not (self.reduce in ("live_since", "overdue")):
            raise refuse(said("`every` belongs to live_since and overdue, which need it"))
        if self.reduce in ("live_since", "overdue") and not self.until:
            raise refuse(
                said(
                    "`{reduce}` needs `until`: the date as of which it is told", reduce=self.reduce
                )
            )
        if (self.graded_by or self.start) and self.reduce not in ("live_since", "overdue"):
            raise refuse(said("`graded_by` and `start` belong to live_since and overdue"))
        if self.completed_by and self.reduce != "first":
            raise refuse(said("`completed_by` belongs to first"))
        return self


class Fact(Part):
    """A fact the policy declares, or what it changes of a standard one."""

    label: Wording | None = None
    type: FactType | None = None
    values: tuple[str, ...] = ()
    missing: Scalar | None = None
    disputable: StrictBool | None = None
    derive: Derive | None = None


class Define(Part):
    """A named expression."""

    is_: Expression = Field(alias="is")
    cites: tuple[Cite, ...] = ()
    label: Wording | None = None
