"""Notices about what features below this one recorded: made from their audit events.

People and sign-in lie beneath notices and know nothing of them. A sweep reads their events, each
once: `ToldEvent` is written in the transaction that makes the notices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from evenhand.audit.models import Event
from evenhand.notices.actions import notify
from evenhand.notices.models import ToldEvent
from evenhand.people.models import Post, RoleGrant, User
from evenhand.people.roles import Role

LOOK_BACK: Final = timedelta(days=3)
"""Events become visible in another order than they were numbered in, and sweeps stand still for a
while: so whatever is that young and has not been told is told."""
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom to tell of an event, and what."""

    kind: str
    recipients: QuerySet[User]
    link: str
    values: Mapping[str, Any] = field(default_factory=dict)


def make_from_events(now: datetime) -> int:
    """Make the notices of events that have not been told. Gives how many were made."""
    ToldEvent.objects.filter(at__lt=now - 2 * LOOK_BACK).delete()
    untold = Event.objects.filter(kind__in=TELLINGS, at__gte=now - LOOK_BACK).exclude(
        public_id__in=ToldEvent.objects.values("event")
    )
    return sum(_tell(event, now) for event in untold.order_by("id")[:_AT_ONCE])


def _tell(event: Event, now: datetime) -> int:
    try:
        with transaction.atomic():
            ToldEvent.objects.create(event=event.public_id, at=now)
            telling = TELLINGS[event.kind](event)
            if telling is None:
                return 0
            made = notify(
                telling.recipients,
                kind=telling.kind,
                link=telling.link,
                values={"by": event.actor_label, **telling.values},
                by=User.objects.filter(public_id=event.actor).first() if event.actor else None,
                event=event.public_id,
                now=event.at,
            )
            return len(made)
    except IntegrityError:  # another sweep tells it at this moment
        return 0


def _role_granted(event: Event) -> Telling:
    details = event.details
    values = {"role": details.get("role", ""), "place": details.get("place", "")}
    return Telling("people.role_granted", _the_person(event), "/", values)


def _role_ended(event: Event) -> Telling:
    return Telling(
        "people.role_ended", _the_person(event), "/", {"role": event.details.get("role", "")}
    )


def _absence(event: Event) -> Telling | None:
    """To whoever stands in; an absence without a stand-in concerns nobody else."""
    return _to_stand_in(event, "people.stand_in")


def _absence_cancelled(event: Event) -> Telling | None:
    return _to_stand_in(event, "people.stand_in_ended")


def _to_stand_in(event: Event, kind: str) -> Telling | None:
    details = event.details
    if not details.get("stand_in"):
        return None
    values = {
        "name": event.subject_label,
        "from": details["from"],
        "until": details["until"],
    }
    return Telling(kind, _people(details["stand_in"]), "/profile/", values)


def _link_made(event: Event) -> Telling:
    return Telling("people.link_made", _the_person(event), "/profile/")


def _at_the_door(event: Event) -> Telling:
    """To administrators, of whom another one may have to confirm it, and to whom it is about."""
    people = _administrators() | _the_person(event)
    return Telling(event.kind, people, "/", {"name": event.subject_label})


def _policy_adopted(event: Event) -> Telling:
    """To everybody; where it is adopted for one outlet, to those who work there."""
    people: QuerySet[User] = User.objects.at_work()
    if event.outlet:
        there = Post.objects.on(timezone.localdate()).filter(outlet__public_id=event.outlet)
        people = people.filter(id__in=there.values("user"))
    values = {
        "policy": event.details.get("policy", event.subject_label),
        "titles": event.details.get("titles", {}),
    }
    return Telling("policies.version_adopted", people, "/policy/", values)


def _the_person(event: Event) -> QuerySet[User]:
    return _people(event.subject)


def _people(public_id: str) -> QuerySet[User]:
    found: QuerySet[User] = User.objects.filter(public_id=public_id)
    return found


def _administrators() -> QuerySet[User]:
    held = RoleGrant.objects.on(timezone.localdate()).filter(role=Role.administrator)
    found: QuerySet[User] = User.objects.filter(id__in=held.values("user"))
    return found


TELLINGS: Final[Mapping[str, Callable[[Event], Telling | None]]] = {
    "people.role_granted": _role_granted,
    "people.role_ended": _role_ended,
    "people.absence_recorded": _absence,
    "people.absence_cancelled": _absence_cancelled,
    "people.link_made": _link_made,
    "people.factor_reset_asked": _at_the_door,
    "people.factor_reset_confirmed": _at_the_door,
    "people.rescued": _at_the_door,
    "policies.adopted": _policy_adopted,
}
"""What each kind of event tells, and to whom."""
