"""What is done about customers: they are added, and what happened with them is entered."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import Subject, record_event
from evenhand.base.folding import folded
from evenhand.core.errors import Conflict, EntriesRefused, NotAllowed, Problem, RunRefused
from evenhand.core.identity.telephone import e164
from evenhand.core.said import said
from evenhand.customers.importing.customers import customers_of
from evenhand.customers.importing.line import Line, Place
from evenhand.customers.models import Customer, ImportRun
from evenhand.customers.permissions import IMPORT_REGISTER, WRITE_FOR_OTHERS
from evenhand.people.models import Outlet, User
from evenhand.people.places import place_of
from evenhand.register.actions import Wanted, append_many
from evenhand.register.drafts import Draft
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


def _file_of(run: ImportRun) -> Subject:
    return Subject("import", run.sha256, run.file)


@transaction.atomic
def begin_import(
    *, file: str, sha256: str, mapping: str, by: User, now: datetime | None = None
) -> ImportRun:
    """Begin the import of an old register, or go on with that of the same file.

    Raises NotAllowed, RunRefused if it was begun with another mapping.
    """
    if not IMPORT_REGISTER.held_by(by):
        raise NotAllowed(said("Only an administrator imports a register."))
    begun = now or timezone.now()
    name = file.encode("utf-8", "replace").decode()[:255]
    run, is_new = ImportRun.objects.get_or_create(
        sha256=sha256,
        defaults={
            "file": name,
            "mapping": mapping,
            "secret": secrets.token_bytes(32),
            "by": by.public_id,
            "begun_at": begun,
        },
    )
    if is_new:
        record_event("register.import_begun", by=by, subject=_file_of(run), now=begun)
    elif run.finished_at is None and run.mapping != mapping:
        raise RunRefused(
            said("This import was begun with another mapping: go on with that one, as it was.")
        )
    return run


@transaction.atomic
def import_lines(
    run: ImportRun,
    lines: Sequence[Line],
    places: Mapping[str, Place],
    *,
    by: User,
    now: datetime | None = None,
) -> ImportRun:
    """Enter the next lines of an old register, all of them or none; gives how far it has come now.

    Raises Conflict while somebody else imports the same file. `register.imported` tells of all.
    """
    moment = now or timezone.now()
    standing = ImportRun.objects.select_for_update().get(pk=run.pk)
    if standing.next_line != run.next_line or standing.finished_at is not None:
        raise Conflict(said("This file is being imported by somebody else at this moment."))
    customers, added = customers_of(run, lines, places, by=by, now=moment)
    drafts = [
        line.draft(customer, places[line.outlet], run.file)
        for line, customer in zip(lines, customers, strict=True)
    ]
    placed = append_many(drafts, by=by, now=moment)
    standing.next_line = lines[-1].line + 1
    standing.entries += len(lines)
    standing.customers += added
    standing.late += placed.late
    standing.first = standing.first or placed.first
    standing.last = placed.last
    standing.save()
    return standing


@transaction.atomic
def end_import(run: ImportRun, *, skipped: int, by: User, now: datetime | None = None) -> None:
    """Note that a file was imported to its end."""
    run.finished_at, run.skipped = now or timezone.now(), skipped
    run.save(update_fields=["finished_at", "skipped"])
    told = {
        "entries": run.entries,
        "customers": run.customers,
        "late": run.late,
        "skipped": skipped,
        "first": run.first,
        "last": run.last,
    }
    record_event("register.imported", by=by, subject=_file_of(run), details=told, now=now)
