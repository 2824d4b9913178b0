"""What a register sends to a witness: a checkpoint, and the proof from the one it saw last.

C2SP tlog-witness, the body of `add-checkpoint`:

    old 20852014
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=

    register.example.com/outlets
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — register.example.com/outlets Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Z…
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evenhand.core.errors import CheckpointRefused
from evenhand.core.register.checkpoint import (
    SignedCheckpoint,
    from_base64,
    in_base64,
    read_checkpoint,
)
from evenhand.core.register.merkle import are_hashes
from evenhand.core.said import said

MOST_HASHES = 63
MOST_BYTES = 100_000
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class Submission:
    """A checkpoint, the size of the one that was seen before, and the proof between the two."""

    old: int
    proof: tuple[bytes, ...]
    signed: SignedCheckpoint

    def __str__(self) -> str:
        lines = (f"old {self.old}", *map(in_base64, self.proof), "")
        return "".join(f"{line}\n" for line in lines) + str(self.signed)


def read_submission(content: bytes) -> Submission:
    """What a register sent; nothing of it is verified yet. Raises CheckpointRefused."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    head, empty, checkpoint = text.partition("\n\n")
    first, *lines = head.split("\n")
    old = _OLD.fullmatch(first)
    proof = [one for line in lines if (one := from_base64(line)) is not None]
    is_proof = len(proof) == len(lines) <= MOST_HASHES and are_hashes(proof)
    if len(content) > MOST_BYTES or not empty or not old or not is_proof:
        raise CheckpointRefused(
            said(
                "this is no submission: one is `old` and a size, up to {most} hashes, an empty "
                "line and a checkpoint",
                most=MOST_HASHES,
            )
        )
    return Submission(int(old[1]), tuple(proof), read_checkpoint(checkpoint))
