"""What follows from a ruling: conduct, remedies, and the procedure around it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, StrictBool, StrictInt, model_validator

from evenhand.core.policy.schema.parts import (
    Cite,
    Duration,
    Expression,
    Money,
    Name,
    OutcomeKind,
    Part,
    Slug,
    Wording,
    refuse,
)
from evenhand.core.said import said


class Consequence(Part):
    """What follows from conduct."""

    fine: Money | None = None
    suspension: Literal[True] | None = None
    merit: Literal[True] | None = None
    note: Wording | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise refuse(said("a consequence is one or more of fine, suspension, merit, note"))
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
            raise refuse(said("`repeated` and `repeated_when` go together"))
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
            raise refuse(said("`percent` goes with `by: fixed`"))
        if self.percent and sum(self.percent) != 100:
            raise refuse(
                said("the fixed shares sum to {sum}, not to 100 percent", sum=sum(self.percent))
            )
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
                said("`do` is one or more of transfer, share, divide, priority, compensate, note")
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
    final: StrictBool = False


class Procedure(Part):
    """How a dispute is handled from report to closing."""

    stages: tuple[Stage, ...] = ()
