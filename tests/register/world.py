"""Entries for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from evenhand.base.ids import new_id
from evenhand.register.actions import append_entries
from evenhand.register.drafts import Draft
from evenhand.register.models import Entry
from tests.cast import Cast

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
CUSTOMER = new_id()


def draft(cast: Cast, **changes: Any) -> Draft:
    """A reception of an hour ago in the main store."""
    told: dict[str, Any] = {
        "kind": "reception",
        "customer": CUSTOMER,
        "who": cast["salesperson"].public_id,
        "outlet": cast.here.public_id,
        "zone": cast.here.zone,
        "occurred_at": NOW - timedelta(hours=1),
    }
    return Draft(**told | changes)


def entered(cast: Cast, count: int = 1, **changes: Any) -> list[Entry]:
    """So many entries, one after another."""
    drafts = [draft(cast, note=f"note {number}", **changes) for number in range(count)]
    return append_entries(drafts, by=cast["salesperson"], now=NOW)
