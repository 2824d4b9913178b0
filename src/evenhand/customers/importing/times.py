"""Times as old registers have them: mostly without a zone, some of an hour that never was."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, tzinfo
from typing import Final

from evenhand.core.said import Said, said
from evenhand.engines.mapping import ISO

_YEAR_FIRST: Final = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T ]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})秒?)?分?)?"
)
HINT: Final = said(
    "write 2026-11-27 09:30, or say in a mapping under time.formats how times are written"
)


class NoTime(Exception):
    """A text is no time; `said` and `hint` say why, and what to do."""

    def __init__(self, told: Said, hint: Said) -> None:
        super().__init__(told)
        self.said, self.hint = told, hint


def read_time(text: str, zone: tzinfo, formats: tuple[str, ...] = (ISO,)) -> datetime:
    """The instant that was meant, in UTC; a date alone is the beginning of that day.

    Without an offset it is a time of the zone. Raises NoTime for what is no time, for one that the
    clocks there left out when they went forward, and for one that they showed twice.
    """
    at, is_date = _parsed(text, formats)
    if at is None:
        raise NoTime(said("this is no time: “{text}”", text=text[:60]), HINT)
    try:
        return _placed(at, zone, is_date=is_date)
    except (OverflowError, ValueError):
        raise NoTime(said("this is no time: “{text}”", text=text[:60]), HINT) from None


def _placed(at: datetime, zone: tzinfo, *, is_date: bool) -> datetime:
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    first = at.replace(tzinfo=zone)
    if is_date:
        return first.astimezone(UTC)
    second = first.replace(fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    if before == after:
        return first.astimezone(UTC)
    assert before is not None
    assert after is not None
    if before < after:
        raise NoTime(
            said("there was no such time in {zone}: the clocks went forward over it", zone=zone),
            said("write the time that the clocks showed, or one with its offset"),
        )
    raise NoTime(
        said("this time was there twice in {zone}: the clocks went back", zone=zone),
        said(
            "write which one is meant: {first} or {second}",
            first=first.isoformat(),
            second=second.isoformat(),
        ),
    )


def _parsed(text: str, formats: tuple[str, ...]) -> tuple[datetime | None, bool]:
    """The time as it is written, and whether it is a date alone."""
    for form in formats:
        at = _iso(text) if form == ISO else _formed(text, form)
        if at is not None:
            is_bare = at.time() == time.min and ":" not in text and "时" not in text
            return at, is_bare and at.tzinfo is None
    return None, False


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _year_first(text)


def _formed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - its zone comes after
    except ValueError:
        return None


def _year_first(text: str) -> datetime | None:
    found = _YEAR_FIRST.fullmatch(text)
    if found is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 - as above
    except ValueError:
        return None
