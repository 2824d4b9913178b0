"""Which days are worked."""

from datetime import date, timedelta

import numpy as np
import pytest

from evenhand.core.errors import Conflict, NotFound
from evenhand.core.policy.versions import day_number
from evenhand.core.ruling.calendar import shift_workdays
from evenhand.core.types import Language
from evenhand.people.actions import clear_calendar_day, set_calendar_day
from evenhand.people.calendar import (
    is_announced,
    is_working_day,
    special_days,
    work_days,
    working_days_between,
)
from evenhand.people.models import CalendarDay
from tests.cast import Cast
from tests.people.events import call, last, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "country, day, works",
    [
        ("CN", "2026-02-14", True),  # a Saturday made up for the Spring Festival
        ("CN", "2026-10-10", True),  # a Saturday made up for the National Day
        ("CN", "2026-10-01", False),
        ("CN", "2026-10-17", False),  # a Saturday like any other
        ("VN", "2026-11-24", False),  # Vietnam Culture Day
        ("VN", "2026-04-27", False),  # the Hung Kings', moved from a Sunday
        ("VN", "2026-11-25", True),
        ("DE", "2026-10-03", False),
        ("US", "2026-11-26", False),
        ("GB", "2026-12-28", False),  # Boxing Day, moved
    ],
)
def test_holidays_and_make_up_days_are_known(country: str, day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day), country) is works


def test_what_hr_says_wins_and_can_be_taken_back(cast: Cast) -> None:
    client = cast.client("hr")
    sent = send(
        client,
        "/calendar/CN/2026/day",
        day="2026-10-10",
        is_working="no",
        reason="the street is closed",
    )
    assert sent.headers["Location"] == "/calendar/CN/2026/"
    assert not is_working_day(date(2026, 10, 10), "CN")
    assert is_working_day(date(2026, 10, 10), "VN") is False  # a Saturday there
    event = last("people.calendar_day_set")
    assert event.details["to"] == {"is_working": False, "reason": "the street is closed"}
    assert "the street is closed" in client.get("/calendar/CN/2026/").content.decode()
    assert send(client, "/calendar/CN/days/2026-10-10/removal").status_code == 302
    assert is_working_day(date(2026, 10, 10), "CN")
    assert last("people.calendar_day_cleared").details["from"]["is_working"] is False
    with pytest.raises(Conflict):
        clear_calendar_day(country="CN", day=date(2026, 10, 10), by=None)


def test_a_day_is_said_once_however_often(cast: Cast) -> None:
    for works in (True, False):
        answer = call(
            cast.client("hr"), "put", "/calendars/VN/days/2026-12-24", {"is_working": works}
        )
        assert answer.status_code == 200
    assert CalendarDay.objects.get().is_working is False
    assert last("people.calendar_day_set").details["from"]["is_working"] is True


@pytest.mark.parametrize("login", ["head", "salesperson", "sales_operations"])
def test_others_read_calendars_and_do_not_write_them(cast: Cast, login: str) -> None:
    client = cast.client(login)
    assert client.get("/calendar/VN/2026/").status_code == 200
    sent = send(client, "/calendar/VN/2026/day", day="2026-12-24", is_working="no")
    assert sent.status_code == 403
    assert not CalendarDay.objects.exists()


def test_days_are_counted_with_both_ends() -> None:
    assert working_days_between(date(2026, 10, 1), date(2026, 10, 10), "CN") == 3
    assert working_days_between(date(2026, 10, 8), date(2026, 10, 8), "CN") == 1
    assert working_days_between(date(2026, 10, 10), date(2026, 10, 1), "CN") == 0


@pytest.mark.parametrize("country", ["CN", "VN", "DE"])
def test_the_core_reckons_the_same_days(country: str) -> None:
    set_calendar_day(country=country, day=date(2026, 3, 3), is_working=False, by=None)
    set_calendar_day(country=country, day=date(2026, 3, 7), is_working=True, by=None)
    set_calendar_day(country=country, day=date(2026, 2, 14), is_working=False, by=None)
    set_calendar_day(country=country, day=date(2026, 5, 1), is_working=True, by=None)
    calendar = work_days(country, 2026, 2026)
    day, counted = date(2026, 1, 1), 0
    while day.year == 2026:
        number = np.array([day_number(day.isoformat())])
        before = shift_workdays(calendar, number, np.array([-1]))
        again = shift_workdays(calendar, before, np.array([1]))
        works = is_working_day(day, country)
        assert (int(again[0]) == int(number[0])) is works, day
        counted += works
        day += timedelta(days=1)
    assert counted == working_days_between(date(2026, 1, 1), date(2026, 12, 31), country)


def test_holidays_are_named_in_the_readers_language() -> None:
    names = {one.day: one.name for one in special_days("VN", 2026, Language.vi)}
    assert names[date(2026, 11, 24)] == "Ngày Văn hóa Việt Nam"
    assert {one.name for one in special_days("CN", 2026, Language.zh)} >= {"春节", "清明节"}


def test_china_says_its_make_up_days_the_autumn_before() -> None:
    assert is_announced("CN", 2026)
    assert not is_announced("CN", 2090)
    assert is_announced("VN", 2090)


def test_a_year_that_is_not_reckoned_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        is_working_day(date(1990, 1, 1), "CN")
    assert cast.client("hr").get("/calendar/CN/1990/").status_code == 404
    assert cast.client("hr").get("/calendar/XX/2026/").status_code == 404
