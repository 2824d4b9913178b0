"""The audit trail for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from evenhand.audit.models import Event
from evenhand.base.paging import page_of
from evenhand.base.schemas import REFUSALS
from evenhand.insight.events import Asked, details, events, sentence
from evenhand.people.callers import Callers, caller
from evenhand.people.models import Outlet
from evenhand.people.permissions import READ_AUDIT

router = Router(tags=["audit"])


class DetailLine(Schema):
    """One thing that an event tells; `old` where it was changed."""

    name: str
    old: str
    new: str


class EventLine(Schema):
    """An event: who did what to what, when."""

    public_id: str
    at: datetime
    kind: str
    told: str
    actor: str
    actor_label: str
    subject_kind: str
    subject: str
    subject_label: str
    outlet: str

    @staticmethod
    def of(event: Event) -> EventLine:
        """Told in the language of the caller."""
        return EventLine(**_told(event))


class EventWhole(EventLine):
    """An event with everything it tells."""

    details: list[DetailLine]


class EventPage(Schema):
    """Some events, the newest first; `after` asks for those behind them."""

    lines: list[EventLine]
    after: str


@router.get(
    "/events",
    auth=Callers(READ_AUDIT),
    response={200: EventPage, **REFUSALS},
    operation_id="audit_list_events",
)
def list_events(  # noqa: PLR0913, PLR0917 - as many as there are ways to narrow down
    request: HttpRequest,
    who: str = "",
    kind: str = "",
    subject: str = "",
    outlet: str = "",
    from_day: date | None = None,
    until_day: date | None = None,
    after: str = "",  # noqa: ARG001 - read by the paging
) -> EventPage:
    """List the events that are open to the caller, narrowed down as asked."""
    user = caller(request)
    place = None
    if outlet:
        place = get_object_or_404(Outlet.objects.visible_to(user), public_id=outlet)
    asked = Asked(who, kind, from_day, until_day, place, subject)
    page = page_of(events(user, asked), request, by=("-id",))
    return EventPage(lines=[EventLine.of(one) for one in page.lines], after=page.next_cursor)


@router.get(
    "/events/{public_id}",
    auth=Callers(READ_AUDIT),
    response={200: EventWhole, **REFUSALS},
    operation_id="audit_read_event",
)
def read_event(request: HttpRequest, public_id: str) -> EventWhole:
    """Read an event."""
    event = get_object_or_404(Event.objects.visible_to(caller(request)), public_id=public_id)
    told = [DetailLine(name=one.name, old=one.old, new=one.new) for one in details(event)]
    return EventWhole(details=told, **_told(event))


def _told(event: Event) -> dict[str, Any]:
    return {
        "public_id": event.public_id,
        "at": event.at,
        "kind": event.kind,
        "told": sentence(event),
        "actor": event.actor,
        "actor_label": event.actor_label,
        "subject_kind": event.subject_kind,
        "subject": event.subject,
        "subject_label": event.subject_label,
        "outlet": event.outlet,
    }
