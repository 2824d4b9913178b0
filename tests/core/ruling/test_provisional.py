"""A ruling that stands, stands: whatever the unknown turns out to be, the outcome is the same."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from random import Random

import numpy as np
import pytest
from numpy.random import Generator

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import Column, Facts
from evenhand.core.ruling.derive import complete
from evenhand.core.ruling.evaluate import Rulings, evaluate
from evenhand.core.ruling.provisional import Missing, missing
from evenhand.core.types import FactSpec, Type
from tests.core.ruling.random_disputes import DAY, HOUR, MARCH, random_facts
from tests.core.ruling.random_policies import (
    Data,
    loaded,
    numeric_policy,
    random_policy,
    small_policy,
)

POLICIES, DISPUTES = 30, 6
WORLDS = 10_000
"""At most so many completions of one dispute are tried, drawn at random if there are more."""

Cell = tuple[str, int]
Setting = tuple[int, int]
"""A value and its state: 0 absent, 2 known; of a bool the value is the truth (0, 2)."""

FAR = 10**6
SIX_HOURS = [six * 6 * HOUR + off for six in range(-60, 90) for off in (-1, 0, 1)]
GRIDS = {
    Type.INT: [*range(-40, 60), -FAR, FAR],
    Type.POSITION: [*range(-3, 40), FAR],
    Type.DATE: [*range(MARCH - 60, MARCH + 80), MARCH - 20_000, MARCH + 20_000],
    Type.DAYS: [*range(-60, 80), -FAR, FAR],
    Type.WORKDAYS: [*range(-40, 60)],
    Type.INSTANT: [MARCH * DAY + seconds for seconds in SIX_HOURS],
    Type.ELAPSED: SIX_HOURS,
}
SMALL = {**GRIDS, Type.INT: [-40, -25, *range(-12, 16), 25, 40]}


@dataclass(frozen=True, slots=True)
class Trial:
    """A dispute: what the search found; the outcomes on what is known and as it may turn out."""

    name: str
    found: Missing
    undecided: bool
    known: set[int]
    completed: set[int]

    @property
    def stands(self) -> bool:
        return not (self.found.depends_on and self.undecided)


def mostly_known(random: Generator, version: Version) -> tuple[Facts, list[list[Cell]]]:
    """A batch in which one to three values of each dispute are unknown, and which."""
    given = complete(version, random_facts(random, version, DISPUTES))
    columns = {}
    for path, column in given.columns.items():
        shape = given.present.shape if path.startswith("me.") else (1, DISPUTES)
        value = np.broadcast_to(column.value, shape).copy()
        if version.facts[path].type is Type.BOOL:
            truths = random.choice(np.array([0, 2], dtype=np.int8), size=shape)
            columns[path] = Column(np.where(value == 1, truths, value).astype(np.int8))
            continue
        known = np.int8(2) if column.state is None else column.state
        state = np.broadcast_to(known, shape).copy()
        state[state == 1] = 2
        columns[path] = Column(value, state)
    cells = [_unknown_cells(random, given, dispute) for dispute in range(DISPUTES)]
    for dispute, chosen in enumerate(cells):
        for path, slot in chosen:
            value, states = columns[path]
            (value if states is None else states)[slot, dispute] = 1
    return Facts(given.present, columns), cells


def _unknown_cells(random: Generator, given: Facts, dispute: int) -> list[Cell]:
    people = np.flatnonzero(given.present[:, dispute]).tolist()
    every = [
        (path, slot)
        for path in sorted(given.columns)
        for slot in (people if path.startswith("me.") else [0])
        if path != "dispute.as_of"
    ]
    count = min(len(every), int(random.integers(1, 4)))
    return [every[index] for index in random.choice(len(every), size=count, replace=False)]


def settings(version: Version, spec: FactSpec, grids: dict[Type, list[int]]) -> list[Setting]:
    """Every value worth trying, and absence where possible."""
    if spec.type is Type.BOOL:
        return [(0, 2), (2, 2)]
    absent = [(0, 0)] if spec.nullable else []
    if spec.type is Type.TEXT:
        return [(version.vocabulary.code(text), 2) for text in spec.values] + absent
    return [(value, 2) for value in grids[spec.type]] + absent


def worlds(version: Version, one: Facts, cells: list[Cell], grids: dict[Type, list[int]]) -> Facts:
    """The dispute once for each completion of its unknown cells."""
    options = [np.array(settings(version, version.facts[path], grids)) for path, _ in cells]
    sizes = [len(option) for option in options]
    if (count := prod(sizes)) <= WORLDS:
        chosen = np.unravel_index(np.arange(count), sizes)
    else:
        chosen = tuple(np.random.default_rng(0).integers(sizes, size=(WORLDS, len(sizes))).T)
        count = WORLDS
    columns = {path: _repeated(column, count) for path, column in one.columns.items()}
    for (path, slot), option, pick in zip(cells, options, chosen, strict=True):
        value, state = columns[path]
        value[slot, :] = option[pick, 0]
        if state is not None:
            state[slot, :] = option[pick, 1]
    return Facts(np.repeat(one.present, count, axis=1), columns)


def _repeated(column: Column, count: int) -> Column:
    state = None if column.state is None else np.repeat(column.state, count, axis=1)
    return Column(np.repeat(column.value, count, axis=1), state)


def outcomes(rulings: Rulings) -> set[int]:
    """The different outcomes of a batch: kind, forum and winners in one number."""
    winners = (1 << np.arange(rulings.winners.shape[0])) @ rulings.winners
    numbers = winners * 1_000 + rulings.kind.astype(int) * 100 + rulings.forum
    return set(np.unique(numbers).tolist())


def trials(policies: list[Data], grids: dict[Type, list[int]]) -> list[Trial]:
    """Some disputes under each policy, with their unknown values tried over the grids."""
    made = []
    for seed, policy in enumerate(policies):
        version = loaded(policy)
        facts, cells = mostly_known(np.random.default_rng(seed), version)
        undecided = evaluate(version, facts).undecided
        for dispute in range(DISPUTES):
            if not cells[dispute]:
                continue
            one = facts.only(np.array([dispute]))
            tried = evaluate(version, worlds(version, one, cells[dispute], grids))
            made.append(
                Trial(
                    f"policy {seed}, dispute {dispute}, unknown {cells[dispute]}",
                    missing(version, facts, dispute),
                    bool(undecided[dispute]),
                    outcomes(evaluate(version, one)),
                    outcomes(tried),
                )
            )
    return made


@pytest.fixture(scope="module", params=["of every kind", "of numbers"])
def tried(request: pytest.FixtureRequest) -> list[Trial]:
    if request.param == "of numbers":
        return trials([numeric_policy(Random(seed)) for seed in range(2 * POLICIES)], SMALL)
    return trials([random_policy(Random(seed)) for seed in range(POLICIES)], GRIDS)


def test_a_ruling_said_to_stand_is_changed_by_no_completion(tried: list[Trial]) -> None:
    missed = [one for one in tried if one.stands and one.completed != one.known]
    assert not missed, f"{len(missed)} of {len(tried)}: {[one.name for one in missed[:5]]}"


def test_an_exhaustive_search_names_no_fact_that_changes_nothing(tried: list[Trial]) -> None:
    wrong = [
        one
        for one in tried
        if one.found.exhaustive and one.found.depends_on and len(one.completed | one.known) == 1
    ]
    assert not wrong, f"{len(wrong)} of {len(tried)}: {[one.name for one in wrong[:5]]}"


def test_both_kinds_are_frequent_enough_to_mean_something(tried: list[Trial]) -> None:
    changing = sum(one.completed != one.known for one in tried)
    assert len(tried) / 10 < changing < len(tried) * 9 / 10
    assert sum(one.found.exhaustive for one in tried) > len(tried) * 0.8


UNKNOWN = "?"
CASES: dict[str, tuple[list[Data], dict[str, list[int | str]]]] = {
    "a list of numbers": ([{"keep": "me.n in [1, 5]"}], {"me.n": [9, UNKNOWN]}),
    "how many remain": (
        [{"bar": "me.a"}, {"bar": "me.n == others.size()"}],
        {"me.n": [UNKNOWN, 9, 9, 9], "me.a": [0, 0, 2, 2]},
    ),
    "totals of points": (
        [
            {
                "score": [
                    {"id": "a", "cites": ["1"], "points_from": "me.n", "range": [-3, 3]},
                    {"id": "b", "cites": ["1"], "points": 2, "when": "me.a"},
                ]
            }
        ],
        {"me.n": [UNKNOWN, 0], "me.a": [0, 2]},
    ),
    "one unknown against another": (
        [{"bar": "me.a && me.n > me.m + 3 && me.m > 10"}],
        {"me.n": [UNKNOWN, 0], "me.m": [UNKNOWN, 0], "me.a": [2, 0]},
    ),
    "a condition that is always true": (
        [{"award": "me.a && dispute.p >= false"}],
        {"me.a": [2, 0], "dispute.p": [UNKNOWN]},
    ),
    "a step that reads no fact": (
        [{"prefer": {"least": "params.limit"}}, {"bar": "me.n > 3"}],
        {"me.n": [UNKNOWN, 0]},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_could_change_the_outcome_is_found_by(name: str) -> None:
    steps, given = CASES[name]
    types = {"me.n": "int", "me.m": "int", "me.a": "bool", "dispute.p": "bool"}
    version = loaded(small_policy(steps, types))
    people = max(len(values) for values in given.values())
    columns = {path: _column(types[path], values) for path, values in given.items()}
    facts = complete(version, Facts(np.ones((people, 1), dtype=bool), columns))
    assert evaluate(version, facts).undecided[0]
    assert missing(version, facts, 0).depends_on


def _column(type_: str, values: list[int | str]) -> Column:
    if type_ == "bool":
        truths = [1 if value == UNKNOWN else value for value in values]
        return Column(np.array(truths, dtype=np.int8)[:, None])
    numbers = [0 if value == UNKNOWN else value for value in values]
    states = [1 if value == UNKNOWN else 2 for value in values]
    return Column(np.array(numbers)[:, None], np.array(states, dtype=np.int8)[:, None])
