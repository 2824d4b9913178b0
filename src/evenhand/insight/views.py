"""The audit trail: what was done, by whom, and the way out of here as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import tzinfo
from io import StringIO
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from evenhand.audit.models import Event, EventSet
from evenhand.base.paging import page_of
from evenhand.core.errors import Conflict
from evenhand.core.said import said
from evenhand.insight.actions import export_events
from evenhand.insight.cells import safe_cell
from evenhand.insight.events import actor, details, events, sentence
from evenhand.insight.forms import EventsForm
from evenhand.insight.subjects import link_to_subject
from evenhand.people.models import Outlet, User
from evenhand.people.permissions import READ_AUDIT, allowed

_AT_ONCE: Final = 500
_BOM: Final = "\ufeff"


@require_GET
@allowed(READ_AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    """Events that are open to the asker, the newest first."""
    assert isinstance(request.user, User)
    form = EventsForm(request.GET, user=request.user)
    found = events(request.user, form.asked())
    page = page_of(found, request, by=("-id",))
    context = {
        "form": form,
        "page": page,
        "told": [(one, sentence(one), actor(one)) for one in page.lines],
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "insight/_events.html" if is_part else "insight/audit.html", context)


@require_GET
@allowed(READ_AUDIT)
def event(request: HttpRequest, public_id: str) -> HttpResponse:
    """One event with everything it tells."""
    assert isinstance(request.user, User)
    user = request.user
    found = get_object_or_404(Event.objects.visible_to(user), public_id=public_id)
    outlet = Outlet.objects.visible_to(user).filter(public_id=found.outlet).first()
    context = {
        "event": found,
        "sentence": sentence(found),
        "actor": actor(found),
        "details": details(found),
        "outlet": outlet,
        "link": link_to_subject(found, user),
    }
    return render(request, "insight/event.html", context)


@require_POST
@allowed(READ_AUDIT)
def export(request: HttpRequest) -> HttpResponse:
    """The events asked for as CSV; that somebody took them along is an event itself."""
    assert isinstance(request.user, User)
    form = EventsForm(request.POST, user=request.user)
    if not form.is_valid():
        raise Conflict(said("Which events are meant is not clear. Open the page again."))
    asked = form.asked()
    export_events(asked, by=request.user)
    lines = _csv(events(request.user, asked), translation.get_language() or "en")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response  # type: ignore[return-value]  # Django's two kinds of answer are no relatives


def _csv(found: EventSet, language: str) -> Iterator[str]:
    """The file piece by piece, newest first: it is written after the request's language is gone."""
    zone = timezone.get_current_timezone()
    with translation.override(language):
        yield _BOM + _line(_headings())
    last: int | None = None
    while True:
        rows = found if last is None else found.filter(id__lt=last)
        lines = list(rows.order_by("-id")[:_AT_ONCE])
        with translation.override(language):
            piece = "".join(_line(_row(one, zone)) for one in lines)
        yield piece
        if len(lines) < _AT_ONCE:
            return
        last = lines[-1].id


def _headings() -> list[str]:
    return [
        pgettext("events", "When"),
        pgettext("events", "Who"),
        pgettext("events", "What"),
        pgettext("events", "Kind"),
        _("Outlet"),
        pgettext("events", "Details"),
        pgettext("events", "Number"),
    ]


def _row(one: Event, zone: tzinfo) -> list[str]:
    told = (
        f"{each.name}: {each.old} → {each.new}" if each.is_change else f"{each.name}: {each.new}"
        for each in details(one)
    )
    at = one.at.astimezone(zone).isoformat(timespec="seconds")
    return [at, actor(one), sentence(one), one.kind, one.outlet, "; ".join(told), one.public_id]


def _line(cells: list[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()
