"""Where people are signed in."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Max
from django.utils import timezone

from evenhand.people.models import User


def end_sessions(user: User) -> int:
    """Sign somebody out everywhere; tokens and links end too. Tells how many sessions."""
    mine = _sessions_of(user)
    Session.objects.filter(session_key__in=mine).delete()
    UserSession.objects.filter(user=user).delete()
    now = timezone.now()
    user.tokens.usable().update(revoked_at=now)
    user.links.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    return len(mine)


def _sessions_of(user: User) -> list[str]:
    """Keys of all of them, those included that no list of sessions has."""
    listed = set(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            listed.add(session.session_key)
    return sorted(listed)


def last_seen(user: User) -> datetime | None:
    """When somebody last asked for a page, as far as is known."""
    seen: datetime | None = UserSession.objects.filter(user=user).aggregate(
        latest=Max("last_seen_at")
    )["latest"]
    return max((one for one in (seen, user.last_login) if one is not None), default=None)
