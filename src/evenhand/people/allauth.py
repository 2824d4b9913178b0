"""How sign-in fits this company: nobody signs up, people are added; failures are counted."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # ships no types
    """People with a login name, or an e-mail address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """The company's identity provider lets in whom the company has added here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401 - as above
        """Whoever is not known here does not become known by having an account there."""
        return False


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: object = None,
) -> HttpResponse:
    """What is told after too many wrong passwords."""
    return render(request, "account/locked_out.html", status=HTTPStatus.TOO_MANY_REQUESTS)
