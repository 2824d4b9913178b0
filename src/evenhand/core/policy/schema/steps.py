"""The steps of the funnel, and where it ends."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, StrictInt, model_validator

from evenhand.core.policy.schema.parts import (
    AwardKind,
    Cite,
    Duration,
    Expression,
    Part,
    Slug,
    Wording,
    refuse,
)
from evenhand.core.said import said

VERBS = ("strike", "bar", "keep", "prefer", "score", "award", "refer")


class Best(Part):
    """Which value ranks first."""

    earliest: Expression | None = None
    latest: Expression | None = None
    most: Expression | None = None
    least: Expression | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise refuse(said("exactly one of earliest, latest, most, least is needed"))
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
            raise refuse(said("exactly one of when, to, points_from is needed"))
        if (self.points_from is None) is (self.points is None):
            raise refuse(said("`points` goes with when and to; points_from takes them from a fact"))
        if (self.points_from is None) is not (self.range is None):
            raise refuse(said("points_from needs a `range`, and only points_from has one"))
        return self


class Otherwise(Part):
    """Where the steps do not decide: a referral, the pool, or an award to all who remain."""

    refer: Slug | None = None
    pool: Literal[True] | None = None
    as_: AwardKind | None = Field(default=None, alias="as")
    within: Duration | None = None
    then: Slug | None = None
    cites: tuple[Cite, ...] = ()

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(value is not None for value in (self.refer, self.pool, self.as_)) != 1:
            raise refuse(said("exactly one of refer, pool, as is needed"))
        if (self.within or self.then) and self.refer is None:
            raise refuse(said("`within` and `then` go with refer"))
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
            if not verbs:
                raise refuse(said("a step has exactly one of {verbs}", verbs=VERBS))
            found = said(
                "a step has exactly one of {verbs}; here are {found}", verbs=VERBS, found=verbs
            )
            raise refuse(found)
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
                raise refuse(
                    said(
                        "`{option}` goes with {verb}, not with {other}",
                        option=option.rstrip("_"),
                        verb=verb,
                        other=verbs[0],
                    )
                )
        if verbs[0] == "strike" and (not self.kinds or self.when is not None):
            raise refuse(said("strike names the `kinds` of entry it reads, and has no `when`"))
        if (self.at_most is None) is not (self.above is None):
            raise refuse(said("`at_most` and `above` go together"))
        return self
