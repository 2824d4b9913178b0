"""Does a ruling hold whatever mark the manager gives?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from evenhand.core.policy.tree import Path
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.alternatives import Alternatives, Settings
from evenhand.core.ruling.cases import KNOWN, Facts
from evenhand.core.ruling.provisional import Cell
from evenhand.core.ruling.ruling import Outcome, outcome_of
from evenhand.core.ruling.seen import Seen, see

MOST = 20_000
"""So many combinations of marks are tried; beyond, only the lowest, the highest and the given."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Marks that lead to another outcome, the nearest to those given: by cell, what it would be."""

    marks: tuple[tuple[Cell, int], ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks can do.

    `holds`: the outcome is the same whatever they are. `others`: the other outcomes, each with the
    nearest marks that lead to it. `exhaustive`: every combination was tried.
    """

    holds: bool
    others: tuple[Marked, ...]
    worlds: int
    exhaustive: bool


def try_marks(version: Version, facts: Facts, base: Seen) -> Marks | None:
    """Every combination of marks; None if the policy gives none, or by an expression of facts."""
    cells, ranges = _cells(version, facts)
    if not cells:
        return None
    one = Alternatives(version, facts, cells)
    values = [list(range(low, high + 1)) for low, high in ranges]
    exhaustive = prod(map(len, values)) <= MOST
    if not exhaustive:
        values = [sorted({low, high, 0 if low <= 0 <= high else low}) for low, high in ranges]
    tried = np.array(list(_some(product(*values))), dtype=np.int64).T
    cell = np.broadcast_to(np.arange(len(cells))[:, None], tried.shape)
    settings = Settings(cell, tried, np.full(tried.shape, KNOWN, dtype=np.int8))
    come_out = see(version, one.worlds(settings))
    flips = np.flatnonzero(come_out.differs(base))
    far = np.abs(tried - one.value[:, None]).sum(axis=0)
    order = flips[np.argsort(far[flips], kind="stable")]
    codes = come_out.codes()
    firsts = [order[codes[order] == code][0] for code in dict.fromkeys(codes[order].tolist())]
    others = tuple(
        Marked(
            tuple((cells[row], int(tried[row, world])) for row in _moved(one, tried[:, world])),
            outcome_of(version, come_out, int(world)),
        )
        for world in firsts
    )
    return Marks(not len(flips), others, tried.shape[1], exhaustive)


def _some(combinations: product[tuple[int, ...]]) -> list[tuple[int, ...]]:
    return [one for _, one in zip(range(MOST), combinations, strict=False)]


def _moved(one: Alternatives, marks: np.ndarray) -> list[int]:
    """The cells whose mark is another than the one given."""
    given = (one.state == KNOWN) & (one.value == marks)
    return np.flatnonzero(~given).tolist()


def _cells(version: Version, facts: Facts) -> tuple[list[Cell], list[tuple[int, int]]]:
    """The marks of every claimant, and the range of each."""
    found: dict[str, tuple[int, int]] = {}
    for item in (item for step in version.steps for item in step.items):
        if isinstance(item.points_from, Path):
            found[item.points_from.fact] = item.range
    slots = np.flatnonzero(facts.present[:, 0]).tolist()
    cells = [
        (Cell(path, slot), limits)
        for path, limits in found.items()
        for slot in (slots if path.startswith("me.") else [0])
    ]
    return [cell for cell, _ in cells], [limits for _, limits in cells]
