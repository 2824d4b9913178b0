"""What stands before every page: a second factor, and the lock of shared devices."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from evenhand.base.once import PROGRAMS
from evenhand.base.problem import problem
from evenhand.people.devices import device_of, is_locked, is_on_device, limit
from evenhand.people.factors import has_factor, has_only_keys, must_have_factor, passed_factor
from evenhand.people.models import User
from evenhand.web.errors import error_page

Answer = Callable[[HttpRequest], HttpResponseBase]

ALWAYS = (
    "/account/2fa/reauthenticate/",
    "/account/2fa/webauthn/reauthenticate/",
    "/account/logout/",
    "/language",
    "/theme",
    "/help/",
    "/lock",
    "/switch/",
    "/static/",
)
"""What is open before the second factor was shown: to show it, to leave, to read."""
TO_SET_UP = ("/account/2fa/", "/account/reauthenticate/", *ALWAYS)
"""What is open besides to whoever has none. Whoever has one does not take it off without it."""
SHUT_ON_DEVICES = ("/account/", "/profile/tokens", "/profile/pin")
"""What six digits do not change: how one signs in. Signing out is open."""


def demand_factor(get_response: Answer) -> Answer:
    """Whoever decides over others gets no further than setting up a second factor without one."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not must_have_factor(user):
            return get_response(request)
        has_one = has_factor(user)
        if has_one and passed_factor(request, user):
            return get_response(request)
        if request.path.startswith(ALWAYS if has_one else TO_SET_UP):
            return get_response(request)
        if request.path.startswith(PROGRAMS):
            said = _("Sign in with your second factor first.")
            return problem(HTTPStatus.FORBIDDEN, HTTPStatus.FORBIDDEN.phrase, detail=said)
        return redirect(_where_to_show_it(user))

    return middleware


def _where_to_show_it(user: User) -> str:
    if not has_factor(user):
        return reverse("mfa_index")
    name = "mfa_reauthenticate_webauthn" if has_only_keys(user) else "mfa_reauthenticate"
    return f"{reverse(name)}?next=/"


def on_shared_devices(get_response: Answer) -> Answer:
    """A session that six digits opened: it locks itself, and gives a salesperson's hands."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not is_on_device(request):
            return get_response(request)
        if is_locked(request):
            logout(request)
            return _locked(request)
        device = device_of(request)
        assert device is not None  # else it is locked
        limit(user, device.outlet)
        if request.path.startswith(SHUT_ON_DEVICES) and request.path != reverse("account_logout"):
            said = _("Sign in with your password to change this.")
            return error_page(request, HTTPStatus.FORBIDDEN, said)
        return get_response(request)

    return middleware


def _locked(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(PROGRAMS):
        return problem(HTTPStatus.UNAUTHORIZED, HTTPStatus.UNAUTHORIZED.phrase)
    return redirect("switch")
