"""What is known of customers here, and what remains of an erasure: the space, and older copies."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from evenhand.base.backup import backups_in
from evenhand.base.erasing import Found, Place, Whom, erasure_map, followed, tables
from evenhand.base.erasures import NAME, Erasure, read_erasures
from evenhand.base.postgres import connect
from evenhand.base.sqlite import empty_log
from evenhand.core.errors import NotAllowed
from evenhand.core.said import said
from evenhand.customers.models import Customer, CustomerKey, LegalHold
from evenhand.customers.models import Erasure as Erased
from evenhand.register.erasing import mentions

LOG: Final = logging.getLogger(__name__)


def whom_of(customer: Customer, *, also: frozenset[int] = frozenset()) -> Whom:
    """A customer, as they are looked for everywhere."""
    words = {one for one in (customer.name, customer.telephone) if one}
    return Whom(customer.public_id, frozenset(words), also)


@dataclass(frozen=True, slots=True)
class Map:
    """Where a customer appears, before anything is erased."""

    found: list[Found]
    mentions: list[int]
    """Register numbers of entries about others that have their name or number in the note."""
    copies: list[Path]
    """Backups, and databases that were put aside: they are not emptied, and are to be removed."""

    @property
    def total(self) -> int:
        """In how many rows."""
        return sum(one.count for one in self.found)


def map_of(customer: Customer) -> Map:
    """Every place where a customer appears."""
    whom = followed(whom_of(customer))
    return Map(erasure_map(whom), mentions(whom), _copies(settings.ENVIRONMENT.home))


def _copies(home: Path) -> list[Path]:
    aside = sorted(home.glob("*.sqlite3.before-*"))
    return [*backups_in(home / "backups"), *backups_in(home / "backups" / "before-restore"), *aside]


def unfinished() -> list[Erasure]:
    """Erasures of the list whose customer is here and was not erased: done before a restore."""
    listed = {one.customer: one for one in read_erasures(settings.ENVIRONMENT.home / NAME)}
    here: set[str] = set()
    for start in range(0, len(listed), 500):
        some = list(listed)[start : start + 500]
        standing = Customer.objects.standing().filter(public_id__in=some)
        here |= set(standing.values_list("public_id", flat=True))
    return [one for customer, one in listed.items() if customer in here]


def purge() -> bool:
    """Leave nothing of what was erased in the log of an embedded database. Whether it is done.

    Somebody who reads what was there before keeps it for as long as they read; then a sweep does
    it. Of PostgreSQL it is the owner of the tables who does it: `evenhand register purge`.
    """
    if connection.vendor != "sqlite":
        return False
    if not empty_log(Path(connection.settings_dict["NAME"])):
        LOG.warning("the log of the database is still being read; it is emptied later")
        return False
    Erased.objects.filter(purged_at=None).update(purged_at=timezone.now())
    return True


def rewrite(owner: dict[str, Any]) -> int:
    """Write the tables of all places anew, without what was erased; gives how many.

    PostgreSQL, as whoever owns them; `owner` is a database as Django wants it told. Raises
    NotAllowed for a role that does not own them.
    """
    names = tables()
    with connect(owner) as database:
        database.autocommit = True
        found = database.execute(
            "SELECT tablename FROM pg_tables WHERE tableowner = current_user"
        ).fetchall()
        if set(names) - {name for (name,) in found}:
            raise NotAllowed(
                said("Only the owner of the tables may do this: set DATABASE_OWNER_URL.")
            )
        for name in names:
            database.execute(sql.SQL("VACUUM (FULL, ANALYZE) {}").format(sql.Identifier(name)))
    Erased.objects.filter(purged_at=None).update(purged_at=timezone.now())
    return len(names)


def _names(whom: Whom) -> int:
    return Customer.objects.standing().filter(public_id=whom.public_id).count()


def _blank(whom: Whom) -> int:
    rows = Customer.objects.standing().filter(public_id=whom.public_id)
    return rows.update(name="", name_folded="", telephone="", erased_at=timezone.now())


def _keys(whom: Whom) -> QuerySet[CustomerKey]:
    return CustomerKey.objects.filter(customer__public_id=whom.public_id)


def _forget_reasons(whom: Whom) -> int:
    rows = LegalHold.objects.filter(customer__public_id=whom.public_id).exclude(reason="")
    return rows.update(reason="")


PLACES: Final = (
    Place(
        "customers.names",
        _("Their name and telephone number"),
        ("customers.Customer",),
        count=_names,
        erase=_blank,
    ),
    Place(
        "customers.keys",
        _("What they are looked up by: numbers made of their name and telephone number"),
        ("customers.CustomerKey",),
        count=lambda whom: int(_keys(whom).exists()),
        erase=lambda whom: int(_keys(whom).delete()[0] > 0),
    ),
    Place(
        "customers.holds",
        _("Why they were kept: reasons of holds"),
        ("customers.LegalHold.reason",),
        count=lambda whom: (
            LegalHold.objects.filter(customer__public_id=whom.public_id).exclude(reason="").count()
        ),
        erase=_forget_reasons,
    ),
)
