"""Dossiers drawn up from the register: everything that was entered about a customer, in order.

Always of all entries: a ruling on a part of them would be another ruling. What was ruled before is
left out, so that the same entries give the same ruling whether it was entered or not. Notes are
left out too: no ruling rests on them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.utils import timezone

from evenhand.core.errors import NotAllowed, NotFound
from evenhand.core.said import said
from evenhand.customers.models import Customer
from evenhand.disputes.drawn import CORRECTION, PARTY_KINDS, RULING, Drawn, Noted
from evenhand.disputes.permissions import may_draw_up
from evenhand.people.models import Outlet, User
from evenhand.register.models import Payload


def customer_to_rule(user: User, public_id: str) -> Customer:
    """A customer whose dispute somebody may look into.

    Raises NotFound for one who is not known or not theirs to know of, NotAllowed for one whose
    dossier they may not see.
    """
    customer = Customer.objects.filter(public_id=public_id).select_related("outlet").first()
    if customer is not None:
        if may_draw_up(user, customer.outlet, parties_of(public_id)):
            return customer
        if Customer.objects.visible_to(user).filter(pk=customer.pk).exists():
            raise NotAllowed(
                said("Whose customer this is, is for the parties and for those who decide it.")
            )
    raise _no_customer(public_id)


def _no_customer(public_id: str) -> NotFound:
    return NotFound(said("there is no customer {customer}", customer=public_id))


def customer_named(public_id: str) -> Customer:
    """A customer, for whoever keeps the machine. Raises NotFound."""
    customer = Customer.objects.filter(public_id=public_id).select_related("outlet").first()
    if customer is None:
        raise _no_customer(public_id)
    return customer


def parties_of(customer: str) -> frozenset[str]:
    """Who claims a customer, by public id."""
    found = Payload.objects.filter(customer=customer, entry__kind__in=PARTY_KINDS)
    return frozenset(
        content.get("on_behalf_of") or who for who, content in found.values_list("who", "content")
    )


def draw_up(customer: Customer, now: datetime | None = None) -> Drawn:
    """The dossier of a customer as of now. Raises NotFound if nobody worked on them."""
    found = next(iter(draw_up_all([customer], now or timezone.now())), None)
    if found is None or not found.parties:
        raise NotFound(said("Nothing in the register makes anybody a party over this customer."))
    return found


def draw_up_all(
    customers: Iterable[Customer], now: datetime, *, count_erased: bool = True
) -> Iterator[Drawn]:
    """The dossiers of customers, by public id; none of those of whom nothing was entered."""
    zones = {one.public_id: one.outlet.zone for one in customers}
    tiers = dict(Outlet.objects.values_list("public_id", "tier"))
    names = names_of_people()
    for customer, rows in groupby(_rows(zones, now), key=lambda row: row[1]):
        listed = list(rows)
        noted, left_out = _noted(listed)
        yield Drawn(
            customer,
            zones[customer],
            now.astimezone(zones[customer]).date(),
            noted,
            tiers,
            names,
            _erased(listed[0][0], listed[-1][0]) if count_erased else 0,
            left_out,
        )


_AT_ONCE: Final = 500
_Row = tuple[int, str, str, datetime, datetime, str, str, dict[str, Any]]


def _rows(customers: Collection[str], now: datetime) -> Iterator[_Row]:
    """Number, customer, kind, occurred, recorded, who, outlet, content; by customer, in order."""
    listed = sorted(customers)
    for first in range(0, len(listed), _AT_ONCE):
        found = Payload.objects.filter(
            customer__in=listed[first : first + _AT_ONCE], entry__recorded_at__lte=now
        ).exclude(entry__kind=RULING)
        yield from found.order_by("customer", "entry_id").values_list(
            "entry_id",
            "customer",
            "entry__kind",
            "occurred_at",
            "entry__recorded_at",
            "who",
            "outlet",
            "content",
        )


def _noted(rows: Iterable[_Row]) -> tuple[tuple[Noted, ...], tuple[int, ...]]:
    """The entries, and corrections of what is no longer there."""
    noted: dict[int, Noted] = {}
    left_out = []
    for number, _customer, kind, occurred, recorded, who, outlet, content in rows:
        fields, corrects = dict(content.get("fields", {})), content.get("corrects")
        changes = str(fields.pop("field", "")) if kind == CORRECTION else ""
        if kind == CORRECTION:
            fields.pop("value", None)
        if corrects is not None and corrects not in noted:
            left_out.append(number)
            continue
        noted[number] = Noted(
            number,
            kind,
            who,
            content.get("on_behalf_of", ""),
            min(occurred, recorded),
            recorded,
            outlet,
            fields,
            corrects,
            changes,
        )
    return tuple(noted.values()), tuple(left_out)


def _erased(first: int, last: int) -> int:
    """So many entries from one number to another have no content any more."""
    return last - first + 1 - Payload.objects.filter(entry__gte=first, entry__lte=last).count()


def names_of_people() -> dict[str, str]:
    """What people are called, those who share a name with their login name behind it."""
    people = list(User.objects.values_list("public_id", "name", "login"))
    often: dict[str, int] = {}
    for _id, name, _login in people:
        often[name] = often.get(name, 0) + 1
    return {id_: f"{name} ({login})" if often[name] > 1 else name for id_, name, login in people}
