"""A register agrees with itself even if it was rewritten: what others hold tells."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from evenhand.base.ed25519 import verify
from evenhand.core.errors import NotFound
from evenhand.core.register.checkpoint import (
    COSIGNATURE,
    SignedCheckpoint,
    VerifierKey,
    read_checkpoint,
    signed,
)
from evenhand.core.register.cosignature import cosign, cosignature_by
from evenhand.core.register.receipt import read_receipt, verify_receipt, write_receipt
from evenhand.core.register.verdict import Flaw
from evenhand.register.actions import add_witness, make_checkpoint, note_answer
from evenhand.register.comparing import verify_all
from evenhand.register.countersigned import newest_countersigned
from evenhand.register.keys import verifier_key
from evenhand.register.models import Attested, Checkpoint, Entry, Head
from evenhand.register.proofs import receipt_of
from tests.cast import Cast
from tests.core.register.material import offline
from tests.register.outside import KEY, PRIVATE
from tests.register.world import NOW, entered

pytestmark = pytest.mark.django_db


def kept_then(cast: Cast, after: Callable[[], object]) -> list[SignedCheckpoint]:
    """Checkpoints of 2 and of 5 entries that somebody kept before the older was restored."""
    entered(cast, 2)
    first = make_checkpoint()
    backup = transaction.savepoint()
    entered(cast, 3)
    second = make_checkpoint()
    transaction.savepoint_rollback(backup)
    after()
    return [second, first]


def test_a_register_that_only_grew_fits(cast: Cast) -> None:
    entered(cast, 2)
    first = make_checkpoint()
    entered(cast, 3)
    kept = [first, make_checkpoint()]
    entered(cast, 1)
    verdict = verify_all(kept)
    assert (verdict.holds, str(verdict.said)) == (True, "all 6 entries are as they were recorded")


def test_an_older_backup_is_a_rollback(cast: Cast) -> None:
    kept = kept_then(cast, lambda: entered(cast, 1))
    verdict = verify_all(kept)
    assert (verdict.flaw, verdict.position) == (Flaw.ROLLBACK, 3)
    assert "the register had 5 entries and now has 3" in str(verdict.said)


def test_an_older_backup_that_went_on_is_a_rewritten_register(cast: Cast) -> None:
    kept = kept_then(cast, lambda: entered(cast, 4, kind="visit"))
    assert verify_all().holds
    verdict = verify_all(kept)
    assert (verdict.flaw, verdict.position) == (Flaw.REWRITTEN, 3)
    assert "the kept checkpoint of 5 entries is the first" in str(verdict.said)


def test_a_checkpoint_of_somebody_else_says_nothing(cast: Cast) -> None:
    entered(cast, 2)
    state = make_checkpoint().checkpoint
    private = Ed25519PrivateKey.generate()
    key = VerifierKey(state.origin, private.public_key().public_bytes_raw())
    assert verify_all([signed(state, key, private.sign)]).flaw is Flaw.BAD_SIGNATURE


# What witnesses were sent


def countersigned(size: int, *, at: int, address: str = "https://w.example/w1") -> str:
    """A witness that is added signs the checkpoint of this size."""
    witness = add_witness(name="Bo", address=address, verifier_key=str(KEY), language="en", by=None)
    state = read_checkpoint(Checkpoint.objects.get(pk=size).text).checkpoint
    line = str(cosign(state, KEY, at=at, sign=PRIVATE.sign))
    note_answer(witness, size=size, state=Attested.State.accepted, cosignature=line, now=NOW)
    return line


def test_a_checkpoint_that_was_signed_anew_is_not_the_one_that_was_countersigned(
    cast: Cast,
) -> None:
    entered(cast, 3)
    make_checkpoint()
    countersigned(3, at=1)
    assert verify_all().holds
    Attested.objects.update(
        cosignature=str(
            cosign(
                replace(make_checkpoint().checkpoint, root=bytes(32)), KEY, at=1, sign=PRIVATE.sign
            )
        )
    )
    verdict = verify_all()
    assert (verdict.flaw, verdict.position) == (Flaw.REWRITTEN, 3)
    Attested.objects.update(state=Attested.State.mailed)
    assert verify_all().holds
    Checkpoint.objects.all().delete()
    assert verify_all().flaw is Flaw.REWRITTEN


def test_a_receipt_carries_the_line_of_the_witness_once(cast: Cast, tmp_path: Path) -> None:
    entered(cast, 3)
    make_checkpoint()
    with pytest.raises(NotFound):
        newest_countersigned(1)
    first = countersigned(3, at=1)
    countersigned(3, at=2, address="https://w.example/again")  # was added again
    entered(cast, 1)
    make_checkpoint()
    made = newest_countersigned(2)
    content = write_receipt(receipt_of(Entry.objects.get(pk=2), made))
    written = read_receipt(content)
    assert written.checkpoint == made
    (tmp_path / "2.json").write_bytes(content)
    for witness, code in ((KEY, 0), (replace(KEY, name="x.example"), 1)):
        assert offline().main([str(tmp_path / "2.json"), "--witness", str(witness)]) == code
    key = verifier_key(Head.objects.get().origin)
    assert verify_receipt(written, trusted=[key], verify=verify).holds
    found = cosignature_by(KEY, made.checkpoint, made.signatures, verify=verify)
    assert (str(found), len(made.signatures), KEY.kind) == (first, 2, COSIGNATURE)
    with pytest.raises(NotFound):
        newest_countersigned(4)
