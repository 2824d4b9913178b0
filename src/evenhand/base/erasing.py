"""Where somebody appears: every place that may hold what is known of them, and how it is emptied.

Each feature names its places, and the settings name the features' (`ERASURE_PLACES`): whoever
erases somebody lives above them all. tests/house/ holds that no field into which people write is
in no place.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import or_
from typing import Any, Final, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from evenhand.base.models import CarriedOut

T = TypeVar("T", int, str)

_AT_ONCE: Final = 500
_NAMES_AT_ONCE: Final = 100
"""SQLite takes a thousand conditions inside one another, and no more."""
_TELLING: Final = 6
"""Bytes of a word that stands for nobody else inside of what is cached."""
_ADDRESS: Final = re.compile(r'"(/[^"]*)"')


@dataclass(frozen=True, slots=True)
class Leads:
    """What leads to somebody: public ids, and addresses of pages, of what is about them alone."""

    ids: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Whom:
    """Whose data are looked for."""

    public_id: str
    words: frozenset[str] = frozenset()
    """What they are called, and their number: each counts as a whole value, not inside a text."""
    also: frozenset[int] = frozenset()
    """Register numbers of entries about others that are to go as well."""
    leads: Leads = Leads()

    @property
    def ids(self) -> frozenset[str]:
        """Every public id that names them or what is about them alone."""
        return self.leads.ids | {self.public_id}

    @property
    def named(self) -> frozenset[str]:
        """What names them in a text of JSON: ids, and their words as whole values of it."""
        forms = (
            json.dumps(one, ensure_ascii=plain) for one in self.words for plain in (False, True)
        )
        return self.ids | frozenset(forms)

    def named_in(self, rows: QuerySet[Any], *fields: str) -> set[int]:
        """The keys of those rows of which one of these fields, which are texts, names them."""
        wanted, found = sorted(self.named), set[int]()
        for start in range(0, len(wanted), _NAMES_AT_ONCE):
            some = wanted[start : start + _NAMES_AT_ONCE]
            fitting = [Q(**{f"{field}__contains": one}) for field in fields for one in some]
            found.update(rows.filter(reduce(or_, fitting)).values_list("pk", flat=True))
        return found


@dataclass(frozen=True, slots=True)
class Place:
    """A place where customers may appear: what it is called, how often they do, how they go."""

    key: str
    """Feature and noun: `register.entries`."""
    label: str | Promise
    fields: tuple[str, ...]
    """What it answers for: `register.Payload` for a whole table, `base.CarriedOut.body`."""
    count: Callable[[Whom], int]
    erase: Callable[[Whom], int]
    """Inside a transaction; what lies outside of the database goes when that is committed."""
    leads: Callable[[Whom], Leads] = lambda _whom: Leads()


@dataclass(frozen=True, slots=True)
class Found:
    """How often somebody appears in a place."""

    place: Place
    count: int


@cache
def places() -> tuple[Place, ...]:
    """Every place, the lower features' first."""
    return tuple(place for name in settings.ERASURE_PLACES for place in import_string(name))


def followed(whom: Whom) -> Whom:
    """The same, with everything that leads to them: to be asked for before anything is erased."""
    found = [place.leads(whom) for place in places()]
    ids = frozenset[str]().union(*(one.ids for one in found))
    addresses = frozenset[str]().union(*(one.addresses for one in found))
    return replace(whom, leads=Leads(ids, addresses))


def erasure_map(whom: Whom) -> list[Found]:
    """Every place, and how often they appear there."""
    return [Found(place, place.count(whom)) for place in places()]


def erase_everywhere(whom: Whom) -> dict[str, int]:
    """Empty every place of them, inside a transaction; gives how much went, by place."""
    return {place.key: place.erase(whom) for place in places()}


def tables() -> list[str]:
    """The tables of all places."""
    names = {".".join(field.split(".")[:2]) for place in places() for field in place.fields}
    return sorted(apps.get_model(name)._meta.db_table for name in names)  # noqa: SLF001 - Django's name for what it documents


def pieces(values: Iterable[T]) -> Iterator[list[T]]:
    """Values in lists that one statement can hold."""
    ordered = sorted(values)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


# ---- What this feature holds ---------------------------------------------------------------------


def _answers(whom: Whom) -> set[int]:
    """Answers that are kept to be told again, and name them or lead to what is about them."""
    rows = CarriedOut.objects.exclude(request="")
    found = whom.named_in(rows, "body", "location")
    for pk, location, body in rows.values_list("pk", "location", "body").iterator():
        if location in whom.leads.addresses or whom.leads.addresses & set(_ADDRESS.findall(body)):
            found.add(pk)
    return found


def _forget_answers(whom: Whom) -> int:
    """The key stays: sent again, the same is refused, and not carried out a second time."""
    rows = _answers(whom)
    for some in pieces(rows):
        CarriedOut.objects.filter(pk__in=some).update(body="", location="", request="")
    return len(rows)


def _cached(whom: Whom) -> list[str]:
    """Keys of the cache under which something lies that names them; values are pickled."""
    words = [one for one in whom.words if len(one.encode()) >= _TELLING]
    wanted = [one.encode() for one in (*whom.ids, *words)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM base_cache")
        return [
            key
            for key, value in cursor.fetchall()
            if any(one in key.encode() + _plain(value) for one in wanted)
        ]


def _plain(value: str) -> bytes:
    try:
        return base64.b64decode(value)
    except binascii.Error:
        return value.encode()


def _forget_cached(whom: Whom) -> int:
    keys = _cached(whom)
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM base_cache WHERE cache_key = %s", [(key,) for key in keys])
    return len(keys)


PLACES: Final = (
    Place(
        "base.answers",
        _("Answers kept for forms and programs that send again"),
        ("base.CarriedOut",),
        count=lambda whom: len(_answers(whom)),
        erase=_forget_answers,
    ),
    Place(
        "base.cache",
        _("What is kept for a moment, to be quick"),
        (),
        count=lambda whom: len(_cached(whom)),
        erase=_forget_cached,
    ),
)
