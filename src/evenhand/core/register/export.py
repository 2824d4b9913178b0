"""The whole register as lines of JSON, which outlives the product: an entry each, and checkpoints.

A line for an entry has its leaf, and what it says with the key that opens it unless these were
erased. A checkpoint may stand after any entry; the last line is one. The more there are, the nearer
an altered entry is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from evenhand.core.errors import ReceiptRefused
from evenhand.core.register.checkpoint import (
    Checkpoint,
    SignedCheckpoint,
    VerifierKey,
    Verify,
    read_checkpoint,
    read_verifier_key,
)
from evenhand.core.register.document import (
    LEAF_FIELDS,
    Document,
    leaf_fields,
    read_document,
    read_leaf,
)
from evenhand.core.register.leaf import KEY_BYTES, Leaf, Payload
from evenhand.core.register.merkle import Frontier
from evenhand.core.register.verdict import Flaw, Verdict
from evenhand.core.ruling.canonical import canonical
from evenhand.core.said import Said, said

FORMAT = "evenhand-export/1"
CHECKPOINT_FIELDS = ("checkpoint", "format", "verifier_key")


def entry_line(leaf: Leaf, payload: Payload | None = None, key: bytes | None = None) -> bytes:
    """The line of an entry; without payload and key for one whose contents were erased."""
    fields = leaf_fields(leaf)
    if payload is not None and key is not None:
        fields |= {"key": key.hex(), "payload": payload}
    return canonical(fields) + b"\n"


def checkpoint_line(checkpoint: SignedCheckpoint, key: VerifierKey) -> bytes:
    """The line of a checkpoint of all entries before it."""
    fields: Payload = {
        "checkpoint": str(checkpoint),
        "format": FORMAT,
        "verifier_key": str(key),
    }
    return canonical(fields) + b"\n"


def verify_export(
    lines: Iterable[bytes],
    *,
    trusted: Collection[VerifierKey],
    verify: Verify,
    seen: Collection[Checkpoint] = (),
) -> Verdict:
    """Whether the lines are a register, and the one that was seen earlier.

    `seen` are checkpoints that somebody kept elsewhere: the only thing that shows that a register
    was rewritten by whoever has its key. Holds one line at a time.
    """
    reading = _Reading(trusted, verify, seen)
    for line in lines:
        verdict = reading.take(line)
        if verdict is not None:
            return verdict
    return reading.end()


@dataclass(slots=True)
class _Reading:
    """How far the lines have been read."""

    trusted: Collection[VerifierKey]
    verify: Verify
    seen: Collection[Checkpoint]
    frontier: Frontier = field(default_factory=Frontier)
    sizes: frozenset[int] = frozenset()
    sound: int = 0
    covered: bool = False

    def __post_init__(self) -> None:
        self.sizes = frozenset(one.size for one in self.seen)

    def take(self, line: bytes) -> Verdict | None:
        """Read a line; what is wrong with it, if anything is."""
        try:
            document = read_document(line)
            if "checkpoint" in document.fields:
                return self._checkpoint(document)
            return self._entry(document)
        except ReceiptRefused as error:
            return self._flaw(Flaw.UNREADABLE, error.said)

    def _entry(self, document: Document) -> Verdict | None:
        leaf, opened = _line(document)
        number = self.frontier.size + 1
        if leaf.sequence != number:
            return self._flaw(
                Flaw.OUT_OF_ORDER,
                said("entry {at} stands where {number} should", at=leaf.sequence, number=number),
            )
        if opened is not None and not leaf.commits_to(*opened):
            return self._flaw(
                Flaw.BAD_COMMITMENT, said("entry {number} does not say what it said", number=number)
            )
        self.frontier.append(leaf.hash)
        self.covered = False
        return self._against_seen() if number in self.sizes else None

    def _checkpoint(self, document: Document) -> Verdict | None:
        document.only(*CHECKPOINT_FIELDS)
        document.of_format(FORMAT)
        signed = document.made("checkpoint", read_checkpoint)
        key = document.made("verifier_key", read_verifier_key)
        if document.problems or signed is None or key is None:
            raise ReceiptRefused(document.problems)
        if key not in self.trusted:
            return self._flaw(
                Flaw.UNKNOWN_KEY, said("the key {key} is none of this register's", key=key)
            )
        if not signed.is_signed_by(key, self.verify):
            return self._flaw(
                Flaw.BAD_SIGNATURE, said("the checkpoint is not signed with {key}", key=key)
            )
        return self._fits(signed.checkpoint)

    def _fits(self, checkpoint: Checkpoint) -> Verdict | None:
        size = self.frontier.size
        if checkpoint.size != size:
            return self._flaw(
                Flaw.OUT_OF_ORDER,
                said(
                    "a checkpoint of {size} entries stands after {number}",
                    size=checkpoint.size,
                    number=size,
                ),
            )
        if checkpoint.root != self.frontier.root():
            return self._not_as_before(Flaw.BAD_ROOT)
        self.covered, self.sound = True, size
        return None

    def _against_seen(self) -> Verdict | None:
        size, root = self.frontier.size, self.frontier.root()
        if any(one.root != root for one in self.seen if one.size == size):
            return self._not_as_before(Flaw.REWRITTEN)
        self.sound = size
        return None

    def _not_as_before(self, flaw: Flaw) -> Verdict:
        return Verdict(
            said(
                "of the entries {first} to {last}, one is not what it was",
                first=self.sound + 1,
                last=self.frontier.size,
            ),
            flaw,
            self.sound + 1,
        )

    def _flaw(self, flaw: Flaw, why: Said) -> Verdict:
        size = self.frontier.size
        return Verdict(said("after entry {number}: {why}", number=size, why=why), flaw, size + 1)

    def end(self) -> Verdict:
        """What is to be said when there are no more lines."""
        size = self.frontier.size
        if not self.covered:
            return self._flaw(Flaw.NO_CHECKPOINT, said("no checkpoint follows the last entry"))
        if any(one > size for one in self.sizes):
            return self._flaw(
                Flaw.ROLLBACK,
                said(
                    "the register had {old} entries and now has {size}",
                    old=max(self.sizes),
                    size=size,
                ),
            )
        return Verdict(said("all {size} entries are as they were recorded", size=size))


def _line(document: Document) -> tuple[Leaf, tuple[Payload, bytes] | None]:
    """The entry of a line, and what it says with its key unless these were erased.

    Raises ReceiptRefused for a line that is none.
    """
    is_open = "key" in document.fields or "payload" in document.fields
    document.only(*LEAF_FIELDS, *(("key", "payload") if is_open else ()))
    opened = None
    if is_open:
        opened = document.inside("payload").fields, document.hexed("key", KEY_BYTES)
    leaf = read_leaf(document)
    if document.problems or leaf is None:
        raise ReceiptRefused(document.problems)
    return leaf, opened
