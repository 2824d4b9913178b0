"""What is done about calendars: days that are worked, or not, against what is known of them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from evenhand.audit.actions import Subject, record_event
from evenhand.core.errors import Conflict
from evenhand.core.said import said
from evenhand.people.models import CalendarDay, User


@transaction.atomic
def set_calendar_day(
    *, country: str, day: date, is_working: bool, by: User | None, reason: str = ""
) -> CalendarDay:
    """Say that a day is worked in a country, or is not, whatever its known holidays are."""
    before = CalendarDay.objects.select_for_update().filter(country=country, day=day).first()
    was = _told(before)
    entry, _made = CalendarDay.objects.update_or_create(
        country=country, day=day, defaults={"is_working": is_working, "reason": reason}
    )
    record_event(
        "people.calendar_day_set",
        by=by,
        subject=_subject(country, day),
        details={"from": was, "to": _told(entry)},
    )
    return entry


@transaction.atomic
def clear_calendar_day(*, country: str, day: date, by: User | None) -> None:
    """Leave a day to the known holidays again. Raises Conflict if nothing is said of it."""
    before = CalendarDay.objects.select_for_update().filter(country=country, day=day).first()
    if before is None:
        raise Conflict(said("Nothing of one's own is said of this day."))
    was = _told(before)
    before.delete()
    record_event(
        "people.calendar_day_cleared",
        by=by,
        subject=_subject(country, day),
        details={"from": was, "to": {}},
    )


def _subject(country: str, day: date) -> Subject:
    return Subject("calendar_day", f"{country}-{day.isoformat()}", f"{country} {day.isoformat()}")


def _told(entry: CalendarDay | None) -> dict[str, object]:
    return {"is_working": entry.is_working, "reason": entry.reason} if entry else {}
