"""The dispute over a customer, ruled as the register has it under the policy that is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evenhand.core.errors import Conflict
from evenhand.core.ruling.canonical import sha256_of
from evenhand.core.ruling.record import Record, record_of
from evenhand.core.said import said
from evenhand.customers.models import Customer
from evenhand.disputes.drawn import Drawn
from evenhand.disputes.from_register import draw_up
from evenhand.disputes.trial import Trial, try_dossier
from evenhand.policies import reading
from evenhand.policies.models import PolicyText
from evenhand.policies.offers import policy_in_force


@dataclass(frozen=True, slots=True)
class Decided:
    """What the register says of a customer, and what came of it."""

    drawn: Drawn
    trial: Trial

    @property
    def record(self) -> Record:
        """The ruling record."""
        return record_of(self.trial.ruling)

    @property
    def sha256(self) -> str:
        """Of the record, as the register has it."""
        return sha256_of(self.record)


def policy_for(customer: Customer, drawn: Drawn) -> PolicyText | None:
    """What is in force at the customer's outlet on the day of the closing, else on that of now."""
    return policy_in_force(customer.outlet, drawn.governing_day)


def require_policy_for(customer: Customer, drawn: Drawn) -> PolicyText:
    """The same. Raises Conflict if none is in force."""
    text = policy_for(customer, drawn)
    if text is None:
        raise Conflict(
            said(
                "No policy is in force at {outlet} on {day}: adopt one, or name the policy to "
                "rule under.",
                outlet=customer.outlet.name,
                day=drawn.governing_day.isoformat(),
            )
        )
    return text


def decide(customer: Customer, now: datetime | None = None) -> Decided:
    """Rule the dispute over a customer, without looking for what would have changed it.

    Raises NotFound if nobody is a party, Conflict if no policy is in force; and what `try_dossier`
    raises.
    """
    drawn = draw_up(customer, now)
    policy = reading.read(require_policy_for(customer, drawn)).policy
    return Decided(drawn, try_dossier(policy, drawn.text, search=False))
