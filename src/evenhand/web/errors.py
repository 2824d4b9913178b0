"""Deliberate errors as pages: the one place of the web where they are translated.

The API has its own, `problem+json`; the command line its own, an exit code.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from evenhand.base.language import spoken
from evenhand.base.once import PROGRAMS
from evenhand.base.problem import problem, status_of
from evenhand.core.errors import EvenhandError

logger = logging.getLogger(__name__)


class TellErrors:
    """An error that was raised on purpose becomes a page that says what it says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page, or None for an error that nobody expected."""
        if isinstance(error, DataError):
            said_so = _("A value that was sent cannot be kept: it is too large, or no text.")
            return error_page(request, HTTPStatus.UNPROCESSABLE_ENTITY, said_so)
        if not isinstance(error, EvenhandError):
            return None
        return error_page(request, status_of(error), spoken(error.said))


def error_page(request: HttpRequest, status: HTTPStatus, said: str = "") -> HttpResponse:
    """What is wrong and what to do: a page, a part of a page, or for programs problem+json."""
    if request.path.startswith(PROGRAMS):
        return problem(status, status.phrase, detail=said)
    is_part = request.headers.get("HX-Request") == "true"
    template = "error_fragment.html" if is_part else "error.html"
    has_come_in = getattr(getattr(request, "user", None), "is_authenticated", False)
    context = {
        "status": status.value,
        "title": _title(status),
        "said": said,
        "frame_template": "base.html" if has_come_in else "door.html",
    }
    return render(request, template, context, status=status)


def _title(status: HTTPStatus) -> str:
    if status is HTTPStatus.FORBIDDEN:
        return _("You may not do this")
    if status is HTTPStatus.NOT_FOUND:
        return _("There is nothing here")
    if status is HTTPStatus.CONFLICT:
        return _("This does not fit how things stand now")
    return _("This could not be done")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What could not be understood."""
    return error_page(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is not for this person."""
    return error_page(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is not there, or not there for this person: which of the two is not told."""
    said = _("It may have been removed, or it is not open to you.")
    return error_page(request, HTTPStatus.NOT_FOUND, said)


def too_many(request: HttpRequest) -> HttpResponse:
    """What was asked too often in a short time."""
    said = _("This was tried too often. Wait a few minutes, then try again.")
    return error_page(request, HTTPStatus.TOO_MANY_REQUESTS, said)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or from one that is too old."""
    logger.warning("refused a form without its token: %s", reason)
    said = _("This form is too old. Open the page again and send it once more.")
    return error_page(request, HTTPStatus.FORBIDDEN, said)
