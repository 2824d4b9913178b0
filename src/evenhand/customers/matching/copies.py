"""Files of rows: Parquet, and CSV that a spreadsheet opens as it is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from evenhand.base.durable import whole_file
from evenhand.engines.sql import Connection, identifier, quote

_FORMULA: Final = r"^\s*[=+\-@＝＋－＠\t\r\n]"
"""A cell that begins so may be run; +84 912 345 678 is none of those."""
_PHONE: Final = r"\+[0-9][0-9 ().-]*"


def copy_rows(connection: Connection, sql: str, path: Path) -> None:
    """Write the rows of a query to a .parquet or .csv file, whole or not at all."""
    if path.suffix == ".csv":
        sql = _safe(connection, sql)
    form = "FORMAT parquet, COMPRESSION zstd" if path.suffix == ".parquet" else "HEADER"
    with whole_file(path) as draft:
        connection.execute(f"COPY ({sql}) TO {quote(str(draft))} ({form})")
        if path.suffix == ".csv":
            _mark(draft)


def _safe(connection: Connection, sql: str) -> str:
    """The query with an apostrophe before texts that a spreadsheet would take for formulas."""
    shape = connection.sql(f"SELECT * FROM ({sql}) LIMIT 0")
    cells = [
        f"CASE WHEN regexp_matches({name}, {quote(_FORMULA)})"
        f" AND NOT regexp_full_match({name}, {quote(_PHONE)})"
        f" THEN concat(chr(39), {name}) ELSE {name} END AS {name}"
        if str(kind) == "VARCHAR"
        else name
        for name, kind in zip(map(identifier, shape.columns), shape.types, strict=True)
    ]
    return f"SELECT {', '.join(cells)} FROM ({sql})"


def _mark(path: Path) -> None:
    """A byte-order mark, so that Excel reads names as they are."""
    content = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + content)
