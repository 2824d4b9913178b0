"""The order in which claimants, disputes or entries are laid out never matters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from evenhand.core.ruling.cases import NONPARTY, Bools, Column, Entries, Facts
from evenhand.core.ruling.derive import complete, derive
from evenhand.core.ruling.evaluate import Rulings, evaluate
from tests.core.ruling.agreement import Sample, sample
from tests.core.ruling.coverage import Coverage

Order = NDArray[np.int64]
POLICIES, DISPUTES = 40, 40


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return [sample(seed, DISPUTES, Coverage()) for seed in range(2_000, 2_000 + POLICIES)]


def ruled(one: Sample) -> Rulings:
    """The sample as the product rules it, registers and all."""
    if one.case is None:
        return evaluate(one.version, complete(one.version, one.given))
    case = one.case
    facts = derive(one.version, case.given, case.entries, incomplete=case.incomplete).facts
    return evaluate(one.version, facts)


def seated(facts: Facts, order: Order) -> Facts:
    """The same disputes; the claimant of slot `order[i]` now sits in slot i."""
    slots = facts.claimants

    def moved(path: str, array: Any) -> Any:
        return array[order] if path.startswith("me.") and len(array) == slots else array

    columns = {
        path: Column(moved(path, value), None if state is None else moved(path, state))
        for path, (value, state) in facts.columns.items()
    }
    stated: dict[str, Bools] = {path: moved(path, mask) for path, mask in facts.stated.items()}
    return Facts(facts.present[order], columns, stated)


def swapped(one: Sample, order: Order) -> Sample:
    """The sample with its claimants in other slots."""
    if one.case is None:
        return replace(one, given=seated(one.given, order))
    place = np.argsort(order)
    entries = one.case.entries
    people = [
        np.where(who == NONPARTY, NONPARTY, place[np.maximum(who, 0)])
        for who in (entries.made_by, entries.on_behalf_of)
    ]
    moved = replace(entries, made_by=people[0], on_behalf_of=people[1])
    return replace(one, case=replace(one.case, given=seated(one.case.given, order), entries=moved))


def shuffled(one: Sample, order: Order) -> Sample:
    """The sample with its disputes in another order."""
    if one.case is None:
        return replace(one, given=one.given.only(order))
    entries = one.case.entries
    dispute = np.argsort(order)[entries.dispute]
    rows = np.lexsort((entries.sequence, dispute))
    columns = {
        path: Column(value[rows], None if state is None else state[rows])
        for path, (value, state) in entries.columns.items()
    }
    moved = Entries(
        dispute[rows],
        entries.made_by[rows],
        entries.on_behalf_of[rows],
        entries.kind[rows],
        entries.sequence[rows],
        columns,
    )
    return replace(one, case=replace(one.case, given=one.case.given.only(order), entries=moved))


def with_empty_slot(one: Sample) -> Sample:
    """The sample with one more slot, in which nobody sits and rubbish stands."""
    given = one.given

    def taller(path: str, array: Any) -> Any:
        tall = path.startswith("me.") and len(array) == given.claimants
        return np.concatenate([array, array[:1]]) if tall else array

    columns = {
        path: Column(taller(path, value), None if state is None else taller(path, state))
        for path, (value, state) in given.columns.items()
    }
    stated: dict[str, Bools] = {path: taller(path, mask) for path, mask in given.stated.items()}
    nobody = np.zeros((1, given.disputes), dtype=bool)
    wider = Facts(np.concatenate([given.present, nobody]), columns, stated)
    case = one.case and replace(one.case, given=wider)
    return replace(one, given=wider, case=case)


def assert_same(first: Rulings, second: Rulings, slots: Order, disputes: Order) -> None:
    """The second is the first with slots and disputes in this order."""
    for name in ("kind", "decided_by", "forum", "undecided"):
        assert (getattr(first, name)[disputes] == getattr(second, name)).all(), name
    for name in ("winners", "remaining"):
        assert (getattr(first, name)[slots][:, disputes] == getattr(second, name)).all(), name
    for before, after in zip(first.trace, second.trace, strict=True):
        assert (before.after[slots][:, disputes] == after.after).all()
        assert (before.undecided[disputes] == after.undecided).all()


def test_swapping_the_claimants_swaps_the_ruling(samples: list[Sample]) -> None:
    random = np.random.default_rng(0)
    for one in samples:
        everyone = np.arange(DISPUTES)
        for order in (
            np.arange(one.given.claimants)[::-1],
            random.permutation(one.given.claimants),
        ):
            assert_same(ruled(one), ruled(swapped(one, order)), order, everyone)


def test_shuffling_the_disputes_shuffles_the_rulings(samples: list[Sample]) -> None:
    random = np.random.default_rng(1)
    for one in samples:
        order = random.permutation(DISPUTES)
        slots = np.arange(one.given.claimants)
        assert_same(ruled(one), ruled(shuffled(one, order)), slots, order)


def test_a_slot_in_which_nobody_sits_changes_nothing(samples: list[Sample]) -> None:
    for one in samples:
        wider = ruled(with_empty_slot(one))
        slots = np.arange(one.given.claimants)
        assert not wider.winners[-1].any()
        narrower = replace(
            wider,
            winners=wider.winners[:-1],
            remaining=wider.remaining[:-1],
            trace=tuple(replace(step, after=step.after[:-1]) for step in wider.trace),
        )
        assert_same(ruled(one), narrower, slots, np.arange(DISPUTES))
