"""What is to be done after a ruling: shares, roles, priority, compensation."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, StrictInt, model_validator

from evenhand.core.policy.schema.parts import (
    Cite,
    Currency,
    Expression,
    Name,
    OutcomeKind,
    Part,
    Slug,
    Wording,
    refuse,
)
from evenhand.core.policy.schema.steps import Best, Otherwise
from evenhand.core.said import said

AT_MOST = 3
"""So many people share, where a policy does not say otherwise."""


class Stake(Part):
    """A kind of thing that may be at stake, beyond the standard ones."""

    label: Wording


class Share(Part):
    """How what is at stake is shared."""

    of: tuple[Name, ...] = ()
    """What is shared; nothing named: everything at stake."""
    by: Literal["equal", "score", "agreed", "fixed"]
    with_: Expression | None = Field(default=None, alias="with")
    """Who shares besides those who won."""
    at_most: StrictInt = Field(default=AT_MOST, ge=2, le=10)
    above: Otherwise | None = None
    """Where it goes if there are more; else where a tie goes."""
    floor_percent: StrictInt = Field(default=0, ge=0, le=50)
    percent: tuple[StrictInt, ...] = ()
    rank: Best | None = None

    @property
    def people(self) -> int:
        """How many may share at most: no more than there are percentages by rank."""
        if self.rank is not None and "at_most" not in self.model_fields_set:
            return len(self.percent)
        return self.at_most

    @model_validator(mode="after")
    def _fixed_is_whole(self) -> Self:
        if (self.by == "fixed") is not bool(self.percent):
            raise refuse(said("`percent` goes with `by: fixed`"))
        if self.percent and sum(self.percent) != 100:
            raise refuse(
                said("the fixed shares sum to {sum}, not to 100 percent", sum=sum(self.percent))
            )
        if self.by == "fixed" and (self.rank is None) is (self.with_ is None):
            raise refuse(
                said("fixed shares go by `rank`, or to those who won and those `with` them")
            )
        if self.rank is not None and self.by != "fixed":
            raise refuse(said("`rank` goes with `by: fixed`"))
        if self.rank is not None and self.people > len(self.percent):
            raise refuse(
                said(
                    "there are {count} percentages for {people} people",
                    count=len(self.percent),
                    people=self.people,
                )
            )
        return self

    @model_validator(mode="after")
    def _nobody_is_paid_more_for_losing(self) -> Self:
        if min(self.percent, default=0) < 0 or list(self.percent) != sorted(self.percent)[::-1]:
            raise refuse(said("whoever ranks lower never has more: the percentages go down"))
        if self.by == "fixed" and self.with_ is not None and len(self.percent) != 2:
            raise refuse(said("two percentages: for those who won, and for those `with` them"))
        if self.by == "score" and self.with_ is not None:
            raise refuse(
                said("by points only those who won share: one who lost may have more of them")
            )
        return self

    @model_validator(mode="after")
    def _floors_fit(self) -> Self:
        if self.floor_percent and self.by == "fixed":
            raise refuse(said("fixed shares need no `floor_percent`: the percentages say it"))
        if self.floor_percent * self.people > 100:
            message = said(
                "{people} people with at least {percent} percent each need more than there is",
                people=self.people,
                percent=self.floor_percent,
            )
            raise refuse(message)
        return self


class Role(Wording):
    """What a role does, and who takes it."""

    who: Expression | None = None


class Divide(Part):
    """How work is divided: what each role does."""

    roles: dict[Name, Role] = Field(min_length=1)


class Compensation(Part):
    """What those who lost are paid together: an amount in minor units, or a part of the stake."""

    amount: StrictInt | None = Field(default=None, ge=1, le=10**12)
    currency: Currency | None = None
    percent: StrictInt | None = Field(default=None, ge=1)
    of: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.amount is None) is not (self.currency is None):
            raise refuse(said("`amount` and `currency` go together"))
        if (self.amount is None) is (self.percent is None):
            raise refuse(
                said("compensation is an `amount` in a `currency`, or a `percent` of the stake")
            )
        if self.of and self.percent is None:
            raise refuse(said("`of` goes with `percent`"))
        if self.percent is not None and self.percent > 50:
            raise refuse(
                said(
                    "with {percent} percent one who lost could be paid more than the winner: "
                    "at most 50",
                    percent=self.percent,
                )
            )
        return self


class Priority(Part):
    """One goes first; the others are compensated, in kind, in money or both."""

    compensation: str | Wording | None = None
    pay: Compensation | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.compensation is None and self.pay is None:
            raise refuse(said("`compensation` (in words), `pay` (in money) or both are needed"))
        return self


class RemedyDo(Part):
    """What is to be done."""

    transfer: Literal[True] | None = None
    share: Share | None = None
    divide: Divide | None = None
    priority: Priority | None = None
    compensate: Compensation | None = None
    note: str | Wording | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise refuse(
                said("`do` is one or more of transfer, share, divide, priority, compensate, note")
            )
        return self

    @model_validator(mode="after")
    def _paid_once(self) -> Self:
        if self.compensate is not None and self.priority is not None and self.priority.pay:
            raise refuse(
                said("the others are paid once: by `compensate`, or by `pay` of `priority`")
            )
        if self.share is not None and self.pay is not None:
            raise refuse(said("what is shared is not paid out again: leave out one of the two"))
        return self

    @property
    def pay(self) -> Compensation | None:
        """What the others are paid."""
        return self.compensate or (self.priority.pay if self.priority else None)


class Remedy(Part):
    """What is to be done after which outcome."""

    id: Slug
    cites: tuple[Cite, ...] = ()
    on: tuple[OutcomeKind, ...] = Field(min_length=1)
    when: Expression | None = None
    do: RemedyDo
    label: Wording | None = None
