"""A server as it is started: several processes on one database, roles of PostgreSQL, its end."""

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from evenhand.base.sqlite import library
from tests.journeys.conftest import free_port
from tests.on_postgres import binary, postgres
from tests.web.installed import clean, command, found, run

CSRF = "a" * 32
SESSION = """
from evenhand.base.installation import use
use()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from evenhand.people.actions import add_person
user = add_person(login="worker", name="Worker", language="en", by=None)
store = SessionStore()
store[SESSION_KEY] = str(user.pk)
store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
store[HASH_SESSION_KEY] = user.get_session_auth_hash()
store.save()
print(store.session_key)
"""
UPGRADE_UNTIL_KILLED = """
import itertools, os, signal
from evenhand.base.installation import bring_up_to_date, use
told = use()
from django.db.backends.utils import CursorWrapper
seen, whole = itertools.count(), CursorWrapper._execute
def execute(self, *arguments):
    if next(seen) == int(os.environ["KILL_AT"]):
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(self, *arguments)
CursorWrapper._execute = execute
bring_up_to_date(told)
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A PostgreSQL for this file."""
    if binary("initdb") is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres() as url:
        with psycopg.connect(_named(url, "postgres"), autocommit=True) as server:
            server.execute("CREATE ROLE eh_owner LOGIN CREATEDB")
            server.execute("CREATE ROLE eh_app LOGIN")
        yield url


def _named(url: str, database: str, role: str = "evenhand") -> str:
    return url.replace("evenhand@/evenhand?", f"{role}@/{database}?")


def _roles(cluster: str, name: str) -> dict[str, str]:
    """A database that one role owns, and another works with."""
    with psycopg.connect(_named(cluster, "postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} OWNER eh_owner TEMPLATE template0".encode())
    return {
        "DATABASE_URL": _named(cluster, name, "eh_app"),
        "DATABASE_OWNER_URL": _named(cluster, name, "eh_owner"),
    }


def _lines(code: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code],
        env=clean() | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@contextlib.contextmanager
def _served(home: Path, **environment: str) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    port = free_port()
    process = subprocess.Popen(
        command("serve", "--port", str(port), "--home", str(home)),
        env=clean() | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            _get(port, "/health/live")
            break
        assert process.poll() is None
        time.sleep(0.2)
    try:
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(one) for task in tasks for one in task.read_text(encoding="ascii").split()]


def _is_swept(path: Path) -> bool:
    """Whether the worker beside the server finishes a sweep before long."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        with contextlib.closing(library.connect(path, timeout=30)) as database:
            done = "SELECT count(*) FROM base_sweeprun WHERE done_at IS NOT NULL"
            if database.execute(done).fetchone()[0]:
                return True
        time.sleep(0.5)
    return False


def test_processes_on_one_file_lose_nothing_and_leave_nobody_behind(tmp_path: Path) -> None:
    home = tmp_path / "home"
    found(home)
    session = _lines(SESSION, EVENHAND_HOME=str(home)).stdout.strip()
    statuses: list[int] = []

    def write(port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {
            "Cookie": f"session={session}; csrf={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        for turn in range(10):
            body = f"theme={('dark', 'light')[turn % 2]}"
            connection.request("POST", "/theme", body, headers)
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
        connection.close()

    with _served(home) as (port, process):
        threads = [threading.Thread(target=write, args=(port,)) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses == [302] * 160
        assert _get(port, "/health/ready")[0] == 200
        figures = _get(port, "/metrics")[1]
        counted = 'evenhand_requests_total{method="POST",status="302",view="theme"} 160.0'
        assert counted in figures  # by all processes together
        assert "evenhand_write_queue_seconds_count" in figures
        children = _children(process.pid)
        assert len(children) >= 3  # two that answer, one that works
        assert _is_swept(home / "evenhand.sqlite3")
    assert not [one for one in children if Path(f"/proc/{one}").exists()]
    with contextlib.closing(library.connect(home / "evenhand.sqlite3")) as database:
        (ok,) = database.execute("PRAGMA integrity_check").fetchone()
        assert ok == "ok"


def test_a_port_that_is_taken_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = run(tmp_path / "home", "serve", "--port", str(other.getsockname()[1]))
    assert done.returncode == 1
    assert "listens on" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_application_cannot_alter_what_is_only_added_to(cluster: str, tmp_path: Path) -> None:
    roles = _roles(cluster, "roles")
    found(tmp_path / "home", **roles)
    with psycopg.connect(roles["DATABASE_URL"], autocommit=True) as application:
        row = application.execute("SELECT count(*) FROM audit_event").fetchone()
        assert row is not None
        assert row[0] > 0
        for forbidden in (
            "UPDATE audit_event SET kind = ''",
            "DELETE FROM audit_event",
            "TRUNCATE audit_event",
            "DROP TABLE audit_event",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(forbidden.encode())
        application.execute("UPDATE base_company SET name = name")
    with _served(tmp_path / "home", DATABASE_URL=roles["DATABASE_URL"]) as (port, _):
        assert _get(port, "/health/ready")[0] == 200


def test_a_restored_database_is_the_applications_as_before(cluster: str, tmp_path: Path) -> None:
    home, roles = tmp_path / "home", _roles(cluster, "restored")
    found(home, **roles)
    made = run(home, "backup", "--to", str(tmp_path / "kept"), **roles)
    assert made.returncode == 0, made.stderr
    path = next((tmp_path / "kept").iterdir())
    with psycopg.connect(roles["DATABASE_URL"], autocommit=True) as application:
        application.execute("UPDATE base_company SET name = 'Changed since'")
    refused = run(home, "restore", str(path), **roles)
    assert refused.returncode == 1
    assert "--over" in refused.stderr
    done = run(home, "restore", str(path), "--over", **roles)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    with psycopg.connect(roles["DATABASE_URL"], autocommit=True) as application:
        assert application.execute("SELECT name FROM base_company").fetchone() == ("Acme Motors",)
        application.execute("UPDATE base_company SET name = name")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute("DELETE FROM audit_event")
    kept = next((home / "backups" / "before-restore").iterdir())
    assert str(kept) in done.stdout
    assert run(home, "restore", str(kept), "--drill", **roles).returncode == 0


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_an_upgrade_that_is_killed_anywhere_has_not_happened(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    database: dict[str, str] = {}
    if engine == "postgresql":
        database = _roles(request.getfixturevalue("cluster"), "killed")
    for point in ("20", "250", "600"):
        died = _lines(UPGRADE_UNTIL_KILLED, KILL_AT=point, EVENHAND_HOME=str(home), **database)
        assert died.returncode == -signal.SIGKILL, died.stderr
        assert not _tables(home, database)
    assert run(home, "upgrade", "--no-backup", **database).returncode == 0
    assert "people_user" in _tables(home, database)
    assert "already" in run(home, "upgrade", **database).stdout


def _tables(home: Path, database: dict[str, str]) -> set[str]:
    if database:
        with psycopg.connect(database["DATABASE_OWNER_URL"]) as server:
            found = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            return {name for (name,) in found}
    with contextlib.closing(library.connect(home / "evenhand.sqlite3")) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
