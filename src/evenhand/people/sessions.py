"""Where people are signed in."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db.models import Max

from evenhand.people.models import User


def end_sessions(user: User) -> None:
    """Sign somebody out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def last_seen(user: User) -> datetime | None:
    """When somebody last asked for a page, as far as is known."""
    seen: datetime | None = UserSession.objects.filter(user=user).aggregate(
        latest=Max("last_seen_at")
    )["latest"]
    return max((one for one in (seen, user.last_login) if one is not None), default=None)
