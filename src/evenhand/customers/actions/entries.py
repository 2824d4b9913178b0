"""What is done about customers: they are added, and what happened with them is entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import Subject, record_event
from evenhand.base.folding import folded
from evenhand.base.models import company_began_on
from evenhand.core.errors import Conflict, EntriesRefused, NotAllowed, Problem
from evenhand.core.identity.telephone import e164
from evenhand.core.said import said
from evenhand.customers.keys import write_keys
from evenhand.customers.models import Customer
from evenhand.customers.permissions import WRITE_FOR_OTHERS
from evenhand.people.models import Outlet, User
from evenhand.people.places import place_of
from evenhand.register.actions import Wanted
from evenhand.register.drafts import NOT_BY_HAND, Draft
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
    write_keys([customer])
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
    write_keys(added)
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
