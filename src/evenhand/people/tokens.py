"""Tokens of the API: what a program shows to act for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.core.errors import Conflict, NotAllowed
from evenhand.core.said import said
from evenhand.people.actions import subject_of
from evenhand.people.digests import digest_of, new_secret
from evenhand.people.factors import has_factor, must_have_factor
from evenhand.people.models import User
from evenhand.people.models.access import ApiToken
from evenhand.people.permissions import KEEP_DOORS, require

PREFIX = "eh_"
"""By which a token that leaked is recognised."""
LONGEST = timedelta(days=365)
FEATURES = ("*", "people", "policies", "disputes", "audit", "files", "notices")
SCOPES = tuple(f"{verb}:{feature}" for verb in ("read", "write") for feature in FEATURES)
_A_MINUTE = timedelta(minutes=1)


@transaction.atomic
def make_token(*, name: str, scopes: Sequence[str], lasts: timedelta, by: User) -> str:
    """The secret of a new token of one's own, to be shown once.

    Raises Conflict for a scope that is none or a time that is too long, NotAllowed without factor.
    """
    if must_have_factor(by) and not has_factor(by):
        raise NotAllowed(said("Set up a second factor first."))
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Conflict(said("Choose what the token may do."))
    if not timedelta(0) < lasts <= LONGEST:
        raise Conflict(said("A token lasts a year at most."))
    secret = new_secret(PREFIX)
    token = ApiToken.objects.create(
        user=by,
        name=name,
        scopes=sorted(set(scopes)),
        digest=digest_of(secret),
        expires_at=timezone.now() + lasts,
    )
    details = {"token": token.public_id, "name": name, "scopes": token.scopes}
    record_event("people.token_made", by=by, subject=subject_of(by), details=details)
    return secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> None:
    """End a token: its owner, or an administrator."""
    if by.pk != token.user_id:
        require(by, KEEP_DOORS)
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise Conflict(said("This token was revoked already."))
    details = {"token": token.public_id, "name": token.name}
    record_event("people.token_revoked", by=by, subject=subject_of(token.user), details=details)


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
