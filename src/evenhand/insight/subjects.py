"""Where the subject of an event can be read, if its reader may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import NoReverseMatch, reverse

from evenhand.audit.models import Event
from evenhand.disputes.models import RulingRecord
from evenhand.people.models import Outlet, User
from evenhand.policies.models import Adoption, PolicyText

PAGES: Final[Mapping[str, tuple[str, Any]]] = {
    "person": ("person", User.objects),
    "outlet": ("outlet", Outlet.objects),
    "policy_text": ("policy_text", PolicyText.objects),
    "adoption": ("adoption", Adoption.objects),
    "ruling_record": ("entered_ruling", RulingRecord.objects),
}
"""By kind of subject: the name of its address, and the door its rows are read through."""


def link_to_subject(event: Event, reader: User) -> str:
    """The address of what an event is about; empty if there is no page, or not for this reader."""
    name, rows = PAGES.get(event.subject_kind, ("", None))
    if not name or not rows.visible_to(reader).filter(public_id=event.subject).exists():
        return ""
    try:
        return reverse(name, args=[event.subject])
    except NoReverseMatch:
        return ""
