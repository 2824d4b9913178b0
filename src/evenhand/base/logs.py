"""The log: what happened and where in the code, and never whose names, secrets or addresses.

What is logged of a request is the pattern of its address, not the address; of a mistake its kind
and its place, not its message, which may quote a row. The id of the request ties lines together.
"""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being answered; empty outside one."""

EXTRA = ("method", "view", "status", "ms")


class Telling(logging.Filter):
    """Puts the id of the request on every line, and strips what frameworks say about requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets it pass."""
        record.request_id = REQUEST.get()
        request = getattr(record, "request", None)
        if request is not None or record.name.startswith("django.security"):
            status = getattr(record, "status_code", "")
            match = getattr(request, "resolver_match", None)
            record.msg = f"{record.name} {status} {match.route if match else ''}".rstrip()
            record.args = ()
        return True


class Plain(logging.Formatter):
    """Lines for people."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; of a mistake the places follow, one a line."""
        told = {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        parts = [_time(record), record.levelname, record.name, record.getMessage()]
        parts += [f"{name}={value}" for name, value in told.items()]
        if record.request_id:  # type: ignore[attr-defined]  # put there by Telling
            parts.append(f"request={record.request_id}")  # type: ignore[attr-defined]  # as above
        return "\n    ".join([" ".join(parts), *_places(record)])


class Lines(logging.Formatter):
    """One JSON object a line, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        told: dict[str, Any] = {
            "at": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": record.request_id,  # type: ignore[attr-defined]  # put there by Telling
        }
        told |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if places := _places(record):
            told["places"] = places
        return json.dumps(told, ensure_ascii=False, default=str)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _places(record: logging.LogRecord) -> list[str]:
    """The kind of a mistake, and the lines it went through; not its message."""
    if not record.exc_info or record.exc_info[1] is None:
        return []
    error = record.exc_info[1]
    frames = traceback.extract_tb(error.__traceback__)
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return [kind, *(f"{one.filename}:{one.lineno} {one.name}" for one in frames)]


def logging_in(form: Literal["plain", "json"]) -> dict[str, Any]:
    """Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"telling": {"()": "evenhand.base.logs.Telling"}},
        "formatters": {
            "plain": {"()": "evenhand.base.logs.Plain"},
            "json": {"()": "evenhand.base.logs.Lines"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["telling"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # Everything goes through the one handler above: Django's own would say addresses.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},
            "evenhand": {"level": "INFO"},
            "axes": {"level": "ERROR"},  # it names who failed to sign in; events tell that
        },
    }
