"""A witness remembers the last checkpoint it saw, so that a register cannot go back on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from evenhand.core.register.checkpoint import Checkpoint, SignedCheckpoint, VerifierKey, Verify
from evenhand.core.register.merkle import verify_consistency
from evenhand.core.said import Said, said


class Objection(StrEnum):
    """Why a witness does not accept a checkpoint."""

    BAD_SIGNATURE = "bad_signature"
    OTHER_REGISTER = "other_register"
    ROLLBACK = "rollback"
    SPLIT_VIEW = "split_view"
    BAD_PROOF = "bad_proof"


@dataclass(frozen=True, slots=True)
class Attestation:
    """What a witness says of a checkpoint: nothing against it, or what."""

    said: Said
    objection: Objection | None = None

    @property
    def accepts(self) -> bool:
        """Whether the new checkpoint takes the place of the one that was seen last."""
        return self.objection is None


def attest(
    seen: Checkpoint | None,
    new: SignedCheckpoint,
    *,
    proof: Sequence[bytes],
    key: VerifierKey,
    verify: Verify,
) -> Attestation:
    """Judge a new checkpoint by the one that was seen last, None if there was none.

    The proof is one of consistency from the old size to the new. A register that was rewritten has
    none, so that what a bad proof hides may be a rewritten register.
    """
    if not new.is_signed_by(key, verify):
        return Attestation(
            said(
                "the checkpoint is not signed by {name} with the key that is known", name=key.name
            ),
            Objection.BAD_SIGNATURE,
        )
    if seen is not None:
        return _compared(seen, new.checkpoint, proof)
    if proof:
        return Attestation(
            said("the first checkpoint that is seen needs no proof, and there is one"),
            Objection.BAD_PROOF,
        )
    return _accepted(new.checkpoint)


def _compared(seen: Checkpoint, new: Checkpoint, proof: Sequence[bytes]) -> Attestation:
    old, size = seen.size, new.size
    if seen.origin != new.origin:
        return Attestation(
            said("this is a checkpoint of {new}, not of {old}", new=new.origin, old=seen.origin),
            Objection.OTHER_REGISTER,
        )
    if size < old:
        return Attestation(
            said("the register had {old} entries and now has {size}", old=old, size=size),
            Objection.ROLLBACK,
        )
    if size == old and seen.root != new.root:
        return Attestation(
            said("there are two registers of {size} entries: others are shown another", size=size),
            Objection.SPLIT_VIEW,
        )
    if not verify_consistency(
        old=old, new=size, old_root=seen.root, new_root=new.root, proof=proof
    ):
        return Attestation(
            said(
                "nothing proves that the first {old} of {size} entries are as they were",
                old=old,
                size=size,
            ),
            Objection.BAD_PROOF,
        )
    return _accepted(new)


def _accepted(new: Checkpoint) -> Attestation:
    return Attestation(said("the first {size} entries are as they were", size=new.size))
