"""What pairs of records teach, without anybody saying which are one.

Expectation and maximisation (Dempster, Laird and Rubin 1977,
doi:10.1111/j.2517-6161.1977.tb01600.x) over three kinds of pairs: one customer, two that are
related (a household, a group of companies), strangers. With the first and the last alone, as
Fellegi and Sunter have it, a mother and her daughter at one telephone and one address are one
customer; what sets them apart is that fields of their own differ where those they share agree.

How often strangers agree is not learned here: pairs taken at random say it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from evenhand.core.identity.comparisons import EVERY
from evenhand.core.identity.model import Comparison, Model

Array = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int64]

PSEUDO_PAIRS: Final = 20.0
"""How many pairs what was assumed is worth, beside those that are seen."""

SMALLEST_M: Final = 1e-5
_ROUNDS: Final = 6
_FEW: Final = 40
"""Half-pairs of a random sample that are too few to go by."""
_STEPS: Final = 15
_LAST_STEPS: Final = 60


@dataclass(frozen=True, slots=True)
class Patterns:
    """Pairs by what they agree in.

    Attributes:
        levels: Pattern x comparison → the level, counted from the strongest; the number of levels
            where the field is missing.
        strangers: Pattern → log2 of how likely strangers agree so in the fields where a term's
            frequency says it.
        count: Pattern → how many pairs.
    """

    levels: Levels
    strangers: Array
    count: Array


@dataclass
class _State:
    m: list[Array]
    v: list[Array]
    u: list[Array]
    prior: float
    related: float


class Learner:
    """Learns m, v and how many pairs are one customer, in rounds between which terms change.

    Args:
        start: The model with what was assumed, and with u as pairs taken at random have it.
        records: How many records there are.
        sampled: How many pairs were taken at random.
    """

    rounds: Final = _ROUNDS

    def __init__(self, start: Model, records: int, sampled: float) -> None:
        self.start = start
        self.records = records
        self.all_pairs = max(records * (records - 1) / 2, 1.0)
        self._floor = 0.5 / sampled
        self._assumed = _assumed()
        self._raw = [np.array([level.u for level in one.levels]) for one in start.comparisons]
        m = [self._first_m(one) for one in start.comparisons]
        self._state = _State(
            m,
            [_related(one, of) for one, of in zip(start.comparisons, m, strict=True)],
            [np.maximum(raw, self._floor) for raw in self._raw],
            start.prior,
            start.prior / 10,
        )

    def _first_m(self, one: Comparison) -> Array:
        """What was assumed of fields that each has for itself; of shared ones what Splink found."""
        if not one.shared:
            return self._assumed[one.field].copy()
        return _normal(np.array([max(level.m, SMALLEST_M) for level in one.levels]))

    def duplicates(self, column: str) -> float:
        """How many records with the same text as one record are of the same customer."""
        per_record = 2 * float(self._state.prior) * self.all_pairs / self.records
        same = 0.0
        for one, m in zip(self.start.comparisons, self._state.m, strict=True):
            of = [i for i, level in enumerate(one.levels) if level.term == column]
            same = max(same, float(m[of].sum()) if of else 0.0)
        return per_record * same

    def learn(self, patterns: Patterns, share: float, *, last: bool) -> None:
        """One round.

        Args:
            patterns: The pairs that some key brought together, or a sample of them.
            share: How many of all such pairs the sample holds, 0 to 1.
            last: Whether no round follows.
        """
        state = self._state
        number = patterns.count / share
        strange = number
        for _ in range(_LAST_STEPS if last else _STEPS):
            same, related = self._expect(patterns)
            of_same, of_related = same * number, related * number
            strange = number - of_same - of_related
            state.prior = _chance(float(of_same.sum()) / self.all_pairs)
            state.related = _chance(float(of_related.sum()) / self.all_pairs)
            for i, one in enumerate(self.start.comparisons):
                seen = np.bincount(
                    patterns.levels[:, i], weights=of_same, minlength=len(one.levels) + 1
                )[: len(one.levels)].astype(np.float64)
                state.m[i] = self._maximise(one, seen)
                state.v[i] = _related(one, state.m[i])
        for i, raw in enumerate(self._raw):
            known = state.prior * state.m[i] + state.related * state.v[i]
            counted = [level.counted for level in self.start.comparisons[i].levels]
            state.u[i] = np.where(counted, np.maximum(raw - known, self._floor), raw)
            self._count_reached(i, patterns, strange)

    def _count_reached(self, i: int, patterns: Patterns, strange: Array) -> None:
        """How often strangers agree so, where all of them are seen and a sample sees none."""
        levels = self.start.comparisons[i].levels
        seen = np.bincount(patterns.levels[:, i], weights=strange, minlength=len(levels) + 1)
        for j, level in enumerate(levels):
            if level.reached and self._raw[i][j] <= _FEW * self._floor:
                self._state.u[i][j] = (seen[j] + 0.5) / self.all_pairs

    def _expect(self, patterns: Patterns) -> tuple[Array, Array]:
        state = self._state
        same = _total(patterns, state.m) + math.log2(state.prior)
        related = _total(patterns, state.v) + math.log2(state.related)
        strangers = _total(patterns, self._strange()) + patterns.strangers
        most = np.maximum(np.maximum(same, related), strangers)
        parts = [np.exp2(one - most) for one in (same, related, strangers)]
        total = parts[0] + parts[1] + parts[2]
        return parts[0] / total, parts[1] / total

    def _strange(self) -> list[Array]:
        """U where no term's frequency takes its place."""
        return [
            np.where([bool(level.term) for level in one.levels], 1.0, u)
            for one, u in zip(self.start.comparisons, self._state.u, strict=True)
        ]

    def _maximise(self, one: Comparison, seen: Array) -> Array:
        assumed = self._assumed[one.field]
        m = (seen + assumed * PSEUDO_PAIRS) / (seen.sum() + PSEUDO_PAIRS)
        fixed = np.array([not level.learned for level in one.levels])
        if fixed.any():
            m[fixed] = assumed[fixed]
        if fixed.any() and not fixed.all():
            m[~fixed] *= (1 - assumed[fixed].sum()) / m[~fixed].sum()
        made: Array = np.maximum(m, SMALLEST_M)
        return made

    @property
    def model(self) -> Model:
        """What is known now. No two levels of a comparison weigh exactly the same."""
        state = self._state
        return replace(
            self.start,
            prior=state.prior,
            related=state.related,
            comparisons=tuple(
                _with(one, state.m[i], state.u[i], state.v[i])
                for i, one in enumerate(self.start.comparisons)
            ),
        )


def _assumed() -> dict[str, Array]:
    return {one.field: _normal(np.array([level.m for level in one.levels])) for one in EVERY}


def _normal(chances: Array) -> Array:
    made: Array = chances / chances.sum()
    return made


def _related(one: Comparison, m: Array) -> Array:
    """How often those who are related agree so: assumed, or a part of one customer's."""
    if not one.shared:
        return _normal(np.array([level.v for level in one.levels]))
    v: Array = m * one.shared
    v[-1] = 0.0
    v[-1] = 1 - v.sum()
    return v


def _total(patterns: Patterns, chances: Sequence[Array]) -> Array:
    total: Array = np.sum(
        [np.append(np.log2(one), 0.0)[patterns.levels[:, i]] for i, one in enumerate(chances)],
        axis=0,
    )
    return total


def _with(one: Comparison, m: Array, u: Array, v: Array) -> Comparison:
    return unlike(
        replace(
            one,
            levels=tuple(
                replace(level, m=float(m[i]), u=float(u[i]), v=float(v[i]))
                for i, level in enumerate(one.levels)
            ),
        )
    )


def unlike(one: Comparison) -> Comparison:
    """The comparison with no two levels that weigh exactly the same: a weight tells its level."""
    weights = {0.0}  # which is what a missing field weighs
    levels = []
    for level in one.levels:
        while level.weight in weights:
            level = replace(level, m=level.m * (1 - 1e-9))  # noqa: PLW2901 - until it is unlike
        weights.add(level.weight)
        levels.append(level)
    return replace(one, levels=tuple(levels))


def patterns_of(model: Model, counted: dict[str, Any]) -> Patterns:
    """The patterns from the columns of a query: a level (or -1) per field, strangers, n."""
    sizes = [len(one.levels) for one in model.comparisons]
    found = [np.asarray(counted[f"level_{one.field}"], np.int64) for one in model.comparisons]
    levels = np.stack(
        [np.where(one < 0, size, one) for one, size in zip(found, sizes, strict=True)], axis=1
    )
    return Patterns(
        levels,
        np.asarray(counted["strangers"], np.float64),
        np.asarray(counted["n"], np.float64),
    )


def _chance(share: float) -> float:
    return min(max(share, 1e-12), 0.5)
