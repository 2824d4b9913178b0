"""Every fact, and every two facts, that would have changed an outcome are found, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
import pytest

from evenhand.core.policy.versions import OUTCOMES, Version
from evenhand.core.ruling.cases import Column, Facts
from evenhand.core.ruling.changes import Change, Flip
from evenhand.core.ruling.evaluate import evaluate
from evenhand.core.ruling.flip_facts import FactFlips
from evenhand.core.ruling.provisional import Cell
from evenhand.core.ruling.seen import Seen, see, seen
from evenhand.core.types import Type
from tests.core.ruling.random_disputes import DAY, HOUR, MARCH
from tests.core.ruling.random_policies import Data, loaded, numeric_policy, random_policy
from tests.core.ruling.test_provisional import mostly_known, settings

Setting = tuple[int, int]
Key = tuple[str, str, int]
"""Kind, forum and winners (a bit each) of an outcome."""

SIX_HOURS = [six * 6 * HOUR + off for six in range(-30, 50) for off in (-1, 0, 1)]
GRIDS = {
    Type.INT: [*range(-30, 45)],
    Type.POSITION: [*range(1, 30)],
    Type.DATE: [*range(MARCH - 45, MARCH + 60)],
    Type.DAYS: [*range(-40, 60)],
    Type.WORKDAYS: [*range(-25, 40)],
    Type.INSTANT: [MARCH * DAY + seconds for seconds in SIX_HOURS],
    Type.ELAPSED: SIX_HOURS,
}
COARSE = {type_: values if len(values) < 110 else values[::3] for type_, values in GRIDS.items()}


@dataclass(frozen=True)
class One:
    """A dispute in facts, how it comes out, and the search over it."""

    name: str
    version: Version
    facts: Facts
    base: Seen
    found: FactFlips

    def grid(self, cell: int) -> list[Setting]:
        """Values of a cell, places in the register that somebody else holds left out."""
        alternatives = self.found.alternatives
        spec = alternatives.spec(cell)
        assert spec is not None
        return [
            (value, state)
            for value, state in settings(self.version, spec, COARSE)
            if not (state == 2 and value in self._held_by_others(cell))
        ]

    def _held_by_others(self, cell: int) -> set[int]:
        one = self.found.alternatives
        if one.types[cell] is not Type.POSITION:
            return set()
        cells = range(len(one.cells))
        return {
            int(one.value[other])
            for other in cells
            if one.types[other] is Type.POSITION and one.apart(cell, other)
        }

    def outcomes(self, cells: list[Cell], worlds: list[list[Setting]]) -> list[Key]:
        """How it comes out with these cells at each of these settings."""
        columns = dict(self.facts.columns)
        for place, cell in enumerate(cells):
            value, state = columns[cell.path]
            rows = len(self.facts.present) if cell.path.startswith("me.") else 1
            values = np.broadcast_to(value, (rows, value.shape[1]))
            if values.shape[1] == 1:
                values = np.repeat(values, len(worlds), axis=1)
            values = values.copy()
            values[cell.claimant] = [world[place][0] for world in worlds]
            states = None
            if state is not None:
                states = np.broadcast_to(state, (rows, state.shape[1]))
                if states.shape[1] == 1:
                    states = np.repeat(states, len(worlds), axis=1)
                states = states.copy()
                states[cell.claimant] = [world[place][1] for world in worlds]
            columns[cell.path] = Column(values, states)
        present = np.repeat(self.facts.present, len(worlds), axis=1)
        return keys(self.version, see(self.version, Facts(present, columns)))


def keys(version: Version, come_out: Seen) -> list[Key]:
    forums = ("", *version.forum_names)
    winners = (1 << np.arange(come_out.winners.shape[0])) @ come_out.winners
    rows = zip(come_out.kind, come_out.forum, winners, strict=True)
    return [(OUTCOMES[int(kind)], forums[int(forum) + 1], int(won)) for kind, forum, won in rows]


def key_of(flip: Flip) -> Key:
    outcome = flip.outcome
    forum = outcome.referral.forum if outcome.referral else ""
    return outcome.kind, forum, sum(1 << slot for slot in outcome.winners)


def disputes(policies: list[Data], each: int) -> list[One]:
    made = []
    for seed, policy in enumerate(policies):
        version = loaded(policy)
        facts, _ = mostly_known(np.random.default_rng(seed), version)
        for dispute in range(each):
            one = facts.only(np.array([dispute]))
            one = Facts(one.present, {path: one.columns[path] for path in sorted(version.reads)})
            base = seen(evaluate(version, one))
            made.append(One(f"{seed}/{dispute}", version, one, base, FactFlips(version, one, base)))
    return made


@pytest.fixture(scope="module", params=["of every kind", "of numbers"])
def tried(request: pytest.FixtureRequest) -> list[One]:
    if request.param == "of numbers":
        return disputes([numeric_policy(Random(seed)) for seed in range(24)], 3)
    return disputes([random_policy(Random(seed)) for seed in range(18)], 3)


def within(change: Change, grid: list[Setting]) -> bool:
    """Is some value of the grid in the range of the change."""
    low = -(1 << 62) if change.low is None else change.low
    high = 1 << 62 if change.high is None else change.high
    if change.state != 2:
        return (0, change.state) in grid
    return any(state == 2 and low <= value <= high for value, state in grid)


def test_every_single_fact_that_changes_the_outcome_is_found(tried: list[One]) -> None:
    wrong, flipping = [], 0
    for one in tried:
        if not one.found.exhaustive:
            continue
        base = keys(one.version, one.base)[0]
        flips = list(one.found.singles())
        for number in range(one.found.ordinary):
            cell = one.found.alternatives.cells[number]
            grid = one.grid(number)
            seen_there = set(one.outcomes([cell], [[setting] for setting in grid])) - {base}
            mine = [flip for flip in flips if (cell.path, cell.claimant) == _where(flip)]
            told = {key_of(flip) for flip in mine}
            shown = {key_of(flip) for flip in mine if within(flip.changes[0], grid)}
            flipping += bool(seen_there)
            if not shown <= seen_there <= told:
                wrong.append((one.name, cell, seen_there, told, shown))
    assert flipping > 30
    assert not wrong, f"{len(wrong)}: {wrong[:3]}"


def _where(flip: Flip) -> tuple[str, int]:
    return flip.changes[0].path, flip.changes[0].row


def test_a_range_leads_to_one_outcome_from_end_to_end(tried: list[One]) -> None:
    wrong, ranges = [], 0
    for one in tried:
        for flip in one.found.singles():
            change = flip.changes[0]
            if change.state != 2 or change.path.startswith(("params.", "tables.")):
                continue
            low = change.value - 40 if change.low is None else change.low
            high = change.value + 40 if change.high is None else change.high
            values = np.unique(np.linspace(low, high, 9).astype(np.int64)).tolist()
            cell = Cell(change.path, change.row)
            found = set(one.outcomes([cell], [[(value, 2)] for value in values]))
            ranges += len(values) > 1
            if found != {key_of(flip)}:
                wrong.append((one.name, change, found, key_of(flip)))
    assert ranges > 30
    assert not wrong, f"{len(wrong)}: {wrong[:3]}"


def test_every_two_facts_that_only_together_change_the_outcome_are_found(tried: list[One]) -> None:
    wrong, flipping = [], 0
    random = Random(7)
    for one in tried:
        base = keys(one.version, one.base)[0]
        told: dict[frozenset[tuple[str, int]], set[Key]] = {}
        count, listed = one.found.pairs(1 << 30)
        if not one.found.exhaustive or one.found.ordinary < 2:
            continue
        assert count == len(listed)
        for flip in listed:
            where = frozenset((change.path, change.row) for change in flip.changes)
            told.setdefault(where, set()).add(key_of(flip))
        for first, other in chosen_pairs(random, one, sorted(told, key=sorted)):
            expected = pairs_on_grids(one, first, other, base)
            cells = (one.found.alternatives.cells[number] for number in (first, other))
            found = told.get(frozenset((cell.path, cell.claimant) for cell in cells), set())
            flipping += bool(expected)
            if not expected <= found:
                wrong.append((one.name, first, other, expected, found))
    assert flipping > 10
    assert not wrong, f"{len(wrong)}: {wrong[:3]}"


def chosen_pairs(
    random: Random, one: One, told: list[frozenset[tuple[str, int]]]
) -> list[list[int]]:
    """Some pairs of cells that are said to change the outcome together, and some of all."""
    number = {
        (cell.path, cell.claimant): place for place, cell in enumerate(one.found.alternatives.cells)
    }
    some = [sorted(number[cell] for cell in pair) for pair in told]
    found = random.sample(some, min(2, len(some)))
    return [*found, *(sorted(random.sample(range(one.found.ordinary), 2)) for _ in range(4))]


def pairs_on_grids(one: One, first: int, other: int, base: Key) -> set[Key]:
    """The outcomes of two settings of which neither by itself leads to another outcome."""
    cells = [one.found.alternatives.cells[number] for number in (first, other)]
    quiet = []
    for cell, number in zip(cells, (first, other), strict=True):
        grid = one.grid(number)
        alone = one.outcomes([cell], [[setting] for setting in grid])
        quiet.append([setting for setting, key in zip(grid, alone, strict=True) if key == base])
    both = [[mine, theirs] for mine in quiet[0] for theirs in quiet[1]]
    if one.found.alternatives.types[first] is Type.POSITION:
        apart = one.found.alternatives.apart(first, other)
        both = [pair for pair in both if not (apart and pair[0][0] == pair[1][0])]
    return set(one.outcomes(cells, both)) - {base} if both else set()


def test_a_listed_pair_changes_the_outcome_and_neither_half_does(tried: list[One]) -> None:
    wrong, pairs = [], 0
    for one in tried:
        base = keys(one.version, one.base)[0]
        for flip in one.found.pairs()[1]:
            cells = [Cell(change.path, change.row) for change in flip.changes]
            chosen = [(change.value, change.state) for change in flip.changes]
            pairs += 1
            alone = [
                one.outcomes([cell], [[setting]])[0]
                for cell, setting in zip(cells, chosen, strict=True)
            ]
            if one.outcomes(cells, [chosen]) != [key_of(flip)] or alone != [base, base]:
                wrong.append((one.name, flip))
    assert pairs > 40
    assert not wrong, f"{len(wrong)}: {wrong[:3]}"
