"""What is done about time-stamps: what an authority answered is kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from evenhand.audit.actions import Subject, record_event
from evenhand.register.models import Checkpoint, TimeStamp
from evenhand.register.stamping import Stamp


@transaction.atomic
def note_stamp(checkpoint: Checkpoint, stamp: Stamp, *, now: datetime) -> None:
    """Keep the time-stamp of a checkpoint, or why there is none. What was refused is recorded."""
    found = {
        "state": stamp.state,
        "told": stamp.told[:200],
        "token": stamp.token,
        "stamped_at": stamp.stamped_at,
        "at": now,
    }
    TimeStamp.objects.update_or_create(checkpoint=checkpoint, defaults=found)
    if stamp.state == TimeStamp.State.refused:
        record_event(
            "register.stamp_refused",
            by=None,
            subject=Subject("register", "", str(checkpoint.pk)),
            details={"size": checkpoint.pk, "why": stamp.told[:200]},
            now=now,
        )
