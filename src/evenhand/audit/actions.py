"""Recording what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction
from django.utils import timezone

from evenhand.audit.models import Event
from evenhand.base.logs import REQUEST


class Actor(Protocol):
    """Whoever does something: people live above this feature."""

    public_id: str

    @property
    def label(self) -> str:
        """What they are called on the day."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What something was done to."""

    kind: str
    public_id: str
    label: str
    outlet: str = ""


def record_event(
    kind: str,
    *,
    by: Actor | None,
    subject: Subject | None = None,
    details: Mapping[str, object] | None = None,
    now: datetime | None = None,
) -> Event:
    """Record what an action does, inside its transaction; `by` None is the system itself.

    Raises TransactionManagementError outside a transaction: an event without its change, or a
    change without its event, is worse than neither.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "an event is recorded in the transaction of what it tells"
        )
    return Event.objects.create(
        at=now or timezone.now(),
        kind=kind,
        actor=by.public_id if by else "",
        actor_label=by.label if by else "",
        subject_kind=subject.kind if subject else "",
        subject=subject.public_id if subject else "",
        subject_label=subject.label if subject else "",
        outlet=subject.outlet if subject else "",
        request=REQUEST.get(),
        details=dict(details or {}),
    )
