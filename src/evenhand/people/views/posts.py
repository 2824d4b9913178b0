"""Pages of posts: beginning one, ending one, leaving the company."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.base.once import once
from evenhand.people.actions import begin_post, end_post, leave_company
from evenhand.people.callers import caller, person_of
from evenhand.people.forms import LastDayForm, LeavingForm, PostForm
from evenhand.people.permissions import MANAGE_PEOPLE, allowed
from evenhand.people.views.filling_in import Sheet, fill_in


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_PEOPLE)
@once
def new_post(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a person in a new post."""
    by, whom = caller(request), person_of(request, public_id)
    initial: dict[str, object] = {}
    if whom.post is not None:
        place = whom.post.department or whom.post.outlet
        rank = whom.post.rank.public_id if whom.post.rank else None
        initial = {"place": place.public_id, "title": whom.post.title, "rank": rank}
    form = PostForm(request.POST or None, initial=initial, reader=by)

    def act() -> None:
        told = form.cleaned_data
        outlet, department = told["place"]
        begin_post(
            whom,
            outlet=outlet,
            department=department,
            rank=told["rank"],
            title=told["title"],
            from_day=told["from_day"],
            by=by,
        )

    sheet = Sheet(
        title=_("A new post for %(name)s") % {"name": whom.name},
        lead=_("Roles stay as they are. An administrator changes those."),
        button=_("Begin the post"),
        back=reverse("person", args=[whom.public_id]),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_PEOPLE)
@once
def post_end(request: HttpRequest, public_id: str, post_id: str) -> HttpResponse:
    """End a post."""
    whom = person_of(request, public_id)
    post = get_object_or_404(whom.posts.select_related("outlet"), public_id=post_id)
    form = LastDayForm(request.POST or None)

    def act() -> None:
        end_post(post, last_day=form.cleaned_data["last_day"], by=caller(request))

    sheet = Sheet(
        title=_("End the post of %(name)s") % {"name": whom.name},
        lead=_("In %(outlet)s, since %(day)s.")
        % {"outlet": post.outlet.name, "day": post.from_day.isoformat()},
        button=_("End the post"),
        back=reverse("person", args=[whom.public_id]),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_PEOPLE)
@once
def leaving(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that a person leaves the company."""
    whom = person_of(request, public_id)
    form = LeavingForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        leave_company(whom, last_day=told["last_day"], reason=told["reason"], by=caller(request))

    sheet = Sheet(
        title=_("%(name)s leaves the company") % {"name": whom.name},
        lead=_("What they did stays on record under their name."),
        warning=_("Their roles end now, and they are signed out everywhere. Posts end that day."),
        button=_("Note the leaving"),
        back=reverse("person", args=[whom.public_id]),
    )
    return fill_in(request, form, sheet, act)
