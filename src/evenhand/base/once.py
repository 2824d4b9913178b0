"""Writes that are carried out once, however often their form is sent.

Every form carries a key. What was done under a key is kept in the transaction that did it, and
told again to whoever sends the same form again: after a double tap, or a line that was lost.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from evenhand.base.models import CarriedOut
from evenhand.base.problem import problem_of
from evenhand.core.errors import Conflict
from evenhand.core.said import said

View = Callable[..., HttpResponse]

FIELD: Final = "form_key"
HEADER: Final = "Idempotency-Key"
PROGRAMS: Final = "/api/"
SAFE: Final = ("GET", "HEAD", "OPTIONS")
OF_THE_SENDING: Final = frozenset({"csrfmiddlewaretoken", "sent_at"})
"""Fields that tell of the sending, not of what is sent: they change when a form is sent again."""
_TOLD_ONCE: Final = "evenhand.told_once"
_LONGEST: Final = 64
"""Characters of a key."""


def new_form_key() -> str:
    """A key for a form that is about to be shown."""
    return secrets.token_urlsafe(24)


def once(view: View) -> View:
    """Carry out the form of a page once; without a key it is refused. What only reads passes."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - whatever the URL holds
        if request.method in SAFE:
            return view(request, *args, **kwargs)
        key = request.POST.get(FIELD, "")
        if not key or len(key) > _LONGEST:
            raise Conflict(
                said("This form has no key of its own. Open the page again and send it once more.")
            )
        person = getattr(request.user, "public_id", "")
        return _once(_Asked(request, person, key), lambda: view(request, *args, **kwargs))

    return guarded


def tell_once(request: HttpRequest) -> None:
    """Say that the answer holds a secret: it is not kept, and not told again under the same key."""
    request.META[_TOLD_ONCE] = True


def carries_key(request: HttpRequest) -> bool:
    """Whether a program asks for a write of the API to be done once: `Idempotency-Key`."""
    writes = request.method not in SAFE and request.path.startswith(PROGRAMS)
    keeps_own = request.path in settings.KEEP_OWN_KEYS
    return writes and not keeps_own and bool(request.headers.get(HEADER))


def done_once(request: HttpRequest, person: str, run: Callable[[], HttpResponse]) -> HttpResponse:
    """What is answered to a program whose write is done once: now, or when it was done."""
    try:
        return _once(_Asked(request, person, key_shown(request)), run)
    except Conflict as error:
        return problem_of(error)


def key_shown(request: HttpRequest) -> str:
    """The key under which a program asks for a write to be done once, empty for none.

    Raises Conflict for one that is too long.
    """
    key = request.headers.get(HEADER, "")
    if len(key) > _LONGEST:
        raise Conflict(said("An idempotency key has at most {count} characters.", count=_LONGEST))
    return key


@dataclass(frozen=True, slots=True)
class _Asked:
    """A write that was asked for, by whom, under which key."""

    request: HttpRequest
    person: str
    key: str


def _once(asked: _Asked, run: Callable[[], HttpResponse]) -> HttpResponse:
    if (done := _done(asked)) is not None:
        return done
    try:
        return _carry_out(asked, run)
    except IntegrityError:
        # Somebody else sent the same at the same moment, and was first.
        if (done := _done(asked)) is not None:
            return done
        raise


def _carry_out(asked: _Asked, run: Callable[[], HttpResponse]) -> HttpResponse:
    with transaction.atomic(durable=True):
        response = run()
        if response.status_code >= 400:  # nothing was done: the key stays free
            transaction.set_rollback(True)
            return response
        is_told_once = _TOLD_ONCE in asked.request.META
        is_kept = not is_told_once and "Location" not in response.headers
        CarriedOut.objects.create(
            person=asked.person,
            key=asked.key,
            request=_fingerprint(asked.request),
            status=response.status_code,
            location=response.headers.get("Location", ""),
            body=response.content.decode() if is_kept else "",
            is_told_once=is_told_once,
        )
        return response


def _done(asked: _Asked) -> HttpResponse | None:
    """What was answered under this key, None if nothing was."""
    done = CarriedOut.objects.filter(person=asked.person, key=asked.key).first()
    if done is None:
        return None
    if done.request != _fingerprint(asked.request):
        raise Conflict(
            said(
                "This was sent before with something else in it, and that was carried out. "
                "Open the page again to see how things stand."
            )
        )
    if done.is_told_once:
        raise Conflict(
            said(
                "This was carried out before. What it answered is told once, and kept nowhere. "
                "Ask again, with another key."
            )
        )
    response = HttpResponse(done.body, status=done.status)
    if asked.request.path.startswith(PROGRAMS):
        response.headers["Content-Type"] = "application/json; charset=utf-8"
    if done.location:
        response.headers["Location"] = done.location
    return response


def _fingerprint(request: HttpRequest) -> str:
    """What was asked for, apart from what tells of the sending."""
    told = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.content_type == "application/json":
        told.update(request.body)
        return told.hexdigest()
    for name, values in sorted(request.POST.lists()):
        if name not in OF_THE_SENDING:
            told.update(repr((name, values)).encode())
    for name, file in sorted(request.FILES.items()):
        told.update(repr((name, getattr(file, "name", ""), getattr(file, "size", 0))).encode())
    return told.hexdigest()
