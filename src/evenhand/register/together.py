"""Entries that several people send at the same moment, made durable together.

Whoever comes while others are being entered waits for them, and then enters all that wait with one
commit: each is acknowledged when it is on the disk, and the disk is asked once for all of them.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.utils import Error

from evenhand.core.errors import EvenhandError
from evenhand.register.actions import Answer, Wanted, append_each
from evenhand.register.models import Entry

MOST: Final = 64
"""How many entries one commit makes durable: nobody waits for a longer one."""


def append_entry(wanted: Wanted) -> Entry:
    """Add an entry at the end; when this returns it has its place for good.

    Inside a transaction it is entered with that. Raises EntriesRefused, Conflict.
    """
    if connection.in_atomic_block:
        [answer] = append_each([wanted])
    else:
        answer = _LINE.enter(wanted)
    if isinstance(answer, EvenhandError):
        raise answer
    return answer


@dataclass(slots=True, eq=False)
class _Place:
    """Somebody who waits, and what they are told."""

    wanted: Wanted
    answer: Answer | None = None
    failure: BaseException | None = None

    @property
    def is_done(self) -> bool:
        return self.answer is not None or self.failure is not None


class _Line:
    """Those who wait in this process, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: deque[_Place] = deque()
        self._desk = threading.Lock()

    def enter(self, wanted: Wanted) -> Answer:
        place = _Place(wanted)
        self._waiting.append(place)
        with self._desk:
            while not place.is_done:
                self._serve([self._waiting.popleft() for _ in range(self._how_many())])
        if place.failure is not None:
            raise place.failure
        assert place.answer is not None
        return place.answer

    def _how_many(self) -> int:
        return min(len(self._waiting), MOST)

    @staticmethod
    def _serve(places: list[_Place]) -> None:
        try:
            answers = append_each([place.wanted for place in places])
        except Error as error:  # the database refuses: it refuses all of them
            for place in places:
                place.failure = type(error)(*error.args)
        except BaseException as error:  # noqa: BLE001 - raised again where it belongs
            _one_by_one(places, error)
        else:
            for place, answer in zip(places, answers, strict=True):
                place.answer = answer


def _one_by_one(places: list[_Place], error: BaseException) -> None:
    """What one of them sent broke the commit of all: only that one is told so."""
    if len(places) == 1 or not isinstance(error, Exception):
        for place in places:
            place.failure = error
        return
    for place in places:
        _Line._serve([place])  # noqa: SLF001 - its own module


_LINE = _Line()


def _begin_anew() -> None:
    """In a forked child nobody waits yet."""
    global _LINE  # noqa: PLW0603 - its lock may have been held at the moment of the fork
    _LINE = _Line()


os.register_at_fork(after_in_child=_begin_anew)
