"""The examples of a policy: dossiers, and the rulings they must lead to."""

from __future__ import annotations

from typing import Self

from pydantic import Field, StrictBool, model_validator

from evenhand.core.policy.schema.parts import Cite, OutcomeKind, Part, Scalar, Slug, Wording, refuse
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
