"""Customers on whom two or more people worked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from evenhand.base.paging import Page, page_of
from evenhand.customers.models import Customer
from evenhand.disputes.drawn import PARTY_KINDS
from evenhand.disputes.from_register import names_of_people
from evenhand.disputes.models import RulingRecord
from evenhand.disputes.reach import outlets_within_reach
from evenhand.people.models import User
from evenhand.register.models import Payload

_CLAIMANT = Coalesce(KT("content__on_behalf_of"), F("who"), output_field=TextField())
"""Whose deed an entry counts as: of whom it was made for, else of whose it was."""


def contested() -> QuerySet[Payload, Any]:
    """Customers (`customer`) with how many claim them (`people`) and the `last` such entry."""
    made = Payload.objects.filter(entry__kind__in=PARTY_KINDS).order_by()
    grouped = made.values("customer").annotate(
        people=Count(_CLAIMANT, distinct=True), last=Max("entry_id")
    )
    return grouped.filter(people__gte=2)


def contested_for(user: User) -> QuerySet[Payload, Any]:
    """Those whose dispute somebody may look into: of outlets within reach, and their own."""
    outlets = outlets_within_reach(user)
    if outlets is None:
        return contested()
    near = Customer.objects.filter(outlet__in=outlets).values("public_id")
    own = Payload.objects.annotate(claimant=_CLAIMANT).filter(
        claimant=user.public_id, entry__kind__in=PARTY_KINDS
    )
    return contested().filter(Q(customer__in=near) | Q(customer__in=own.values("customer")))


@dataclass(frozen=True, slots=True)
class Line:
    """A contested customer, who claims it, and the rulings that were entered."""

    customer: Customer
    claimants: Sequence[str]
    last: int
    rulings: Sequence[RulingRecord]


def contested_page(user: User, request: HttpRequest) -> tuple[Page[Any], list[Line]]:
    """The page of them that the address asks for, the one last worked on first."""
    found = contested_for(user).values_list("customer", "last", named=True)  # type: ignore[misc]  # `last` is made by `contested`
    page: Page[Any] = page_of(found, request, by=("-last",))
    return page, _lines(user, {one.customer: one.last for one in page.lines})


def _lines(user: User, last: dict[str, int]) -> list[Line]:
    customers = {
        one.public_id: one
        for one in Customer.objects.filter(public_id__in=last).select_related("outlet")
    }
    claimants = _claimants(last)
    rulings: dict[int, list[RulingRecord]] = {}
    for ruling in (
        RulingRecord.objects.visible_to(user)
        .filter(customer__public_id__in=last)
        .select_related("by")
    ):
        rulings.setdefault(ruling.customer_id, []).append(ruling)
    return [
        Line(customer, claimants[id_], number, rulings.get(customer.pk, []))
        for id_, number in last.items()
        if (customer := customers.get(id_))
    ]


def _claimants(customers: Collection[str]) -> dict[str, list[str]]:
    """What those are called who claim each customer."""
    made = Payload.objects.filter(customer__in=customers, entry__kind__in=PARTY_KINDS).order_by()
    pairs = made.annotate(claimant=_CLAIMANT).values_list("customer", "claimant").distinct()
    names, found = names_of_people(), dict[str, list[str]]()
    for customer, claimant in pairs:
        found.setdefault(customer, []).append(names.get(claimant or "", claimant or ""))
    return {customer: sorted(people) for customer, people in found.items()}
