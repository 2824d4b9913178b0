"""What came of verifying a receipt, an export or two checkpoints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evenhand.core.said import Said


class Flaw(StrEnum):
    """The first thing that does not hold."""

    UNREADABLE = "unreadable"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    NOT_COVERED = "not_covered"
    BAD_COMMITMENT = "bad_commitment"
    BAD_PROOF = "bad_proof"
    OUT_OF_ORDER = "out_of_order"
    BAD_ROOT = "bad_root"
    REWRITTEN = "rewritten"
    ROLLBACK = "rollback"
    NO_CHECKPOINT = "no_checkpoint"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it holds; if not, the first flaw and the first register number that it concerns.

    Of a root that does not fit, `position` is the first entry after the last checkpoint that does:
    what was altered stands there or later.
    """

    said: Said
    flaw: Flaw | None = None
    position: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.flaw is None
