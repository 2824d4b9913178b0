"""Pages of outlets and their departments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.base.models import the_company
from evenhand.base.once import once
from evenhand.base.paging import page_of
from evenhand.people.actions import (
    add_department,
    change_outlet,
    close_department,
    close_outlet,
    open_outlet,
    rename_department,
)
from evenhand.people.callers import caller
from evenhand.people.forms import NothingForm
from evenhand.people.forms_of_places import NameForm, OutletForm
from evenhand.people.models import Department, Outlet
from evenhand.people.permissions import EVERYBODY, MANAGE_OUTLETS, allowed
from evenhand.people.reading import away_in, heads_today, outlets_with_counts, teams_of
from evenhand.people.views.filling_in import Sheet, fill_in


@require_safe
@allowed(EVERYBODY)
def outlets(request: HttpRequest) -> HttpResponse:
    """Every outlet that whoever asks may see."""
    reader = caller(request)
    context = {
        "page": page_of(outlets_with_counts(reader), request, by=("name", "id")),
        "may_manage": MANAGE_OUTLETS.held_by(reader),
    }
    return render(request, "people/outlets.html", context)


@require_safe
@allowed(EVERYBODY)
def outlet(request: HttpRequest, public_id: str) -> HttpResponse:
    """One outlet: who works there today under whom, who is away and who stands in."""
    reader = caller(request)
    place = _outlet(request, public_id)
    context = {
        "outlet": place,
        "heads": heads_today(place),
        "teams": teams_of(place, reader),
        "away": away_in(place, reader),
        "may_manage": MANAGE_OUTLETS.held_by(reader) and place.closed_on is None,
    }
    return render(request, "people/outlet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_OUTLETS)
@once
def new_outlet(request: HttpRequest) -> HttpResponse:
    """Open an outlet."""
    company = the_company()
    initial = (
        {"country": company.country, "time_zone": company.time_zone} if company is not None else {}
    )
    form = OutletForm(request.POST or None, initial=initial)

    def act() -> str:
        opened = open_outlet(**form.cleaned_data, by=caller(request))
        return reverse("outlet", args=[opened.public_id])

    sheet = Sheet(
        title=_("Open an outlet"),
        button=_("Open"),
        back=reverse("outlets"),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_OUTLETS)
@once
def outlet_change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Rename an outlet, or say that it stands otherwise."""
    place = _outlet(request, public_id)
    fields = ("name", "tier", "country", "time_zone")
    form = OutletForm(request.POST or None, initial={name: getattr(place, name) for name in fields})

    def act() -> None:
        change_outlet(place, **form.cleaned_data, by=caller(request))

    sheet = Sheet(
        title=_("Change %(name)s") % {"name": place.name},
        button=_("Save"),
        back=reverse("outlet", args=[place.public_id]),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_OUTLETS)
@once
def outlet_closure(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close an outlet."""
    place = _outlet(request, public_id)
    form = NothingForm(request.POST or None)

    def act() -> None:
        close_outlet(place, by=caller(request))

    sheet = Sheet(
        title=_("Close %(name)s") % {"name": place.name},
        lead=_("Nobody begins a post here any more. What happened here stays on record."),
        warning=_("An outlet that is closed stays closed."),
        button=_("Close"),
        back=reverse("outlet", args=[place.public_id]),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_OUTLETS)
@once
def new_department(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a department to an outlet."""
    place = _outlet(request, public_id)
    form = NameForm(request.POST or None)

    def act() -> None:
        add_department(place, name=form.cleaned_data["name"], by=caller(request))

    sheet = Sheet(
        title=_("A new department in %(name)s") % {"name": place.name},
        button=_("Add"),
        back=reverse("outlet", args=[place.public_id]),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_OUTLETS)
@once
def department_change(request: HttpRequest, public_id: str, department_id: str) -> HttpResponse:
    """Rename a department."""
    team = _department(request, public_id, department_id)
    form = NameForm(request.POST or None, initial={"name": team.name})

    def act() -> None:
        rename_department(team, name=form.cleaned_data["name"], by=caller(request))

    sheet = Sheet(
        title=_("Rename %(name)s") % {"name": team.name},
        button=_("Save"),
        back=reverse("outlet", args=[public_id]),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_OUTLETS)
@once
def department_closure(request: HttpRequest, public_id: str, department_id: str) -> HttpResponse:
    """Close a department."""
    team = _department(request, public_id, department_id)
    form = NothingForm(request.POST or None)

    def act() -> None:
        close_department(team, by=caller(request))

    sheet = Sheet(
        title=_("Close %(name)s") % {"name": team.name},
        lead=_("Nobody begins a post here any more. What happened here stays on record."),
        button=_("Close"),
        back=reverse("outlet", args=[public_id]),
    )
    return fill_in(request, form, sheet, act)


def _outlet(request: HttpRequest, public_id: str) -> Outlet:
    return get_object_or_404(Outlet.objects.visible_to(caller(request)), public_id=public_id)


def _department(request: HttpRequest, public_id: str, department_id: str) -> Department:
    mine = Department.objects.visible_to(caller(request)).select_related("outlet")
    return get_object_or_404(mine, outlet__public_id=public_id, public_id=department_id)
