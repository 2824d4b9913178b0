"""What happens around every request: whose language is spoken, and who is let in."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import tzinfo
from typing import Any, Final

from allauth.usersessions.internal.usersessionkit import track_activity
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation

from evenhand.base.language import DJANGO_CODE, speak
from evenhand.base.models import company_zone
from evenhand.core.types import Language
from evenhand.people.models import User

Answer = Callable[[HttpRequest], HttpResponseBase]

CODE = {django: ours for ours, django in DJANGO_CODE.items()}
LANGUAGE_COOKIE = "language"

OPEN_MODULES = ("allauth.", "ninja.")
"""allauth sends away by itself whoever may not see a page of it; each operation of the API
declares for itself who may call it."""


PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{name}=(self)" for name in ("camera", "fullscreen", "clipboard-write")),
        *(f"publickey-credentials-{name}=(self)" for name in ("get", "create")),
        *(
            f"{name}=()"
            for name in (
                "accelerometer",
                "autoplay",
                "browsing-topics",
                "display-capture",
                "geolocation",
                "gyroscope",
                "hid",
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "serial",
                "usb",
            )
        ),
    ]
)
"""What pages may ask a browser for: papers are photographed, passkeys used; nothing else."""

NOTED_EVERY: Final = 60.0
"""Seconds between two notes that a session is used, in each process."""
_MOST_NOTED: Final = 10_000


def leave_no_trace(get_response: Answer) -> Answer:
    """Browsers keep no page, whoever sits down next; and they lend pages no more than is used.

    What is served as a static file never comes by here with anything to hide, and says itself how
    long it is kept.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def note_activity(get_response: Answer) -> Answer:
    """Note when and from where each session was used: once a minute is often enough.

    The library notes it with every request, which makes a durable write of every page that is read.
    """
    noted: dict[str, float] = {}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        key, now = request.session.session_key, time.monotonic()
        is_due = key is not None and now - noted.get(key, -NOTED_EVERY) >= NOTED_EVERY
        if key is not None and is_due and isinstance(request.user, User):
            if len(noted) >= _MOST_NOTED:
                noted.clear()
            noted[key] = now
            track_activity(request, user=request.user, session=request.session)
        return get_response(request)

    return middleware


def speak_to_whoever_asks(get_response: Answer) -> Answer:
    """The language and time zone of the person signed in, else of this browser and the company."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        language = _language_of(request)
        speak(language)
        try:
            with translation.override(DJANGO_CODE[language]), timezone.override(_zone_of(request)):
                response = get_response(request)
        finally:
            speak(Language.en)
        response.headers.setdefault("Content-Language", DJANGO_CODE[language])
        return response

    return middleware


def _language_of(request: HttpRequest) -> Language:
    if isinstance(request.user, User):
        return Language(request.user.language)
    asked = request.COOKIES.get(LANGUAGE_COOKIE, "")
    if asked in set(Language):
        return Language(asked)
    return CODE[translation.get_language_from_request(request)]


def _zone_of(request: HttpRequest) -> tzinfo | None:
    """The time zone of the outlet where somebody works, else of the company, else UTC."""
    if isinstance(request.user, User) and request.user.post:
        return request.user.post.outlet.zone
    return company_zone()


class SignedInUnlessOpen:
    """Nobody sees a page that does not say who may: forgetting to say so keeps it shut."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        *_: Any,  # noqa: ANN401 - whatever the URL holds
    ) -> HttpResponse | None:
        """Send those who have not signed in to do so first."""
        if "\x00" in request.path:  # in no address of ours, and in no text of PostgreSQL's
            raise Http404
        if getattr(view, "open_to_all", False) or view.__module__.startswith(OPEN_MODULES):
            return None
        if not request.user.is_authenticated:
            if settings.ENVIRONMENT.demonstration:
                return redirect("demonstration")
            return redirect_to_login(request.get_full_path())
        if not hasattr(view, "allowed"):
            raise RuntimeError(f"{view} does not say who may use it")
        return None
