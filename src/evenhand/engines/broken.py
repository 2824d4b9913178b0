"""The rows of a contact file that cannot be used: where each stands and what is wrong with it."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import islice

import pyarrow as pa

from evenhand.core.said import Said, said, together
from evenhand.engines.encoding import UTF8_BOM, open_bytes
from evenhand.engines.source import Source
from evenhand.engines.sql import Connection, create_table, number, quote

BETWEEN, _WITHIN = "\x1e", "\x1f"
"""Between the faults of one row, and between the parts of one fault."""

_SHAPE = pa.schema([("line", pa.int64()), ("reason", pa.string()), ("text", pa.string())])


class Fault(StrEnum):
    """What may be wrong with a record."""

    EMPTY = "empty"
    NOBODY = "nobody"
    TIME = "time"
    NUMBER = "number"
    TWICE = "twice"
    FIELDS = "fields"
    QUOTE = "quote"
    ENCODING = "encoding"
    OTHER = "other"


def mark(fault: Fault, what: str = "", value: str = "") -> str:
    """What marks a record with a fault: its kind, the column or number it is in, the value there.

    Marks go through the engines as they are, and are told in words only where a person reads them.
    """
    return _WITHIN.join((fault, what, value))


def marked(fault: Fault, column: str, value: str = "''") -> str:
    """The same as SQL; `value` is SQL itself."""
    return f"{quote(mark(fault, column))} || {value}"


def told(marks: str) -> Said:
    """The faults of a record in words."""
    return together((_one(*one.split(_WITHIN, 2)) for one in marks.split(BETWEEN)), said("; "))


def _one(fault: str, what: str, value: str) -> Said:
    match Fault(fault):
        case Fault.EMPTY:
            return said("{column} is empty", column=what)
        case Fault.NOBODY:
            return said(
                '{column} is empty (add "" to not_persons to leave such rows out)', column=what
            )
        case Fault.TIME:
            return said("{column} is no time we can read: {value}", column=what, value=value)
        case Fault.NUMBER:
            return said("{column} is no whole number: {value}", column=what, value=value)
        case Fault.TWICE:
            return said("{column} {value} stands twice", column=what, value=value)
        case Fault.FIELDS:
            return said("{found} fields where the header has {wanted}", found=value, wanted=what)
        case Fault.QUOTE:
            return said('a quotation mark (") is opened and not closed, or stands inside a field')
        case Fault.ENCODING:
            return said("characters that are no UTF-8")
        case Fault.OTHER:
            return together([value])


def count_broken(connection: Connection) -> int:
    """How many rows of the table `contact` have a fault, and how many records were no rows."""
    faulty = number(connection, "SELECT count(*) FROM contact WHERE fault IS NOT NULL")
    return faulty + number(connection, f"SELECT count(DISTINCT line) FROM {_rejects(connection)}")


def list_broken(connection: Connection, source: Source, most: int) -> None:
    """Make the table `broken` (line, reason, text) of the first `most` broken rows.

    `reason` holds marks. `line`: the line of the file on which the row begins (1 is the header);
    of a Parquet file the number of the row.
    """
    note_broken(connection, source, torn_records(connection, most), _faults(connection, most), most)


def note_broken(
    connection: Connection,
    source: Source,
    torn: Mapping[int, str],
    faults: Mapping[int, str],
    most: int,
) -> None:
    """Make the table `broken` of records that are no rows and rows that have a fault."""
    if source.is_csv:
        found = list(islice(_with_lines(source, torn, faults), most))
    else:
        found = [(row + 1, fault, "") for row, fault in faults.items()]
    listed = pa.Table.from_pylist(
        [dict(zip(_SHAPE.names, row, strict=True)) for row in found], schema=_SHAPE
    )
    create_table(connection, "broken", listed)


def _rejects(connection: Connection) -> str:
    """Where DuckDB keeps what was no row; the table exists once a CSV file has been read."""
    exists = number(
        connection, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'"
    )
    return "reject_errors" if exists else "(SELECT 0 AS line WHERE false)"


def _faults(connection: Connection, most: int) -> dict[int, str]:
    """Faults by the place of the row among those that are rows, from 0."""
    rows = connection.execute(
        "SELECT rowid, fault FROM contact WHERE fault IS NOT NULL ORDER BY rowid LIMIT ?", [most]
    ).fetchall()
    return {int(row): str(fault) for row, fault in rows}


def torn_records(connection: Connection, most: int) -> dict[int, str]:
    """Records that are no rows, by number in the file: the header is 1, blank lines count."""
    rejects = _rejects(connection)
    if rejects != "reject_errors":
        return {}
    rows = connection.execute(
        f"""SELECT line, arg_min(error_type::VARCHAR, column_idx),
                   arg_min(error_message, column_idx), arg_max(error_message, column_idx)
            FROM {rejects} GROUP BY line ORDER BY line LIMIT ?""",
        [most],
    ).fetchall()
    return {int(line): _reason(*(str(part) for part in parts)) for line, *parts in rows}


def _reason(kind: str, first: str, last: str) -> str:
    match kind:
        case "MISSING COLUMNS" | "TOO MANY COLUMNS":
            message = first if kind == "MISSING COLUMNS" else last
            wanted, _, found = message.partition(" Found: ")
            return mark(Fault.FIELDS, wanted.rpartition(" ")[2], found)
        case "UNQUOTED VALUE":
            return mark(Fault.QUOTE)
        case "INVALID ENCODING":
            return mark(Fault.ENCODING)
        case _:
            return mark(Fault.OTHER, "", first)


def _with_lines(
    source: Source, torn: Mapping[int, str], faults: Mapping[int, str]
) -> Iterator[tuple[int, str, str]]:
    """Walk through the file again, as far as needed, to say on which line a broken row begins."""
    left = len(torn) + len(faults)
    row = 0
    for place, (line, record) in enumerate(islice(_records(source), 1, None), start=2):
        reason = torn.get(place)
        if reason is None and record:
            reason = faults.get(row)
            row += 1
        if reason is not None:
            yield line, reason, source.delimiter.join(record)
            left -= 1
        if not left:
            return


def _records(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line on which it begins; blank lines are empty records."""
    csv.field_size_limit(sys.maxsize)
    with open_bytes(source.readable) as file:
        text = io.TextIOWrapper(file, encoding=UTF8_BOM, errors="replace", newline="")
        reader = csv.reader(text, delimiter=source.delimiter)
        line = 1
        for record in reader:
            yield line, record
            line = reader.line_num + 1
