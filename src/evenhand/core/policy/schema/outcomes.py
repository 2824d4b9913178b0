"""What follows from a ruling: conduct, and the procedure around it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, StrictBool, model_validator

from evenhand.core.policy.schema.parts import (
    Cite,
    Duration,
    Expression,
    Money,
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
