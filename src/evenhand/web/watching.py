"""What is noted of every request: an id, one line in the log, and a count."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from evenhand.base.logs import REQUEST
from evenhand.base.metrics import DURATION, REQUESTS

logger = logging.getLogger("evenhand.request")

HEADER = "X-Request-ID"


class Watch:
    """Gives each request an id, which its answer carries, and tells how it went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = REQUEST.set(secrets.token_hex(8))
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = REQUEST.get()
            _note(request, response, time.perf_counter() - begun)
        finally:
            REQUEST.reset(token)
        return response


def _note(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    match = request.resolver_match
    view = (match.view_name or match.route) if match else "-"
    method = request.method if request.method in _METHODS else "OTHER"
    REQUESTS.labels(view, method, str(response.status_code)).inc()
    DURATION.labels(view).observe(seconds)
    told = {
        "method": method,
        "view": view,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }
    logger.info("answered", extra=told)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
