"""Signing a person out, whether they want it or not."""

from __future__ import annotations

from django.db import transaction

from evenhand.audit.actions import record_event
from evenhand.people.changes import subject_of
from evenhand.people.models import User
from evenhand.people.permissions import KEEP_DOORS, require
from evenhand.people.sessions import end_sessions


@transaction.atomic
def sign_out_everywhere(user: User, *, by: User) -> int:
    """End sessions, tokens and links of a person. Tells how many sessions."""
    if by.pk != user.pk:
        require(by, KEEP_DOORS)
    count = end_sessions(user)
    record_event(
        "people.sessions_ended", by=by, subject=subject_of(user), details={"sessions": count}
    )
    return count
