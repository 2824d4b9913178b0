"""How much somebody has not read: what the bell of every page shows."""

from __future__ import annotations

from evenhand.notices.models import Notice
from evenhand.people.models import User


def unread_count(user: User) -> int:
    """How many notices somebody has not read."""
    return Notice.objects.visible_to(user).unread().count()
