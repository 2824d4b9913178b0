"""How long something takes: wall and processor time, several times over."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
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


def timed(
    work: Callable[..., Any], *, times: int, before: Callable[[], Any] | None = None
) -> Times:
    """Run it so many times, after once to warm up.

    `before` is run each time without being timed, and what it gives is handed over.
    """
    walls, processors = [], []
    for turn in range(times + 1):
        given = () if before is None else (before(),)
        wall, processor = time.perf_counter(), time.process_time()
        work(*given)
        if turn:
            walls.append((time.perf_counter() - wall) * 1e3)
            processors.append((time.process_time() - processor) * 1e3)
    return Times(min(walls), statistics.median(walls), min(processors))
