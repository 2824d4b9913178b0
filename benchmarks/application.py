"""Writes through HTTP: one action that writes a row and its event, by 1, 4 and 16 clients at once.

usage: application.py [--quick]

Two server processes on one SQLite file, with the line before it and, in the same run, without; and
on PostgreSQL, where it is installed. Prints one JSON object. `fsync_per_s` is what the disk itself
can do: figures depend on it, so that ratios say more than seconds.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.conftest import free_port  # noqa: E402 - the line above finds it
from tests.on_postgres import binary, postgres  # noqa: E402 - as above
from tests.web.installed import clean, found  # noqa: E402 - as above

CSRF = "a" * 32
SESSION = """
from evenhand.base.installation import use
use()
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from evenhand.people.actions import add_person
user = add_person(login="bench", name="Bench", language="en", by=None)
store = SessionStore()
store[SESSION_KEY] = str(user.pk)
store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
store[HASH_SESSION_KEY] = user.get_session_auth_hash()
store.save()
print(store.session_key)
"""
SERVE = "from evenhand.cli import main; main()"
WITHOUT_LINE = (
    "from evenhand.base.sqlite.base import DatabaseWrapper; DatabaseWrapper._queue = None; "
)


@dataclass(frozen=True)
class Installed:
    """A company, the environment of its commands, and the session of somebody who works there."""

    environment: dict[str, str]
    session: str


def installed_in(home: Path, **more: str) -> Installed:
    """Set a company up."""
    found(home, **more)
    environment = clean() | more | {"EVENHAND_HOME": str(home)}
    done = subprocess.run(  # noqa: S603 - our own lines
        [sys.executable, "-c", SESSION],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return Installed(environment, done.stdout.strip())


@contextmanager
def serving(installed: Installed, *, has_line: bool = True) -> Iterator[tuple[int, int, float]]:
    """Port, process and seconds until the first answer."""
    port, begun = free_port(), time.monotonic()
    code = SERVE if has_line else WITHOUT_LINE + SERVE
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-c", code, "serve", "--port", str(port), "--workers", "2", "--no-jobs"],
        env=installed.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                _ask(port, "GET", "/health/live")
                break
            except OSError:
                if process.poll() is not None:
                    raise
                time.sleep(0.05)
        yield port, process.pid, time.monotonic() - begun
    finally:
        process.terminate()
        process.wait(timeout=60)


def _ask(port: int, method: str, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path)
        return connection.getresponse().status
    finally:
        connection.close()


def _client(port: int, session: str, until: float, took: list[float], wrong: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Cookie": f"session={session}; csrf={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    turn = 0
    while time.monotonic() < until:
        begun = time.perf_counter()
        theme = ("dark", "light")[turn % 2]
        connection.request("POST", "/theme", f"theme={theme}", headers)
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - begun)
        if answer.status != 302:
            wrong.append(answer.status)
        turn += 1


def load(port: int, session: str, clients: int, seconds: float) -> dict[str, Any]:
    """Writes of several clients at once, and how long each was waited for."""
    took: list[float] = []
    wrong: list[int] = []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_client, args=(port, session, until, took, wrong))
        for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.sort()
    return {
        "clients": clients,
        "writes": len(took),
        "failed": len(wrong),
        "per_s": round(len(took) / seconds, 1),
        "p50_ms": round(took[len(took) // 2] * 1000, 1),
        "p99_ms": round(took[int(len(took) * 0.99)] * 1000, 1),
        "max_ms": round(took[-1] * 1000, 1),
    }


def measured(installed: Installed, seconds: float, *, has_line: bool = True) -> dict[str, Any]:
    """One server under 1, 4 and 16 clients; nothing that it acknowledged may be missing."""
    with serving(installed, has_line=has_line) as (port, process, started):
        load(port, installed.session, 8, 1.0)  # both processes have answered somebody before
        runs = [load(port, installed.session, clients, seconds) for clients in (1, 4, 16)]
        return {"start_s": round(started, 2), "memory_mb": _memory(process), "runs": runs}


def _memory(process: int) -> float:
    """Of the server and its processes, in MB, each page counted once (PSS)."""
    tree = [process, *map(int, _children(process))]
    total = 0
    for one in tree:
        for line in Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return round(total / 1024, 1)


def _children(process: int) -> list[str]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return found + [inner for one in found for inner in _children(int(one))]


def fsync_rate(folder: Path, seconds: float = 0.5) -> float:
    """How often a second the disk takes in a page for good."""
    handle = os.open(folder / "probe", os.O_RDWR | os.O_CREAT)
    count, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        os.pwrite(handle, b"x" * 4096, 0)
        os.fsync(handle)
        count += 1
    os.close(handle)
    return round(count / seconds)


def main(arguments: list[str]) -> int:
    seconds = 1.5 if "--quick" in arguments else 10.0
    room = Path(tempfile.mkdtemp(prefix="evenhand-bench-", dir=ROOT))
    try:
        result: dict[str, Any] = {"fsync_per_s": fsync_rate(room), "load": os.getloadavg()[0]}
        installed = installed_in(room / "sqlite" / "home")
        result["sqlite"] = measured(installed, seconds)
        result["sqlite_without_line"] = measured(installed, seconds, has_line=False)
        if binary("initdb") is not None:
            with postgres(is_durable=True) as url:
                on_postgres = installed_in(room / "postgresql" / "home", DATABASE_URL=_made(url))
                result["postgresql"] = measured(on_postgres, seconds)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    print(json.dumps(result))
    return 0


def _made(url: str) -> str:
    import psycopg  # noqa: PLC0415 - only where there is PostgreSQL

    with psycopg.connect(url.replace("/evenhand?", "/postgres?"), autocommit=True) as server:
        server.execute("CREATE DATABASE evenhand TEMPLATE template0")
    return url


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
