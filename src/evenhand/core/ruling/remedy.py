"""Remedies: what is to be done after an outcome, in orders that can be carried out and checked.

They follow the outcome that was decided. While evidence is being gathered nothing is decided, so
nothing is to be done.
"""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.core.policy import schema
from evenhand.core.policy.remedies import OWNER
from evenhand.core.policy.versions import Remedy
from evenhand.core.ruling.aftermath import Aftermath
from evenhand.core.ruling.cases import FALSE, TRUE, UNKNOWN
from evenhand.core.ruling.evaluate import MISSING
from evenhand.core.ruling.orders import (
    Compensated,
    GoesFirst,
    Note,
    Order,
    RemedyFound,
    RoleTaken,
    Transfer,
)
from evenhand.core.ruling.payments import paid_out
from evenhand.core.ruling.reasons import Reason, Reasons, at
from evenhand.core.ruling.sharing import shared
from evenhand.core.types import Text


def remedies_of(after: Aftermath) -> tuple[RemedyFound, ...]:
    """The remedies that apply, or may apply as far as is known, in the order of the policy."""
    if int(after.ruled.decided_by[0]) == MISSING:
        return ()
    found = []
    for remedy in after.version.remedies:
        if after.parties.kind in remedy.on:
            truth = TRUE if remedy.when is None else at(after.holds(remedy.when), 0)
            if truth != FALSE:
                found.append(_found(after, remedy, truth))
    return tuple(found)


def _found(after: Aftermath, remedy: Remedy, truth: int) -> RemedyFound:
    reasons: tuple[Reason, ...] = ()
    if remedy.when is not None and after.frame.atoms is not None:
        reasons = Reasons(after.version, after.derived, after.frame).of(remedy.when, 0)
    orders = tuple(_orders(after, remedy))
    return RemedyFound(remedy.id, remedy.cites, remedy.label, truth, orders, reasons)


def _orders(after: Aftermath, remedy: Remedy) -> Iterator[Order]:
    do, parties = remedy.do, after.parties
    if do.transfer:
        yield _transfer(after)
    if do.priority is not None:
        yield GoesFirst(parties.winners)
    if do.divide is not None:
        yield from _roles(after, remedy, do.divide)
    if do.share is not None and parties.sharing:
        yield shared(after, remedy, do.share)
    in_kind = _text(do.priority.compensation if do.priority else None)
    if parties.others and (do.pay is not None or in_kind):
        yield _compensated(after, do.pay, in_kind)
    if do.note is not None:
        yield Note(_text(do.note))


def _text(written: str | schema.Wording | None) -> Text:
    return written.text() if isinstance(written, schema.Wording) else Text(written or "")


def _transfer(after: Aftermath) -> Transfer:
    """From those who are known to have held the customer."""
    column = after.frame.columns[OWNER]
    winners = after.parties.winners
    slots = range(after.dossier.facts.claimants)
    held = tuple(slot for slot in slots if at(column.value, slot) == TRUE)
    to = tuple(slot for slot in winners if slot not in held)
    return Transfer(to or winners, () if not to else tuple(s for s in held if s not in winners))


def _roles(after: Aftermath, remedy: Remedy, divide: schema.Divide) -> Iterator[RoleTaken]:
    winners = after.parties.winners
    for name, role in divide.roles.items():
        people: tuple[int, ...] = ()
        if name in remedy.roles:
            truth = after.holds(remedy.roles[name])
            if all(at(truth, slot) != UNKNOWN for slot in winners):
                people = tuple(slot for slot in winners if at(truth, slot) == TRUE)
        yield RoleTaken(name, role.text(), people, winners)


def _compensated(after: Aftermath, pay: schema.Compensation | None, in_kind: Text) -> Compensated:
    parties = after.parties
    if pay is None:
        return Compensated(parties.others, parties.winners, in_kind)
    return paid_out(after.dossier.stake, pay, parties.winners, parties.others, in_kind)
