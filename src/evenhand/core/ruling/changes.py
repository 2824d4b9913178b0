"""What is otherwise in a world in which a dispute comes out otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.core.ruling.alternatives import UNBOUNDED
from evenhand.core.ruling.marks import Marks
from evenhand.core.ruling.ruling import Outcome


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise.

    `path`: of a fact, a number (`params.x`, `tables.x.row`), a rule (`rules.step`,
    `rules.step.item`, left out), or `entry.judged`. `row`: claimant slot, or index of the entry.
    `value`, `state`: what it is instead, the nearest that does; `low`, `high`: the ends of the
    range in which it does, None where there is none.
    """

    path: str
    row: int
    value: int
    state: int
    low: int | None = None
    high: int | None = None

    @property
    def kind(self) -> str:
        """`fact`, `entry`, `number` or `rule`."""
        scope = self.path.partition(".")[0]
        return _KINDS.get(scope, "fact")


_KINDS = {"params": "number", "tables": "number", "rules": "rule", "entry": "entry"}
_ORDER = {"fact": 0, "entry": 1, "number": 2, "rule": 3}


@dataclass(frozen=True, slots=True)
class Flip:
    """Changes of which none can be spared, and the outcome they lead to."""

    changes: tuple[Change, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Flips:
    """Everything that would have changed a ruling, smallest first.

    `pairs`: how many pairs there are, of which LISTED are among the flips. `worlds`: how many were
    tried. `exhaustive`: no single change and no pair was left out. `marks`: whether the ruling
    holds whatever the mark; None where no mark is given under this policy.
    """

    flips: tuple[Flip, ...]
    pairs: int
    worlds: int
    exhaustive: bool
    marks: Marks | None


def end(limit: int) -> int | None:
    """The end of a range as a change tells it."""
    return None if abs(limit) >= UNBOUNDED else limit
