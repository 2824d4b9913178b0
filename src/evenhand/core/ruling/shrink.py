"""A dispute in facts with everything taken away that does not matter."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import KNOWN, Bools, Column, Facts
from evenhand.core.ruling.worlds import nothing_given

Cell = tuple[str, int]
"""A fact and a slot; `present` for the claimant itself."""


def smallest(version: Version, facts: Facts, holds: Callable[[Facts], Bools]) -> Facts:
    """The dispute with as much as possible taken away, while something still holds of it."""
    nothing = nothing_given(version, facts.claimants)
    while True:
        cells = _cells(facts, nothing)
        if not cells:
            return facts
        alone = holds(_without(facts, nothing, [[cell] for cell in cells]))
        able = [cell for cell, one in zip(cells, alone.tolist(), strict=True) if one]
        if not able:
            return facts
        growing = [able[: count + 1] for count in range(len(able))]
        kept = np.flatnonzero(holds(_without(facts, nothing, growing)))
        facts = _without(facts, nothing, [growing[int(kept[-1])]])


def cells_of(version: Version, facts: Facts) -> list[Cell]:
    """What could be taken away: claimants, and values that are not those of nothing on record."""
    return _cells(facts, nothing_given(version, facts.claimants))


def _cells(facts: Facts, nothing: Facts) -> list[Cell]:
    here = np.flatnonzero(facts.present[:, 0]).tolist()
    cells: list[Cell] = [("present", slot) for slot in here] if len(here) > 1 else []
    for path in sorted(facts.columns):
        slots = here if path.startswith("me.") else [0]
        mine, none = facts.columns[path], nothing.columns[path]
        cells += [(path, slot) for slot in slots if value_of(mine, slot) != value_of(none, slot)]
    return cells


def value_of(column: Column, slot: int) -> tuple[int, int]:
    """Value and state of a slot; of what is absent the value does not matter."""
    state = KNOWN if column.state is None else int(column.state[slot, 0])
    return (int(column.value[slot, 0]) if state == KNOWN else 0), state


def _without(facts: Facts, nothing: Facts, choices: list[list[Cell]]) -> Facts:
    """The dispute once for each choice of what to take away."""
    count = len(choices)
    present = np.repeat(facts.present, count, axis=1)
    columns = {path: column.repeated(count) for path, column in facts.columns.items()}
    for place, cells in enumerate(choices):
        for path, slot in cells:
            if path == "present":
                present[slot, place] = False
                continue
            for part, none in zip(columns[path], nothing.columns[path], strict=True):
                if part is not None and none is not None:
                    part[slot, place] = none[slot, 0]
    return Facts(present, columns)
