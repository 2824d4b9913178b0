"""The second factor: who has to have one, whether a session passed it, and what if it is lost."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.conf import settings
from django.http import HttpRequest

from evenhand.base.models import the_company
from evenhand.people.models import User
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
