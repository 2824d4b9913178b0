"""Which days are worked in a country: its public holidays, make-up days, and what HR says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import holidays

from evenhand.core.errors import NotFound
from evenhand.core.policy.versions import WorkDays, day_number
from evenhand.core.said import said
from evenhand.core.types import Language
from evenhand.people.models import CalendarDay

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099

_SPEAKS: Final = {
    Language.en: ("en_US", "en_GB", "en_SG"),
    Language.zh: ("zh_CN", "en_US"),
    Language.vi: ("vi", "en_US"),
}
"""In which languages holidays are named to whom, the best first."""


@dataclass(frozen=True, slots=True)
class Special:
    """A day that is not what its place in the week says, or of which HR says something."""

    day: date
    is_working: bool
    name: str
    """Of the holiday, or why it is so; empty for a make-up day."""
    is_own: bool
    """Whether it is HR's word, which wins over what is known."""


def is_working_day(day: date, country: str) -> bool:
    """Whether a day is worked in a country."""
    own = CalendarDay.objects.filter(country=country, day=day).first()
    return own.is_working if own else bool(_known(country, day.year, day.year).is_working_day(day))


def working_days_between(first: date, last: date, country: str) -> int:
    """How many days are worked from one to another, both included; none if they are reversed."""
    known = _known(country, first.year, last.year)
    own = _own(country, first, last)
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return sum(own[day] if day in own else bool(known.is_working_day(day)) for day in days)


def work_days(country: str, first_year: int, last_year: int) -> WorkDays:
    """The same of whole years as a plain value, which the core reckons time limits with."""
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    known, own = _known(country, first_year, last_year), _own(country, first, last)
    free = {day for day in known if first <= day <= last} - {d for d, works in own.items() if works}
    worked = {day for day in known.weekend_workdays if first <= day <= last}
    free |= {day for day, works in own.items() if not works}
    worked = (worked - free) | {day for day, works in own.items() if works}
    return WorkDays(
        weekend=tuple(sorted(known.weekend)),
        holidays=tuple(sorted(day_number(day.isoformat()) for day in free)),
        workdays=tuple(sorted(day_number(day.isoformat()) for day in worked)),
    )


def special_days(country: str, year: int, language: Language) -> list[Special]:
    """What a calendar has of a year, in order: holidays, make-up days, and HR's own days."""
    known = _known(country, year, year, language)
    found = {day: Special(day, False, name, False) for day, name in known.items()}
    found |= {
        day: Special(day, True, "", False)
        for day in known.weekend_workdays
        if day.year == year and day not in found
    }
    for entry in CalendarDay.objects.filter(country=country, day__year=year):
        was = found.get(entry.day)
        name = entry.reason or (was.name if was else "")
        found[entry.day] = Special(entry.day, entry.is_working, name, True)
    return [found[day] for day in sorted(found) if day.year == year]


def is_announced(country: str, year: int) -> bool:
    """Whether the make-up days of a year are known: China's are told in the autumn before."""
    known = _known(country, year, year)
    return country != "CN" or any(day.year == year for day in known.weekend_workdays)


def require_known(year: int) -> None:
    """Raises NotFound for a year that is not reckoned."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound(
            said("The calendar goes from {first} to {last}.", first=FIRST_YEAR, last=LAST_YEAR)
        )


def _known(
    country: str, first_year: int, last_year: int, language: Language = Language.en
) -> holidays.HolidayBase:
    """What the library knows of some years. Raises NotFound for years that are not reckoned."""
    require_known(first_year)
    require_known(last_year)
    years = range(first_year, last_year + 1)
    of_the_country = holidays.country_holidays(country, years=years)
    for spoken in _SPEAKS[language]:
        if spoken in of_the_country.supported_languages:
            return holidays.country_holidays(country, years=years, language=spoken)
    return of_the_country


def _own(country: str, first: date, last: date) -> dict[date, bool]:
    days = CalendarDay.objects.filter(country=country, day__range=(first, last))
    return dict(days.values_list("day", "is_working"))
