"""Files of rows: Parquet, and CSV that a spreadsheet opens as it is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from evenhand.base.durable import whole_file
from evenhand.engines.sql import Connection, identifier, quote

_FORMULA: Final = r"^\s*[=+\-@＝＋－＠\t\r\n]"
"""A cell that begins so may be run; +84 912 345 678 is none of those."""
_PHONE: Final = r"\+[0-9][0-9 ().-]*"
_MARK: Final = "\ufeff"


def copy_rows(connection: Connection, sql: str, path: Path) -> None:
    """Write the rows of a query to a .parquet or .csv file, whole or not at all."""
    if path.suffix == ".csv":
        sql = _safe(connection, sql)
    form = "FORMAT parquet, COMPRESSION zstd" if path.suffix == ".parquet" else "HEADER"
    with whole_file(path) as draft:
        connection.execute(f"COPY ({sql}) TO {quote(str(draft))} ({form})")


def _safe(connection: Connection, sql: str) -> str:
    """The query as a spreadsheet reads it.

    Texts that it would take for formulas stand behind an apostrophe, and before the name of the
    first column the mark by which Excel knows UTF-8.
    """
    shape = connection.sql(f"SELECT * FROM ({sql}) LIMIT 0")
    cells = []
    for at, (column, kind) in enumerate(zip(shape.columns, shape.types, strict=True)):
        name, shown = identifier(column), identifier(_MARK + column if at == 0 else column)
        cell = (
            f"CASE WHEN regexp_matches({name}, {quote(_FORMULA)})"
            f" AND NOT regexp_full_match({name}, {quote(_PHONE)})"
            f" THEN concat(chr(39), {name}) ELSE {name} END"
        )
        cells.append(f"{cell if str(kind) == 'VARCHAR' else name} AS {shown}")
    return f"SELECT {', '.join(cells)} FROM ({sql})"
