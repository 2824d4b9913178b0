"""A receipt: what was entered, and the proof that it stands at its place in the register.

Whoever holds one needs nothing else, and nobody: it opens its own commitment, and
verifier/evenhand_verify.py verifies it with the standard library of Python alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from evenhand.core.errors import Problem, ReceiptRefused
from evenhand.core.register.checkpoint import (
    SignedCheckpoint,
    VerifierKey,
    Verify,
    read_checkpoint,
    read_verifier_key,
)
from evenhand.core.register.document import LEAF_FIELDS, leaf_fields, read_document, read_leaf
from evenhand.core.register.leaf import (
    KEY_BYTES,
    Leaf,
    Payload,
    instant_text,
)
from evenhand.core.register.merkle import verify_inclusion
from evenhand.core.register.verdict import Flaw, Verdict
from evenhand.core.ruling.canonical import canonical
from evenhand.core.said import Said, said

FORMAT = "evenhand-receipt/1"
FIELDS = ("checkpoint", "entry", "format", "key", "payload", "proof", "verifier_key")
MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry with what it says, the key that opens it, and the way from it to a checkpoint."""

    leaf: Leaf
    payload: Payload
    key: bytes
    proof: tuple[bytes, ...]
    checkpoint: SignedCheckpoint
    verifier_key: VerifierKey


def write_receipt(receipt: Receipt) -> bytes:
    """The receipt as it is handed out: canonical JSON on one line."""
    return (
        canonical(
            {
                "checkpoint": str(receipt.checkpoint),
                "entry": {**leaf_fields(receipt.leaf)},
                "format": FORMAT,
                "key": receipt.key.hex(),
                "payload": receipt.payload,
                "proof": [one.hex() for one in receipt.proof],
                "verifier_key": str(receipt.verifier_key),
            }
        )
        + b"\n"
    )


def read_receipt(content: bytes) -> Receipt:
    """A receipt, of which nothing is verified yet; raises ReceiptRefused with every problem."""
    if len(content) > MOST_BYTES:
        raise ReceiptRefused(
            [Problem(said("no receipt has more than {most:,} bytes", most=MOST_BYTES))]
        )
    document = read_document(content)
    document.only(*FIELDS)
    document.of_format(FORMAT)
    entry = document.inside("entry")
    entry.only(*LEAF_FIELDS)
    leaf = read_leaf(entry)
    payload = document.inside("payload").fields
    key = document.hexed("key", KEY_BYTES)
    proof = document.hashes("proof")
    checkpoint = document.made("checkpoint", read_checkpoint)
    verifier_key = document.made("verifier_key", read_verifier_key)
    if document.problems or leaf is None or checkpoint is None or verifier_key is None:
        raise ReceiptRefused(document.problems)
    return Receipt(leaf, payload, key, proof, checkpoint, verifier_key)


def verify_receipt(
    receipt: Receipt, *, trusted: Collection[VerifierKey], verify: Verify
) -> Verdict:
    """Whether the entry stands in the register at its place and says what the receipt says.

    `trusted` are the keys of the register, which are not taken from the receipt: anybody can make
    a key and sign with it.
    """
    flaw = _flaw(receipt, trusted, verify)
    leaf, checkpoint = receipt.leaf, receipt.checkpoint.checkpoint
    if flaw is None:
        return Verdict(
            said(
                "entry {number} of {origin} was recorded at {at} and says what the receipt says",
                number=leaf.sequence,
                origin=checkpoint.origin,
                at=instant_text(leaf.recorded_at),
            )
        )
    return Verdict(_told(flaw, receipt), flaw, leaf.sequence)


def _flaw(receipt: Receipt, trusted: Collection[VerifierKey], verify: Verify) -> Flaw | None:
    leaf, checkpoint = receipt.leaf, receipt.checkpoint.checkpoint
    if receipt.verifier_key not in trusted:
        return Flaw.UNKNOWN_KEY
    if not receipt.checkpoint.is_signed_by(receipt.verifier_key, verify):
        return Flaw.BAD_SIGNATURE
    if leaf.index >= checkpoint.size:
        return Flaw.NOT_COVERED
    if not leaf.commits_to(receipt.payload, receipt.key):
        return Flaw.BAD_COMMITMENT
    if not verify_inclusion(
        leaf.hash,
        index=leaf.index,
        size=checkpoint.size,
        proof=receipt.proof,
        root=checkpoint.root,
    ):
        return Flaw.BAD_PROOF
    return None


def _told(flaw: Flaw, receipt: Receipt) -> Said:
    number, size = receipt.leaf.sequence, receipt.checkpoint.checkpoint.size
    match flaw:
        case Flaw.UNKNOWN_KEY:
            return said("the key {key} is none of this register's", key=receipt.verifier_key)
        case Flaw.BAD_SIGNATURE:
            return said("the checkpoint is not signed with {key}", key=receipt.verifier_key)
        case Flaw.NOT_COVERED:
            return said(
                "entry {number} is not among the first {size}, which the checkpoint is about",
                number=number,
                size=size,
            )
        case Flaw.BAD_COMMITMENT:
            return said("entry {number} does not say what the receipt says", number=number)
        case _:
            return said(
                "the proof does not lead from entry {number} to the root of the checkpoint",
                number=number,
            )
