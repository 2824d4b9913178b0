"""The register under load: entries through the HTTP API, a durable commit each before the answer.

usage: register.py [--quick]

Two server processes; 1, 4 and 16 clients on connections that stay open; on SQLite, and on
PostgreSQL where it is installed. Afterwards every entry that was acknowledged is looked for, at the
number that was told. Then an old register is imported and verified (`of_register/imports.py`), and
pages of a book of millions of entries are read (`of_register/pages.py`). Prints one JSON object.
`fsync_per_s` is what the disk itself can do.
"""

from __future__ import annotations

import json
import os
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.application import _made, fsync_rate  # noqa: E402 - the line above finds it
from benchmarks.of_register import imports, pages  # noqa: E402 - as above
from tests.journeys.conftest import free_port  # noqa: E402 - as above
from tests.on_postgres import binary, postgres  # noqa: E402 - as above
from tests.web.installed import clean, command, found  # noqa: E402 - as above

PREPARE = """
import json
from datetime import timedelta
from evenhand.base.installation import use
use()
from evenhand.customers.actions import add_customer
from evenhand.people.actions import add_person, begin_post, grant_role, open_outlet
from evenhand.people.actions.tokens import make_token
from evenhand.people.roles import Role
outlet = open_outlet(name="Main", tier="main", time_zone="Asia/Shanghai", country="CN", by=None)
told = []
for number in range(16):
    user = add_person(login=f"seller{number}", name=f"Seller {number}", language="en", by=None)
    begin_post(user, outlet=outlet, department=None, by=None)
    grant_role(user, role=Role.salesperson, outlet=outlet, department=None, by=None)
    token = make_token(name="bench", scopes=["write:customers"], lasts=timedelta(days=1), by=user)
    customer = add_customer(name=f"Customer {number}", telephone="", outlet=outlet, by=user)
    told.append((token, customer.public_id))
print(json.dumps(told))
"""
LOOK = """
import json, sys
from evenhand.base.installation import use
use()
from evenhand.register.models import Payload
from evenhand.register.proofs import verify_register
told = json.load(sys.stdin)
rows = Payload.objects.values_list("entry", "content")
kept = {number: content["note"] for number, content in rows}
wrong = [note for note, number in told.items() if kept.get(number) != note]
assert verify_register().holds
print(json.dumps({"entries": len(kept), "acknowledged": len(told), "lost_or_moved": len(wrong)}))
"""


@dataclass(frozen=True)
class Installed:
    """A company: the environment of its commands, and who sells to whom there."""

    environment: dict[str, str]
    sellers: list[tuple[str, str]]


def installed_in(home: Path, **more: str) -> Installed:
    """Set a company up."""
    found(home, **more)
    environment = clean() | more | {"EVENHAND_HOME": str(home)}
    return Installed(environment, json.loads(_run(PREPARE, environment)))


def _run(code: str, environment: dict[str, str], told: str = "") -> str:
    done = subprocess.run(  # noqa: S603 - our own lines
        [sys.executable, "-c", code],
        env=environment,
        input=told,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[int]:
    """The port of two server processes."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - our own command
        command("serve", "--port", str(port), "--workers", "2", "--no-jobs"),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


@dataclass
class Client:
    """One that sends the next entry as soon as the last one is acknowledged."""

    connection: socket.socket
    token: str
    customer: str
    number: int
    sent: int = 0
    begun: float = 0.0
    answer: bytearray = field(default_factory=bytearray)

    @property
    def note(self) -> str:
        return f"{self.number}-{self.sent}"

    def send(self) -> None:
        self.sent += 1
        body = json.dumps({"kind": "call", "customer": self.customer, "note": self.note}).encode()
        head = (
            "POST /api/v1/register/entries HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {self.token}\r\nContent-Type: application/json\r\n"
            f"Idempotency-Key: {self.note}-{os.getpid()}-{id(self)}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.answer.clear()
        self.begun = time.perf_counter()
        self.connection.sendall(head.encode() + body)

    def received(self) -> dict[str, Any] | None:
        """The answer once it is whole. Raises RuntimeError for anything but 201."""
        self.answer += self.connection.recv(65536)
        head, found, body = bytes(self.answer).partition(b"\r\n\r\n")
        if not found:
            return None
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        if len(body) < length:
            return None
        if not head.startswith(b"HTTP/1.1 201"):
            raise RuntimeError(bytes(self.answer).decode())
        return json.loads(body)  # type: ignore[no-any-return]  # an object


def load(port: int, sellers: list[tuple[str, str]], clients: int, seconds: float) -> dict[str, Any]:
    """So many clients at once: how many entries were acknowledged, and how long each took."""
    took: list[float] = []
    acknowledged: dict[str, int] = {}
    busy = selectors.DefaultSelector()
    for number, (token, customer) in enumerate(sellers[:clients]):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client = Client(connection, token, customer, number + 100 * clients)
        busy.register(connection, selectors.EVENT_READ, client)
        client.send()
    begun, waiting = time.perf_counter(), clients
    until = begun + seconds
    while waiting:
        for key, _ in busy.select():
            client = key.data
            if (told := client.received()) is None:
                continue
            took.append(time.perf_counter() - client.begun)
            acknowledged[client.note] = told["number"]
            if time.perf_counter() < until:
                client.send()
            else:
                waiting -= 1
                client.connection.close()
                busy.unregister(key.fileobj)
    elapsed = time.perf_counter() - begun
    took.sort()
    return {
        "clients": clients,
        "appends_per_s": round(len(took) / elapsed, 1),
        "p50_ms": round(took[len(took) // 2] * 1000, 1),
        "p99_ms": round(took[int(len(took) * 0.99)] * 1000, 1),
        "max_ms": round(took[-1] * 1000, 1),
        "acknowledged": acknowledged,
    }


def appends(installed: Installed, seconds: float) -> dict[str, Any]:
    """One server under 1, 4 and 16 clients; nothing that it acknowledged may be missing."""
    acknowledged: dict[str, int] = {}
    with serving(installed.environment) as port:
        acknowledged |= load(port, installed.sellers, 8, 1.0).pop("acknowledged")
        runs = [load(port, installed.sellers, clients, seconds) for clients in (1, 4, 16)]
    for run in runs:
        acknowledged |= run.pop("acknowledged")
    looked = json.loads(_run(LOOK, installed.environment, json.dumps(acknowledged)))
    return {"runs": runs, **looked}


def main(arguments: list[str]) -> int:
    is_quick = "--quick" in arguments
    seconds = 2.0 if is_quick else 15.0
    rows = imports.QUICK if is_quick else imports.FULL
    room = Path(tempfile.mkdtemp(prefix="evenhand-bench-", dir=ROOT))
    try:
        result: dict[str, Any] = {"fsync_per_s": fsync_rate(room), "load": os.getloadavg()[0]}
        result["sqlite"] = appends(installed_in(room / "sqlite" / "home"), seconds)
        result |= imports.imported(room / "import" / "home", rows)
        if binary("initdb") is not None:
            with postgres(is_durable=True) as url:
                home = room / "postgresql" / "home"
                result["postgresql"] = appends(installed_in(home, DATABASE_URL=_made(url)), seconds)
            with postgres(is_durable=True) as url:
                home = room / "pg-import" / "home"
                told = imports.imported(home, rows, DATABASE_URL=_made(url))
                result |= {f"pg_{name}": value for name, value in told.items()}
        entries = pages.QUICK if is_quick else pages.FULL
        result |= pages.read(room / "pages" / "home", entries)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
