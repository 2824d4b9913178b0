"""The follow-up clocks of many groups, in arrays that stand side by side."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from numpy.typing import NDArray

from evenhand.core.ruling.cases import Bools, Ints


@dataclass(slots=True)
class Clock:
    """The follow-up clock of every group.

    `start`, `due`: the days it began and runs out; `interval` in force; `since`: start of the
    unbroken streak; `longest`: longest stretch past due so far; `graded`: an interval is known.
    """

    start: Ints
    due: Ints
    interval: Ints
    running: Bools
    since: Ints
    longest: Ints
    graded: Bools
    unknown: Bools

    def arrays(self) -> tuple[NDArray[Any], ...]:
        """All of it, in order."""
        return tuple(getattr(self, one.name) for one in fields(self))

    def first(self, many: int) -> Clock:
        """The clock of the first so many groups: writing to it writes to this one."""
        return Clock(*(one[:many] for one in self.arrays()))
