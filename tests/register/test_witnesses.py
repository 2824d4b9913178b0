"""Checkpoints are published, and countersigned by others who remember what they saw."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from evenhand.audit.models import Event
from evenhand.base.ed25519 import verify
from evenhand.core.errors import Conflict, ImRefused, NotAllowed
from evenhand.core.register.checkpoint import Checkpoint as State
from evenhand.core.register.checkpoint import VerifierKey, read_checkpoint, read_signatures, signed
from evenhand.core.register.consistency import read_consistency, verify_consistency_of
from evenhand.core.register.cosignature import cosignature_by
from evenhand.core.register.merkle import consistency_proof, leaf_hash, root_of
from evenhand.core.register.submission import Submission
from evenhand.core.register.witness import attest
from evenhand.notices.models import Notice
from evenhand.register import witnessing as witnessing_page
from evenhand.register.actions import add_witness, end_witness, make_checkpoint, watch_register
from evenhand.register.addresses import checked_address
from evenhand.register.jobs import (
    forget_keys,
    publish_checkpoint,
    send_to_witnesses,
    verify_daily,
)
from evenhand.register.keys import verifier_key, witness_key
from evenhand.register.models import Attested, Head, Payload, Sent, Watched, Witness
from evenhand.register.verifying import contradicted
from tests.cast import Cast
from tests.core.register.material import offline
from tests.register.outside import KEY, Outside, witnessing
from tests.register.world import NOW, entered

pytestmark = pytest.mark.django_db


def test_checkpoints_are_published_when_the_register_has_grown(cast: Cast) -> None:
    anybody = Client()
    assert publish_checkpoint(NOW) == 0
    assert anybody.get("/register/checkpoint").status_code == 404
    entered(cast, 3)
    assert [publish_checkpoint(NOW), publish_checkpoint(NOW)] == [1, 0]
    entered(cast, 4)
    assert publish_checkpoint(NOW) == 1
    newest = anybody.get("/register/checkpoint")
    assert newest.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert newest.content == anybody.get("/register/checkpoint/7").content
    found = read_checkpoint(newest.content.decode())
    key = verifier_key(found.checkpoint.origin)
    assert found.is_signed_by(key, verify)
    proof = read_consistency(anybody.get("/register/consistency/3/7").content)
    assert verify_consistency_of(proof, trusted=[key], verify=verify).holds
    for wrong in ("consistency/7/3", "consistency/3/6", "checkpoint/5", f"checkpoint/{10**30}"):
        assert anybody.get(f"/register/{wrong}").status_code == 404, wrong


def test_an_altered_register_is_told_to_those_who_have_to_know(cast: Cast) -> None:
    entered(cast, 3)
    assert verify_daily(NOW)
    assert not Notice.objects.exists()
    Payload.objects.filter(entry=2).update(content={"note": "another"})
    assert not verify_daily(NOW)
    assert Event.objects.get(kind="register.altered").details["number"] == 2
    told = Notice.objects.filter(kind="register.altered").values_list("recipient__login", flat=True)
    assert set(told) == {"auditor", "general_manager", "administrator"}


def test_keys_of_what_was_sent_are_forgotten_after_a_week(cast: Cast) -> None:
    entries = entered(cast, 2)
    for days, entry in zip((6, 8), entries, strict=True):
        at = NOW - timedelta(days=days)
        Sent.objects.create(person="a", key=str(days), request="", entry=entry, at=at)
    assert forget_keys(NOW) == 1
    assert Sent.objects.get().key == "6"


# The register sends its checkpoints


@pytest.fixture
def outside(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """A witness that has been added to a register of three entries."""
    entered(cast, 3)
    inside = settings.ENVIRONMENT.model_copy(update={"notice_hosts": ("127.0.0.1",)})
    monkeypatch.setattr(settings, "ENVIRONMENT", inside)
    with witnessing(verifier_key(Head.objects.get().origin)) as found:
        address = checked_address(found.url, countersigns=True)
        added(address, str(KEY))
        yield found


def added(address: str, key: str = "", language: str = "en") -> Witness:
    return add_witness(name="Bo", address=address, verifier_key=key, language=language, by=None)


def sent(hours: int = 0) -> int:
    """Publish a checkpoint of now, and send it."""
    publish_checkpoint(NOW + timedelta(hours=hours))
    return send_to_witnesses(NOW + timedelta(hours=hours))


def checked_outside(folder: Path, content: bytes, witness: VerifierKey) -> int:
    """How verifying it without Evenhand ends, when this witness is asked for."""
    (folder / "file").write_bytes(content)
    key = str(verifier_key(Head.objects.get().origin))
    arguments = [str(folder / "file"), "--key", key, "--witness", str(witness)]
    found: int = offline().main(arguments)
    return found


def last() -> Attested:
    return Attested.objects.order_by("-id")[0]


def warned() -> list[str]:
    told = Notice.objects.filter(recipient__login="general_manager")
    return list(told.order_by("id").values_list("kind", flat=True))


def test_a_witness_countersigns_as_long_as_the_register_only_grows(
    cast: Cast, outside: Outside, tmp_path: Path
) -> None:
    assert [sent(), sent()] == [1, 0]
    entered(cast, 4)
    assert sent() == 1
    assert outside.asked == [0, 3]
    assert last().state == "accepted"
    shown = Client().get("/register/checkpoint").content.decode()
    made = read_checkpoint(shown)
    assert cosignature_by(KEY, made.checkpoint, made.signatures, verify=verify)
    assert len(made.signatures) == 2
    proof = Client().get("/register/consistency/3/7").content
    for content in (shown.encode(), proof):
        assert checked_outside(tmp_path, content, KEY) == 0
        assert checked_outside(tmp_path, content, replace(KEY, name="x.example")) == 1
    outside.seen = replace(made.checkpoint, size=3, root=b"x" * 32)  # it lost its memory
    entered(cast, 1)
    assert sent() == 1
    assert outside.asked[2:] == [7, 3]
    assert (last().state, warned()) == ("refused", ["register.checkpoint_refused"])


def test_a_restored_older_backup_is_seen_by_the_witness_and_told(
    cast: Cast, outside: Outside
) -> None:
    sent()
    backup = transaction.savepoint()
    entered(cast, 3, kind="call")
    sent()
    kept = make_checkpoint()
    transaction.savepoint_rollback(backup)
    assert "had 6 entries and now has 3" in str(contradicted(kept))
    for count, told in ((1, "409 6"), (2, "409 6"), (1, "422")):  # fewer, as many, more
        entered(cast, count, kind="visit")
        assert sent() == 1
        assert last().state == "refused"
        assert last().told.startswith(told)
        assert sent() == 0
    assert verify_daily(NOW)  # from within, nothing is to be seen
    assert "no longer as they were" in str(contradicted(kept))
    assert Event.objects.filter(kind="register.checkpoint_refused").count() == 3
    assert warned() == ["register.checkpoint_refused"]


@pytest.mark.parametrize(
    "broken", [(500, ""), (307, ""), (404, ""), (200, ""), (200, "— x AAAAAAAA\n"), (409, "9" * 30)]
)
def test_what_does_not_countersign_is_asked_again(
    cast: Cast, outside: Outside, broken: tuple[int, str]
) -> None:
    outside.broken = broken
    assert sent() == 1
    expected = "refused" if broken[0] == 409 else "unreachable"
    assert (last().state, last().cosignature) == (expected, "")
    outside.broken = None
    assert sent() == (0 if broken[0] == 409 else 1)
    entered(cast, 1)
    sent()
    assert last().state == "accepted"


def test_a_witness_by_mail_gets_one_a_day_in_its_language(cast: Cast) -> None:
    entered(cast, 3)
    witness = added("bo@example.com", language="zh")
    sent()
    [message] = mail.outbox
    assert message.to == ["bo@example.com"]
    assert str(Head.objects.get().origin) in message.subject
    assert Client().get("/register/checkpoint").content.decode() in message.body
    for hours, mails in ((1, 1), (24, 2)):
        entered(cast, 1)
        sent(hours)
        assert len(mail.outbox) == mails
    end_witness(witness, by=cast["general_manager"])
    entered(cast, 1)
    assert sent(48) == 0
    kinds = Event.objects.filter(kind__startswith="register.witness").values_list("kind", flat=True)
    assert set(kinds) == {"register.witness_added", "register.witness_ended"}


def test_who_keeps_witnesses_and_where_they_may_be(cast: Cast) -> None:
    witness = added("bo@example.com")
    with pytest.raises(NotAllowed):
        end_witness(witness, by=cast["auditor"])
    with pytest.raises(Conflict):
        added("bo@example.com")
    for wrong in ("http://93.184.216.34/w", "https://a@b.example/w", "https://b.example/w?x=1"):
        with pytest.raises(Conflict):
            checked_address(wrong, countersigns=True)
    for inside in ("https://127.0.0.1/w", "https://2130706433/w", "https://[::1]/w"):
        with pytest.raises(ImRefused):
            checked_address(inside, countersigns=True)
    with pytest.raises(Conflict):
        checked_address("https://b.example/w", countersigns=False)


# We are a witness to another register


@dataclass
class Another:
    """Another register, whose key we have; it may lie."""

    leaves: list[bytes] = field(default_factory=list)
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def key(self) -> VerifierKey:
        return VerifierKey("another.example", self.private.public_key().public_bytes_raw())

    def grow(self, *names: str) -> "Another":
        self.leaves += [leaf_hash(name.encode()) for name in names]
        return self

    def send(self, old: int, *, proof: list[bytes] | None = None, **changes: Any) -> HttpResponse:
        """Send it as it is now."""
        size = len(self.leaves)
        if proof is None:
            proof = consistency_proof(old, size, self._node) if old <= size else []
        key = replace(self.key, **changes)
        state = State(key.name, size, root_of(self.leaves))
        text = str(Submission(old, tuple(proof), signed(state, key, self.private.sign)))
        return posted(text.encode())

    def _node(self, level: int, index: int) -> bytes:
        return root_of(self.leaves[index << level : (index + 1) << level])


def posted(content: bytes, kind: str = "text/plain") -> HttpResponse:
    client = Client(enforce_csrf_checks=True)
    return client.post("/witness/add-checkpoint", content, content_type=kind)  # type: ignore[return-value]  # the test client's own kind


@pytest.fixture
def another(cast: Cast) -> Another:
    """Another register of three entries, which is watched and was signed."""
    found = Another().grow("a", "b", "c")
    assert found.send(0).status_code == 404
    watch_register(found.key, by=cast["administrator"])
    assert found.send(0).status_code == 200
    return found


def test_growth_is_countersigned(another: Another) -> None:
    answer = another.grow("d", "e").send(3)
    assert answer.status_code == 200
    state = State(another.key.name, 5, root_of(another.leaves))
    lines = read_signatures(answer.content.decode())
    assert cosignature_by(witness_key(), state, lines, verify=verify) == lines[0]
    assert not cosignature_by(witness_key(), replace(state, size=6), lines, verify=verify)
    assert another.send(5).status_code == 200
    assert Watched.objects.get().size == 5


def test_anything_else_is_not(another: Another) -> None:
    root = another.leaves[:]
    cases = {
        "rollback": (another.leaves[:2], 3, 400),
        "older": (another.leaves[:2], 2, 409),
        "another old size": ([*root, b"d" * 32], 2, 409),
        "rewritten": ([b"x" * 32, *root[1:], b"d" * 32], 3, 422),
        "split": ([b"x" * 32, *root[1:]], 3, 409),
    }
    for name, (leaves, old, status) in cases.items():
        assert Another(leaves, another.private).send(old).status_code == status, name
    grown = Another([*root, b"d" * 32], another.private)
    assert grown.send(3, proof=[b"x" * 32]).status_code == 422
    assert grown.send(3, name="unknown.example").status_code == 404
    assert Another(grown.leaves).send(3).status_code == 403
    stale = grown.send(0)
    assert (stale.content, stale.headers["Content-Type"]) == (b"3\n", "text/x.tlog.size")
    assert Watched.objects.get().size == 3
    assert [one.kind for one in Event.objects.filter(kind="register.split_seen")] == [
        "register.split_seen"
    ]
    assert warned() == ["register.split_seen"]


def test_what_is_no_submission_is_refused(another: Another) -> None:
    good = str(Submission(3, (), read_checkpoint(Watched.objects.get().text))).encode()
    for wrong in (b"", b"\xff\n\n", b"old 03" + good[5:], good[:-1], good + b"x" * 100_000):
        assert posted(wrong).status_code == 400, wrong[:40]
    assert posted(good, "multipart/form-data; boundary=x").status_code == 200
    assert posted(good.replace(b"old 3\n", b"old 3\n" + b"AAAA\n")).status_code == 400


def test_of_two_that_race_one_is_countersigned(
    another: Another, monkeypatch: pytest.MonkeyPatch
) -> None:
    racing = Another(another.leaves[:], another.private).grow("x", "y")

    def attested(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.undo()  # while this one is judged, another one comes and goes
        assert another.grow("d").send(3).status_code == 200
        return attest(*args, **kwargs)

    monkeypatch.setattr(witnessing_page, "attest", attested)
    answer = racing.send(3)
    assert (answer.status_code, answer.content) == (409, b"4\n")
    assert Watched.objects.get().root == root_of(another.leaves).hex()
