"""Entries that several people send at the same moment, made durable together.

Whoever comes while others are being entered waits for them, and then enters all that wait with one
commit: each is acknowledged when it is on the disk, and the disk is asked once for all of them.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from dataclasses import dataclass, field
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
    turn: threading.Event = field(default_factory=threading.Event)
    """Set once there is an answer, or once it is up to them to enter what waits."""
    answer: Answer | None = None
    failure: BaseException | None = None

    @property
    def is_done(self) -> bool:
        return self.answer is not None or self.failure is not None

    def told(self) -> Answer:
        """The answer. Raises what it failed with."""
        if self.failure is not None:
            raise self.failure
        assert self.answer is not None
        return self.answer


class _Line:
    """Those who wait in this process, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: deque[_Place] = deque()
        self._lock = threading.Lock()
        self._is_busy = False

    def enter(self, wanted: Wanted) -> Answer:
        """Wait until it is entered: by whoever is at it, or by oneself."""
        place = _Place(wanted)
        with self._lock:
            self._waiting.append(place)
            is_first, self._is_busy = not self._is_busy, True
        if not is_first:
            place.turn.wait()
        if not place.is_done:
            self._enter_those_who_wait()
        return place.told()

    def _enter_those_who_wait(self) -> None:
        """Begin with those at the front, of whom one is whoever does it; then hand over."""
        with self._lock:
            places = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]
        try:
            _serve(places)
        finally:
            for place in places:
                if not place.is_done:
                    place.failure = RuntimeError("whoever entered this was ended")
                place.turn.set()
            with self._lock:
                self._is_busy = bool(self._waiting)
                if self._waiting:
                    self._waiting[0].turn.set()


def _serve(places: list[_Place]) -> None:
    try:
        answers = append_each([place.wanted for place in places])
    except Error as error:  # the database refuses: it refuses all of them
        for place in places:
            place.failure = type(error)(*error.args)
    except Exception as error:  # noqa: BLE001 - raised again where it belongs
        if len(places) == 1:
            places[0].failure = error
            return
        for place in places:  # what one of them sent broke the commit of all
            _serve([place])
    else:
        for place, answer in zip(places, answers, strict=True):
            place.answer = answer


_LINE = _Line()


def _begin_anew() -> None:
    """In a forked child nobody waits yet."""
    global _LINE  # noqa: PLW0603 - its lock may have been held at the moment of the fork
    _LINE = _Line()


os.register_at_fork(after_in_child=_begin_anew)
