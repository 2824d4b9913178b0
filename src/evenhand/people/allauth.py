"""How sign-in fits this company: nobody signs up, people are added; what happens is recorded."""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from evenhand.audit.actions import record_event
from evenhand.people.actions import subject_of
from evenhand.people.devices import forget_tries
from evenhand.people.models import User

THIS_MACHINE = "127.0.0.1"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # ships no types
    """People with a login name, or an e-mail address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from; over a socket of this machine there is no address."""
        return client_ip(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ANN401 - the library's own
        """Wrong passwords count by name and place: nobody locks somebody else out from afar."""
        login = login_of(credentials)
        return f"{login}:{self.get_client_ip(request)}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 - as above
        """Record that somebody was not let in: who, if known; never what was typed."""
        if getattr(request, "axes_locked_out", False):
            return
        _record("people.sign_in_failed", None, user_called(login_of(credentials)))

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponseBase:  # noqa: ANN401 - as above
        """Record who came in, and by what."""
        forget_tries(user)
        records = request.session.get("account_authentication_methods", [])
        _record("people.signed_in", user, user, by=sorted({one["method"] for one in records}))
        response: HttpResponseBase = super().post_login(request, user, **told)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Record who went."""
        if isinstance(request.user, User):
            _record("people.signed_out", request.user, request.user)
        super().logout(request)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """The company's identity provider lets in whom the company has added here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401 - as above
        """Whoever is not known here does not become known by having an account there."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401 - as above
        """Match by e-mail that the provider has verified; nobody ties an account to themselves."""
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(_unknown(request))
        if sociallogin.is_existing:
            return
        verified = {one.email.lower() for one in sociallogin.email_addresses if one.verified}
        known = User.objects.at_work().filter(email__in=verified)
        if len(known) != 1:
            raise ImmediateHttpResponse(_unknown(request))
        sociallogin.connect(request, known[0])


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "people/unknown_account.html", status=HTTPStatus.FORBIDDEN)


def login_of(credentials: dict[str, Any]) -> str:
    """The login name or e-mail that was typed, as it is looked up."""
    typed = credentials.get("email") or credentials.get("username") or credentials.get("login")
    return str(typed or "").strip().lower()


def client_ip(request: HttpRequest) -> str:
    """Where a request comes from, as the outermost of one's own proxies saw it.

    What is written to the left of that in X-Forwarded-For, whoever asks has written themselves.
    """
    seen = str(request.META.get("REMOTE_ADDR") or THIS_MACHINE)
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if count and len(forwarded) >= count:
        seen = forwarded[-count].strip()
    try:
        return str(ip_address(seen))
    except ValueError:
        return THIS_MACHINE


def axes_username(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What wrong passwords are counted under: one name, however it is written."""
    return login_of(credentials or request.POST.dict())[:255]


def user_called(login: str) -> User | None:
    """Whose login name or e-mail this is."""
    return User.objects.filter(Q(login=login) | Q(email=login)).first() if login else None


@transaction.atomic
def _record(kind: str, actor: User | None, about: User | None, **details: object) -> None:
    record_event(
        kind, by=actor, subject=subject_of(about) if about else None, details=details or None
    )


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """What is told after too many wrong passwords."""
    _record("people.locked_out", None, user_called(axes_username(request, credentials)))
    return render(request, "account/locked_out.html", status=HTTPStatus.TOO_MANY_REQUESTS)
