"""The second factor: who has to have one, whether a session passed it, and what if it is lost."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.base.models import the_company
from evenhand.core.errors import Conflict, NotAllowed
from evenhand.core.said import said
from evenhand.people.actions import subject_of
from evenhand.people.forced_sign_out import sign_out_everywhere
from evenhand.people.models import User
from evenhand.people.models.access import FactorReset
from evenhand.people.permissions import KEEP_DOORS, require
from evenhand.people.roles import DECIDES

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes alone are none: they stand in for one that is there."""


def must_have_factor(user: User) -> bool:
    """Whether a password alone is not enough: nobody is asked in the demonstration."""
    if not user.standing.roles & DECIDES:
        return False
    if not settings.ENVIRONMENT.demonstration:
        return True
    company = the_company()
    return not (company and company.is_demonstration)


def has_factor(user: User) -> bool:
    """Whether they have set one up."""
    found: bool = Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()
    return found


def has_only_keys(user: User) -> bool:
    """Whether there is no code to type, only a key to touch."""
    types = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    return types == {Authenticator.Type.WEBAUTHN}


def passed_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session was signed in to with the second factor as well."""
    return any(one["method"] == "mfa" for one in get_authentication_records(request, user))


class ActivateTotp(ActivateTOTPForm):  # type: ignore[misc]  # ships no types
    """Whoever has just typed a right code need not type another."""

    def clean_code(self) -> str:
        """The code, which counts as the second factor of this session."""
        code: str = super().clean_code()
        record_authentication(context.request, self.user, "mfa", type="totp")
        return code


class AddKey(AddWebAuthnForm):  # type: ignore[misc]  # as above
    """Whoever has just touched a key need not touch it again."""

    def clean(self) -> dict[str, object] | None:
        """The key, which counts as the second factor of this session."""
        cleaned: dict[str, object] | None = super().clean()
        if cleaned and cleaned.get("credential") and not self.errors:
            record_authentication(context.request, self.user, "mfa", type="webauthn")
        return cleaned


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
