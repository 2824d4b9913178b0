"""When the outlets of the demonstration have been at work, seen from a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from evenhand.core.policy.versions import WorkDays, day_number
from evenhand.demo.cast import OUTLETS, Place
from evenhand.people.calendar import work_days

BACK: Final = 150
"""How many days the register of the demonstration goes back."""
OPENS: Final = 9 * 60
CLOSES: Final = 18 * 60
"""Minutes of the day, where the outlet is."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """An outlet and its days: `days` are those worked, from the earliest until yesterday."""

    place: Place
    zone: ZoneInfo
    today: date
    days: tuple[date, ...]
    is_open: bool
    """Whether today is worked."""

    def moment(self, day: date, minutes: int, seconds: int = 0) -> datetime:
        """A time of a day there."""
        at = time(minutes // 60, minutes % 60, seconds)
        return datetime.combine(day, at, tzinfo=self.zone)


def workplaces(now: datetime) -> Mapping[str, Workplace]:
    """Every outlet by its name, as it is at a moment: each has its own today."""
    span = now.date().year - 1, now.date().year + 1
    known = {country: work_days(country, *span) for country in {one.country for one in OUTLETS}}
    return {place.name: _workplace(place, known[place.country], now) for place in OUTLETS}


def _workplace(place: Place, known: WorkDays, now: datetime) -> Workplace:
    zone = ZoneInfo(place.time_zone)
    today = now.astimezone(zone).date()
    past = [today - timedelta(days=ago) for ago in range(BACK, 0, -1)]
    days = tuple(day for day in past if _is_worked(day, known))
    return Workplace(place, zone, today, days, _is_worked(today, known))


def _is_worked(day: date, known: WorkDays) -> bool:
    number = day_number(day.isoformat())
    if number in known.workdays:
        return True
    return day.weekday() not in known.weekend and number not in known.holidays
