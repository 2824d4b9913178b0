"""Pages of ranks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.base.once import once
from evenhand.people.actions import add_rank, change_rank
from evenhand.people.callers import caller
from evenhand.people.forms_of_places import RankForm
from evenhand.people.models import Rank
from evenhand.people.permissions import MANAGE_OUTLETS, SEE_PEOPLE, allowed
from evenhand.people.reading import ranks_with_counts
from evenhand.people.views.filling_in import Sheet, fill_in


@require_safe
@allowed(SEE_PEOPLE)
def ranks(request: HttpRequest) -> HttpResponse:
    """Every rank, the most senior first."""
    reader = caller(request)
    context = {
        "ranks": ranks_with_counts(reader),
        "may_manage": MANAGE_OUTLETS.held_by(reader),
    }
    return render(request, "people/ranks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_OUTLETS)
@once
def new_rank(request: HttpRequest) -> HttpResponse:
    """Add a rank."""
    form = RankForm(request.POST or None)

    def act() -> None:
        add_rank(**form.cleaned_data, by=caller(request))

    sheet = Sheet(title=_("Add a rank"), button=_("Add"), back=reverse("ranks"))
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_OUTLETS)
@once
def rank_change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Rename a rank, or move it."""
    rank = get_object_or_404(Rank.objects.visible_to(caller(request)), public_id=public_id)
    form = RankForm(request.POST or None, initial={"name": rank.name, "level": rank.level})

    def act() -> None:
        change_rank(rank, **form.cleaned_data, by=caller(request))

    sheet = Sheet(
        title=_("Change the rank %(name)s") % {"name": rank.name},
        button=_("Save"),
        back=reverse("ranks"),
    )
    return fill_in(request, form, sheet, act)
