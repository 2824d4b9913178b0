"""One model, three evaluators: one pair in core, millions in Splink on DuckDB and on Spark.

5,400 pairs, a third each Chinese, Vietnamese and English, of both families of corruptions.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.of_identity import made
from evenhand.core.identity.comparisons import FAMILY, GIVEN
from evenhand.core.identity.model import Model
from evenhand.core.identity.normalise import COLUMNS, Customer, Typed, normalise
from evenhand.engines.identity import pairing, training
from evenhand.engines.identity.learning import Learner, unlike
from evenhand.engines.identity.local import LocalMatcher
from evenhand.engines.identity.matcher import Learned, Matcher
from evenhand.engines.identity.normalising import SCHEMA
from evenhand.engines.identity.scoring import scored_sql
from evenhand.engines.identity.spark import SparkMatcher
from evenhand.engines.identity.training import count_all, linker_of
from evenhand.engines.identity.weighing import count_terms, terms_of
from tests.cli import run

EACH = 2_400
"""Records of each family."""
PAIRS = 600
"""Of each language and sort: of one customer, near misses, taken at random."""
WITHIN = 1e-9

Pair = tuple[int, int]
Weights = dict[Pair, tuple[float, float, float]]
"""Pair → the weight against strangers, against all else, and of kin."""


@dataclass
class World:
    """Records, a model that they taught, pairs of them, and what core says of the pairs."""

    rows: list[made.Row]
    customers: list[Customer]
    normal: Path
    chosen: Path
    local: LocalMatcher
    learned: Learned
    core: Weights


@pytest.fixture(scope="module")
def world(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("evaluators")
    rows = [
        (number, one, family + entity, household)
        for family in ("near", "apart")
        for number, one, entity, household in next(made.rows(EACH, 1, family))
    ]
    chance = random.Random(1)
    customers = [normalise(_typed(row, chance)) for row in rows]
    normal, chosen = folder / "normal.parquet", folder / "chosen.parquet"
    _write_customers(customers, normal)
    pairs = _pairs(rows, customers)
    columns: dict[str, Any] = {"match_key": ["0"] * len(pairs)}
    columns |= {f"join_key_{side}": [pair[i] for pair in pairs] for i, side in enumerate("lr")}
    pq.write_table(pa.table(columns), chosen)
    local = LocalMatcher([normal], folder)
    with pytest.MonkeyPatch.context() as patched:  # what is learned need not be good, but soon
        patched.setattr(training, "RANDOM_PAIRS", 50_000)
        patched.setattr(training, "LEARNED_FROM", ("phone_end", "spaced"))
        learned = _learned(local)
    core = _in_core(learned.model, customers, pairs)
    yield World(rows, customers, normal, chosen, local, learned, core)
    local.close()


def _typed(row: made.Row, chance: random.Random) -> Typed:
    """A record of the generator; English persons have fields besides, some of them mistyped."""
    _, one, entity, _ = row
    typed = Typed(one.name, one.kind, "", "", one.phone, one.email, one.tax_code)
    typed = typed._replace(address=one.address, city=one.city)
    words = one.name.split()
    if one.kind == "company" or one.language != "en" or len(words) < 2:
        return typed
    own = random.Random(entity)
    born = f"19{own.randrange(50, 99)}-0{own.randrange(1, 10)}-{own.randrange(10, 29)}"
    number, postcode = str(own.randrange(10**8, 10**9)), str(own.randrange(10**4, 10**5))
    given, family = _slip(words[0], chance), _slip(words[-1], chance)
    if chance.random() < 0.05:
        given, family = family, given
    return typed._replace(
        given=given, family=family, born=born, number=_slip(number, chance),
        postcode=_slip(postcode, chance),
    )  # fmt: skip


def _slip(text: str, chance: random.Random) -> str:
    """Nothing, a part, or the text with no, one or two signs replaced."""
    if chance.random() < 0.15:
        return text[: chance.choice([0, 3, 5])]
    for _ in range(chance.choice([0, 0, 0, 1, 2])):
        place = chance.randrange(len(text))
        text = text[:place] + chance.choice("37") + text[place + 1 :]
    return text


def _write_customers(customers: list[Customer], path: Path) -> None:
    arrays: list[Any] = [pa.array(range(len(customers)), pa.int64())]
    for name in COLUMNS:
        values = [getattr(customer, name) or None for customer in customers]
        arrays.append(pa.array(values, SCHEMA.field(name).type))
    pq.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA), path)


def _pairs(rows: list[made.Row], customers: list[Customer]) -> list[Pair]:
    """Pairs of one language; near misses are neighbours in the order of a name, a number, …"""
    chance, found = random.Random(2), []
    for language in ("zh", "vi", "en"):
        mine = [i for i, (_, one, _, _) in enumerate(rows) if one.language == language]
        by_entity: dict[str, list[int]] = {}
        for i in mine:
            by_entity.setdefault(rows[i][2], []).append(i)
        same = [(a, b) for of in by_entity.values() for a in of for b in of if a < b]
        near: set[Pair] = set()
        for column in ("latin", "phone_end", "email", "address", "given", "family"):
            having = [i for i in mine if getattr(customers[i], column)]
            having.sort(key=lambda i: getattr(customers[i], column))
            near |= {(min(pair), max(pair)) for pair in pairwise(having)}
        misses = sorted(near - set(same))
        strangers = [
            (min(pair), max(pair)) for pair in (chance.sample(mine, 2) for _ in range(2 * PAIRS))
        ]
        taken = [chance.sample(same, PAIRS), chance.sample(misses, PAIRS)]
        left = sorted(set(strangers) - set(same) - set(taken[1]))
        found += [pair for some in (*taken, chance.sample(left, PAIRS)) for pair in some]
    return found


def _learned(local: LocalMatcher) -> Learned:
    """What the records teach; given and family name, which exclude the whole name, beside it."""
    local.filled -= {"given", "family"}
    learned = local.train()
    terms = dict(learned.model.terms)
    for column in ("given", "family"):
        terms[column] = terms_of(local.database, count_terms(local.database, column), 0.0)
    comparisons = (*learned.model.comparisons, unlike(GIVEN), unlike(FAMILY))
    return replace(learned, model=replace(learned.model, comparisons=comparisons, terms=terms))


def _in_core(model: Model, customers: list[Customer], pairs: list[Pair]) -> Weights:
    told = {i: model.told(customers[i]) for pair in pairs for i in pair}
    return {
        (a, b): (model.weight(told[a], told[b]), *model.judged(told[a], told[b])) for a, b in pairs
    }


def _by_splink(matcher: Matcher, learned: Learned, chosen: Path) -> Weights:
    """The pairs of a file by the way that `write_pairs` goes, but for what brings them together."""
    database, model = matcher.database, learned.model
    linker = linker_of(database, model, count_all(database, model), learned.duplicates)
    database.create("chosen", f"SELECT * FROM {database.files([chosen])}")  # noqa: S608 - our own
    given = database.splink().register("chosen")
    linker.table_management.register_blocked_pairs_for_predict(given)
    found = linker.inference.predict().physical_name
    columns = database.columns(
        f"SELECT f.record_l, f.record_r, f.match_weight, s.weight, s.kin FROM {found} AS f"  # noqa: S608 - our own
        f" JOIN ({scored_sql(model, found)}) AS s USING (record_l, record_r)"
    )
    left, right, *weights = (values.tolist() for values in columns.values())
    return dict(zip(zip(left, right, strict=True), zip(*weights, strict=True), strict=True))


def _assert_alike(one: Weights, other: Weights) -> None:
    assert one.keys() == other.keys()
    apart = {
        pair: max(abs(a - b) for a, b in zip(one[pair], other[pair], strict=True)) for pair in one
    }
    worst = max(apart, key=lambda pair: apart[pair])
    assert apart[worst] <= WITHIN, (worst, one[worst], other[worst])


def test_core_and_duckdb_weigh_alike(world: World) -> None:
    """Also shows that the pairs reach what there is to reach: nulls, terms, nearly every level."""
    assert len(world.core) == 9 * PAIRS >= 5_000
    reached, model = set(), world.learned.model
    for a, b in world.core:
        levels = model.levels(model.told(world.customers[a]), model.told(world.customers[b]))
        for one, level in zip(model.comparisons, levels, strict=True):
            reached.add((one.field, level.name if level else "missing"))
    every = {(one.field, level.name) for one in model.comparisons for level in one.levels}
    every |= {(one.field, "missing") for one in model.comparisons}
    assert len(reached) >= 0.85 * len(every), sorted(every - reached)
    _assert_alike(world.core, _by_splink(world.local, world.learned, world.chosen))


@pytest.mark.xdist_group("spark")
@pytest.mark.usefixtures("spark")
def test_core_and_spark_weigh_alike(world: World, tmp_path: Path) -> None:
    matcher = SparkMatcher([world.normal], tmp_path, None)
    _assert_alike(world.core, _by_splink(matcher, world.learned, world.chosen))
    matcher.close()


@pytest.mark.xdist_group("spark")
@pytest.mark.usefixtures("spark")
def test_a_whole_run_finds_the_same_with_keys_of_its_own(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`evenhand match --engine spark`: learns, and finds pairs as among many records.

    Among so few nothing is left to chance: a sample is all there is, on either engine.
    """
    monkeypatch.setattr(pairing, "ALL_PAIRS", 0)
    monkeypatch.setattr(training, "LEARNED_FROM", ("phone_end",))
    monkeypatch.setattr(training, "LEAST_PAIRS", 20)
    monkeypatch.setattr(Learner, "rounds", 2)
    file = tmp_path / "customers.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["record_id", "name", "phone", "email"])
        writer.writerows(
            [number, one.name, one.phone, one.email]
            for number, one, _, _ in sorted(world.rows, key=itemgetter(2))[:400]
        )
    for engine in ("local", "spark"):
        result = run("match", str(file), "--out", str(tmp_path / engine), "--engine", engine)
        assert result.code == 0, result.err
    here, there = (
        pq.read_table(tmp_path / engine / "pairs.parquet") for engine in ("local", "spark")
    )
    assert here.num_rows > 100
    assert here.schema.equals(there.schema)
    for name in here.column_names:
        one, other = here.column(name).to_pylist(), there.column(name).to_pylist()
        assert other == (
            one if isinstance(one[0], int | str | None) else pytest.approx(one, abs=1e-6)
        ), name
    clusters = [(tmp_path / engine / "clusters.csv").read_bytes() for engine in ("local", "spark")]
    assert clusters[0] == clusters[1]
