"""The addresses of the sign-in library that are wanted here; the others are shut."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.urls import urlpatterns as offered
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

from evenhand.people import company_account
from evenhand.people.permissions import open_to_all

WANTED = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate_webauthn",
        "usersessions_list",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        "openid_connect_login",
        "openid_connect_callback",
    }
)
"""Nobody signs up, manages e-mail addresses or connects accounts by themselves, and no code that
was sent lets anybody in: people are added by the company."""

OWN = {
    "openid_connect_login": company_account.begin,
    "openid_connect_callback": company_account.come_back,
}
"""Wanted, but more strictly than the library does it."""


@open_to_all
def gone(_request: HttpRequest, **_of_the_address: object) -> HttpResponse:
    """An address that the library offers and that is not wanted."""
    raise Http404


def only_wanted(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses, shut where they are not wanted.

    They keep their names, since pages of the library ask for the addresses of others.
    """
    return [_shut_unless_wanted(one) for one in patterns]


def _shut_unless_wanted(one: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(one, URLResolver):
        inner = only_wanted(one.url_patterns)
        return URLResolver(one.pattern, inner, one.default_kwargs, one.app_name, one.namespace)
    if one.name in OWN:
        return URLPattern(one.pattern, OWN[one.name], one.default_args, one.name)
    if one.name in WANTED:
        return one
    return URLPattern(one.pattern, gone, one.default_args, one.name)


urlpatterns = only_wanted(offered)
