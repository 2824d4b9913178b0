"""Whether the register fits what others hold of it: kept checkpoints, and what witnesses answered.

Whoever has the database and the key can write another register that agrees with itself. What was
kept outside, and what others signed, does not change with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from evenhand.base.ed25519 import verify
from evenhand.core.errors import CheckpointRefused
from evenhand.core.register.checkpoint import (
    COSIGNATURE,
    SignedCheckpoint,
    read_checkpoint,
    read_signatures,
    read_verifier_key,
)
from evenhand.core.register.cosignature import cosignature_by
from evenhand.core.register.verdict import Flaw, Verdict
from evenhand.core.said import said
from evenhand.register.keys import verifier_key
from evenhand.register.models import Attested, Checkpoint, Head, TimeStamp
from evenhand.register.proofs import Progress, verify_register
from evenhand.register.stamping import is_trusting, what_is_wrong
from evenhand.register.verifying import contradicted


def verify_all(
    kept: Sequence[SignedCheckpoint] = (), progress: Progress = lambda _done, _total: None
) -> Verdict:
    """Whether the register is as it was recorded, and as others saw it.

    The first that does not fit is named: of the entries, of the checkpoints that were kept outside,
    smallest first, and of those that were sent to witnesses or time-stamped.
    """
    verdict = verify_register(progress)
    if not verdict.holds:
        return verdict
    return _against_kept(kept) or _against_witnesses() or _against_stamps() or verdict


def _against_kept(kept: Sequence[SignedCheckpoint]) -> Verdict | None:
    """The first of the kept checkpoints that does not fit; what was altered stands from there on.

    The tree has been verified, so that the root of any size can be asked of it.
    """
    sound = 0
    for one in sorted(kept, key=lambda one: one.checkpoint.size):
        size = one.checkpoint.size
        if why := contradicted(one):
            told = said(
                "the kept checkpoint of {size} entries is the first that does not fit: {why}",
                size=size,
                why=why,
            )
            return Verdict(told, _flaw_by(one), sound + 1)
        sound = size
    return None


def _flaw_by(kept: SignedCheckpoint) -> Flaw:
    head = Head.objects.filter(pk=Head.THE_ONE).first()
    if head is not None and not kept.is_signed_by(verifier_key(head.origin), verify):
        return Flaw.BAD_SIGNATURE
    is_shorter = head is None or head.size < kept.checkpoint.size
    return Flaw.ROLLBACK if is_shorter else Flaw.REWRITTEN


def _against_witnesses() -> Verdict | None:
    """The first checkpoint that was sent to a witness, and is not what it was or is gone."""
    arrived = (Attested.State.accepted, Attested.State.mailed)
    sent = Attested.objects.filter(state__in=arrived).order_by("size", "pk")
    for one in sent.select_related("witness").iterator():
        found = Checkpoint.objects.filter(pk=one.size).first()
        if found is None or not _is_what_was_signed(one, found):
            told = said(
                "rewritten: the checkpoint of {size} entries is not the one that {name} was sent",
                size=one.size,
                name=one.witness.name,
            )
            return Verdict(told, Flaw.REWRITTEN, one.size)
    return None


def _against_stamps() -> Verdict | None:
    """The first time-stamp that does not hold for its checkpoint."""
    if not is_trusting():
        return None
    granted = TimeStamp.objects.filter(state=TimeStamp.State.granted).order_by("checkpoint")
    for one in granted.select_related("checkpoint").iterator():
        if why := what_is_wrong(one):
            told = said(
                "the time-stamp of the checkpoint of {size} entries does not hold: {why}",
                size=one.checkpoint_id,
                why=why,
            )
            return Verdict(told, Flaw.BAD_SIGNATURE, one.checkpoint_id)
    return None


def _is_what_was_signed(sent: Attested, found: Checkpoint) -> bool:
    if sent.state == Attested.State.mailed:
        return True
    try:
        key = read_verifier_key(sent.witness.verifier_key, kind=COSIGNATURE)
        lines = read_signatures(sent.cosignature)
    except CheckpointRefused:
        return False
    state = read_checkpoint(found.text).checkpoint
    return cosignature_by(key, state, lines, verify=verify) is not None
