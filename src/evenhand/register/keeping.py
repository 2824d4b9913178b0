"""Entries as the database keeps them, many at a time, and what is wrong with one."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from evenhand.core.register.leaf import Leaf
from evenhand.core.register.verdict import Flaw
from evenhand.core.said import Said, said
from evenhand.register.models import Entry

AT_ONCE: Final = 2_000


class Kept(NamedTuple):
    """An entry as it stands in the database; `content` and `key` are None once it was erased."""

    number: int
    recorded_at: str
    """As the database writes it."""
    kind: str
    commitment: bytes
    leaf: bytes
    content: str | None
    """What it says, as JSON."""
    key: bytes | None


def kept_entries(last: int) -> Iterator[Kept]:
    """Every entry up to a number, in order; read without an instance for each."""
    rows = Entry.objects.order_by("pk").values_list(
        "pk",
        Cast("recorded_at", TextField()),
        "kind",
        "commitment",
        "leaf",
        Cast("payload__content", TextField()),
        "leafkey__key",
    )
    for start in range(0, last, AT_ONCE):
        found = rows.filter(pk__gt=start, pk__lte=min(start + AT_ONCE, last))
        yield from map(Kept._make, found.iterator(AT_ONCE))


@lru_cache(maxsize=1024)
def _instant(text: str) -> datetime:
    """Of entries that came together it is read once. Raises ValueError for what is none."""
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def flaw_of(kept: Kept, number: int) -> tuple[Flaw, Said] | None:
    """What is wrong with the entry that stands where `number` should."""
    if kept.number != number:
        told = said("entry {at} stands where {number} should", at=kept.number, number=number)
        return Flaw.OUT_OF_ORDER, told
    try:
        leaf = Leaf(number, _instant(kept.recorded_at), kept.kind, bytes(kept.commitment))
    except ValueError:
        return Flaw.BAD_COMMITMENT, said("entry {number} was altered", number=number)
    if leaf.hash != kept.leaf:
        return Flaw.BAD_COMMITMENT, said("entry {number} was altered", number=number)
    if (kept.content is None) != (kept.key is None):
        return Flaw.BAD_COMMITMENT, said("of entry {number} half is missing", number=number)
    if kept.content is None or kept.key is None or _says(leaf, kept.content, kept.key):
        return None
    told = said("entry {number} does not say what it said", number=number)
    return Flaw.BAD_COMMITMENT, told


def _says(leaf: Leaf, content: str, key: bytes) -> bool:
    """Whether this is what was entered.

    Where the database keeps a text as it was given, that is the canonical one, which need not be
    read; PostgreSQL writes JSON its own way, and entries from before say it in another order.
    """
    if hmac.compare_digest(hmac.digest(key, content.encode(), "sha256"), leaf.commitment):
        return True
    try:
        return leaf.commits_to(json.loads(content), key)
    except (ValueError, RecursionError):
        return False
