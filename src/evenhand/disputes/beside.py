"""What the register says beside a ruling on a page: is it of the register, may it be entered?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.core.errors import EvenhandError, NotAllowed, NotFound
from evenhand.core.ruling.canonical import sha256_of
from evenhand.core.ruling.record import record_of
from evenhand.core.said import Said
from evenhand.customers.models import Customer
from evenhand.disputes.deciding import decide
from evenhand.disputes.drawn import Drawn
from evenhand.disputes.from_register import customer_to_rule, draw_up
from evenhand.disputes.models import RulingRecord
from evenhand.disputes.permissions import may_enter_ruling
from evenhand.disputes.trial import Trial
from evenhand.people.models import User


@dataclass(frozen=True, slots=True)
class Beside:
    """A ruling on a customer of the register.

    `is_same`: it is what the register comes to under the policy in force. `has_its_entries`: its
    entries are entries of the register.
    """

    customer: Customer
    remarks: tuple[Said, ...]
    has_its_entries: bool
    is_same: bool
    may_enter: bool
    sha256: str
    rulings: Sequence[RulingRecord]


def beside(trial: Trial, user: User) -> Beside | None:
    """What the register says of the customer of a dossier; None if that is not theirs to know."""
    data = trial.located.data
    named = data.get("customer") if isinstance(data, dict) else None
    if not isinstance(named, str):
        return None
    try:
        customer = customer_to_rule(user, named)
        drawn = draw_up(customer)
    except (NotFound, NotAllowed):
        return None
    sha256 = sha256_of(record_of(trial.ruling))
    is_same = sha256 == _of_register(customer)
    entered = RulingRecord.objects.visible_to(user).filter(customer=customer).select_related("by")
    is_new = is_same and drawn.is_contested and all(one.sha256 != sha256 for one in entered)
    return Beside(
        customer,
        drawn.remarks,
        _has_its_entries(trial, drawn),
        is_same,
        is_new and may_enter_ruling(user, customer.outlet, drawn.parties),
        sha256,
        list(entered),
    )


def _of_register(customer: Customer) -> str:
    try:
        return decide(customer).sha256
    except EvenhandError:  # nothing is in force there, or it cannot be ruled under that
        return ""


def _has_its_entries(trial: Trial, drawn: Drawn) -> bool:
    known = {(one.number, one.kind) for one in drawn.entries}
    return {(row.sequence, row.kind) for row in trial.ruling.dossier.rows.values()} <= known
