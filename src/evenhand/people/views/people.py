"""Pages of people: the list, one person, adding and correcting them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.base.models import the_company
from evenhand.base.once import once
from evenhand.base.paging import page_of
from evenhand.people.actions import (
    add_person,
    begin_post,
    change_person,
    deactivate_person,
    reactivate_person,
)
from evenhand.people.callers import caller, person_of
from evenhand.people.forms import NewPersonForm, NothingForm, PersonForm, ReasonForm, SearchForm
from evenhand.people.permissions import (
    EVERYBODY,
    GRANT_ROLES,
    MANAGE_PEOPLE,
    SEE_PEOPLE,
    allowed,
)
from evenhand.people.reading import (
    lines_of,
    people_sought,
    portrait_of,
    records_absences_of,
)
from evenhand.people.views.filling_in import Sheet, fill_in


@require_safe
@allowed(EVERYBODY)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody whom whoever asks may see, looked for by name, place, role and state."""
    reader = caller(request)
    sees_more = SEE_PEOPLE.held_by(reader)
    form = SearchForm(request.GET, reader=reader, sees_more=sees_more)
    found = people_sought(reader, form.sought())
    page = page_of(found, request, by=("name", "id"))
    context = {
        "form": form,
        "page": page,
        "lines": lines_of(page.lines, reader),
        "sees_more": sees_more,
        "may_add": MANAGE_PEOPLE.held_by(reader),
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "people/people.html", context)


@require_safe
@allowed(EVERYBODY)
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """One person, as far as whoever asks may know them."""
    reader = caller(request)
    whom = person_of(request, public_id)
    context = {
        "portrait": portrait_of(whom, reader),
        "is_oneself": whom == reader,
        "may_manage": MANAGE_PEOPLE.held_by(reader),
        "may_grant": GRANT_ROLES.held_by(reader) and whom != reader,
        "may_record_absences": records_absences_of(reader, whom),
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_PEOPLE)
@once
def new_person(request: HttpRequest) -> HttpResponse:
    """Add a person, with the post they begin in."""
    by = caller(request)
    company = the_company()
    initial = {"language": company.language if company else "en"}
    form = NewPersonForm(request.POST or None, initial=initial, reader=by)

    def act() -> str:
        told = form.cleaned_data
        added = add_person(
            login=told["login"],
            name=told["name"],
            email=told["email"],
            language=told["language"],
            by=by,
        )
        outlet, department = told["place"]
        begin_post(
            added,
            outlet=outlet,
            department=department,
            rank=told["rank"],
            title=told["title"],
            from_day=told["from_day"],
            by=by,
        )
        return reverse("person", args=[added.public_id])

    sheet = Sheet(
        title=_("Add a person"),
        lead=_("They choose their own password: nobody else ever knows it."),
        button=_("Add this person"),
        back=reverse("people"),
        done=_("Added. Now give them a role, and a link to sign in with."),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_PEOPLE)
@once
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct a person's name or address."""
    whom = person_of(request, public_id)
    form = PersonForm(request.POST or None, initial={"name": whom.name, "email": whom.email})

    def act() -> None:
        told = form.cleaned_data
        change_person(whom, name=told["name"], email=told["email"], by=caller(request))

    sheet = Sheet(
        title=_("Correct %(name)s") % {"name": whom.name},
        button=_("Save"),
        back=reverse("person", args=[whom.public_id]),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_PEOPLE)
@once
def deactivation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Shut a person out."""
    whom = person_of(request, public_id)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        deactivate_person(whom, reason=form.cleaned_data["reason"], by=caller(request))

    sheet = Sheet(
        title=_("Shut out %(name)s") % {"name": whom.name},
        lead=_("They are signed out everywhere, and cannot sign in until you let them in again."),
        button=_("Shut out"),
        back=reverse("person", args=[whom.public_id]),
        done=_("Shut out, and signed out everywhere."),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_PEOPLE)
@once
def reactivation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a person in again."""
    whom = person_of(request, public_id)
    form = NothingForm(request.POST or None)

    def act() -> None:
        reactivate_person(whom, by=caller(request))

    sheet = Sheet(
        title=_("Let %(name)s in again") % {"name": whom.name},
        lead=_("They sign in as before. Roles that were ended stay ended."),
        button=_("Let in"),
        back=reverse("person", args=[whom.public_id]),
        done=_("They may sign in again."),
    )
    return fill_in(request, form, sheet, act)
