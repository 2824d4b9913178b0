"""Pages of absences: recorded and taken back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.base.once import once
from evenhand.people.actions import cancel_absence, record_absence
from evenhand.people.callers import caller, person_of
from evenhand.people.forms import AbsenceForm, NothingForm
from evenhand.people.permissions import EVERYBODY, allowed
from evenhand.people.reading import require_absences_of
from evenhand.people.views.filling_in import Sheet, fill_in


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(EVERYBODY)
@once
def new_absence(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record that a person is away."""
    by, whom = caller(request), person_of(request, public_id)
    require_absences_of(by, whom)
    form = AbsenceForm(request.POST or None, reader=by, person=whom)

    def act() -> None:
        told = form.cleaned_data
        record_absence(
            whom,
            from_day=told["from_day"],
            until_day=told["until_day"],
            stand_in=told["stand_in"],
            reason=told["reason"],
            by=by,
        )

    sheet = Sheet(
        title=_("When %(name)s is away") % {"name": whom.name},
        lead=_("Colleagues see that somebody is away and who stands in, but not why."),
        button=_("Record the absence"),
        back=reverse("person", args=[whom.public_id]),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(EVERYBODY)
@once
def absence_cancellation(request: HttpRequest, public_id: str, absence_id: str) -> HttpResponse:
    """Take an absence back."""
    by, whom = caller(request), person_of(request, public_id)
    require_absences_of(by, whom)
    absence = get_object_or_404(whom.absences, public_id=absence_id)
    form = NothingForm(request.POST or None)

    def act() -> None:
        cancel_absence(absence, by=by)

    sheet = Sheet(
        title=_("Take back an absence of %(name)s") % {"name": whom.name},
        lead=str(absence),
        warning=_("Days that have passed stay as they were."),
        button=_("Take it back"),
        back=reverse("person", args=[whom.public_id]),
    )
    return fill_in(request, form, sheet, act)
