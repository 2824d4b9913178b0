"""Whether the server lives and is ready, and its figures; for machines that watch it.

It is answered before anything else is asked: no session, no person, no language. To strangers it
says yes or no; details are for this machine, and for whoever shows `EVENHAND_METRICS_TOKEN`.
"""

from __future__ import annotations

import hmac
import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from evenhand.audit.models import Event
from evenhand.base.backup import SUFFIX, backups_in
from evenhand.base.installation import pending_migrations

_NEAR: Final = ("127.0.0.1", "::1", "")
_LEAST_ROOM: Final = 200_000_000
_LATE: Final = timedelta(minutes=15)
_FORWARDED: Final = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


def answer_probes(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: the three addresses of those who watch."""
    answers = {"/health/live": live, "/health/ready": ready, "/metrics": metrics}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = answers.get(request.path)
        return answer(request) if answer else get_response(request)

    return middleware


def live(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked of it."""
    return HttpResponse("live\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """Whether people can be sent here."""
    found = {name: _holds(check) for name, check in _CHECKS.items()}
    is_ready = all(found.values())
    told: dict[str, object] = {"ready": is_ready}
    if _may_know(request):
        told |= found
    return HttpResponse(
        json.dumps(told), status=200 if is_ready else 503, content_type="application/json"
    )


def metrics(request: HttpRequest) -> HttpResponse:
    """What was counted, and what the database says, as Prometheus reads it."""
    if not _may_know(request):
        return HttpResponse("not for you\n", status=403, content_type="text/plain")
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it ships none
    figures = "".join(f"# TYPE {name} gauge\n{name} {value}\n" for name, value in _figures())
    return HttpResponse(
        generate_latest(registry) + figures.encode(), content_type=CONTENT_TYPE_LATEST
    )


def _figures() -> list[tuple[str, float]]:
    jobs = DBTaskResult.objects
    made = backups_in(settings.ENVIRONMENT.home / "backups")
    figures: list[tuple[str, float]] = [
        ("evenhand_jobs_waiting", jobs.ready().count()),
        ("evenhand_jobs_failed", jobs.failed().count()),
        ("evenhand_sign_in_failures", Event.objects.filter(kind="people.sign_in_failed").count()),
        ("evenhand_database_bytes", _database_size()),
    ]
    if made:
        age = datetime.now(UTC) - _made_at(made[0])
        figures.append(("evenhand_last_backup_age_seconds", round(age.total_seconds())))
    return figures


def _made_at(backup: Path) -> datetime:
    """By its name: reading what is in it would take long."""
    stamp = backup.name.removesuffix(SUFFIX)
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _database_size() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            if connection.vendor == "sqlite"
            else "SELECT pg_database_size(current_database())"
        )
        return int(cursor.fetchone()[0])


def _may_know(request: HttpRequest) -> bool:
    """Whoever shows the token; without one, this machine, as long as no proxy stands before it.

    Behind a proxy every request comes from this machine, so that its address proves nothing.
    """
    environment = settings.ENVIRONMENT
    if environment.metrics_token:
        shown = request.headers.get("Authorization", "")
        return hmac.compare_digest(shown.encode(), f"Bearer {environment.metrics_token}".encode())
    is_direct = not environment.proxies and not environment.is_https
    is_direct = is_direct and not any(name in request.headers for name in _FORWARDED)
    return is_direct and request.META.get("REMOTE_ADDR", "") in _NEAR


def _answers_queries() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _is_migrated() -> bool:
    return not pending_migrations()


def _gets_jobs_done() -> bool:
    return not DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - _LATE).exists()


def _has_room() -> bool:
    return shutil.disk_usage(settings.ENVIRONMENT.home).free > _LEAST_ROOM


_CHECKS: Final[dict[str, Callable[[], bool]]] = {
    "database": _answers_queries,
    "migrations": _is_migrated,
    "jobs": _gets_jobs_done,
    "disk": _has_room,
}


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False
