"""Working days: the n-th working day after a date, for whole columns at once."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from evenhand.core.policy.versions import EPOCH, WorkDays, day_number
from evenhand.core.ruling.cases import Ints

FIRST, LAST = day_number("1900-01-01"), day_number("2200-01-01")
"""Working days are counted between these; a date outside is taken for the nearest of the two."""

_DAY = 86_400
_LOOK = _DAY // 4
_MANY, _SPAN = 20_000, 50 * 366 * _DAY
"""So many instants within such a span (of seconds) are turned into days all at once."""

_MONDAY = day_number("1970-01-05")


@lru_cache(maxsize=64)
def _days(calendar: WorkDays) -> tuple[Ints, Ints]:
    """All working days; and for each day from FIRST how many there are up to and including it."""
    day = np.arange(FIRST, LAST + 1)
    works = ~np.isin((day - _MONDAY) % 7, calendar.weekend) & ~np.isin(
        day, calendar.holidays
    ) | np.isin(day, calendar.workdays)
    return day[works], np.cumsum(works)


def shift_workdays(calendar: WorkDays, date: Ints, by: Ints) -> Ints:
    """The `by`-th working day after each date, before it if negative; shifted by 0 it stays.

    >>> friday = np.array([day_number("2013-01-25")])
    >>> int(shift_workdays(WorkDays(), friday, np.array([1]))[0]) == day_number("2013-01-28")
    True
    """
    working, count = _days(calendar)
    up_to = count[np.clip(date, FIRST, LAST) - FIRST]
    is_working = working[np.clip(up_to - 1, 0, len(working) - 1)] == date
    before = up_to - np.where(is_working, 1, 0)  # working days strictly before the date
    target = np.where(by > 0, up_to + by - 1, before + by)
    shifted = working[np.clip(target, 0, len(working) - 1)]
    return np.where(by == 0, date, shifted)


def local_days(zone: str, instants: Ints) -> Ints:
    """The day number, in a time zone, of each instant in seconds since 1970-01-01T00:00Z."""
    clock = ZoneInfo(zone)
    if instants.size > _MANY and int(instants.max()) - int(instants.min()) < _SPAN:
        begins, offsets = _offsets(clock, int(instants.min()), int(instants.max()))
        if len(offsets) == 1:
            shifted: Ints = instants + offsets[0]
        else:
            shifted = instants + offsets[np.searchsorted(begins, instants, side="right") - 1]
        return shifted // _DAY
    distinct, place = np.unique(instants, return_inverse=True)
    days = [(datetime.fromtimestamp(int(one), clock).date() - EPOCH).days for one in distinct]
    return np.array(days, dtype=np.int64)[place].reshape(instants.shape)


def _offsets(clock: ZoneInfo, first: int, last: int) -> tuple[Ints, Ints]:
    """The offsets from UTC in force between two instants, in seconds, and since when each is.

    Looked up every six hours, and where it changed to the second.
    """

    def offset(instant: int) -> int:
        ahead = datetime.fromtimestamp(instant, clock).utcoffset()
        assert ahead is not None
        return int(ahead.total_seconds())

    changes = [(first, offset(first))]
    for look in range(first, last + _LOOK, _LOOK):
        before, after = max(look - _LOOK, first), min(look, last)
        if offset(after) == changes[-1][1]:
            continue
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (
                (middle, after) if offset(middle) == changes[-1][1] else (before, middle)
            )
        changes.append((after, offset(after)))
    begins, offsets = np.array(changes, dtype=np.int64).T
    return begins, offsets
