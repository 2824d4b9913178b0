"""Django's SQLite backend on our SQLite library, with a line for writers."""

from __future__ import annotations

import time

from django.db.backends.sqlite3 import base

from evenhand.base.metrics import QUEUE_WAIT
from evenhand.base.sqlite.queue import WriteQueue, queue_of


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded database, whose transactions wait for their turn.

    Every transaction here may write (IMMEDIATE), so every one takes its place in the line. A single
    statement outside a transaction does not: it is over in a moment and has SQLite's own patience.
    """

    _ticket: object | None = None

    @property
    def _queue(self) -> WriteQueue | None:
        if self.is_in_memory_db():
            return None
        return queue_of(str(self.settings_dict["NAME"]))

    def _start_transaction_under_autocommit(self) -> None:
        queue = self._queue
        if queue is not None and self._ticket is None:
            begun = time.perf_counter()
            self._ticket = queue.enter()
            QUEUE_WAIT.observe(time.perf_counter() - begun)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # as above
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # as above
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # as above
        finally:
            self._leave()

    def _leave(self) -> None:
        queue, ticket = self._queue, self._ticket
        self._ticket = None
        if queue is not None and ticket is not None:
            queue.leave(ticket)
