"""What is done about customers: they are added, and what happened with them is entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import Subject, record_event
from evenhand.base.erasing import erase_everywhere, followed
from evenhand.base.erasures import Erasure as Line
from evenhand.base.erasures import note_erasure
from evenhand.base.folding import folded
from evenhand.base.ids import new_id
from evenhand.base.models import company_began_on
from evenhand.core.errors import Conflict, EntriesRefused, NotAllowed, Problem
from evenhand.core.identity.telephone import e164
from evenhand.core.said import said
from evenhand.customers.erasing import purge, whom_of
from evenhand.customers.models import Customer, Erasure, LegalHold
from evenhand.customers.permissions import WRITE_FOR_OTHERS
from evenhand.people.models import Outlet, User
from evenhand.people.places import place_of
from evenhand.register.actions import Wanted, append_entries
from evenhand.register.drafts import NOT_BY_HAND, Draft
from evenhand.register.erasing import hold_still
from evenhand.register.models import Entry, Payload
from evenhand.register.together import append_entry


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened with a customer, as somebody tells it."""

    kind: str
    occurred_at: datetime | None = None
    """None: now."""
    outlet: Outlet | None = None
    """None: where whoever tells it works."""
    who: User | None = None
    """Whose deed it was; None: of whoever tells it."""
    on_behalf_of: User | None = None
    """The colleague for whom it was done."""
    note: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Key:
    """Under which something that is sent again is entered once, and a digest of what was sent."""

    key: str = ""
    request: str = ""


NO_KEY = Key()


def subject_of(customer: Customer) -> Subject:
    """How an event names a customer: by nothing that would have to be erased."""
    return Subject("customer", customer.public_id, customer.public_id, customer.outlet.public_id)


@transaction.atomic
def add_customer(*, name: str, telephone: str, outlet: Outlet, by: User) -> Customer:
    """Add a customer; whoever has this telephone number already is that customer.

    Raises EntriesRefused for a name or number that can be none.
    """
    number = _number(telephone, outlet)
    if not name.strip():
        raise EntriesRefused([Problem(said("a customer has a name"), "name")])
    if number and (known := Customer.objects.standing().filter(telephone=number).first()):
        return known
    customer = Customer.objects.create(
        name=name.strip(),
        name_folded=folded(name),
        telephone=number,
        outlet=outlet,
        added_by=by.public_id,
    )
    record_event("customers.customer_added", by=by, subject=subject_of(customer))
    return customer


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A customer of a list that is taken over; `telephone` is E.164, or empty."""

    name: str
    telephone: str
    outlet: Outlet
    by: User
    """Who received them."""
    added_at: datetime


@transaction.atomic
def add_customers(newcomers: Sequence[Newcomer]) -> list[Customer]:
    """Add the customers of a list, in its order; none of them is known already."""
    added = Customer.objects.bulk_create(
        Customer(
            name=one.name,
            name_folded=folded(one.name),
            telephone=one.telephone,
            outlet=one.outlet,
            added_at=one.added_at,
            added_by=one.by.public_id,
        )
        for one in newcomers
    )
    record_event("customers.customers_added", by=None, details={"count": len(added)})
    return added


def _number(telephone: str, outlet: Outlet) -> str:
    if not telephone.strip():
        return ""
    number = e164(telephone, outlet.country)
    if not number:
        told = said("this is no telephone number in {country}", country=outlet.country)
        raise EntriesRefused(
            [Problem(told, "telephone", hint=said("write a foreign one with + and its country"))]
        )
    return number


def write_entry(customer: Customer, told: Happened, *, by: User, key: Key = NO_KEY) -> Entry:
    """Enter what happened with a customer; when this returns it has its place for good.

    Raises EntriesRefused with everything that is wrong, NotAllowed for the deed of somebody out of
    reach, Conflict without an outlet or for a customer who was erased.
    """
    if customer.erased_at is not None:
        raise Conflict(said("What was known of this customer was erased: nothing is added to it."))
    if told.kind in NOT_BY_HAND:
        wrong = said("an entry of this kind comes of what else is done, and is not written by hand")
        raise EntriesRefused([Problem(wrong, "kind")])
    outlet, who = told.outlet or outlet_of(by), told.who or by
    if who != by and not WRITE_FOR_OTHERS.covers(by, place_of(who)):
        raise NotAllowed(said("You may enter what you did yourself, not what others did."))
    draft = Draft(
        kind=told.kind,
        customer=customer.public_id,
        who=who.public_id,
        outlet=outlet.public_id,
        zone=outlet.zone,
        occurred_at=told.occurred_at or timezone.now(),
        on_behalf_of=told.on_behalf_of.public_id if told.on_behalf_of else "",
        note=told.note,
        since=company_began_on(),
        fields=told.fields,
    )
    return append_entry(Wanted(draft, by, key.key, key.request))


@transaction.atomic
def receive_customer(
    name: str, telephone: str, told: Happened, *, by: User, key: Key = NO_KEY
) -> Entry:
    """Enter what happened with a customer who is not known yet, and add them. Raises as both."""
    outlet = told.outlet or outlet_of(by)
    customer = add_customer(name=name, telephone=telephone, outlet=outlet, by=by)
    return write_entry(customer, told, by=by, key=key)


def correct_entry(
    entry: Entry, *, changes: str, value: str, note: str, by: User, key: Key = NO_KEY
) -> Entry:
    """Enter what an entry ought to have said: it stays, and has the correction beside it.

    Raises EntriesRefused, Conflict for a second correction or an entry whose content was erased,
    NotAllowed for the entry of somebody out of reach.
    """
    payload = Payload.objects.filter(entry=entry).first()
    if payload is None:
        raise Conflict(said("What entry {number} said was erased.", number=entry.pk))
    if entry.kind == "erased":
        raise Conflict(said("An erasure cannot be corrected: there is nothing left to correct."))
    who = User.objects.get(public_id=payload.who)
    is_own = by.public_id in (payload.who, payload.by)
    if not is_own and not WRITE_FOR_OTHERS.covers(by, place_of(who)):
        raise NotAllowed(said("You may correct what you entered yourself, not what others did."))
    outlet = Outlet.objects.get(public_id=payload.outlet)
    draft = Draft(
        kind="correction",
        customer=payload.customer,
        who=payload.who,
        outlet=payload.outlet,
        zone=outlet.zone,
        occurred_at=timezone.now(),
        corrects=entry.pk,
        note=note,
        fields={"field": changes, "value": value},
    )
    return append_entry(Wanted(draft, by, key.key, key.request))


def outlet_of(user: User) -> Outlet:
    """Where somebody works today. Raises Conflict for nowhere."""
    if user.post is None:
        raise Conflict(said("You have no post today: say at which outlet this happened."))
    return user.post.outlet


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
