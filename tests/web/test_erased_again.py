"""Who was erased stays erased when an older backup is restored, here and on another machine."""

import contextlib
import json
import subprocess
import sys
from pathlib import Path

from evenhand.base.sqlite import library
from tests.web.installed import clean, found, run

SEED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from evenhand.base.installation import use
environment = use()
from django.core.files.uploadedfile import SimpleUploadedFile
from evenhand.base.backup import make_backup
from evenhand.customers.actions import Happened, receive_customer
from evenhand.customers.models import Customer
from evenhand.files.actions import Target, attach_file
from evenhand.files.receiving import receive
from evenhand.people.actions import open_outlet
from evenhand.people.models import User
boss = User.objects.get()
outlet = open_outlet(name="Main", tier="A", country="VN", time_zone="Asia/Ho_Chi_Minh", by=boss)
told = Happened("call", note="canary-note", outlet=outlet)
receive_customer("Canary", "0912 345 678", told, by=boss)
receive_customer("Kept", "", told, by=boss)
customer = Customer.objects.get(name="Canary")
taken = receive(SimpleUploadedFile("a.txt", b"canary-bytes"))
to = Target("customer", customer.public_id)
attach_file(taken, to=to, by=boss, form_key="k")
print(customer.public_id)
print(make_backup(environment, Path(sys.argv[1]), now=datetime.now(UTC)))
"""


def test_a_restored_backup_brings_nobody_back(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    found(home)
    seeded = subprocess.run(
        [sys.executable, "-c", SEED, str(tmp_path / "backups")],
        env=clean() | {"EVENHAND_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert seeded.returncode == 0, seeded.stderr
    customer, backup = seeded.stdout.split()[-2:]
    assert _with(home, b"canary-bytes", b"Canary")
    done = run(home, "register", "erase", customer, "--reason", "retention_over", "--yes")
    assert "1  Entries of the register" in done.stdout
    assert "Erased. Entry 3 says so." in done.stdout, done.stderr
    assert not _with(home, b"canary-bytes", b"Canary")
    [line] = (home / "erasures.ndjson").read_text().splitlines()
    assert json.loads(line)["customer"] == customer

    back = run(home, "restore", backup, "--over")
    assert "Erased again, as the list of erasures says: 1 customer." in back.stdout, back.stderr
    assert "not known here" not in back.stderr
    assert not _with(home, b"canary-bytes", b"Canary")
    with contextlib.closing(library.connect(home / "evenhand.sqlite3")) as database:
        names = database.execute("SELECT name FROM customers_customer ORDER BY id").fetchall()
        ids = database.execute("SELECT public_id FROM customers_erasure").fetchall()
    assert (names, ids) == ([("",), ("Kept",)], [(json.loads(line)["id"],)])

    strange = run(elsewhere, "restore", backup)
    assert strange.returncode == 0, strange.stderr
    assert "not known here" in strange.stderr
    assert "Erased again" not in strange.stdout


def _with(home: Path, *contents: bytes) -> list[Path]:
    """The files of an installation in which any of this stands."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path for path in files if any(one in path.read_bytes() for one in contents)]
