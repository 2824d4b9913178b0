"""Whether a receipt that somebody holds is one of this register, as the register stands now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from evenhand.base.ed25519 import verify
from evenhand.base.language import language, spoken
from evenhand.core.errors import ReceiptRefused
from evenhand.core.register.checkpoint import SignedCheckpoint
from evenhand.core.register.entry import KINDS
from evenhand.core.register.leaf import read_instant
from evenhand.core.register.merkle import root_at
from evenhand.core.register.receipt import Receipt, read_receipt, verify_receipt
from evenhand.core.said import Said, said, together
from evenhand.register.keys import verifier_key
from evenhand.register.models import Head, Payload
from evenhand.register.proofs import node


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a receipt holds, in words, and the receipt if it can be read."""

    holds: bool
    told: Said
    receipt: Receipt | None = None

    @property
    def words(self) -> str:
        """What is told, in the language of now."""
        return spoken(self.told)

    @property
    def number(self) -> int | None:
        """The register number it is about."""
        return self.receipt.leaf.sequence if self.receipt else None


def judged(text: str | bytes) -> Judgement:
    """Verify a receipt, and that the register still says the same."""
    content = text.encode(errors="replace") if isinstance(text, str) else text
    try:
        receipt = read_receipt(content)
    except ReceiptRefused as error:
        return Judgement(holds=False, told=error.said)
    head = Head.objects.filter(pk=Head.THE_ONE).first()
    if head is None:
        return Judgement(False, said("the register is empty"), receipt)
    verdict = verify_receipt(receipt, trusted=[verifier_key(head.origin)], verify=verify)
    if not verdict.holds:
        return Judgement(False, verdict.said, receipt)
    if told := _gone_back(receipt.checkpoint, head):
        return Judgement(False, told, receipt)
    if not Payload.objects.filter(pk=receipt.leaf.sequence).exists():
        gone = said("What it says has been erased from the register since; its place stands.")
        return Judgement(True, together([verdict.said, gone], "\n"), receipt)
    return Judgement(True, verdict.said, receipt)


def contradicted(kept: SignedCheckpoint) -> Said | None:
    """What is wrong with the register by a checkpoint that was kept outside, if anything."""
    head = Head.objects.filter(pk=Head.THE_ONE).first()
    if head is None:
        return said("the register is empty")
    key = verifier_key(head.origin)
    if not kept.is_signed_by(key, verify):
        return said(
            "the checkpoint is not signed by {name} with the key that is known", name=key.name
        )
    return _gone_back(kept, head)


def _gone_back(signed: SignedCheckpoint, head: Head) -> Said | None:
    """What the register has become since the checkpoint was signed, if not more."""
    state = signed.checkpoint
    if state.size > head.size:
        return said(
            "the register had {old} entries and now has {size}", old=state.size, size=head.size
        )
    if root_at(state.size, node) != state.root:
        return said("the first {size} entries are no longer as they were", size=state.size)
    return None


def told_of(judgement: Judgement) -> Mapping[str, object]:
    """What a receipt says, for whoever holds it; nothing if it cannot be read."""
    receipt = judgement.receipt
    if receipt is None:
        return {}
    kind = KINDS.get(receipt.leaf.kind)
    said_there = receipt.payload
    return {
        "number": receipt.leaf.sequence,
        "kind": kind.label.in_(language()) if kind else receipt.leaf.kind,
        "recorded_at": receipt.leaf.recorded_at,
        "occurred_at": _instant(said_there.get("occurred_at")),
        "note": said_there.get("note", ""),
        "origin": receipt.checkpoint.checkpoint.origin,
        "size": receipt.checkpoint.checkpoint.size,
    }


def _instant(text: object) -> datetime | None:
    try:
        return read_instant(str(text))
    except ValueError:
        return None
