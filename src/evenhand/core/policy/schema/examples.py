"""The examples of a policy: dossiers, and the rulings they must lead to."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator

from evenhand.core.policy.schema.parts import (
    NUMBER,
    Cite,
    OutcomeKind,
    Part,
    Scalar,
    Slug,
    Wording,
    refuse,
)
from evenhand.core.said import said


class Flip(Part):
    """A change that must reverse the ruling of an example."""

    set: dict[str, Scalar | None] = Field(default_factory=dict)
    without: tuple[str, ...] = ()
    winner: str | None = None
    winners: tuple[str, ...] | None = None
    kind: OutcomeKind | None = None
    forum: str | None = None

    @model_validator(mode="after")
    def _change_and_result(self) -> Self:
        if not (self.set or self.without):
            raise refuse(said("a flip names what is `set` or which entries it goes `without`"))
        if self.winner is None and self.winners is None and self.kind is None:
            raise refuse(said("a flip names the winner, the winners or the kind it leads to"))
        return self


Number = StrictInt | Annotated[str, StringConstraints(pattern=NUMBER)]
"""A number as it is written: 12, or 33.34 and 12000.50."""


class ExpectedRemedy(Part):
    """What a remedy must come to; by person where there are people.

    `shares` in percent; `amounts` and `paid` by what is at stake (`money` where a fixed amount is
    paid), in the currency's own unit; `open` a code (policy-language.md, §7); `applies` false: it
    is not to be done, `maybe`: whether it is depends on what is unknown.
    """

    applies: StrictBool | Literal["maybe"] = True
    to: tuple[str, ...] | None = None
    from_: tuple[str, ...] | None = Field(default=None, alias="from")
    shares: dict[str, Number] | None = None
    amounts: dict[str, dict[str, Number]] | None = None
    open: str | None = None
    roles: dict[str, tuple[str, ...]] | None = None
    paid: dict[str, dict[str, Number]] | None = None
    cut: StrictBool | None = None
    forum: str | None = None


class Expect(Part):
    """What an example must come out as; what is not named is not compared."""

    winner: str | None = None
    winners: tuple[str, ...] | None = None
    kind: OutcomeKind | None = None
    forum: str | None = None
    by: str | None = None
    provisional: StrictBool | None = None
    depends_on: tuple[str, ...] | None = None
    struck: tuple[str, ...] | None = None
    conduct: dict[str, tuple[str, ...]] | None = None
    narrowed: dict[str, tuple[str, ...]] | None = None
    remedies: dict[Slug, ExpectedRemedy] | None = None

    @model_validator(mode="after")
    def _an_outcome(self) -> Self:
        if self.winner is None and self.winners is None and self.kind is None:
            raise refuse(said("an example names the winner, the winners or the kind of outcome"))
        return self


class Example(Part):
    """A dossier and the ruling it must lead to."""

    id: Slug
    cites: tuple[Cite, ...] = Field(min_length=1)
    about: str | Wording = ""
    given: dict[str, object]
    expect: Expect
    flips_if: tuple[Flip, ...] = ()
