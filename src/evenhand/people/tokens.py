"""Tokens of the API: what a program shows to act for a person."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from evenhand.people.digests import digest_of
from evenhand.people.factors import has_factor, must_have_factor
from evenhand.people.models import User
from evenhand.people.models.access import ApiToken

PREFIX = "eh_"
"""By which a token that leaked is recognised."""
LONGEST = timedelta(days=365)
FEATURES = (
    "*",
    "people",
    "policies",
    "disputes",
    "audit",
    "files",
    "notices",
    "customers",
    "register",
)
SCOPES = tuple(f"{verb}:{feature}" for verb in ("read", "write") for feature in FEATURES)
_A_MINUTE = timedelta(minutes=1)


def find_token(header: str) -> ApiToken | None:
    """The token of an `Authorization` header, if it and its person may do anything now."""
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.startswith(PREFIX):
        return None
    token = (
        ApiToken.objects.usable()
        .select_related("user")
        .filter(digest=digest_of(secret), user__is_active=True)
        .first()
    )
    if token is None or (must_have_factor(token.user) and not has_factor(token.user)):
        return None
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _A_MINUTE)
    if token.last_used_at is None or token.last_used_at < now - _A_MINUTE:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    return token


def authenticate(header: str) -> User | None:
    """Whom the token of an `Authorization` header stands for."""
    token = find_token(header)
    return token.user if token else None
