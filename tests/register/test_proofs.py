"""Proofs from the database: they verify, here and without us, and no alteration goes unseen."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from evenhand.base.append_only import reopen
from evenhand.base.ed25519 import verify
from evenhand.base.sqlite import library
from evenhand.core.errors import NotFound
from evenhand.core.register.consistency import verify_consistency_of
from evenhand.core.register.receipt import read_receipt, verify_receipt, write_receipt
from evenhand.register.actions import make_checkpoint
from evenhand.register.keys import verifier_key
from evenhand.register.models import Checkpoint, Entry, Head, LeafKey, Node, Payload
from evenhand.register.proofs import consistency_of, export_lines, receipt_of, verify_register
from tests.cast import Cast
from tests.conftest import ROOT
from tests.register.world import entered
from tests.web.installed import clean, found, run

pytestmark = pytest.mark.django_db

OFFLINE = ROOT / "verifier" / "evenhand_verify.py"


def offline(path: Path, key: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(OFFLINE), str(path), "--key", key],
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_receipt_verifies_here_and_without_us(cast: Cast, tmp_path: Path) -> None:
    entered(cast, 11)
    checkpoint = make_checkpoint()
    key = verifier_key(checkpoint.checkpoint.origin)
    written = b""
    for entry in Entry.objects.all():
        written = write_receipt(receipt_of(entry, checkpoint))
        verdict = verify_receipt(read_receipt(written), trusted=[key], verify=verify)
        assert verdict.holds, verdict
    (tmp_path / "receipt.json").write_bytes(written)
    done = offline(tmp_path / "receipt.json", str(key))
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(written)
    told["payload"]["note"] = "another"
    (tmp_path / "forged.json").write_text(json.dumps(told, sort_keys=True, separators=(",", ":")))
    assert offline(tmp_path / "forged.json", str(key)).returncode == 1


def test_checkpoints_are_consistent_and_an_export_verifies(cast: Cast, tmp_path: Path) -> None:
    entered(cast, 5)
    old = make_checkpoint()
    entered(cast, 8)
    new = make_checkpoint()
    key = verifier_key(new.checkpoint.origin)
    assert verify_consistency_of(consistency_of(old, new), trusted=[key], verify=verify).holds
    path = tmp_path / "register.ndjson"
    path.write_bytes(b"".join(export_lines(new)))
    done = offline(path, str(key))
    assert done.returncode == 0, done.stdout + done.stderr
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], lines[4], lines[3], *lines[5:]]))
    assert offline(path, str(key)).returncode == 1


def test_what_was_erased_has_no_receipt_and_the_register_still_verifies(cast: Cast) -> None:
    entered(cast, 4)
    Payload.objects.filter(pk=2).delete()
    LeafKey.objects.filter(pk=2).delete()
    with pytest.raises(NotFound):
        receipt_of(Entry.objects.get(pk=2), make_checkpoint())
    assert verify_register().holds


def _alter(entry: int, **changes: object) -> None:
    reopen(connection, "register_entry")
    Entry.objects.filter(pk=entry).update(**changes)


ALTERED = {
    "kind": (lambda: _alter(3, kind="call"), 3),
    "time": (lambda: _alter(3, recorded_at="2020-01-01T00:00Z"), 3),
    "commitment": (lambda: _alter(3, commitment=bytes(32)), 3),
    "leaf": (lambda: _alter(3, leaf=bytes(32)), 3),
    "payload": (lambda: Payload.objects.filter(pk=4).update(content={"note": "x"}), 4),
    "key": (lambda: LeafKey.objects.filter(pk=4).update(key=bytes(32)), 4),
    "half erased": (lambda: LeafKey.objects.filter(pk=4).delete(), 4),
    "node": (lambda: Node.objects.filter(pk=Node.number_of(1, 1)).update(hash=bytes(32)), 4),
    "node gone": (lambda: Node.objects.filter(pk=Node.number_of(2, 0)).delete(), 4),
    "edge": (lambda: Head.objects.update(edge=["00" * 32] * 3), 7),
    "size": (lambda: Head.objects.update(size=6), 7),
}


@pytest.mark.parametrize("alter, number", ALTERED.values(), ids=ALTERED)
def test_whatever_is_altered_is_named_with_its_place(
    cast: Cast, alter: Callable[[], object], number: int
) -> None:
    entered(cast, 7)
    assert verify_register().holds
    alter()
    verdict = verify_register()
    assert not verdict.holds
    assert verdict.position == number


def test_a_register_that_lost_its_end_is_known_by_its_checkpoint(cast: Cast) -> None:
    entered(cast, 5)
    kept = make_checkpoint()
    Checkpoint.objects.filter(pk=5).update(
        text=str(kept).replace(str(kept.checkpoint.size), "4", 1)
    )
    assert not verify_register().holds


def test_the_commands_tell_and_hand_out(company: Path, tmp_path: Path) -> None:
    told = run(company, "register", "verify")
    assert (told.returncode, told.stdout.strip()) == (0, "all 3 entries are as they were recorded")
    kept = tmp_path / "today.txt"
    made = run(company, "register", "checkpoint", "--out", str(kept))
    key = made.stderr.split("Verifier key: ")[1].strip()
    receipt = tmp_path / "2.json"
    assert run(company, "register", "receipt", "2", "--out", str(receipt)).returncode == 0
    assert offline(receipt, key).returncode == 0
    again = run(company, "register", "receipt", "2", "--out", str(receipt))
    assert "there already" in again.stderr
    assert "no entry 9" in run(company, "register", "receipt", "9").stderr
    written = tmp_path / "register.ndjson"
    assert run(company, "register", "export", "--out", str(written)).returncode == 0
    assert offline(written, key).returncode == 0
    with contextlib.closing(library.connect(company / "evenhand.sqlite3")) as database:
        database.execute("UPDATE register_payload SET content = '{}' WHERE entry_id = 2")
        database.commit()
    told = run(company, "register", "verify")
    assert (told.returncode, told.stderr.strip()) == (1, "entry 2 does not say what it said")


ENTER = """
from datetime import UTC, datetime
from evenhand.base.installation import use
use()
from evenhand.people.models import User
from evenhand.register.actions import append_entries
from evenhand.register.drafts import Draft
now = datetime.now(UTC)
drafts = [Draft("call", "c", "w", "o", UTC, now, note=str(one)) for one in range(3)]
append_entries(drafts, by=User.objects.get())
"""


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A company with three entries."""
    home = tmp_path / "home"
    found(home)
    done = subprocess.run(
        [sys.executable, "-c", ENTER],
        env=clean() | {"EVENHAND_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return home
