"""Facts are derived from registers as the plain derivation does it, entry by entry."""

from __future__ import annotations

import pytest

from tests.core.ruling.agreement import Sample, check, sample
from tests.core.ruling.coverage import REDUCERS, Coverage

POLICIES, DISPUTES = 60, 24


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return Coverage()


@pytest.fixture(scope="module")
def samples(coverage: Coverage) -> list[Sample]:
    return [
        sample(1_000 + seed, DISPUTES, coverage, with_register=True) for seed in range(POLICIES)
    ]


def test_every_fact_of_every_claimant_is_derived_alike(samples: list[Sample]) -> None:
    assert [mismatch for one in samples for mismatch in check(one)] == []


def test_every_reducer_and_option_was_used(samples: list[Sample], coverage: Coverage) -> None:
    assert all(coverage.share(reducer) > 0.05 for reducer in set(REDUCERS) - {"min", "max"})
    assert coverage.share("min") > 0
    assert coverage.share("max") > 0
    used = {
        option
        for one in samples
        for reducer in one.version.reducers.values()
        for option in (
            *reducer.bounds,
            reducer.written.by,
            reducer.written.period,
            *_options(reducer.written),
        )
    }
    assert used >= {
        *("from", "after", "until", "through"),
        *("own", "stand_in", "anyone"),
        *("deal", "dispute", "lifetime"),
        *("where", "completed_by", "graded_by", "start"),
    }
    assert any(one.case and one.case.incomplete for one in samples)


def _options(written: object) -> list[str]:
    names = ("where", "completed_by", "graded_by", "start")
    return [name for name in names if getattr(written, name)]
