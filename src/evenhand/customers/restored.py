"""Whoever came back with an older database is erased again."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.core.said import Said, nsaid
from evenhand.customers.actions import erase_again
from evenhand.customers.erasing import unfinished


def erase_those_listed() -> int:
    """Erase again everybody of whom the list says so and the database does not; gives how many."""
    return sum(erase_again(line) is not None for line in unfinished())


def after_restore() -> Iterator[Said]:
    """The same, of a database that was restored."""
    if done := erase_those_listed():
        yield nsaid(
            "Erased again, as the list of erasures says: {count} customer.",
            "Erased again, as the list of erasures says: {count} customers.",
            count=done,
        )
