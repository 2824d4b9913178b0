"""Writes that are carried out once, however often their form is sent.

Every form carries a key. What was done under a key is kept in the transaction that did it, and
told again to whoever sends the same form again: after a double tap, or a line that was lost.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from evenhand.base.models import CarriedOut
from evenhand.core.errors import Conflict
from evenhand.core.said import said

View = Callable[..., HttpResponse]

FIELD: Final = "form_key"
HEADER: Final = "Idempotency-Key"
_LONGEST: Final = 64


def new_form_key() -> str:
    """A key for a form that is about to be shown."""
    return secrets.token_urlsafe(24)


def once(view: View) -> View:
    """Carry out a POST once per key; without a key it is refused. Other methods pass."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - whatever the URL holds
        if request.method not in ("POST", "PUT", "PATCH", "DELETE"):
            return view(request, *args, **kwargs)
        key = request.headers.get(HEADER, "") or request.POST.get(FIELD, "")
        if not key or len(key) > _LONGEST:
            raise Conflict(
                said("This form has no key of its own. Open the page again and send it once more.")
            )
        if (done := _done(request, key)) is not None:
            return done
        try:
            return _carry_out(view, request, key, *args, **kwargs)
        except IntegrityError:
            # Somebody else sent the same form at the same moment, and was first.
            if (done := _done(request, key)) is not None:
                return done
            raise

    return guarded


def _carry_out(
    view: View,
    request: HttpRequest,
    key: str,
    *args: Any,  # noqa: ANN401 - whatever the URL holds
    **kwargs: Any,  # noqa: ANN401 - as above
) -> HttpResponse:
    with transaction.atomic(durable=True):
        response = view(request, *args, **kwargs)
        if response.status_code >= 400:  # nothing was done: the key stays free
            transaction.set_rollback(True)
            return response
        CarriedOut.objects.create(
            person=_person(request),
            key=key,
            request=_fingerprint(request),
            status=response.status_code,
            location=response.headers.get("Location", ""),
            body="" if response.headers.get("Location") else response.content.decode(),
        )
        return response


def _done(request: HttpRequest, key: str) -> HttpResponse | None:
    """What was answered under this key, None if nothing was."""
    done = CarriedOut.objects.filter(person=_person(request), key=key).first()
    if done is None:
        return None
    if done.request != _fingerprint(request):
        raise Conflict(
            said(
                "This form was sent before with something else in it, and that was carried out. "
                "Open the page again to see how things stand."
            )
        )
    response = HttpResponse(done.body, status=done.status)
    if done.location:
        response.headers["Location"] = done.location
    return response


def _person(request: HttpRequest) -> str:
    return getattr(request.user, "public_id", "")


def _fingerprint(request: HttpRequest) -> str:
    """What was asked for: the CSRF token, which changes, apart."""
    told = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.content_type == "application/json":
        told.update(request.body)
        return told.hexdigest()
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            told.update(repr((name, values)).encode())
    for name, file in sorted(request.FILES.items()):
        told.update(repr((name, getattr(file, "name", ""), getattr(file, "size", 0))).encode())
    return told.hexdigest()
