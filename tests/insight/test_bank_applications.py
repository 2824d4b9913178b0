"""6,940 real loan applications, ruled, and read again by other means."""

import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.cli import Result, run
from tests.conftest import ROOT
from tests.insight.bank_log import Application, claimants, read_log

POLICY = ROOT / "policies/bank-applications"
PAGE = ROOT / "docs/explain/bank-applications.md"
TRIED = 12
"""Of more claimants than this not every combination of who may have begun is tried."""

Rows = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def log(data_dir: Path) -> Path:
    return data_dir / "bpi2012.csv.gz"


@pytest.fixture(scope="module")
def out(log: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bank") / "out"
    result = _ruled(log, folder)
    assert result.code == 0, result.err
    return folder


def _ruled(log: Path, folder: Path) -> Result:
    options = {
        "--policy": "bank-applications",
        "--contacts": str(log),
        "--mapping": str(POLICY / "mapping.yaml"),
        "--out": str(folder),
    }
    return run("rulings", *(text for pair in options.items() for text in pair))


@pytest.fixture(scope="module")
def rulings(out: Path) -> Rows:
    return {row["customer"]: row for row in pq.read_table(out / "rulings.parquet").to_pylist()}


def test_every_application_that_several_worked_on_is_ruled(log: Path, rulings: Rows) -> None:
    shared = {
        number: people
        for number, events in read_log(log).items()
        if len(people := claimants(events)) >= 2
    }
    assert len(shared) == 6940
    assert {number: row["claimant_names"] for number, row in rulings.items()} == shared


def test_a_second_plain_program_decides_them_alike(log: Path, rulings: Rows) -> None:
    differ = []
    for number, events in read_log(log).items():
        if number not in rulings:
            continue
        row, decision = rulings[number], Application(events).decide()
        ours = (";".join(row["winners"]), row["by"], row["forum"] or "")
        if ours != (decision.winner, decision.by, decision.forum):
            differ.append((number, ours, decision))
    untried = [case for case in differ if rulings[case[0]]["claimants"] > TRIED]
    assert differ == untried
    assert all(ours[1] == "on-missing" for _, ours, _ in untried)
    assert len(untried) <= 1


def _table(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading of the page."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_the_page_tells_the_figures_as_they_are(rulings: Rows) -> None:
    told = {}
    for first, *_, count in _table("What came out"):
        step = re.match(r"`([a-z-]+)`", first)
        assert step is not None, first
        told[step[1]] = int(count.replace(",", ""))
    counted: dict[str, int] = {}
    for row in rulings.values():
        counted[row["by"]] = counted.get(row["by"], 0) + 1
    assert told == counted


def test_the_ten_read_by_hand_are_ruled_as_they_were_read(out: Path, rulings: Rows) -> None:
    html = (out / "report.html").read_text(encoding="utf-8")
    shown = re.findall(r"<h3><span>Customer</span> (\d+)</h3>", html)
    people = {"team leader": "team_leader", "the team": "team", "head of risk": "risk"}
    read = _table("Ten read by hand")
    assert [row[0] for row in read] == shown
    for number, ruling, by, _ in read:
        row = rulings[number]
        assert f"`{row['by']}`" == by
        assert (row["winners"], row["forum"]) == (
            ([], people[ruling]) if ruling in people else ([ruling], None)
        )


def test_ruling_them_again_gives_the_same_bytes(log: Path, out: Path, tmp_path: Path) -> None:
    _ruled(log, tmp_path / "again")
    for name in ("rulings.parquet", "rulings.csv", "report.html"):
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes(), name
