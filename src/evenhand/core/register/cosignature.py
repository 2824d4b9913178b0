"""What a witness signs: that at a time it saw a checkpoint, and none that does not fit it.

C2SP tlog-cosignature, `cosignature/v1`: eight bytes of time (seconds since 1970, UTC) and an
Ed25519 signature of that time and of the checkpoint.
"""

from __future__ import annotations

from collections.abc import Iterable

from evenhand.core.register.checkpoint import (
    SIGNATURE_BYTES,
    Checkpoint,
    Sign,
    Signature,
    VerifierKey,
    Verify,
)

TIME_BYTES = 8


def cosign(checkpoint: Checkpoint, key: VerifierKey, *, at: int, sign: Sign) -> Signature:
    """The line of a witness, at a time in seconds since 1970."""
    made = sign(_message(checkpoint, at))
    return Signature(key.name, key.id, at.to_bytes(TIME_BYTES, "big") + made)


def cosignature_by(
    key: VerifierKey, checkpoint: Checkpoint, signatures: Iterable[Signature], *, verify: Verify
) -> Signature | None:
    """The line among others with which this witness vouches for the checkpoint, if it does."""
    for one in signatures:
        is_known = (one.name, one.id) == (key.name, key.id)
        if not is_known or len(one.value) != TIME_BYTES + SIGNATURE_BYTES:
            continue
        message = _message(checkpoint, int.from_bytes(one.value[:TIME_BYTES], "big"))
        if verify(key.public, one.value[TIME_BYTES:], message):
            return one
    return None


def _message(checkpoint: Checkpoint, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{checkpoint.text}".encode()
