"""Tokens of the API: made by whom they stand for, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.core.errors import Conflict, NotAllowed
from evenhand.core.said import said
from evenhand.people.changes import subject_of
from evenhand.people.digests import digest_of, new_secret
from evenhand.people.factors import has_factor, must_have_factor
from evenhand.people.models import User
from evenhand.people.models.access import ApiToken
from evenhand.people.permissions import KEEP_DOORS, require
from evenhand.people.tokens import LONGEST, PREFIX, SCOPES


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
