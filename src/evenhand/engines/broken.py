"""The rows of a contact file that cannot be used: where each stands and what is wrong with it."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import islice

import pyarrow as pa

from evenhand.core.said import Said, Speech, said, together
from evenhand.engines.encoding import UTF8_BOM, open_bytes
from evenhand.engines.source import Source
from evenhand.engines.sql import Connection, create_table, number, quote

BETWEEN, _WITHIN = "\x1e", "\x1f"
"""Between the faults of one row, and between the parts of one fault."""

_FIRST = 20
_SHAPE = pa.schema([("line", pa.int64()), ("reason", pa.string()), ("text", pa.string())])


class Fault(StrEnum):
    """What may be wrong with a row that is one."""

    EMPTY = "empty"
    NOBODY = "nobody"
    TIME = "time"
    NUMBER = "number"
    TWICE = "twice"


def marked(fault: Fault, column: str, value: str = "''") -> str:
    """SQL that marks a row with a fault: kind, column and the value there, itself SQL."""
    return f"{quote(fault + _WITHIN + column + _WITHIN)} || {value}"


def _told(marks: str) -> Said:
    """The faults of a row in words."""
    return together((_one(*mark.split(_WITHIN, 2)) for mark in marks.split(BETWEEN)), said("; "))


def _one(fault: str, column: str, value: str) -> Said:
    match Fault(fault):
        case Fault.EMPTY:
            return said("{column} is empty", column=column)
        case Fault.NOBODY:
            return said(
                '{column} is empty (add "" to not_persons to leave such rows out)', column=column
            )
        case Fault.TIME:
            return said("{column} is no time we can read: {value}", column=column, value=value)
        case Fault.NUMBER:
            return said("{column} is no whole number: {value}", column=column, value=value)
        case Fault.TWICE:
            return said("{column} {value} stands twice", column=column, value=value)


def count_broken(connection: Connection) -> int:
    """How many rows of the table `contact` have a fault, and how many records were no rows."""
    faulty = number(connection, "SELECT count(*) FROM contact WHERE fault IS NOT NULL")
    return faulty + number(connection, f"SELECT count(DISTINCT line) FROM {_rejects(connection)}")


def list_broken(
    connection: Connection, source: Source, most: int, speech: Speech
) -> list[tuple[int, Said]]:
    """Make the table `broken` (line, reason, text) of the first `most` broken rows.

    Gives line and reason of a few of them, the first. The table has the reasons in `speech`.
    `line`: the line of the file on which the row begins (1 is the header); of a Parquet file the
    number of the row.
    """
    torn = _torn(connection, most)
    faults = _faults(connection, most)
    found: Iterator[tuple[int, Said, str]] = (
        islice(_with_lines(source, torn, faults), most)
        if source.is_csv
        else ((row + 1, _told(fault), "") for row, fault in faults.items())
    )
    first: list[tuple[int, Said]] = []
    rows = []
    for line, reason, text in found:
        if len(first) < _FIRST:
            first.append((line, reason))
        rows.append({"line": line, "reason": reason.in_(speech), "text": text})
    create_table(connection, "broken", pa.Table.from_pylist(rows, schema=_SHAPE))
    return first


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


def _torn(connection: Connection, most: int) -> dict[int, Said]:
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


def _reason(kind: str, first: str, last: str) -> Said:
    match kind:
        case "MISSING COLUMNS" | "TOO MANY COLUMNS":
            message = first if kind == "MISSING COLUMNS" else last
            wanted, _, found = message.partition(" Found: ")
            return said(
                "{found} fields where the header has {wanted}",
                found=found,
                wanted=wanted.rpartition(" ")[2],
            )
        case "UNQUOTED VALUE":
            return said('a quotation mark (") is opened and not closed, or stands inside a field')
        case "INVALID ENCODING":
            return said("characters that are no UTF-8")
        case _:
            return together([first])


def _with_lines(
    source: Source, torn: Mapping[int, Said], faults: Mapping[int, str]
) -> Iterator[tuple[int, Said, str]]:
    """Walk through the file again, as far as needed, to say on which line a broken row begins."""
    left = len(torn) + len(faults)
    row = 0
    for place, (line, record) in enumerate(islice(_records(source), 1, None), start=2):
        reason = torn.get(place)
        if reason is None and record:
            reason = _told(faults[row]) if row in faults else None
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
