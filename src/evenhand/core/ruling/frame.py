"""What expressions read: columns, who is still in, and the entries."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from evenhand.core.ruling.cases import K3, Bools, Column, Entries, Lines
from evenhand.core.ruling.columns import k3


@dataclass(slots=True)
class Frame:
    """What expressions read.

    Columns by path, who is still in, and, for entry conditions, the entries.

    `remaining`, `everybody`: shape (claimants, disputes). `atoms`: when a dict, every condition and
    every part of one leaves its truth there by the identity of its node, for explanations.
    """

    columns: dict[str, Column]
    remaining: Bools
    everybody: Bools
    entries: Entries | Lines | None = None
    atoms: dict[int, K3] | None = None
    others: dict[str, Bools] = field(default_factory=dict)
    members: dict[str, K3] = field(default_factory=dict)
    facing: bool = False
    nowhere: Bools = field(init=False)
    """False of every dispute, and by identity the sign that nothing unknown was met."""

    def __post_init__(self) -> None:
        self.nowhere = np.zeros(self.everybody.shape[-1], dtype=bool)

    def narrow(self, remaining: Bools) -> None:
        """From here on, only these are still in."""
        self.remaining = remaining
        self.others, self.members = {}, {}

    def group(self, over: str) -> Bools:
        """Who belongs to `others` or `claimants`: shape (claimants or 1, others, disputes)."""
        if over not in self.others:
            mask = self.remaining[None, :, :]
            if over == "others":
                claimants = np.arange(mask.shape[1])
                mask = np.repeat(mask, len(claimants), axis=0)
                mask[claimants, claimants] = False
            self.others[over] = mask
        return self.others[over]

    def membership(self, over: str) -> K3:
        """The same as a truth value."""
        if over not in self.members:
            group = self.remaining[::-1, None, :] if self.facing else self.group(over)
            self.members[over] = k3(group)
        return self.members[over]

    def face(self, over: str) -> bool:
        """Are `others` one column, the other of two: half the work, no room for explanations."""
        return over == "others" and len(self.remaining) == 2 and self.atoms is None
