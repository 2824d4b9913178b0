"""Pages of calendars: which days are worked."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.base.language import language
from evenhand.base.models import Country, the_company
from evenhand.base.once import once
from evenhand.people.actions import clear_calendar_day, set_calendar_day
from evenhand.people.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    is_announced,
    special_days,
    working_days_between,
)
from evenhand.people.callers import caller
from evenhand.people.forms import NothingForm
from evenhand.people.forms_of_places import CalendarDayForm
from evenhand.people.permissions import EVERYBODY, MANAGE_CALENDARS, allowed
from evenhand.people.views.filling_in import Sheet, fill_in


@require_safe
@allowed(EVERYBODY)
def calendar(request: HttpRequest) -> HttpResponse:
    """The calendar of this year, where whoever asks works."""
    reader, company = caller(request), the_company()
    country = company.country if company else Country.CN
    if reader.post is not None:
        country = reader.post.outlet.country
    return redirect("calendar_year", country, timezone.localdate().year)


@require_safe
@allowed(EVERYBODY)
def calendar_year(request: HttpRequest, country: str, year: int) -> HttpResponse:
    """A country's year: holidays, make-up days, and what is said otherwise here."""
    _known(country, year)
    days = special_days(country, year, language())
    months = [
        (date(year, month, 1), list(inside))
        for month, inside in groupby(days, key=lambda one: one.day.month)
    ]
    context = {
        "country": Country(country),
        "countries": Country.choices,
        "year": year,
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year < LAST_YEAR else None,
        "months": months,
        "today": timezone.localdate(),
        "working_days": working_days_between(date(year, 1, 1), date(year, 12, 31), country),
        "is_announced": is_announced(country, year),
        "may_manage": MANAGE_CALENDARS.held_by(caller(request)),
        "spoken": get_language(),
    }
    return render(request, "people/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_CALENDARS)
@once
def calendar_day(request: HttpRequest, country: str, year: int) -> HttpResponse:
    """Say that a day is worked, or is not."""
    _known(country, year)
    first = max(timezone.localdate() + timedelta(days=1), date(year, 1, 1))
    form = CalendarDayForm(
        request.POST or None,
        initial={"day": request.GET.get("day") or first, "is_working": "no"},
    )

    def act() -> str:
        told = form.cleaned_data
        set_calendar_day(
            country=country,
            day=told["day"],
            is_working=told["is_working"],
            reason=told["reason"],
            by=caller(request),
        )
        return reverse("calendar_year", args=[country, told["day"].year])

    sheet = Sheet(
        title=_("A day that is otherwise: %(country)s") % {"country": Country(country).label},
        lead=_(
            "It wins over the public holidays that are known. Time limits are reckoned with it."
        ),
        button=_("Save"),
        back=reverse("calendar_year", args=[country, year]),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_CALENDARS)
@once
def calendar_day_removal(request: HttpRequest, country: str, day: str) -> HttpResponse:
    """Leave a day to the known holidays again."""
    try:
        which = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    _known(country, which.year)
    form = NothingForm(request.POST or None)

    def act() -> None:
        clear_calendar_day(country=country, day=which, by=caller(request))

    sheet = Sheet(
        title=_("Take back what is said of %(day)s") % {"day": which.isoformat()},
        lead=_("The day is again what the public holidays make of it."),
        button=_("Take it back"),
        back=reverse("calendar_year", args=[country, which.year]),
    )
    return fill_in(request, form, sheet, act)


def _known(country: str, year: int) -> None:
    if country not in Country.values or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
