"""A register in arrival order, read in parts, gives the rulings of the same register in order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.core.errors import ContactsRefused, NotFound
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.bulk import Work, joined
from evenhand.core.ruling.calendar import local_days
from evenhand.core.ruling.cases import ABSENT, FALSE, KNOWN, TRUE, UNKNOWN, Column, Entries, Facts
from evenhand.core.ruling.rule import rule_many
from evenhand.engines import registers
from evenhand.engines.registers import rule_register
from tests.world import shipped

START = datetime(2013, 3, 1, tzinfo=UTC)
KINDS = ("reception", "card", "call", "follow_up", "grade", "naming", "order", "contract", "appeal")
AS_OF = 15_900


def showroom() -> Version:
    return shipped("showroom").versions[-1]


def random_register(seed: int, disputes: int, rows: int) -> pa.Table:
    """Entries of a few weeks in the order in which they were recorded; some things are missing."""
    chance = np.random.default_rng(seed)
    at = chance.integers(0, 40 * 86_400, rows)
    recorded = at + chance.integers(0, 3, rows) * 40_000
    order = np.argsort(recorded, kind="stable")
    who = chance.integers(-1, 2, rows)
    behalf = np.where(chance.random(rows) < 0.1, chance.integers(-1, 2, rows), who)
    dated = chance.random(rows) < 0.97
    grades = chance.choice(np.array(["H", "A", "B", "C"]), rows)
    table = {
        "dispute": pa.array(chance.integers(0, disputes, rows), pa.int32()),
        "made_by": pa.array(who, pa.int8()),
        "on_behalf_of": pa.array(behalf, pa.int8()),
        "kind": pa.array(chance.choice(np.array(KINDS), rows)).dictionary_encode(),
        "occurred_at": _instants(at, dated),
        "recorded_at": _instants(recorded, np.ones(rows, dtype=bool)),
        "grade": pa.array(grades, mask=chance.random(rows) < 0.5),
        "asked": pa.array(chance.random(rows) < 0.3, mask=chance.random(rows) < 0.2),
        "altered": pa.array(chance.random(rows) < 0.1),
    }
    return pa.table(table).take(pa.array(order))


def _instants(seconds: np.ndarray, there: np.ndarray) -> pa.Array:
    times = [START + timedelta(seconds=int(one)) for one in seconds]
    return pa.array(times, pa.timestamp("ms", "UTC"), mask=~there)


def in_order(version: Version, table: pa.Table) -> Entries:
    """The same register as a reader would write it down, sorted, one row at a time."""
    rows = [row | {"sequence": place + 1} for place, row in enumerate(table.to_pylist())]
    rows.sort(key=lambda row: (row["dispute"], row["sequence"]))
    zone = timedelta(hours=8)  # Asia/Shanghai in 2013

    def column(name: str) -> np.ndarray:
        return np.array([row[name] for row in rows], dtype=np.int64)

    def told(name: str, value: Callable[[Any], int]) -> Column:
        there = [row[name] is not None for row in rows]
        values = [value(row[name]) if row[name] is not None else 0 for row in rows]
        missing = ABSENT if name == "grade" else UNKNOWN
        state = np.where(there, KNOWN, missing).astype(np.int8)
        return Column(np.array(values, dtype=np.int64), state)

    def truth(name: str) -> Column:
        return Column(np.array([TRUE if row[name] else FALSE for row in rows], dtype=np.int8))

    def day(time: datetime) -> int:
        return ((time + zone).date() - datetime(1970, 1, 1, tzinfo=UTC).date()).days

    columns = {
        "entry.occurred_at": told("occurred_at", lambda time: int(time.timestamp())),
        "entry.occurred_on": told("occurred_at", day),
        "entry.recorded_at": told("recorded_at", lambda time: int(time.timestamp())),
        "entry.recorded_on": told("recorded_at", day),
        "entry.grade": told("grade", version.vocabulary.code),
        "entry.asked": truth("asked"),
        "entry.altered": truth("altered"),
    }
    kinds = np.array([version.kind_names.index(row["kind"]) for row in rows], dtype=np.int64)
    return Entries(
        column("dispute"),
        column("made_by"),
        column("on_behalf_of"),
        kinds,
        column("sequence"),
        columns,
    )


def facts(disputes: int) -> Facts:
    day = Column(np.full((1, 1), AS_OF), np.full((1, 1), KNOWN, dtype=np.int8))
    return Facts(np.ones((2, disputes), dtype=bool), {"dispute.as_of": day})


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([1, 7, 64]), st.sampled_from([1, 5, 1_000]))
def test_parts_of_a_register_in_arrival_order_give_the_rulings_of_the_register_in_order(
    tmp_path_factory: pytest.TempPathFactory, seed: int, group: int, part: int
) -> None:
    version, disputes = showroom(), 9
    table = random_register(seed, disputes, 120)
    path = tmp_path_factory.mktemp("register") / "register.parquet"
    pq.write_table(table, path, row_group_size=group)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registers, "PART", part)
        bulk = rule_register(Work(version, facts(disputes), searched=0), path)
    derived = rule_many(version, facts(disputes), in_order(version, table))
    np.testing.assert_array_equal(bulk.provisional, derived.proceeding.undecided)
    waiting = bulk.provisional
    np.testing.assert_array_equal(bulk.kind[~waiting], derived.proceeding.kind[~waiting])
    np.testing.assert_array_equal(
        bulk.winners[:, ~waiting], derived.proceeding.winners[:, ~waiting]
    )
    by = derived.proceeding.decided_by
    np.testing.assert_array_equal(bulk.decided_by[~waiting], by[~waiting])


def test_several_processes_give_the_rulings_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, path = showroom(), tmp_path / "register.parquet"
    pq.write_table(random_register(3, 9, 200), path, row_group_size=64)
    work = Work(version, facts(9), searched=0)
    alone = rule_register(work, path)
    assert np.unique(alone.decided_by).size > 1
    monkeypatch.setattr(registers, "PART", 3)
    shares = registers._shares(9, 2)
    assert [(one.start, one.stop) for one in shares] == [(0, 6), (6, 9)]
    halves = [registers._ruled(work, one, registers._dealt(work, path), 3) for one in shares]
    for bulk in (rule_register(work, path, processes=2), joined(halves)):
        np.testing.assert_array_equal(bulk.kind, alone.kind)
        np.testing.assert_array_equal(bulk.winners, alone.winners)
        np.testing.assert_array_equal(bulk.decided_by, alone.decided_by)
        np.testing.assert_array_equal(bulk.trace.found, alone.trace.found)


def test_a_register_that_is_none_says_what_is_wrong(tmp_path: Path) -> None:
    version = showroom()
    with pytest.raises(NotFound):
        rule_register(Work(version, facts(2)), tmp_path / "nothing.parquet")
    good, path = random_register(1, 2, 20), tmp_path / "register.parquet"
    changes: tuple[tuple[Callable[[pa.Table], pa.Table], str], ...] = (
        (lambda table: table.drop_columns(["kind"]), "kind is missing"),
        (lambda table: table.rename_columns({"grade": "grad"}), "knows no entry field grad"),
        (lambda table: _with(table, "kind", ["walk"] * 20), "kind is nowhere “walk”"),
        (lambda table: _with(table, "grade", ["Z"] * 20), "grade is nowhere “Z”"),
        (lambda table: _with(table, "dispute", [5] * 20), "not everywhere from 0 to 1"),
        (lambda table: _with(table, "occurred_at", [5] * 20), "occurred_at holds instants"),
    )
    for change, words in changes:
        pq.write_table(change(good), path)
        with pytest.raises(ContactsRefused, match=words):
            rule_register(Work(version, facts(2)), path)
    path.write_text("not at all")
    with pytest.raises(ContactsRefused, match="no Parquet file"):
        rule_register(Work(version, facts(2)), path)


def _with(table: pa.Table, name: str, values: list[object]) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, pa.array(values))


@pytest.mark.parametrize(
    "zone", ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]
)
def test_many_instants_fall_on_the_days_that_each_falls_on_alone(zone: str) -> None:
    chance = np.random.default_rng(7)
    begin = int(datetime(2011, 1, 1, tzinfo=UTC).timestamp())
    instants = np.sort(chance.integers(begin, begin + 3 * 366 * 86_400, 30_000))
    many = local_days(zone, instants)
    few = np.concatenate([local_days(zone, part) for part in np.array_split(instants, 10)])
    np.testing.assert_array_equal(many, few)
