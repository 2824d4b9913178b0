"""Entries of random disputes by a seed, in the order in which a register receives them.

Two (or more) people work on each customer over some two months: receptions with a card and a
grade, follow-ups, now and then a naming, a notice, a stand-in; then an order or a contract, and an
appeal of the other. About twelve entries a dispute, written down some minutes after, one in thirty
on a later day.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.core.policy.versions import day_number

SEED = 20130127
ROWS = 1_000_000
"""In one group of the file, as common writers make them."""

START = day_number("2013-03-01")
DAY = 86_400
WORKING = 48
"""Kinds in the order of their codes in the file, and how often they occur after the first two."""
KINDS = {
    "reception": 0.10,
    "card": 0.03,
    "call": 0.15,
    "visit": 0.07,
    "follow_up": 0.42,
    "message": 0.08,
    "grade": 0.05,
    "naming": 0.01,
    "notice": 0.03,
    "report": 0.02,
    "reminder": 0.02,
    "registration": 0.02,
}
ENDING = ("order", "contract", "appeal")
GRADES = ("H", "A", "B", "C")


def entries(disputes: int, seed: int = SEED) -> pa.Table:
    """The register: one row an entry, sorted by when it was recorded."""
    chance = np.random.default_rng([seed, disputes])
    work = chance.poisson(8.0, disputes)
    middle, first, ends = work.sum(), 2 * disputes, _endings(chance, disputes)
    everybody = np.arange(disputes, dtype=np.int32)
    dispute = np.concatenate([np.repeat(everybody, 2), np.repeat(everybody, work), ends[0]])
    count = len(dispute)
    kinds = (*KINDS, *ENDING)
    kind = np.empty(count, dtype=np.int8)
    kind[:first] = np.tile([0, 1], disputes)  # received, and a card filed
    kind[first : first + middle] = chance.choice(
        len(KINDS), p=np.array(list(KINDS.values())) / sum(KINDS.values()), size=middle
    )
    kind[first + middle :] = ends[1]
    began = START + chance.integers(0, 300, disputes)
    day = began[dispute] + np.concatenate(
        [np.zeros(first, dtype=np.int64), chance.integers(0, WORKING, middle), ends[2]]
    )
    second = chance.integers(9 * 3600, 18 * 3600, count)
    at = day * DAY + second - 8 * 3600  # Shanghai
    late = chance.random(count) < 1 / 30
    recorded = at + chance.integers(60, 3600, count) + late * DAY
    who = chance.integers(0, 2, count, dtype=np.int8)
    who[:first] = np.repeat(who[:first:2], 2)
    closer = chance.integers(0, 2, disputes, dtype=np.int8)[dispute[first + middle :]]
    who[first + middle :] = closer ^ (ends[1] == kinds.index("appeal"))
    stands_in = chance.random(count) < 0.02
    grade = chance.integers(0, 4, (2, disputes), dtype=np.int8)[who, dispute]
    grade = np.where(chance.random(count) < 0.1, chance.integers(0, 4, count), grade)
    names = ("reception", "call", "visit", "follow_up", "message", "grade")
    graded = np.isin(kind, [kinds.index(name) for name in names])
    table = {
        "dispute": dispute,
        "made_by": who,
        "on_behalf_of": np.where(stands_in, 1 - who, who).astype(np.int8),
        "kind": pa.DictionaryArray.from_arrays(kind, list(kinds)),
        "occurred_at": pa.array(at, pa.timestamp("s", "UTC")),
        "recorded_at": pa.array(recorded, pa.timestamp("s", "UTC")),
        "grade": pa.DictionaryArray.from_arrays(
            pa.array(grade.astype(np.int8), mask=~graded), list(GRADES)
        ),
        "asked": pa.array(chance.random(count) < 0.3),
    }
    order = np.argsort(recorded, kind="stable")
    return pa.table(table).take(pa.array(order))


def _endings(chance: np.random.Generator, disputes: int) -> tuple[np.ndarray, ...]:
    """Which disputes end how, and how many days after they began."""
    ordered = np.flatnonzero(chance.random(disputes) < 0.3)
    signed = np.flatnonzero(chance.random(disputes) < 0.85)
    appealed = np.flatnonzero(chance.random(disputes) < 0.7)
    parts = [(ordered, 12, WORKING - 4), (signed, 13, WORKING), (appealed, 14, WORKING + 3)]
    day = [chance.integers(WORKING - 20, last, len(which)) for which, _, last in parts]
    return (
        np.concatenate([which for which, _, _ in parts]).astype(np.int32),
        np.concatenate([np.full(len(which), kind) for which, kind, _ in parts]),
        np.concatenate(day),
    )


def write(path: Path, disputes: int) -> int:
    """Write the register of so many disputes; how many entries it has."""
    table = entries(disputes)
    pq.write_table(table, path, row_group_size=ROWS, compression="zstd")
    return len(table)
