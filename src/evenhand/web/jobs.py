"""Sweeps of the application itself: jobs whose worker died, and what has served its time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from evenhand.audit.actions import Subject, record_event
from evenhand.base.models import CarriedOut

LEASE: Final = timedelta(minutes=15)
"""A job takes less: one that still runs after that has lost its worker."""
ATTEMPTS: Final = 5
_FIRST_PAUSE: Final = timedelta(seconds=30)


def reap(now: datetime) -> None:
    """Jobs whose worker died are tried again, later each time; after some attempts they fail."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - LEASE)
    for name in lost.values_list("id", flat=True):
        with transaction.atomic():
            job = lost.select_for_update().filter(id=name).first()
            if job is not None:
                _take_back(job, now)


def _take_back(job: DBTaskResult, now: datetime) -> None:  # type: ignore[type-arg]  # of any arguments
    attempts = len(job.worker_ids)
    if attempts < ATTEMPTS:
        job.status = TaskResultStatus.READY
        job.run_after = now + _FIRST_PAUSE * 2 ** (attempts - 1)
        job.save(update_fields=["status", "run_after"])
        return
    job.status = TaskResultStatus.FAILED
    job.finished_at = now
    job.exception_class_path = "evenhand.WorkerLost"
    job.save(update_fields=["status", "finished_at", "exception_class_path"])
    record_event(
        "web.job_failed",
        by=None,
        subject=Subject("job", str(job.id), job.task_path),
        details={"attempts": attempts},
        now=now,
    )


def forget_finished_jobs(now: datetime) -> None:
    """Jobs that were done, or failed, some weeks ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=now - timedelta(days=30)).delete()


def forget_form_keys(now: datetime) -> None:
    """Nobody sends a form again after a week."""
    CarriedOut.objects.filter(at__lt=now - timedelta(days=7)).delete()


def forget_sessions(now: datetime) -> None:
    """Sessions that have run out."""
    Session.objects.filter(expire_date__lt=now).delete()


def forget_attempts(now: datetime) -> None:
    """Wrong passwords, once they count no longer; events go on telling of them."""
    before = now - timedelta(days=30)
    for rows in (AccessAttempt, AccessFailureLog, AccessLog):
        rows.objects.filter(attempt_time__lt=before).delete()


def forget_cached(now: datetime) -> None:
    """What the cache no longer believes."""
    with connection.cursor() as cursor:
        value = connection.ops.adapt_datetimefield_value(now)
        cursor.execute("DELETE FROM base_cache WHERE expires < %s", [value])
