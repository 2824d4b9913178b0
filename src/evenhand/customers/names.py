"""What customers are called, for features below that know them by their public ids."""

from __future__ import annotations

from collections.abc import Iterable

from evenhand.customers.models import Customer


def names_of(public_ids: Iterable[str]) -> dict[str, str]:
    """Names by public id; of those who were erased none."""
    found = Customer.objects.standing().filter(public_id__in=set(public_ids))
    return dict(found.values_list("public_id", "name"))
