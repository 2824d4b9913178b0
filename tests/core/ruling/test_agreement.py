"""The vectorised evaluator and the plain interpreter rule alike.

The same over 10,000 policies is benchmarks/agreement.py; this is the short run.
"""

from __future__ import annotations

import numpy as np
import pytest

from evenhand.core.ruling.derive import complete
from evenhand.core.ruling.evaluate import evaluate
from tests.core.ruling.agreement import Sample, by_evaluator, check, sample
from tests.core.ruling.coverage import WANTED, Coverage

POLICIES, DISPUTES = 80, 60


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return Coverage()


@pytest.fixture(scope="module")
def samples(coverage: Coverage) -> list[Sample]:
    return [sample(seed, DISPUTES, coverage) for seed in range(POLICIES)]


def test_every_dispute_is_ruled_alike(samples: list[Sample]) -> None:
    assert [mismatch for one in samples for mismatch in check(one)] == []


def test_enough_of_the_language_was_read(samples: list[Sample], coverage: Coverage) -> None:
    assert coverage.evaluations == len(samples) * DISPUTES
    assert not coverage.rare(WANTED)
    assert coverage.share_deep() >= 0.2
    assert all(coverage.claimants[count] > 0 for count in range(1, 6))


def test_a_batch_is_ruled_as_its_disputes_one_by_one(samples: list[Sample]) -> None:
    for one in samples[1:12:2]:
        facts = complete(one.version, one.given)
        together = by_evaluator(one.version, evaluate(one.version, facts))
        for dispute in range(0, DISPUTES, 4):
            alone = facts.only(np.array([dispute]))
            assert by_evaluator(one.version, evaluate(one.version, alone)) == [together[dispute]]
