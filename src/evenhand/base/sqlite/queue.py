"""First come, first served, before SQLite's write lock.

SQLite lets writers sleep and try again, so that one may starve behind luckier ones. Here they stand
in a line: threads of a process by number, processes by a lock that only the first of each line asks
for. Two locks, one behind the other, keep a process that has just written from stepping in again
before those that wait: who waits for the second holds the first.

A process that dies lets go of both: the system releases its locks. Should one hold the second for
ever, the first in line runs out of patience, and so does everybody behind it, at the same moment.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path
from typing import Final

from django.db import OperationalError

PATIENCE: Final = 30.0
"""Seconds after which a writer gives up: longer than any transaction ought to take."""

_POLL: Final = 0.0005


class WriteQueue:
    """The line before one database file, for all threads of this process."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}-queue")
        self._changed = threading.Condition()
        self._line: deque[object] = deque()
        self._process = 0
        self._door = self._desk = -1

    def enter(self) -> object:
        """Wait for one's turn; gives the ticket to leave with. Raises OperationalError."""
        until = time.monotonic() + PATIENCE
        ticket = object()
        with self._changed:
            self._line.append(ticket)
            if not self._changed.wait_for(lambda: self._line[0] is ticket, timeout=PATIENCE):
                self._line.remove(ticket)
                raise _too_long()
        try:
            self._open_in_this_process()
            fcntl.flock(self._door, fcntl.LOCK_EX)
            try:
                _lock(self._desk, until)
            finally:
                fcntl.flock(self._door, fcntl.LOCK_UN)
        except BaseException:
            self._step_out(ticket)
            raise
        return ticket

    def leave(self, ticket: object) -> None:
        """Let the next one in."""
        if self._process == os.getpid():
            fcntl.flock(self._desk, fcntl.LOCK_UN)
        self._step_out(ticket)

    def _step_out(self, ticket: object) -> None:
        with self._changed:
            if ticket in self._line:
                self._line.remove(ticket)
            self._changed.notify_all()

    def _open_in_this_process(self) -> None:
        """Locks belong to an open file: a forked child opens its own."""
        if self._process != os.getpid():
            self._process = os.getpid()
            self._door = os.open(f"{self.path}-door", os.O_RDWR | os.O_CREAT, 0o600)
            self._desk = os.open(f"{self.path}-desk", os.O_RDWR | os.O_CREAT, 0o600)


def _lock(handle: int, until: float) -> None:
    """Wait for a lock no longer than that; whoever comes in too late gives up at once."""
    while True:
        if time.monotonic() > until:
            raise _too_long()
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_POLL)
        else:
            return


def _too_long() -> OperationalError:
    return OperationalError(
        f"no turn to write within {PATIENCE:.0f} s: something holds the database"
    )


def _begin_anew() -> None:
    """In a forked child nobody stands in line yet, whoever did in the process it comes from.

    The locks it inherits are closed, so that it does not hold them on behalf of nobody.
    """
    global _QUEUES_LOCK  # noqa: PLW0603 - it may have been held at the moment of the fork
    for line in _QUEUES.values():
        for handle in (line._door, line._desk):  # noqa: SLF001 - its own module
            if handle >= 0:
                os.close(handle)
    _QUEUES.clear()
    _QUEUES_LOCK = threading.Lock()


os.register_at_fork(after_in_child=_begin_anew)

_QUEUES: dict[str, WriteQueue] = {}
_QUEUES_LOCK = threading.Lock()


def queue_of(database: str) -> WriteQueue:
    """The line before a database file; one for all connections of this process."""
    with _QUEUES_LOCK:
        return _QUEUES.setdefault(database, WriteQueue(Path(database)))
