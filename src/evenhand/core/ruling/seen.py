"""The outcomes of many worlds of one dispute, and which of them are another than its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from evenhand.core.policy.versions import OUTCOMES, Version
from evenhand.core.ruling.cases import Bools, Facts, Ints
from evenhand.core.ruling.evaluate import Rulings, evaluate

MOST_BITS = 40
"""Of so many claimants each is a bit of the number that stands for an outcome."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How worlds come out: shape (worlds,), `winners` (claimants, worlds)."""

    kind: Ints
    forum: Ints
    winners: Bools
    decided_by: Ints

    def __len__(self) -> int:
        return len(self.kind)

    def differs(self, other: Seen) -> Bools:
        """Where kind, forum or winners are other than those of one outcome."""
        apart = (self.kind != other.kind) | (self.forum != other.forum)
        return np.asarray(apart | (self.winners != other.winners).any(axis=0))

    def only(self, which: Ints | Bools) -> Seen:
        """Some of them."""
        return Seen(
            self.kind[which],
            self.forum[which],
            self.winners[:, which],
            self.decided_by[which],
        )

    def codes(self) -> Ints:
        """A number for each that is equal where the outcome is."""
        if len(self.winners) <= MOST_BITS:
            bits = 1 << np.arange(len(self.winners), dtype=np.int64)
            of_kind = self.kind + len(OUTCOMES) * (self.forum.astype(np.int64) + 1)
            return (of_kind << MOST_BITS) + bits @ self.winners
        whole = np.vstack([self.kind, self.forum, self.winners])
        return np.unique(whole, axis=1, return_inverse=True)[1].ravel()


def see(version: Version, facts: Facts) -> Seen:
    """Rule worlds on what is known of them."""
    return seen(evaluate(version, facts))


def seen(rulings: Rulings) -> Seen:
    """The outcomes of a batch."""
    return Seen(rulings.kind, rulings.forum, rulings.winners, rulings.decided_by)


def together(parts: Iterable[Seen]) -> Seen:
    """Several in a row."""
    some = list(parts)
    return Seen(
        np.concatenate([one.kind for one in some]),
        np.concatenate([one.forum for one in some]),
        np.concatenate([one.winners for one in some], axis=1),
        np.concatenate([one.decided_by for one in some]),
    )
