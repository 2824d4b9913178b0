"""Second factors: what is recorded of them, and what if they are lost."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.core.errors import Conflict, NotAllowed
from evenhand.core.said import said
from evenhand.people.actions.links import make_link
from evenhand.people.actions.sessions import sign_out_everywhere
from evenhand.people.changes import subject_of
from evenhand.people.lock import counted_person
from evenhand.people.models import User
from evenhand.people.models.access import FactorReset
from evenhand.people.permissions import KEEP_DOORS, require
from evenhand.people.sessions import end_sessions


@transaction.atomic
def ask_factor_reset(user: User, *, by: User) -> FactorReset:
    """Ask that the lost factors of a person be removed; another administrator has to confirm."""
    require(by, KEEP_DOORS)
    if by.pk == user.pk:
        raise NotAllowed(said("Nobody asks for themselves. Ask another administrator."))
    User.objects.select_for_update().get(pk=user.pk)
    if user.factor_resets.open().exists():
        raise Conflict(said("This has been asked for already."))
    reset = FactorReset.objects.create(user=user, asked_by=by)
    record_event("people.factor_reset_asked", by=by, subject=subject_of(user))
    return reset


@transaction.atomic
def confirm_factor_reset(reset: FactorReset, *, by: User) -> None:
    """Remove the factors, as a second administrator, and end every session of the person."""
    require(by, KEEP_DOORS)
    if by.pk in (reset.asked_by_id, reset.user_id):
        raise NotAllowed(said("Another administrator has to confirm this."))
    taken = (
        FactorReset.objects.open()
        .filter(pk=reset.pk)
        .update(confirmed_by=by, confirmed_at=timezone.now())
    )
    if not taken:
        raise Conflict(said("This was confirmed or withdrawn meanwhile, or it is too old."))
    Authenticator.objects.filter(user_id=reset.user_id).delete()
    sign_out_everywhere(reset.user, by=by)
    record_event("people.factor_reset_confirmed", by=by, subject=subject_of(reset.user))


@transaction.atomic
def withdraw_factor_reset(reset: FactorReset, *, by: User) -> None:
    """Let a request rest: any administrator may, and whom it is about."""
    if by.pk != reset.user_id:
        require(by, KEEP_DOORS)
    if not FactorReset.objects.open().filter(pk=reset.pk).update(withdrawn_at=timezone.now()):
        raise Conflict(said("This was confirmed or withdrawn meanwhile, or it is too old."))
    record_event("people.factor_reset_withdrawn", by=by, subject=subject_of(reset.user))


@transaction.atomic
def rescue_person(user: User) -> str:
    """Let somebody in again who has lost everything, as whoever keeps the machine; gives a link.

    Factors, sessions and locks go; everybody who keeps doors is told of it. Raises Conflict for
    leavers.
    """
    Authenticator.objects.filter(user_id=user.pk).delete()
    AccessAttempt.objects.filter(username=counted_person(user)).delete()
    end_sessions(user)
    record_event("people.rescued", by=None, subject=subject_of(user))
    return make_link(user, by=None)
