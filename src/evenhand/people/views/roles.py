"""Pages of roles: given and ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.base.once import once
from evenhand.people.actions import end_role, grant_role
from evenhand.people.callers import caller, person_of
from evenhand.people.forms import NothingForm, RoleForm
from evenhand.people.permissions import GRANT_ROLES, allowed
from evenhand.people.roles import Role
from evenhand.people.views.filling_in import Sheet, fill_in


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(GRANT_ROLES)
@once
def new_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a person a role."""
    by, whom = caller(request), person_of(request, public_id)
    place = (whom.post.department or whom.post.outlet).public_id if whom.post else ""
    form = RoleForm(request.POST or None, initial={"place": place}, reader=by)

    def act() -> None:
        told = form.cleaned_data
        outlet, department = told["place"] or (None, None)
        grant_role(
            whom,
            role=Role(told["role"]),
            outlet=outlet,
            department=department,
            by=by,
        )

    sheet = Sheet(
        title=_("A role for %(name)s") % {"name": whom.name},
        lead=_("It holds from now on. Nobody gives themselves a role."),
        button=_("Give the role"),
        back=reverse("person", args=[whom.public_id]),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(GRANT_ROLES)
@once
def role_end(request: HttpRequest, public_id: str, grant_id: str) -> HttpResponse:
    """End a role."""
    whom = person_of(request, public_id)
    grant = get_object_or_404(whom.grants.select_related("user"), public_id=grant_id)
    form = NothingForm(request.POST or None)

    def act() -> None:
        end_role(grant, by=caller(request))

    sheet = Sheet(
        title=_("End a role of %(name)s") % {"name": whom.name},
        lead=str(grant),
        warning=_("It ends at once, whatever they are doing."),
        button=_("End the role"),
        back=reverse("person", args=[whom.public_id]),
    )
    return fill_in(request, form, sheet, act)
