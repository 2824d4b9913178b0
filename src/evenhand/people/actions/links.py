"""One-time links: made for a person, and used once."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.core.errors import Conflict
from evenhand.core.said import said
from evenhand.people.actions.sessions import sign_out_everywhere
from evenhand.people.changes import subject_of
from evenhand.people.digests import digest_of, new_secret
from evenhand.people.models import User
from evenhand.people.models.access import LINK_LASTS, OneTimeLink
from evenhand.people.permissions import KEEP_DOORS, require


@transaction.atomic
def make_link(user: User, *, by: User | None) -> str:
    """The secret of a new link; the one before it no longer works. Raises Conflict for leavers."""
    if by is not None:
        require(by, KEEP_DOORS)
    if not user.is_active:
        raise Conflict(said("{name} may not sign in.", name=user.name))
    user.links.filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())
    secret = new_secret()
    OneTimeLink.objects.create(user=user, digest=digest_of(secret), made_by=by)
    record_event("people.link_made", by=by, subject=subject_of(user))
    return secret


@transaction.atomic
def use_link(link: OneTimeLink, *, password: str) -> None:
    """Set the password of whose link it is, and end what was signed in with the one before.

    Raises ValidationError for a weak password, Conflict if the link was used meanwhile.
    """
    validate_password(password, link.user)
    since = timezone.now() - LINK_LASTS
    taken = OneTimeLink.objects.filter(
        id=link.id, used_at=None, revoked_at=None, made_at__gt=since, user__is_active=True
    ).update(used_at=timezone.now())
    if not taken:
        raise Conflict(said("This link does not work any more. Ask for another one."))
    user = User.objects.get(id=link.user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    sign_out_everywhere(user, by=user)
    record_event("people.link_used", by=user, subject=subject_of(user))
