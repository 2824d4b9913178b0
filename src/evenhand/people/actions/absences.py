"""What is done about absences: who is away, and who serves their customers meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.core.errors import Conflict
from evenhand.core.said import said
from evenhand.people.changes import subject_of, write_changes
from evenhand.people.models import Absence, User


@transaction.atomic
def record_absence(
    user: User,
    *,
    from_day: date,
    until_day: date,
    by: User | None,
    stand_in: User | None = None,
    reason: str = "",
) -> Absence:
    """Note that somebody is away from one day to another, both included, and who stands in.

    Raises Conflict if they are away on one of the days already, the days are the wrong way round,
    or the stand-in is away too, works in another outlet, or is the same person.
    """
    if until_day < from_day:
        raise Conflict(said("The last day is before the first."))
    among = [user.id] if stand_in is None else [user.id, stand_in.id]
    list(User.objects.filter(id__in=among).order_by("id").select_for_update())
    if other := user.absences.during(from_day, until_day).first():
        raise Conflict(
            said(
                "{name} is away from {first} to {last} already.",
                name=user.name,
                first=other.from_day,
                last=other.until_day,
            )
        )
    if stand_in is not None:
        _can_stand_in(stand_in, user, from_day, until_day)
    absence = Absence.objects.create(
        user=user, from_day=from_day, until_day=until_day, stand_in=stand_in, reason=reason
    )
    record_event("people.absence_recorded", by=by, subject=subject_of(user), details=_told(absence))
    return absence


@transaction.atomic
def cancel_absence(absence: Absence, *, by: User | None) -> None:
    """Take an absence back: the days that have passed stay, those to come do not.

    Raises Conflict if it is over.
    """
    today = timezone.localdate()
    list(User.objects.filter(id=absence.user_id).select_for_update())
    absence = Absence.objects.select_related("user", "stand_in").get(id=absence.id)
    if absence.until_day < today:
        raise Conflict(said("This absence is over. It stays as it was."))
    told = _told(absence)
    if absence.from_day < today:
        changed = write_changes(absence, {"until_day": today - timedelta(days=1)})
        told["changed"] = changed
    else:
        absence.delete()
    record_event("people.absence_cancelled", by=by, subject=subject_of(absence.user), details=told)


def _can_stand_in(stand_in: User, user: User, first: date, last: date) -> None:
    if stand_in.id == user.id:
        raise Conflict(said("Nobody stands in for themselves."))
    if not stand_in.is_active or not _outlets(stand_in, first, last) & _outlets(user, first, last):
        raise Conflict(
            said("{name} does not work in the same outlet on these days.", name=stand_in.name)
        )
    if stand_in.absences.during(first, last).exists():
        raise Conflict(said("{name} is away on one of these days too.", name=stand_in.name))


def _outlets(user: User, first: date, last: date) -> set[int]:
    """Where somebody works from the first day to the last."""
    return {post.outlet_id for post in user.posts.on(first)} & {
        post.outlet_id for post in user.posts.on(last)
    }


def _told(absence: Absence) -> dict[str, object]:
    """What an event says of an absence; never why, which may be an illness."""
    return {
        "absence": absence.public_id,
        "from": absence.from_day.isoformat(),
        "until": absence.until_day.isoformat(),
        "stand_in": absence.stand_in.public_id if absence.stand_in else "",
        "stand_in_label": absence.stand_in.name if absence.stand_in else "",
    }
