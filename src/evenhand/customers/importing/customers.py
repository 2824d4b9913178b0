"""The customers of an old register: who of them is known, and who is added."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

from evenhand.base.folding import folded
from evenhand.base.ids import id_of, new_id
from evenhand.base.inserting import insert_all
from evenhand.core.errors import Conflict
from evenhand.core.said import said
from evenhand.customers.importing.line import Line, Place
from evenhand.customers.keys import write_keys
from evenhand.customers.models import Customer, ImportRun
from evenhand.people.models import User


def customers_of(
    run: ImportRun,
    lines: Sequence[Line],
    places: Mapping[str, Place],
    *,
    by: User,
    now: datetime,
) -> tuple[list[str], int]:
    """Public ids of the customers of these lines, and how many of them had to be added.

    Whoever has the telephone number already is that customer; without one, whoever had the same
    number in the old register; anybody else is new. Raises Conflict for one who was erased since
    the import began.
    """
    known, made = _by_telephone(lines), _by_key(run, lines)
    there = _there(made)
    people: list[str] = []
    new: dict[str, Customer] = {}
    for line in lines:
        public_id = line.customer or known.get(line.telephone, "")
        if not public_id:
            public_id = made.get(line.key, "") or new_id()
            if public_id not in there and public_id not in new:
                new[public_id] = _customer(public_id, line, places[line.outlet], by, now)
            if line.telephone:
                known[line.telephone] = public_id
        people.append(public_id)
    insert_all(list(new.values()))
    write_keys(list(Customer.objects.filter(public_id__in=new)))
    return people, len(new)


def _by_telephone(lines: Sequence[Line]) -> dict[str, str]:
    numbers = {one.telephone for one in lines if one.telephone}
    found = Customer.objects.standing().filter(telephone__in=numbers).order_by("id")
    return dict(found.values_list("telephone", "public_id"))


def _by_key(run: ImportRun, lines: Sequence[Line]) -> dict[str, str]:
    """Public ids for those who have a number in the old register and no telephone.

    They follow from it and a secret of the import, so that nothing needs to be kept of each.
    """
    secret = bytes(run.secret)
    keys = {one.key for one in lines if one.key and not one.telephone}
    return {key: id_of(hmac.digest(secret, key.encode(), "sha256")) for key in keys}


def _there(made: Mapping[str, str]) -> set[str]:
    found = Customer.objects.filter(public_id__in=made.values())
    there = dict(found.values_list("public_id", "erased_at"))
    if any(there.values()):
        raise Conflict(said("What was known of a customer of this file was erased meanwhile."))
    return set(there)


def _customer(public_id: str, line: Line, place: Place, by: User, now: datetime) -> Customer:
    return Customer(
        public_id=public_id,
        name=line.name,
        name_folded=folded(line.name)[:120],
        telephone=line.telephone,
        outlet_id=place.pk,
        added_at=now,
        added_by=by.public_id,
    )
