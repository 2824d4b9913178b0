"""The clock of follow-ups read plainly: one claimant, one day after the other (§5)."""

from __future__ import annotations

from evenhand.core.policy.versions import Reducer
from evenhand.core.types import Type
from tests.core.ruling.expressions import ABSENT, Reader, Value


class Clock:
    """The follow-up clock of one claimant: since when it runs, when it is due, what was late."""

    def __init__(self, reader: Reader, reducer: Reducer, start: int | None) -> None:
        type_ = reducer.table.type if reducer.table else reducer.every and reducer.every.type
        self.reader, self.in_workdays = reader, type_ is Type.WORKDAYS
        self.first = self.start = self.since = start
        self.interval = self.due = self.longest = 0

    def begin(self, interval: int) -> None:
        """Set the interval that holds until a grade is set."""
        self.interval = interval
        self._wind()

    def _wind(self) -> None:
        if self.start is None:
            return
        days = self.interval
        self.due = self.reader.work_day(self.start, days) if self.in_workdays else self.start + days

    def contact(self, day: int) -> None:
        """A contact: what was late until now is a lapse, and the clock restarts."""
        if self.first is not None and day < self.first:
            return
        late = 0 if self.start is None else day - self.due
        self.longest = max(self.longest, late)
        if self.start is None or late > 0:
            self.since = day
        self.start = day
        self._wind()

    def grade(self, day: int, interval: int) -> None:
        """A shorter interval restarts the clock, a longer one extends it, neither cures a lapse."""
        shorter, self.interval = interval < self.interval, interval
        lapsed = self.start is not None and day > self.due
        if self.start is None or lapsed:
            return
        if shorter and day >= self.start:
            self.start = day
        self._wind()

    def tell(self, reducer: Reducer, until: int) -> Value:
        """What is asked of it at `until`."""
        if reducer.written.reduce == "live_since":
            return self.since if until <= self.due and self.since is not None else ABSENT
        now = max(until - self.due, 0)
        return now if reducer.written.of == "now" else max(self.longest, now)
