"""How well, how fast and in how much memory `evenhand match` finds the same customer in bulk.

Unsupervised throughout: the product learns from the records it is given, and one threshold, fixed
in `core/identity/cluster.py`, holds for all sets. It was chosen on made customers of the family
"near" (seeds other than those run here); the public sets were looked at while the levels were
written. The family "apart" was written by somebody who had not seen the product, and is only
ever run. Scores are pairwise over clusters.

Rivals in the same run: Splink as its documentation sets it up for these sets (`NameComparison`,
`DateOfBirthComparison`, …, EM, connected components at 0.95, and at the threshold that its own
probabilities call as likely as not); GoldenMatch without configuration.

    python benchmarks/identity_bulk.py --quick              public sets, and 100,000 made records
    python benchmarks/identity_bulk.py                      the same, and one million
    python benchmarks/identity_bulk.py --records 10000000   made records alone
    python benchmarks/identity_bulk.py --file FILE.parquet --truth COLUMN [--mapping FILE]
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks.of_identity import rivals  # noqa: E402 - by the path set above
from benchmarks.of_identity.made import write  # noqa: E402 - as above
from benchmarks.of_identity.measuring import Memory, Score, scored  # noqa: E402 - as above
from evenhand.customers.matching.running import Request, match_files  # noqa: E402 - as above

DATA = Path(os.environ.get("EVENHAND_DATA", ROOT.parent / "shared" / "data"))
SEED = 20260101
QUICK, FULL = 100_000, 1_000_000

FEBRL = """\
columns:
  id: rec_id
  given: given_name
  family: surname
  address: [street_number, address_1, address_2]
  city: suburb
  postcode: postcode
  born: date_of_birth
  number: soc_sec_id
"""
TRUTH = {"fake1000": "cluster", "febrl3": "rec_id", "febrl4": "rec_id"}


class Clock:
    """Notes when each stage begins."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, float]] = []

    def stage(self, name: str) -> None:
        self.begun.append((name, time.perf_counter()))

    def done(self, so_far: int, total: int) -> None:
        """Not wanted here."""

    def seconds(self) -> dict[str, float]:
        """How long each stage took."""
        ends = [*(at for _, at in self.begun[1:]), time.perf_counter()]
        return {name: round(end - at, 1) for (name, at), end in zip(self.begun, ends, strict=True)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--records", type=int, help="made records, and nothing else")
    parser.add_argument("--family", choices=("near", "apart"), help="with --records; else both")
    parser.add_argument("--file", type=Path, help="a set of your own, Parquet")
    parser.add_argument("--truth", help="its column that tells the same customer")
    parser.add_argument("--mapping", type=Path)
    parser.add_argument("--no-rivals", action="store_true")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="evenhand-identity-") as folder:
        work = Path(folder)
        if told.file:
            if not told.truth:
                parser.error("--file goes with --truth COLUMN")
            figures = own_file(told.file, told.truth, told.mapping, work)
        elif told.records:
            families = [told.family] if told.family else ["near"]
            figures = {}
            for family in families:
                figures |= made(told.records, family, work, "made", rival=False)
        else:
            figures = public(work, rival=not told.no_rivals)
            size, name = (QUICK, "quick") if told.quick else (FULL, "million")
            figures |= made(size, "near", work, name, rival=not told.no_rivals and not told.quick)
            if not told.quick:
                figures |= made(size, "apart", work, "million_apart", rival=False)
    print(json.dumps(figures, indent=1))
    return 0


def matched(
    files: Sequence[Path], work: Path, mapping: Path | None = None
) -> tuple[list[int], dict[str, Any]]:
    """The cluster of each record, in order; and seconds, memory and stages."""
    out = work / "out"
    clock = Clock()
    began = time.perf_counter()
    with Memory() as memory:
        match_files(Request(tuple(files), out, mapping, restart=True), clock)
    seconds = time.perf_counter() - began
    found = pq.read_table(out / "clusters.parquet", columns=["cluster"])["cluster"].to_pylist()
    figures = {"s": round(seconds, 1), "gb": round(memory.most, 2), "stages": clock.seconds()}
    return found, figures


def public(work: Path, *, rival: bool) -> dict[str, Any]:
    """The sets that the field measures itself by."""
    figures: dict[str, Any] = {}
    mapping = work / "febrl.yaml"
    mapping.write_text(FEBRL)
    sets = {
        "fake1000": ([DATA / "fake_1000.csv"], None),
        "febrl3": ([DATA / "febrl" / "dataset3.csv"], mapping),
        "febrl4": ([DATA / "febrl" / f"dataset4{part}.csv" for part in "ab"], mapping),
    }
    for name, (files, its_mapping) in sets.items():
        rows = [row for path in files for row in _rows(path)]
        truth = [_entity(row[TRUTH[name]]) for row in rows]
        clusters, how = matched([_plain(path, work) for path in files], work, its_mapping)
        figures |= scored(clusters, truth).named(name) | {f"{name}_s": how["s"]}
        if rival:
            table = pa.Table.from_pylist(rows)
            for who, (of, seconds) in rivals.people(table, truth).items():
                figures |= {f"{name}_{who}_f1": round(of.f1, 4), f"{name}_{who}_s": seconds}
    return figures


def _plain(path: Path, work: Path) -> Path:
    """FEBRL files have a space after each comma, in their header too."""
    if "febrl" not in str(path):
        return path
    copy = work / path.name
    rows = _rows(path)
    with copy.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return copy


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return [
            {name.strip(): (value or "").strip() for name, value in row.items()}
            for row in csv.DictReader(file)
        ]


def _entity(value: str) -> str:
    """rec-1496-org and rec-1496-dup-0 are the same."""
    return value.split("-")[1] if value.startswith("rec-") else value


def made(records: int, family: str, work: Path, name: str, *, rival: bool) -> dict[str, Any]:
    """Made customers, of whom the truth is known."""
    path = work / f"{family}-{records}.parquet"
    write(path, records, SEED if family == "near" else SEED + 1, family)
    visible = work / "visible.parquet"
    table = pq.read_table(path)
    hidden = {"entity", "household", "kind_true", "language_true"}
    pq.write_table(table.select([one for one in table.column_names if one not in hidden]), visible)
    truth = table["entity"].to_pylist()
    together = [
        household or entity
        for household, entity in zip(table["household"].to_pylist(), truth, strict=True)
    ]
    del table
    clusters, how = matched([visible], work)
    figures: dict[str, Any] = scored(clusters, truth).named(name)
    figures |= {f"{name}_{key}": value for key, value in how.items()}
    figures |= _households(work / "out", clusters, together).named(f"{name}_households")
    if rival:
        shown = pq.read_table(visible)
        for who, (of, seconds) in rivals.customers(shown, truth).items():
            figures |= of.named(f"{name}_{who}") | {f"{name}_{who}_s": seconds}
    path.unlink()
    return figures


def _households(out: Path, clusters: Sequence[int], truth: Sequence[str]) -> Score:
    """Records of one household put together, whether of one customer or of several."""
    with (out / "households.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "household"]
    of = {int(row["row"]) - 1: f"household {row['household']}" for row in rows}
    return scored([of.get(i, str(cluster)) for i, cluster in enumerate(clusters)], truth)


def own_file(path: Path, column: str, mapping: Path | None, work: Path) -> dict[str, Any]:
    """A set that nobody here has seen."""
    table = pq.read_table(path)
    truth = [str(value) for value in table[column].to_pylist()]
    visible = work / "visible.parquet"
    pq.write_table(table.drop_columns([column]), visible)
    clusters, how = matched([visible], work, mapping)
    return {"records": len(truth)} | scored(clusters, truth).named("file") | how


if __name__ == "__main__":
    sys.exit(main())
