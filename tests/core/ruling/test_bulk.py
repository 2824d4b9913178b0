"""Ruled in pieces, on threads, with codes for a trace: the same rulings as in one batch."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.bulk import Bulk, Pace, rows, rule_bulk
from evenhand.core.ruling.cases import TRUE, Bools, Column, Facts, no_entries
from evenhand.core.ruling.derive import derive
from evenhand.core.ruling.evaluate import evaluate
from evenhand.core.ruling.rule import Ruled, rule_derived
from tests.core.ruling.agreement import Sample, of_two, sample
from tests.core.ruling.coverage import Coverage
from tests.core.ruling.random_registers import Case

SEEDS = st.integers(0, 39)
DISPUTES = 60
TRIED = 2  # whether an unknown matters is asked of so few disputes, for it takes long


@cache
def case_of(seed: int) -> tuple[Version, Case]:
    """A random policy and its disputes; every other with registers, every third between two."""
    one: Sample = sample(seed, DISPUTES, Coverage(), with_register=seed % 2 > 0)
    if one.case is not None:
        return one.version, one.case
    facts = one.given
    if seed % 3 == 0:
        pairs = np.flatnonzero(facts.present.sum(axis=0) == 2)
        facts = of_two(Facts(facts.present, facts.columns), pairs)
    return one.version, Case(facts, no_entries(), frozenset())


@cache
def whole(seed: int, searched: int = 0) -> Ruled:
    return ruled_whole(*case_of(seed), searched)


def ruled_whole(version: Version, case: Case, searched: int) -> Ruled:
    derived = derive(version, case.given, case.entries, incomplete=case.incomplete)
    return rule_derived(version, derived, searched=searched)


def ruled_in_pieces(
    version: Version, case: Case, piece: int, threads: int, searched: int = 0
) -> Bulk:
    with ThreadPoolExecutor(threads) as pool:
        return rule_bulk(
            version,
            case.given,
            case.entries,
            incomplete=case.incomplete,
            searched=searched,
            pace=Pace(piece, pool.map),
        )


def assert_alike(bulk: Bulk, ruled: Ruled) -> None:
    np.testing.assert_array_equal(bulk.kind, ruled.kind)
    np.testing.assert_array_equal(bulk.winners, ruled.winners)
    np.testing.assert_array_equal(bulk.decided_by, ruled.decided_by)
    np.testing.assert_array_equal(bulk.forum, ruled.forum)
    np.testing.assert_array_equal(bulk.provisional, ruled.provisional)


@settings(max_examples=80, deadline=None)
@given(SEEDS, st.integers(1, DISPUTES + 5), st.integers(1, 3))
def test_pieces_of_any_size_on_any_threads_give_the_rulings_of_one_batch(
    seed: int, piece: int, threads: int
) -> None:
    version, case = case_of(seed)
    assert_alike(ruled_in_pieces(version, case, piece, threads), whole(seed))


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(1, DISPUTES + 5))
def test_the_codes_say_what_the_trace_of_the_whole_batch_says(seed: int, piece: int) -> None:
    version, case = case_of(seed)
    bulk = ruled_in_pieces(version, case, piece, 2)
    trace = whole(seed).proceeding.trace
    at = {name: row for row, name in enumerate(rows(version))}
    for step in trace:
        reached, narrowed = step.reached, step.narrowed
        when = np.full(reached.shape, TRUE) if step.when is None else step.when[0]
        expected = np.where(reached, when + 1, 0)
        np.testing.assert_array_equal(bulk.trace.guard(step.step.index), expected)
        asked: Bools = case.given.present if step.step.override else step.before
        asked = asked & reached & (when == TRUE)
        found = bulk.trace.row(at[step.step.id])
        result = np.zeros(found.shape) if narrowed is None else narrowed.result + 1
        np.testing.assert_array_equal(found, np.where(asked, result, 0))
        if narrowed is None:
            continue
        for item, told in zip(step.step.items, narrowed.found, strict=True):
            code = bulk.trace.row(at[f"{step.step.id}.{item.id}"])
            np.testing.assert_array_equal(code, np.where(asked, told + 1, 0))


@pytest.mark.parametrize("seed", range(0, 40, 5))
def test_the_codes_say_what_the_recorded_trace_of_a_single_dispute_says(seed: int) -> None:
    version, case = case_of(seed)
    bulk = ruled_in_pieces(version, case, 7, 2)
    derived = derive(version, case.given, case.entries, incomplete=case.incomplete)
    for dispute in range(0, bulk.kind.size, 4):
        single = evaluate(version, derived.facts.only(np.array([dispute])), record=True)
        row = 0
        for step in single.trace:
            guard = bulk.trace.guard(step.step.index)[dispute]
            when = TRUE if step.when is None else step.when[0, 0]
            assert guard == (when + 1 if step.reached[0] else 0)
            ran = guard == TRUE + 1 and step.narrowed is not None
            asked = single.frame.everybody if step.step.override else step.before
            for claimant in range(len(asked)):
                code = bulk.trace.row(row)[claimant, dispute]
                if ran and step.narrowed and asked[claimant, 0]:
                    assert code == step.narrowed.result[claimant, 0] + 1
                else:
                    assert code == 0
            row += 1 + len(step.step.items)


def test_who_remains_can_be_told_from_the_codes() -> None:
    """What a reader of the codes would do, for the verbs that narrow."""
    looked_at = 0
    for seed in range(0, 40, 2):
        version, case = case_of(seed)
        bulk = ruled_in_pieces(version, case, 13, 2)
        at = {name: row for row, name in enumerate(rows(version))}
        for step in whole(seed).proceeding.trace:
            found, verb = bulk.trace.row(at[step.step.id]), step.step.verb
            ran = bulk.trace.guard(step.step.index) == 3
            if verb in ("bar", "keep", "prefer", "score"):
                leaves = found == (3 if verb == "bar" else 1)
                if verb == "keep":
                    leaves &= (found == 3).any(axis=0)
                left = step.before & ~(leaves & ran)
                np.testing.assert_array_equal(step.after, left)
                looked_at += int(ran.sum())
    assert looked_at > 1_000


@pytest.mark.parametrize("seed", [1, 3, 4, 8])
def test_whether_an_unknown_matters_is_asked_of_as_many_disputes_as_in_one_batch(seed: int) -> None:
    version, case = case_of(seed)
    ruled = whole(seed, TRIED)
    assert len(ruled.missing) == TRIED
    assert_alike(ruled_in_pieces(version, case, 7, 2, TRIED), ruled)


def test_without_a_trace_the_rulings_are_the_same_and_no_codes_are_kept() -> None:
    version, case = case_of(1)
    bulk = rule_bulk(
        version, case.given, case.entries, incomplete=case.incomplete, searched=0, traced=False
    )
    assert_alike(bulk, whole(1))
    assert bulk.trace.guards.size == bulk.trace.found.size == 0


@pytest.mark.parametrize("seed", range(24))
def test_facts_in_narrow_integers_give_the_same_rulings(seed: int) -> None:
    version, case = case_of(seed)
    narrow = {
        path: Column(_narrow(one.value), one.state) for path, one in case.given.columns.items()
    }
    given_narrow = Facts(case.given.present, narrow, case.given.stated)
    again = rule_bulk(version, given_narrow, case.entries, incomplete=case.incomplete, searched=0)
    assert_alike(again, whole(seed))


def _narrow(values: np.ndarray) -> np.ndarray:
    """In the fewest bits from 16 that hold them; truth values as they are."""
    if values.dtype == np.int8:
        return values
    for width in (np.int16, np.int32):
        if np.array_equal(values.astype(width), values):
            return values.astype(width)
    return values
