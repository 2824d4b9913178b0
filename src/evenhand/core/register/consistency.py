"""Two checkpoints of a register, and the proof that the later one only added to the earlier."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from evenhand.core.errors import ReceiptRefused
from evenhand.core.register.checkpoint import (
    SignedCheckpoint,
    VerifierKey,
    Verify,
    read_checkpoint,
    read_verifier_key,
)
from evenhand.core.register.document import read_document
from evenhand.core.register.verdict import Flaw, Verdict
from evenhand.core.register.witness import Objection, attest
from evenhand.core.ruling.canonical import canonical
from evenhand.core.said import said

FORMAT = "evenhand-consistency/1"
FIELDS = ("format", "new", "old", "proof", "verifier_key")

_FLAWS = {
    Objection.BAD_SIGNATURE: Flaw.BAD_SIGNATURE,
    Objection.OTHER_REGISTER: Flaw.BAD_SIGNATURE,
    Objection.ROLLBACK: Flaw.ROLLBACK,
    Objection.SPLIT_VIEW: Flaw.REWRITTEN,
    Objection.BAD_PROOF: Flaw.BAD_PROOF,
}


@dataclass(frozen=True, slots=True)
class Consistency:
    """An old checkpoint, a new one, and the proof from the one to the other."""

    old: SignedCheckpoint
    new: SignedCheckpoint
    proof: tuple[bytes, ...]
    verifier_key: VerifierKey


def write_consistency(consistency: Consistency) -> bytes:
    """The two checkpoints and their proof as they are handed out: canonical JSON on one line."""
    return (
        canonical(
            {
                "format": FORMAT,
                "new": str(consistency.new),
                "old": str(consistency.old),
                "proof": [one.hex() for one in consistency.proof],
                "verifier_key": str(consistency.verifier_key),
            }
        )
        + b"\n"
    )


def read_consistency(content: bytes) -> Consistency:
    """Two checkpoints and their proof; raises ReceiptRefused with every problem."""
    document = read_document(content)
    document.only(*FIELDS)
    document.of_format(FORMAT)
    old = document.made("old", read_checkpoint)
    new = document.made("new", read_checkpoint)
    proof = document.hashes("proof")
    verifier_key = document.made("verifier_key", read_verifier_key)
    if document.problems or old is None or new is None or verifier_key is None:
        raise ReceiptRefused(document.problems)
    return Consistency(old, new, proof, verifier_key)


def verify_consistency_of(
    consistency: Consistency, *, trusted: Collection[VerifierKey], verify: Verify
) -> Verdict:
    """Whether the entries of the old checkpoint are in the new one as they were."""
    key, old = consistency.verifier_key, consistency.old
    if key not in trusted:
        return Verdict(said("the key {key} is none of this register's", key=key), Flaw.UNKNOWN_KEY)
    if not old.is_signed_by(key, verify):
        return Verdict(said("the checkpoint is not signed with {key}", key=key), Flaw.BAD_SIGNATURE)
    found = attest(old.checkpoint, consistency.new, proof=consistency.proof, key=key, verify=verify)
    return Verdict(found.said, None if found.objection is None else _FLAWS[found.objection])
