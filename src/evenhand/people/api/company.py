"""The company and its calendars for programs."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Status

from evenhand.base.language import language
from evenhand.base.models import Company, the_company
from evenhand.base.schemas import REFUSALS, WRITE_REFUSALS
from evenhand.core.errors import NotFound
from evenhand.core.said import said
from evenhand.people import actions, calendar
from evenhand.people.api import bodies, shapes
from evenhand.people.api.bodies import CountryCode
from evenhand.people.callers import Callers, caller
from evenhand.people.permissions import EVERYBODY, MANAGE_CALENDARS, MANAGE_SETTINGS

router = Router(tags=["people"])

YearNumber = Annotated[int, Path(ge=calendar.FIRST_YEAR, le=calendar.LAST_YEAR)]


@router.get(
    "/calendars/{country}/{year}",
    auth=Callers(EVERYBODY),
    response={200: shapes.Year, **REFUSALS},
    operation_id="people_read_calendar",
)
def read_calendar(
    request: HttpRequest,  # noqa: ARG001 - the library wants it by this name
    country: CountryCode,
    year: YearNumber,
) -> shapes.Year:
    """Read a country's year: holidays, make-up days, and what is said otherwise here."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return shapes.Year(
        country=country,
        year=year,
        working_days=calendar.working_days_between(first, last, country),
        is_announced=calendar.is_announced(country, year),
        days=[
            shapes.SpecialDay(
                day=one.day, is_working=one.is_working, name=one.name, is_own=one.is_own
            )
            for one in calendar.special_days(country, year, language())
        ],
    )


@router.put(
    "/calendars/{country}/days/{day}",
    auth=Callers(MANAGE_CALENDARS),
    response={200: shapes.SpecialDay, **WRITE_REFUSALS},
    operation_id="people_set_calendar_day",
)
def set_a_day(
    request: HttpRequest, country: CountryCode, day: date, body: bodies.CalendarDayFields
) -> shapes.SpecialDay:
    """Say that a day is worked, or is not, whatever the holidays are."""
    calendar.require_known(day.year)
    entry = actions.set_calendar_day(
        country=country,
        day=day,
        is_working=body.is_working,
        reason=body.reason,
        by=caller(request),
    )
    return shapes.SpecialDay(day=day, is_working=entry.is_working, name=entry.reason, is_own=True)


@router.delete(
    "/calendars/{country}/days/{day}",
    auth=Callers(MANAGE_CALENDARS),
    response={204: None, **WRITE_REFUSALS},
    operation_id="people_clear_calendar_day",
)
def clear_a_day(request: HttpRequest, country: CountryCode, day: date) -> Status[None]:
    """Leave a day to the known holidays again."""
    actions.clear_calendar_day(country=country, day=day, by=caller(request))
    return Status(204, None)


@router.get(
    "/company",
    auth=Callers(EVERYBODY),
    response={200: shapes.CompanyShape, **REFUSALS},
    operation_id="people_read_company",
)
def read_company(
    request: HttpRequest,  # noqa: ARG001 - the library wants it by this name
) -> shapes.CompanyShape:
    """Read what the company is called and where it stands."""
    return _company_shape(_company())


@router.put(
    "/company",
    auth=Callers(MANAGE_SETTINGS),
    response={200: shapes.CompanyShape, **WRITE_REFUSALS},
    operation_id="people_change_company",
)
def change_the_company(request: HttpRequest, body: bodies.CompanyFields) -> shapes.CompanyShape:
    """Note what the company is called and where it stands."""
    changed = actions.change_company(_company(), body.dict(), by=caller(request))
    return _company_shape(changed)


def _company() -> Company:
    company = the_company()
    if company is None:
        raise NotFound(said("There is no company yet: run `evenhand init`."))
    return company


def _company_shape(company: Company) -> shapes.CompanyShape:
    return shapes.CompanyShape(
        name=company.name,
        language=company.language,
        country=company.country,
        time_zone=company.time_zone,
        currency=company.currency,
        lock_after_minutes=company.lock_after_minutes,
        began_on=company.began_on,
    )
