"""Customers for programs, and entering what happened with them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema, Status
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from evenhand.base.once import key_shown
from evenhand.base.paging import page_of
from evenhand.base.schemas import REFUSALS, WRITE_REFUSALS, Cursor, listed, one_of
from evenhand.core.errors import EntriesRefused, Problem
from evenhand.core.register.entry import GRADES, KINDS
from evenhand.core.said import said
from evenhand.customers.actions import (
    Happened,
    Key,
    add_customer,
    correct_entry,
    outlet_of,
    receive_customer,
    write_entry,
)
from evenhand.customers.models import Customer
from evenhand.customers.permissions import WRITE_ENTRIES
from evenhand.people.api.bodies import Id, IdInPath, Name
from evenhand.people.api.shapes import Named
from evenhand.people.callers import Callers, caller
from evenhand.people.models import Outlet, User
from evenhand.people.permissions import EVERYBODY
from evenhand.register.api import Number
from evenhand.register.api import router as register
from evenhand.register.drafts import (
    CORRECTABLE,
    HIGHEST_RANK,
    LONGEST_NOTE,
    LONGEST_VALUE,
    NOT_BY_HAND,
)
from evenhand.register.models import Entry
from evenhand.register.reading import entry_for

router = Router(tags=["customers"])
# Entries are written through the router that reads them: an address belongs to one.

_PLAIN = r"^[^\x00-\x1f\x7f]*$"
Telephone = Annotated[str, StringConstraints(max_length=40, pattern=_PLAIN)]
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE, pattern=r"^[^\x00]*$")]
_KINDS = [name for name in KINDS if name not in NOT_BY_HAND]
Kind = Annotated[str, AfterValidator(one_of(_KINDS)), listed(_KINDS)]
Grade = Annotated[str, AfterValidator(one_of(GRADES)), listed(GRADES)]
Correctable = Annotated[str, AfterValidator(one_of(CORRECTABLE)), listed(CORRECTABLE)]


class CustomerOut(Schema):
    """A customer."""

    public_id: str
    name: str
    telephone: str
    outlet: Named
    added_at: datetime
    is_erased: bool


class CustomerPage(Schema):
    """Some customers, and the cursor of the next ones."""

    lines: list[CustomerOut]
    next_cursor: str


class NewCustomer(Schema):
    """A customer who is not known yet."""

    name: Name
    telephone: Telephone = ""


class CustomerIn(NewCustomer):
    """A customer to add, and the outlet where they are received: by default, one's own."""

    outlet: Id | None = None


class EntryIn(Schema):
    """What happened, with a customer who is known or one who is new."""

    kind: Kind
    customer: Id | None = None
    new_customer: NewCustomer | None = None
    occurred_at: AwareDatetime | None = None
    outlet: Id | None = None
    who: Id | None = None
    on_behalf_of: Id | None = None
    note: Note = ""
    grade: Grade | None = None
    rank: int | None = Field(None, ge=1, le=HIGHEST_RANK)
    reached: bool | None = None
    asked: bool | None = None
    complete: bool | None = None

    @model_validator(mode="after")
    def _one_customer(self) -> EntryIn:
        if (self.customer is None) == (self.new_customer is None):
            raise ValueError("either customer or new_customer is wanted")
        return self

    @property
    def fields(self) -> dict[str, Any]:
        """What its kind tells besides."""
        told = {
            "grade": self.grade,
            "rank": self.rank,
            "reached": self.reached,
            "asked": self.asked,
            "complete": self.complete,
        }
        return {name: value for name, value in told.items() if value is not None}


class EntryPlace(Schema):
    """The place that an entry has in the register, for good, and where its receipt is."""

    number: int
    public_id: str
    kind: str
    recorded_at: datetime
    receipt: str


class CorrectionIn(Schema):
    """What an entry ought to have said."""

    field: Correctable
    value: str = Field(min_length=1, max_length=LONGEST_VALUE, pattern=_PLAIN)
    note: Note = ""


class Which(Schema):
    """Which customers are looked for."""

    q: Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")] = ""
    after: Cursor = ""


@router.get(
    "/customers",
    auth=Callers(EVERYBODY),
    response={200: CustomerPage, **REFUSALS},
    operation_id="customers_list_customers",
)
def list_customers(request: HttpRequest, told: Query[Which]) -> CustomerPage:
    """List the customers whom one may see, last added first."""
    found = Customer.objects.visible_to(caller(request)).standing().select_related("outlet")
    page = page_of(found.called(told.q) if told.q else found, request, by=("-id",))
    return CustomerPage(lines=[_shape(one) for one in page.lines], next_cursor=page.next_cursor)


@router.post(
    "/customers",
    auth=Callers(WRITE_ENTRIES),
    response={201: CustomerOut, **WRITE_REFUSALS},
    operation_id="customers_add_customer",
)
def add(request: HttpRequest, body: CustomerIn) -> Status[CustomerOut]:
    """Add a customer; of one whose telephone is known, the one there is."""
    by = caller(request)
    outlet = _outlet(by, body.outlet) or outlet_of(by)
    customer = add_customer(name=body.name, telephone=body.telephone, outlet=outlet, by=by)
    return Status(201, _shape(customer))


@router.get(
    "/customers/{public_id}",
    auth=Callers(EVERYBODY),
    response={200: CustomerOut, **REFUSALS},
    operation_id="customers_read_customer",
)
def read_customer(request: HttpRequest, public_id: IdInPath) -> CustomerOut:
    """Read a customer."""
    seen = Customer.objects.visible_to(caller(request)).select_related("outlet")
    return _shape(get_object_or_404(seen, public_id=public_id))


@register.post(
    "/register/entries",
    auth=Callers(WRITE_ENTRIES),
    response={201: EntryPlace, **WRITE_REFUSALS},
    operation_id="customers_write_entry",
)
def enter(request: HttpRequest, body: EntryIn) -> Status[EntryPlace]:
    """Enter what happened. Once this is answered the entry has its place, and is on the disk."""
    by, key = caller(request), _key(request)
    told = Happened(
        kind=body.kind,
        occurred_at=body.occurred_at,
        outlet=_outlet(by, body.outlet),
        who=_person(by, body.who),
        on_behalf_of=_person(by, body.on_behalf_of),
        note=body.note,
        fields=body.fields,
    )
    if body.new_customer is not None:
        new = body.new_customer
        entry = receive_customer(new.name, new.telephone, told, by=by, key=key)
    else:
        entry = write_entry(_customer(by, body.customer or ""), told, by=by, key=key)
    return Status(201, _place_of(entry))


@register.post(
    "/register/entries/{number}/correction",
    auth=Callers(WRITE_ENTRIES),
    response={201: EntryPlace, **WRITE_REFUSALS},
    operation_id="customers_correct_entry",
)
def correct(request: HttpRequest, number: Number, body: CorrectionIn) -> Status[EntryPlace]:
    """Enter what an entry ought to have said; it stays as it is."""
    by = caller(request)
    entry = entry_for(by, number)
    return Status(
        201,
        _place_of(
            correct_entry(entry, changes=body.field, value=body.value, note=body.note, by=by)
        ),
    )


def _place_of(entry: Entry) -> EntryPlace:
    return EntryPlace(
        number=entry.pk,
        public_id=entry.public_id,
        kind=entry.kind,
        recorded_at=entry.recorded_at,
        receipt=reverse("api:read_receipt", args=[entry.pk]),
    )


def _shape(customer: Customer) -> CustomerOut:
    outlet = customer.outlet
    return CustomerOut(
        public_id=customer.public_id,
        name=customer.name,
        telephone=customer.telephone,
        outlet=Named(public_id=outlet.public_id, name=outlet.name),
        added_at=customer.added_at,
        is_erased=customer.erased_at is not None,
    )


def _key(request: HttpRequest) -> Key:
    key = key_shown(request)
    return Key(key, hashlib.sha256(request.body).hexdigest() if key else "")


def _customer(by: User, public_id: str) -> Customer:
    found = Customer.objects.seen(public_id, by)
    if found is None:
        raise _unknown("customer", public_id)
    return found


def _outlet(by: User, public_id: str | None) -> Outlet | None:
    if public_id is None:
        return None
    found = Outlet.objects.visible_to(by).open().filter(public_id=public_id).first()
    if found is None:
        raise _unknown("outlet", public_id)
    return found


def _person(by: User, public_id: str | None) -> User | None:
    if public_id is None:
        return None
    found: User | None = User.objects.visible_to(by).filter(public_id=public_id).first()
    if found is None:
        raise _unknown("who", public_id)
    return found


def _unknown(source: str, public_id: str) -> EntriesRefused:
    told = said("nothing that you see is called {name}", name=public_id)
    return EntriesRefused([Problem(told, source)])
