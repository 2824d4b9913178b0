"""How sign-in fits this company: nobody signs up, people are added; failures are counted."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evenhand.base.sealing import Key, seal, unseal
from evenhand.people.actions.devices import forget_tries
from evenhand.people.actions.entry import record_failure, record_sign_in, record_sign_out
from evenhand.people.clients import client_ip
from evenhand.people.lock import person_meant
from evenhand.people.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # ships no types
    """People with a login name, or an e-mail address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from, proxies of one's own left out."""
        return client_ip(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 - as above
        """Wrong passwords are counted in `lock.py`; the library counts codes of a second factor."""

    def _rollback_login_failed_rl_usage(self) -> None:
        """As nothing was counted, nothing is taken back."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 - as above
        """Record it, unless the door is shut already."""
        falls = getattr(request, "lock_falls", False)
        if falls or not getattr(request, "axes_locked_out", False):
            record_failure(person_meant(credentials), ip=client_ip(request), locks=falls)

    def login(self, request: HttpRequest, user: User) -> None:
        """Let somebody in, and record it."""
        super().login(request, user)
        forget_tries(user)
        known = get_authentication_records(request, user)
        ways = [str(one.get("type") or one["method"]) for one in known]
        record_sign_in(user, by=user, ways=ways, ip=client_ip(request))

    def logout(self, request: HttpRequest) -> None:
        """Let somebody go, and record it."""
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            record_sign_out(user, by=user, ip=client_ip(request))


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """The company's identity provider lets in whom the company has added here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401 - as above
        """Whoever is not known here does not become known by having an account there."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401 - as above
        """Find the person by the e-mail address that the provider has verified; else refuse."""
        if not sociallogin.is_existing:
            person = _person_of(sociallogin)
            if person is None:
                record_failure(None, ip=client_ip(request), locks=False)
                page = "socialaccount/unknown_person.html"
                refusal = render(request, page, status=HTTPStatus.FORBIDDEN)
                raise ImmediateHttpResponse(refusal)
            sociallogin.connect(request, person)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # as above
    """What authenticator apps and recovery codes are made from lies sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Seal it."""
        return seal(text, Key.factors)

    def decrypt(self, encrypted_text: str) -> str:
        """Read it again."""
        return unseal(encrypted_text, Key.factors)


def _person_of(sociallogin: Any) -> User | None:  # noqa: ANN401 - as above
    """Whom the company has added with an e-mail address that the provider vouches for."""
    vouched = [one.email for one in sociallogin.email_addresses if one.verified]
    for email in vouched:
        person: User | None = User.objects.filter(email__iexact=email).first()
        if person is not None:
            return person
    return None


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: object = None,
) -> HttpResponse:
    """What is told after too many wrong passwords."""
    return render(request, "account/locked_out.html", status=HTTPStatus.TOO_MANY_REQUESTS)
