"""What an acknowledged entry survives: processes killed at any moment, a torn log, a full disk.

usage: storm.py [--quick] [kill|writers|torn|full ...]

`kill`: clients write through HTTP while the server, with its jobs, and a backup are killed by
SIGKILL again and again; who gets no answer sends the same again under the same key. Every entry
that was acknowledged has to stand at the number that was told, once. `writers`: fifty at once are
in one order, and nobody is told 500. `torn`: copies of the database whose write-ahead log is cut,
zeroed or altered anywhere open as some earlier moment, whole. `full`: the disk fills up while
entries are written; those acknowledged stand, and writing goes on once there is room. Prints one
JSON object.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.register import Installed, _run, installed_in  # noqa: E402 - found by the line above
from tests.journeys.conftest import free_port  # noqa: E402 - as above
from tests.web.installed import command  # noqa: E402 - as above

LOOK: Final = """
import json, sys
from collections import Counter
from evenhand.base.installation import use
use()
from django.db import connection
from evenhand.register.models import Head, Payload
from evenhand.register.proofs import verify_register
told = json.load(sys.stdin)
rows = Payload.objects.values_list("entry", "content")
kept = {number: content["note"] for number, content in rows}
times = Counter(kept.values())
lost = [note for note, number in told.items() if kept.get(number) != note]
whole = True
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        whole = cursor.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
verdict = verify_register()
print(json.dumps({
    "acknowledged": len(told),
    "entries": len(kept),
    "lost_or_moved": len(lost),
    "doubled": sum(count > 1 for count in times.values()),
    "verifies": verdict.holds,
    "database_whole": whole,
    "size": Head.objects.get().size,
}))
"""


@dataclass
class Ledger:
    """What the clients were told: note and number of each acknowledged entry."""

    acknowledged: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    again: int = 0
    """How often the same was sent again, because there was no answer."""
    lock: threading.Lock = field(default_factory=threading.Lock)


class Server:
    """A server that is killed and started again, at the same port."""

    def __init__(self, environment: dict[str, str], *, jobs: bool = True) -> None:
        self.environment, self.port, self.jobs = environment, free_port(), jobs
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait for its first answer."""
        more = [] if self.jobs else ["--no-jobs"]
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            command("serve", "--port", str(self.port), "--workers", "2", *more),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/health/live")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """Kill all of its processes: none of them gets a chance to tidy up."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _write(
    server: Server, seller: tuple[str, str], name: str, ledger: Ledger, goes_on: Callable[[], bool]
) -> None:
    """One client: the next entry once this one is acknowledged, the same again until it is."""
    token, customer = seller
    number = 0
    connection: http.client.HTTPConnection | None = None
    while goes_on():
        note = f"{name}-{number}"
        body = json.dumps({"kind": "call", "customer": customer, "note": note})
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": note,
        }
        try:
            if connection is None:
                connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=40)
            connection.request("POST", "/api/v1/register/entries", body, headers)
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException):
            connection = None
            ledger.again += 1
            time.sleep(0.05)
            continue
        with ledger.lock:
            if answer.status == 201:
                ledger.acknowledged[note] = json.loads(told)["number"]
                number += 1
            else:
                ledger.refused.append(f"{answer.status} {told[:200]!r}")
                time.sleep(0.05)


def _clients(
    server: Server, installed: Installed, count: int, ledger: Ledger, goes_on: Callable[[], bool]
) -> list[threading.Thread]:
    threads = [
        threading.Thread(
            target=_write,
            args=(server, installed.sellers[one % 16], f"w{one}", ledger, goes_on),
        )
        for one in range(count)
    ]
    for thread in threads:
        thread.start()
    return threads


def _looked(installed: Installed, ledger: Ledger) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        _run(LOOK, installed.environment, json.dumps(ledger.acknowledged))
    )
    return found


def kill(room: Path, *, quick: bool) -> dict[str, Any]:
    """Server, jobs and backups killed at random moments, while 16 clients write."""
    wanted, chance = (600, 7) if quick else (10_000, 7)
    installed = installed_in(room / "kill" / "home")
    server, ledger, dice = Server(installed.environment), Ledger(), random.Random(chance)
    server.start()
    threads = _clients(server, installed, 16, ledger, lambda: len(ledger.acknowledged) < wanted)
    kills = backups = 0
    while len(ledger.acknowledged) < wanted:
        backup = subprocess.Popen(  # noqa: S603 - our own command
            command("backup", "--to", str(room / "kill" / f"backup-{kills}")),
            env=installed.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(dice.uniform(0.2, 4.0))
        os.killpg(backup.pid, signal.SIGKILL)
        backups += backup.wait() != 0
        server.kill()
        kills += 1
        server.start()
    for thread in threads:
        thread.join()
    server.kill()
    looked = _looked(installed, ledger)
    return {"kills": kills, "backups_killed": backups, "sent_again": ledger.again, **looked} | {
        "refused": len(ledger.refused)
    }


def writers(room: Path, *, quick: bool) -> dict[str, Any]:
    """Fifty at once: one order, and nobody is told 500."""
    seconds = 4.0 if quick else 30.0
    installed = installed_in(room / "writers" / "home")
    server, ledger = Server(installed.environment, jobs=False), Ledger()
    server.start()
    until = time.monotonic() + seconds
    for thread in _clients(server, installed, 50, ledger, lambda: time.monotonic() < until):
        thread.join()
    server.kill()
    numbers = sorted(ledger.acknowledged.values())
    return {
        "refused": len(ledger.refused),
        "numbers_without_gap_or_double": numbers == list(range(1, len(numbers) + 1)),
        **_looked(installed, ledger),
    }


def torn(room: Path, *, quick: bool) -> dict[str, Any]:
    """Copies whose write-ahead log is cut, zeroed or altered: each opens as an earlier moment."""
    copies = 6 if quick else 60
    installed = installed_in(room / "torn" / "home")
    home = Path(installed.environment["EVENHAND_HOME"])
    server, ledger, dice = Server(installed.environment, jobs=False), Ledger(), random.Random(11)
    server.start()
    until = time.monotonic() + (3 if quick else 12)
    for thread in _clients(server, installed, 16, ledger, lambda: time.monotonic() < until):
        thread.join()
    server.kill()  # what is in the log stays in the log
    [log] = home.glob("*-wal")
    length, opened, shorter = log.stat().st_size, 0, 0
    for one in range(copies):
        copy = room / "torn" / f"copy-{one}"
        shutil.copytree(home, copy)
        _tear(copy / log.name, dice)
        environment = installed.environment | {"EVENHAND_HOME": str(copy)}
        looked = json.loads(_run(LOOK, environment, "{}"))
        opened += bool(looked["verifies"] and looked["database_whole"])
        shorter += looked["size"] < len(ledger.acknowledged)
        shutil.rmtree(copy)
    return {
        "log_bytes": length,
        "copies": copies,
        "opened_whole_and_verified": opened,
        "of_an_earlier_moment": shorter,
    }


def _tear(log: Path, dice: random.Random) -> None:
    content = bytearray(log.read_bytes())
    place = dice.randrange(len(content))
    match dice.randrange(3):
        case 0:
            del content[place:]
        case 1:
            content[place : place + 4096] = bytes(len(content[place : place + 4096]))
        case _:
            content[place] ^= 1 << dice.randrange(8)
    log.write_bytes(content)


def full(room: Path, *, quick: bool) -> dict[str, Any]:
    """A disk of a few megabytes: it fills up, entries are refused, and go on once there is room."""
    if os.geteuid() != 0:
        return {"skipped": "mounting a small disk needs root"}
    disk = room / "full"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(disk)], check=True)  # noqa: S603, S607 - our own room
    try:
        installed = installed_in(disk / "home")
        server, ledger = Server(installed.environment, jobs=False), Ledger()
        server.start()
        ballast = disk / "ballast"
        free = shutil.disk_usage(disk).free
        ballast.write_bytes(bytes(max(free - 1_500_000, 0)))
        until = time.monotonic() + (6 if quick else 15)
        for thread in _clients(server, installed, 4, ledger, lambda: time.monotonic() < until):
            thread.join()
        refused, before = len(ledger.refused), len(ledger.acknowledged)
        ballast.unlink()
        until = time.monotonic() + 3
        for thread in _clients(server, installed, 4, Ledger(), lambda: time.monotonic() < until):
            thread.join()
        server.kill()
        return {"acknowledged_before": before, "refused": refused} | _looked(installed, ledger)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=False)  # noqa: S603, S607 - as above


STORMS: Final[dict[str, Callable[..., dict[str, Any]]]] = {
    "kill": kill,
    "writers": writers,
    "torn": torn,
    "full": full,
}


def main(arguments: list[str]) -> int:
    quick = "--quick" in arguments
    wanted = [one for one in arguments if one in STORMS] or list(STORMS)
    room = Path(tempfile.mkdtemp(prefix="evenhand-storm-", dir=ROOT))
    try:
        result = {name: STORMS[name](room, quick=quick) for name in wanted}
    finally:
        shutil.rmtree(room, ignore_errors=True)
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
