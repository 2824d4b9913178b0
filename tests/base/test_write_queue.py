"""Writers of the embedded database stand in line: nobody starves, nobody holds up the others."""

import multiprocessing
import os
import signal
import statistics
import threading
import time
from pathlib import Path

import pytest
from django.db import OperationalError

from evenhand.base.sqlite import queue
from evenhand.base.sqlite.queue import WriteQueue


def test_threads_are_served_in_the_order_they_came(tmp_path: Path) -> None:
    line = WriteQueue(tmp_path / "database")
    served: list[int] = []
    first = line.enter()
    threads = [
        threading.Thread(target=_be_served, args=(line, place, served)) for place in range(8)
    ]
    for place, thread in enumerate(threads):
        thread.start()
        _wait_until(lambda: len(line._line) == place + 2)  # noqa: B023 - waited for at once
    line.leave(first)
    for thread in threads:
        thread.join()
    assert served == list(range(8))


def _be_served(line: WriteQueue, place: int, served: list[int]) -> None:
    ticket = line.enter()
    served.append(place)
    line.leave(ticket)


def _wait_until(holds: object) -> None:
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:  # type: ignore[operator]  # a lambda
        time.sleep(0.001)


def _work(path: Path, turns: int, waits: "multiprocessing.Queue[list[float]]") -> None:
    line = WriteQueue(path)
    waited = []
    for _ in range(turns):
        before = time.monotonic()
        ticket = line.enter()
        waited.append(time.monotonic() - before)
        time.sleep(0.001)
        line.leave(ticket)
    waits.put(waited)


def test_between_processes_nobody_starves(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    waits: multiprocessing.Queue[list[float]] = context.Queue()
    processes = [
        context.Process(target=_work, args=(tmp_path / "database", 40, waits)) for _ in range(6)
    ]
    for process in processes:
        process.start()
    waited = [one for _ in processes for one in waits.get(timeout=60)]
    for process in processes:
        process.join()
    assert len(waited) == 240
    # Six in line, each a millisecond or two: the luckless wait for some rounds, not for the end.
    assert max(waited) < 20 * max(statistics.median(waited), 0.005)


def _die_inside(path: Path) -> None:
    WriteQueue(path).enter()
    os.kill(os.getpid(), signal.SIGKILL)


def test_who_dies_inside_lets_the_next_one_in(tmp_path: Path) -> None:
    process = multiprocessing.get_context("fork").Process(
        target=_die_inside, args=(tmp_path / "database",)
    )
    process.start()
    process.join()
    line = WriteQueue(tmp_path / "database")
    line.leave(line.enter())


def test_patience_ends_with_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PATIENCE", 0.2)
    held, other = WriteQueue(tmp_path / "database"), WriteQueue(tmp_path / "database")
    ticket = held.enter()
    with pytest.raises(OperationalError, match="no turn to write"):
        other.enter()
    held.leave(ticket)
    other.leave(other.enter())
