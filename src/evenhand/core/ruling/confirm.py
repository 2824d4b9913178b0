"""Flips ruled once more, from what they say: only those that come out as told are told."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.alternatives import Alternatives, Settings
from evenhand.core.ruling.cases import Column, Facts
from evenhand.core.ruling.changes import Change, Flip
from evenhand.core.ruling.provisional import Cell
from evenhand.core.ruling.reading import read_by_derivations
from evenhand.core.ruling.ruling import outcome_of
from evenhand.core.ruling.seen import see
from evenhand.core.ruling.underneath import Under, Underneath


def confirmed(
    version: Version, facts: Facts, underneath: Underneath, flips: list[Flip]
) -> list[Flip]:
    """Those of the flips of a dispute that lead to the outcome they name."""
    under = {f"rules.{step.id}" for step in version.strikes} | read_by_derivations(version)
    groups: dict[Callable[[list[Flip]], Facts], list[Flip]] = {}

    def of_facts(some: list[Flip]) -> Facts:
        return _with_facts(version, facts, some)

    def without_rules(some: list[Flip]) -> Facts:
        return _without_rules(facts, [flip.changes[0].path for flip in some])

    def derived(some: list[Flip]) -> Facts:
        changes = [flip.changes[0] for flip in some]
        return underneath.facts([Under(one.path, one.row, one.value) for one in changes])

    for flip in flips:
        one = flip.changes[0]
        if one.kind == "entry" or (one.kind != "fact" and one.path in under):
            groups.setdefault(derived, []).append(flip)
        else:
            groups.setdefault(without_rules if one.kind == "rule" else of_facts, []).append(flip)
    right = {
        id(flip)
        for build, some in groups.items()
        for flip, comes_out in zip(some, _ruled(version, build(some)), strict=True)
        if comes_out == flip.outcome
    }
    return [flip for flip in flips if id(flip) in right]


def _ruled(version: Version, facts: Facts) -> list[object]:
    come_out = see(version, facts)
    return [outcome_of(version, come_out, world) for world in range(len(come_out))]


def _with_facts(version: Version, facts: Facts, flips: list[Flip]) -> Facts:
    """The dispute with the facts that each flip changes, one or two."""
    changes = [(flip.changes[0], flip.changes[-1]) for flip in flips]
    cells = sorted({_cell(one) for pair in changes for one in pair}, key=_order)
    number = {cell: place for place, cell in enumerate(cells)}
    rows = [
        [(number[_cell(one[place])], one[place].value, one[place].state) for one in changes]
        for place in (0, 1)
    ]
    cell, value, state = np.moveaxis(np.array(rows, dtype=np.int64), -1, 0)
    settings = Settings(cell, value, state.astype(np.int8))
    return Alternatives(version, facts, cells).worlds(settings)


def _without_rules(facts: Facts, names: list[str]) -> Facts:
    """The dispute without one rule each."""
    columns = dict(facts.columns)
    for name in set(names):
        on = np.array([[0 if one == name else 2 for one in names]], dtype=np.int8)
        columns[name] = Column(on)
    return Facts(np.repeat(facts.present, len(names), axis=1), columns)


def _cell(change: Change) -> Cell:
    return Cell(change.path, change.row)


def _order(cell: Cell) -> tuple[str, int]:
    return cell.path, cell.claimant
