"""The rows by which customers are looked up: written with the customer, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from evenhand.base.inserting import insert_values
from evenhand.core.identity.keys import keys
from evenhand.core.identity.normalise import Typed, normalise
from evenhand.customers.models import Customer, CustomerKey

AT_ONCE: Final = 500
"""Customers whose rows are written in one transaction, when those of all are."""


def typed_of(customer: Customer) -> Typed:
    """A customer of the book as somebody would type them."""
    return Typed(name=customer.name, phone=customer.telephone)


def write_keys(customers: Sequence[Customer]) -> None:
    """Write the rows of customers who have none yet."""
    rows = [(key, one.pk) for one in customers for key in keys(normalise(typed_of(one)))]
    insert_values(CustomerKey, ("key", "customer_id"), rows)


def rewrite_keys(customers: Sequence[Customer]) -> None:
    """Write the rows of customers anew: their name or number has changed, or how one is read."""
    with transaction.atomic():
        CustomerKey.objects.filter(customer__in=[one.pk for one in customers]).delete()
        write_keys(customers)


def write_all_keys(*, is_missing_only: bool = False) -> Iterator[tuple[int, int]]:
    """Write the rows of all customers, or of those who have none; how many are done, and of all.

    Each step is a transaction: it may be stopped at any time.
    """
    wanted = Customer.objects.standing().order_by("pk")
    if is_missing_only:
        wanted = wanted.exclude(Exists(CustomerKey.objects.filter(customer=OuterRef("pk"))))
    total, done, last = wanted.count(), 0, 0
    while some := list(wanted.filter(pk__gt=last)[:AT_ONCE]):
        with transaction.atomic():
            # Read again, inside: whoever was erased or corrected meanwhile is as they are now.
            now = Customer.objects.standing().filter(pk__in=[one.pk for one in some])
            rewrite_keys(list(now.select_for_update()))
        done, last = done + len(some), some[-1].pk
        yield done, max(total, done)
