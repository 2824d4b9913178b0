"""What is done with the audit trail: it is exported, and that is told in it."""

from __future__ import annotations

from django.db import transaction

from evenhand.audit.actions import record_event
from evenhand.insight.events import Asked
from evenhand.people.models import User


@transaction.atomic
def export_events(asked: Asked, *, by: User) -> None:
    """Record that somebody takes events out of Evenhand, and which they asked for."""
    record_event("audit.exported", by=by, details=asked.told())
