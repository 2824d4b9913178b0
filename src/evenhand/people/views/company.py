"""The page of the company in the settings."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.base.models import the_company
from evenhand.base.once import once
from evenhand.people.actions import change_company
from evenhand.people.actions.company import CHANGEABLE
from evenhand.people.callers import caller
from evenhand.people.forms_of_places import CompanyForm
from evenhand.people.permissions import MANAGE_SETTINGS, allowed
from evenhand.people.views.filling_in import Sheet, fill_in


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_SETTINGS)
@once
def company_settings(request: HttpRequest) -> HttpResponse:
    """What the company is called and where it stands."""
    company = the_company()
    if company is None:
        raise Http404
    form = CompanyForm(
        request.POST or None, initial={name: getattr(company, name) for name in CHANGEABLE}
    )

    def act() -> None:
        change_company(company, form.cleaned_data, by=caller(request))

    sheet = Sheet(
        title=_("The company"),
        lead=_("What stands on every page, and what holds where an outlet says nothing else."),
        button=_("Save"),
        back=reverse("settings"),
    )
    return fill_in(request, form, sheet, act)
