"""Jobs and sweeps: nothing is lost with a worker, nothing runs twice at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessFailureLog
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from evenhand.audit.models import Event
from evenhand.base.models import CarriedOut, SweepRun
from evenhand.base.schedule import LEASE, Sweep, run_due
from evenhand.web import jobs
from evenhand.web.schedule import SWEEPS

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def _job(attempts: int, started: datetime) -> "DBTaskResult[..., object]":
    job: DBTaskResult[..., object] = DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=started,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="somewhere.some_job",
        worker_ids=[str(one) for one in range(attempts)],
        backend_name="default",
        run_after=started,
        exception_class_path="",
        traceback="",
    )
    return job


def test_a_job_whose_worker_died_is_tried_again_later_each_time() -> None:
    once = _job(1, NOW - jobs.LEASE - timedelta(seconds=1))
    thrice = _job(3, NOW - jobs.LEASE - timedelta(seconds=1))
    running = _job(1, NOW - timedelta(minutes=1))
    jobs.reap(NOW)
    for job in (once, thrice, running):
        job.refresh_from_db()
    assert (once.status, once.run_after) == ("READY", NOW + timedelta(seconds=30))
    assert (thrice.status, thrice.run_after) == ("READY", NOW + timedelta(seconds=120))
    assert running.status == "RUNNING"


def test_after_some_attempts_it_has_failed_and_an_event_tells_it() -> None:
    job = _job(jobs.ATTEMPTS, NOW - timedelta(hours=1))
    jobs.reap(NOW)
    job.refresh_from_db()
    assert job.status == "FAILED"
    assert Event.objects.get(kind="web.job_failed").subject == str(job.id)


def test_a_sweep_runs_when_it_is_due_and_once() -> None:
    seen: list[datetime] = []
    sweep = Sweep("test", timedelta(minutes=5), seen.append)
    assert run_due([sweep], runner="a", now=NOW) == ["test"]
    assert run_due([sweep], runner="b", now=NOW + timedelta(minutes=4)) == []
    assert run_due([sweep], runner="b", now=NOW + timedelta(minutes=5)) == ["test"]
    assert len(seen) == 2


def test_a_sweep_that_another_process_is_at_is_left_until_that_one_is_dead() -> None:
    seen: list[datetime] = []
    inner = Sweep("test", timedelta(minutes=5), seen.append)
    # As if the process had died in the middle: the lease stays.
    SweepRun.objects.create(name="test", next_at=NOW, runner="dead", leased_until=NOW + LEASE)
    assert run_due([inner], runner="b", now=NOW + timedelta(minutes=1)) == []
    later = NOW + LEASE + timedelta(seconds=1)
    assert run_due([inner], runner="b", now=later) == ["test"]
    assert seen == [later]


def test_a_sweep_that_fails_is_tried_again_soon_and_holds_up_no_other() -> None:
    def fail(_now: datetime) -> None:
        raise ValueError("Ann Admin <ann@example.com>")

    seen: list[datetime] = []
    sweeps = [
        Sweep("bad", timedelta(hours=1), fail),
        Sweep("good", timedelta(hours=1), seen.append),
    ]
    run_due(sweeps, runner="a", now=NOW)
    assert seen == [NOW]
    bad = SweepRun.objects.get(name="bad")
    assert (bad.failures, bad.error, bad.leased_until) == (1, "ValueError", None)
    assert bad.next_at == NOW + timedelta(seconds=15)


def test_what_has_served_its_time_is_forgotten() -> None:
    old = CarriedOut.objects.create(person="a", key="old", request="x", status=302)
    CarriedOut.objects.filter(id=old.id).update(at=timezone.now() - timedelta(days=8))
    CarriedOut.objects.create(person="a", key="new", request="x", status=302)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM base_cache")
    for sweep in SWEEPS:
        sweep.run(timezone.now())
    assert [one.key for one in CarriedOut.objects.all()] == ["new"]


def test_sweeps_have_names_of_their_own() -> None:
    assert len({sweep.name for sweep in SWEEPS}) == len(SWEEPS)


def test_wrong_passwords_are_forgotten_after_a_month() -> None:
    for age in (29, 31):
        row = AccessFailureLog.objects.create(username=f"person:{age}", ip_address="192.0.2.1")
        at = NOW - timedelta(days=age)
        AccessFailureLog.objects.filter(pk=row.pk).update(attempt_time=at)
    jobs.forget_attempts(NOW)
    assert [row.username for row in AccessFailureLog.objects.all()] == ["person:29"]
