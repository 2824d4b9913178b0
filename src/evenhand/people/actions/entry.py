"""What is recorded of coming in and going: never a password, nor what somebody typed as a name."""

from __future__ import annotations

from django.db import transaction

from evenhand.audit.actions import record_event
from evenhand.people.changes import subject_of
from evenhand.people.models import User


@transaction.atomic
def record_sign_in(user: User, *, by: User, ways: list[str], ip: str) -> None:
    """Record that somebody has come in, and by which ways: password, passkey, code."""
    details = {"ways": ways, "address": ip}
    record_event("people.signed_in", by=by, subject=subject_of(user), details=details)


@transaction.atomic
def record_failure(user: User | None, *, ip: str, locks: bool, by: User | None = None) -> None:
    """Record a wrong password; of a name that is nobody's, only where it came from."""
    subject = subject_of(user) if user else None
    details = {"address": ip}
    record_event("people.sign_in_failed", by=by, subject=subject, details=details)
    if locks:
        record_event("people.locked_out", by=by, subject=subject, details=details)


@transaction.atomic
def record_sign_out(user: User, *, by: User, ip: str) -> None:
    """Record that somebody has signed out."""
    record_event("people.signed_out", by=by, subject=subject_of(user), details={"address": ip})


@transaction.atomic
def record_factor(kind: str, user: User, *, way: str, ip: str, by: User | None) -> None:
    """Record that a second factor was set up, taken off, or shown wrong: its kind, never a code."""
    details = {"way": way, "address": ip}
    record_event(kind, by=by, subject=subject_of(user), details=details)


@transaction.atomic
def record_password(user: User, *, ip: str) -> None:
    """Record that somebody has chosen another password."""
    details = {"address": ip}
    record_event("people.password_changed", by=user, subject=subject_of(user), details=details)
