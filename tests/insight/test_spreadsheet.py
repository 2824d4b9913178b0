"""A spreadsheet opens our CSV with the right characters and runs nothing that stands in it."""

import csv
import io
from pathlib import Path

import duckdb
import pytest

from evenhand.insight.spreadsheet import write_csv


def _cells(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "＝1+1",
        "－1",
    ],
)
def test_what_a_spreadsheet_would_run_is_only_shown(tmp_path: Path, text: str) -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t AS SELECT ? AS name, [?, 'x'] AS names", [text, text])
    write_csv(connection, "SELECT * FROM t", tmp_path / "t.csv")
    name, names = _cells(tmp_path / "t.csv")[1]
    assert name == f"'{text}"
    assert names == f"'{text};x"


def test_harmless_values_stay_as_they_are(tmp_path: Path) -> None:
    connection = duckdb.connect()
    query = "SELECT '张三 \"x\", y' AS name, -5 AS number, NULL::VARCHAR AS nothing, true AS yes"
    write_csv(connection, query, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert _cells(tmp_path / "t.csv")[1] == ['张三 "x", y', "-5", "", "true"]
