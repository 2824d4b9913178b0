"""Too many wrong passwords: for whom, and from where, the door is shut for a while."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessFailureLog
from django.conf import settings
from django.http import HttpRequest

from evenhand.people.models import User

PER_ADDRESS = 50
PER_ADDRESS_WITHIN = timedelta(hours=1)
_NAMES = ("login", "username", "email")


def person_meant(credentials: Mapping[str, Any] | None) -> User | None:
    """Who is meant by the login name or e-mail address that was typed."""
    typed = typed_name(credentials)
    if not typed:
        return None
    by_login: User | None = User.objects.filter(login=typed).first()
    by_email: User | None = User.objects.filter(email__iexact=typed).first()
    return by_login or by_email


def typed_name(credentials: Mapping[str, Any] | None) -> str:
    """The login name or e-mail address that was typed, however it is called on the way."""
    said = credentials or {}
    return next((str(said[name]).strip().lower() for name in _NAMES if said.get(name)), "")


def counted_as(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Under which name failures are counted: one for a person, whether login name or e-mail.

    What belongs to nobody is kept as a hash only: people type passwords there by mistake.
    """
    person = person_meant(credentials or request.POST.dict())
    if person is not None:
        return counted_person(person)
    typed = typed_name(credentials or request.POST.dict())
    key = settings.SECRET_KEY.encode()
    return f"nobody:{hmac.new(key, typed.encode(), hashlib.sha256).hexdigest()[:32]}"


def counted_person(person: User) -> str:
    """Under which name failures of a person are counted."""
    return f"person:{person.public_id}"


class Lock(AxesDatabaseHandler):  # type: ignore[misc]  # ships no types
    """Locks a person out from one address, and an address out altogether."""

    def is_locked(self, request: Any, credentials: Any = None) -> bool:  # noqa: ANN401 - the library's own
        """Whether the person is locked out from here, or everybody."""
        return super().is_locked(request, credentials) or _too_many_from(request)

    def user_login_failed(
        self,
        sender: Any,  # noqa: ANN401 - as above
        credentials: Any,  # noqa: ANN401 - as above
        request: Any = None,  # noqa: ANN401 - as above
        **told: Any,  # noqa: ANN401 - as above
    ) -> None:
        """Count a failure, and note whether it was the one that locks."""
        was_locked = request.axes_locked_out
        super().user_login_failed(sender, credentials, request, **told)
        if not was_locked and _too_many_from(request):
            request.axes_locked_out, request.axes_credentials = True, credentials
        request.lock_falls = request.axes_locked_out and not was_locked


def _too_many_from(request: Any) -> bool:  # noqa: ANN401 - as above
    since = request.axes_attempt_time - PER_ADDRESS_WITHIN
    failures = AccessFailureLog.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gte=since
    )
    return bool(failures.count() >= PER_ADDRESS)
