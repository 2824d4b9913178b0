"""Pages of notices: the list, and reading them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from evenhand.base.once import new_form_key, once
from evenhand.base.paging import page_of
from evenhand.notices.actions import mark_all_read, mark_read
from evenhand.notices.models import Notice
from evenhand.notices.rendering import Told, is_own_path, told
from evenhand.people.callers import caller
from evenhand.people.permissions import EVERYBODY, allowed


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as it stands in the list."""

    notice: Notice
    told: Told


@require_GET
@allowed(EVERYBODY)
def list_notices(request: HttpRequest) -> HttpResponse:
    """What one was told: what is unread first, then what has been read, newest first."""
    mine = Notice.objects.visible_to(caller(request))
    unread = mine.unread().order_by("-made_at", "-id")
    is_unread_tab = request.GET.get("show") != "read"
    shown = unread if is_unread_tab else mine.exclude(read_at=None)
    page = page_of(shown, request, by=("-made_at", "-id"), size=30)
    context = {
        "page": page,
        "lines": [Line(one, told(one)) for one in page.lines],
        "unread": unread.count(),
        "is_unread_tab": is_unread_tab,
        "form_key": new_form_key(),
    }
    return render(request, "notices/list.html", context)


@require_POST
@allowed(EVERYBODY)
@once
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that one has read a notice, and go where it leads."""
    user = caller(request)
    notice = get_object_or_404(Notice.objects.visible_to(user), public_id=public_id)
    mark_read([notice], by=user)
    stays = "stay" in request.POST or not is_own_path(notice.link)
    return redirect("notices" if stays else notice.link)


@require_POST
@allowed(EVERYBODY)
@once
def read_all(request: HttpRequest) -> HttpResponse:
    """Note that one has read everything."""
    mark_all_read(by=caller(request))
    return redirect("notices")
