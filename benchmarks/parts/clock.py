"""How long something takes: wall and processor time, several times over."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds: shortest and middle wall time, and the least processor time (all threads)."""

    least: float
    middle: float
    cpu: float

    def named(self, name: str) -> dict[str, object]:
        """As figures of a benchmark: `name` is the shortest wall time."""
        return {
            name: round(self.least, 2),
            name.replace("_ms", "_median_ms"): round(self.middle, 2),
            name.replace("_ms", "_cpu_ms"): round(self.cpu, 2),
        }

    def times(self, factor: float) -> Times:
        """Of so many times the work."""
        return Times(self.least * factor, self.middle * factor, self.cpu * factor)


@dataclass(frozen=True, slots=True)
class Run:
    """Something to time. `before` is not timed, and what it gives is handed over."""

    work: Callable[..., Any]
    before: Callable[[], Any] | None = None


def timed(work: Callable[..., Any], *, times: int) -> Times:
    """Run it so many times, after once to warm up."""
    return timed_together({"": Run(work)}, times=times)[""]


def timed_together(runs: Mapping[str, Run], *, times: int) -> dict[str, Times]:
    """Run each so many times, in turns, so that what else the machine does hits all alike."""
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for turn in range(times + 1):
        for name, run in runs.items():
            given = () if run.before is None else (run.before(),)
            wall, processor = time.perf_counter(), time.process_time()
            run.work(*given)
            if turn:
                one = (time.perf_counter() - wall) * 1e3, (time.process_time() - processor) * 1e3
                spent[name].append(one)
    return {name: _summed(pairs) for name, pairs in spent.items()}


def _summed(pairs: list[tuple[float, float]]) -> Times:
    walls, processors = zip(*pairs, strict=True)
    return Times(min(walls), statistics.median(walls), min(processors))
