"""One-time links: how a person sets a first password, or another one without e-mail."""

from __future__ import annotations

from django.utils import timezone

from evenhand.people.models.access import LINK_LASTS, OneTimeLink


def find_link(digest: str) -> OneTimeLink | None:
    """The link of this hash, if it still works."""
    since = timezone.now() - LINK_LASTS
    return (
        OneTimeLink.objects.select_related("user")
        .filter(digest=digest, used_at=None, revoked_at=None, made_at__gt=since)
        .filter(user__is_active=True)
        .first()
    )
