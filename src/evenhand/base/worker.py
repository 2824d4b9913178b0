"""The process that does what nobody waits for: queued jobs, and sweeps."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Final

from django.db import DatabaseError, close_old_connections
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker

from evenhand.base.schedule import Sweep, run_due

logger = logging.getLogger(__name__)

_PAUSE: Final = 1.0
_PARENT: Final = "EVENHAND_PARENT"
_COUNTED: Final = "PROMETHEUS_MULTIPROC_DIR"
_AT_A_TIME: Final = 20
"""Jobs between two looks at the sweeps."""


def run_jobs(sweeps: Sequence[Sweep]) -> None:
    """Work until a signal ends it, after the job that has begun; or until its server is gone."""
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    name = f"{os.getpid()}-{secrets.token_hex(4)}"
    parent = os.environ.get(_PARENT)
    while not stop.is_set() and parent in (None, str(os.getppid())):
        try:
            run_once(sweeps, name)
        except DatabaseError:
            logger.exception("the database does not answer; trying again")
            stop.wait(5 * _PAUSE)
        stop.wait(_PAUSE)


def run_once(sweeps: Sequence[Sweep], name: str) -> None:
    """What is due at this moment."""
    close_old_connections()
    run_due(sweeps, runner=name)
    Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=_AT_A_TIME,
        worker_id=name,
    ).run()
    close_old_connections()


@contextmanager
def beside(*, is_wanted: bool) -> Iterator[None]:
    """A worker beside the server: started again if it dies, gone when the server is."""
    if not is_wanted:
        yield
        return
    keeper = _Keeper()
    keeper.start()
    try:
        yield
    finally:
        keeper.end()


def _environment() -> dict[str, str]:
    """The server's, but the worker counts for itself."""
    own = {name: value for name, value in os.environ.items() if name != _COUNTED}
    return own | {_PARENT: str(os.getpid())}


class _Keeper(threading.Thread):
    """Keeps one worker alive."""

    def __init__(self) -> None:
        super().__init__(name="worker-keeper", daemon=True)
        self._ended = threading.Event()
        self._worker: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        while not self._ended.is_set():
            self._worker = subprocess.Popen(
                [sys.executable, "-m", "evenhand.cli", "work"],
                env=_environment(),
            )
            code = self._worker.wait()
            if not self._ended.wait(2 * _PAUSE):
                logger.error("the worker ended with %s; starting another", code)

    def end(self) -> None:
        self._ended.set()
        worker = self._worker
        if worker is not None and worker.poll() is None:
            worker.terminate()
            try:
                worker.wait(timeout=30)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
