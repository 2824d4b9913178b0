"""The page of oneself."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.base.once import FIELD, new_form_key, once
from evenhand.people.actions import prefer
from evenhand.people.callers import caller
from evenhand.people.forms_of_places import PreferencesForm
from evenhand.people.models import User
from evenhand.people.permissions import EVERYBODY, allowed
from evenhand.people.reading import portrait_of


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(EVERYBODY)
@once
def profile(request: HttpRequest) -> HttpResponse:
    """Oneself: how one is spoken to, where one works, what one may do, and the way in."""
    user = caller(request)
    form = PreferencesForm(
        request.POST or None,
        initial={"language": user.language, "theme": user.theme},
        themes=list(User.Theme.choices),
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        prefer(user, language=told["language"], theme=told["theme"])
        messages.success(request, _("Saved."))
        return redirect("profile")
    context = {
        "form": form,
        "form_key": request.POST.get(FIELD) or new_form_key(),
        "portrait": portrait_of(user, user),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "people/profile.html", context, status=status)
