"""What is known of a customer is held, or goes."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.base.erasing import erase_everywhere, followed
from evenhand.base.erasures import Erasure as Line
from evenhand.base.erasures import note_erasure
from evenhand.base.ids import new_id
from evenhand.core.errors import Conflict
from evenhand.core.said import said
from evenhand.customers.actions.entries import subject_of
from evenhand.customers.erasing import purge, whom_of
from evenhand.customers.models import Customer, Erasure, LegalHold
from evenhand.people.models import User
from evenhand.register.actions import append_entries
from evenhand.register.drafts import Draft
from evenhand.register.erasing import hold_still


@transaction.atomic
def place_hold(customer: Customer, *, reason: str, until: date | None, by: User) -> LegalHold:
    """Keep what is known of a customer until a day, or until the hold is ended.

    Raises Conflict for a customer who was erased, a day that is over, or no reason.
    """
    held = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    if held.erased_at is not None:
        raise _erased_already()
    if not reason.strip():
        raise Conflict(said("A hold says why: name the court, the claim, the number."))
    if until is not None and until < held.today:
        raise Conflict(said("This day is over: the hold would have no effect."))
    hold = LegalHold.objects.create(customer=held, reason=reason.strip(), until=until, begun_by=by)
    # Why is not told: it may name people, and events are never erased.
    details = {"until": until.isoformat() if until else ""}
    record_event("customers.hold_placed", by=by, subject=subject_of(held), details=details)
    return hold


@transaction.atomic
def end_hold(hold: LegalHold, *, by: User) -> None:
    """Let a customer be erased again. Raises Conflict for a hold that has ended."""
    ended = LegalHold.objects.filter(pk=hold.pk, ended_at=None)
    if not ended.update(ended_at=timezone.now(), ended_by=by):
        raise Conflict(said("This hold has been ended already."))
    record_event("customers.hold_ended", by=by, subject=subject_of(hold.customer))


@transaction.atomic
def erase_customer(
    customer: Customer, *, reason: str, by: User | None, also: frozenset[int] = frozenset()
) -> Erasure:
    """Erase what is known of a customer, in the register and everywhere else; not to be undone.

    `by` None is whoever keeps the machine. `also` are the numbers of entries about others that
    mention them. Raises Conflict for one who was erased, and while a hold stands.
    """
    found = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    if found.erased_at is not None:
        raise _erased_already()
    hold = found.holds.standing(found.today).select_related("begun_by").first()
    if hold is not None:
        raise _held(hold)
    line = Line(
        new_id(), found.public_id, timezone.now(), Erasure.Reason(reason), tuple(sorted(also))
    )
    erasure = _erase(found, line, by)
    # Last: only the commit remains. Should it not come, the list says what is to be done again.
    note_erasure(settings.ENVIRONMENT.home, line)
    return erasure


@transaction.atomic
def erase_again(line: Line) -> Erasure | None:
    """Do an erasure of the list that the database does not know: after a restore, or a crash.

    None if there is nobody to erase here. Holds of an older database had ended, and keep nobody.
    """
    found = Customer.objects.select_for_update(of=("self",)).filter(public_id=line.customer).first()
    return None if found is None or found.erased_at is not None else _erase(found, line, None)


def _erase(customer: Customer, line: Line, by: User | None) -> Erasure:
    hold_still()
    counts = erase_everywhere(followed(whom_of(customer, also=frozenset(line.also))))
    outlet, now = customer.outlet, timezone.now()
    told = Draft(
        kind="erased",
        customer=customer.public_id,
        who=by.public_id if by else "",
        outlet=outlet.public_id,
        zone=outlet.zone,
        occurred_at=line.at,
        fields={"reason": line.reason, "entries": counts["register.entries"]},
    )
    [entry] = append_entries([told], by=by, now=now)
    erasure = Erasure.objects.create(
        public_id=line.id,
        customer=customer,
        entry=entry,
        reason=line.reason,
        by=by.public_id if by else "",
        at=now,
        counts=counts,
    )
    details = {"reason": line.reason, "entry": entry.pk, "gone": counts}
    record_event("customers.customer_erased", by=by, subject=subject_of(customer), details=details)
    transaction.on_commit(purge, robust=True)
    return erasure


def _erased_already() -> Conflict:
    return Conflict(said("What was known of this customer has been erased already."))


def _held(hold: LegalHold) -> Conflict:
    if hold.until is None:
        told = said(
            "{name} put a hold on this customer: {reason}. Nothing is erased until it is ended.",
            name=hold.begun_by.name,
            reason=hold.reason,
        )
    else:
        told = said(
            "{name} put a hold on this customer until {day}: {reason}. Nothing is erased before.",
            name=hold.begun_by.name,
            reason=hold.reason,
            day=hold.until.isoformat(),
        )
    return Conflict(told)
