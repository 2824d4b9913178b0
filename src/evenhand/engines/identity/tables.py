"""Customer files as batches of typed fields: CSV in any of our encodings, XLSX, Parquet."""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa

from evenhand.core.errors import ContactsRefused, NotFound, Problem
from evenhand.core.said import said
from evenhand.engines.mapping import FileForm
from evenhand.engines.source import Source, contact_files, open_csv, same_columns
from evenhand.engines.sql import Connection, quote

_BETWEEN: Final = {"phone": " / ", "id": "-"}
"""What stands between the columns of one field; otherwise a space."""


@dataclass(frozen=True, slots=True)
class Fields:
    """One file, and which of its columns hold which field."""

    source: Source
    columns: Mapping[str, tuple[str, ...]]

    @property
    def sql(self) -> str:
        """The rows as text by field, in the file's order."""
        made = [f"{_joined(self.source, of, its)} AS {of}" for of, its in self.columns.items()]
        return f"SELECT {', '.join(made)} FROM {self.source.sql()}"


def _joined(source: Source, of: str, columns: Sequence[str]) -> str:
    parts = ", ".join(f"nullif(trim({source.column(column)}), '')" for column in columns)
    return f"nullif(concat_ws('{_BETWEEN.get(of, ' ')}', {parts}), '')"


def open_table(path: Path, form: FileForm, wanted: Collection[str], work: Path) -> Source:
    """Find out how a file is written and which columns it has.

    Raises:
        NotFound: There is no such file.
        ContactsRefused: It cannot be read.
    """
    files = contact_files(path)
    suffix = files[0].suffix.lower()
    if suffix == ".parquet":
        return Source(path, path, same_columns(files), parts=files)
    if suffix in {".xls", ".ods"}:
        fault = said("files of this kind are not read: save it as .xlsx or .csv")
        raise ContactsRefused([Problem(fault, path.name)])
    try:
        if suffix == ".xlsx":
            copy = work / f"{path.stem}.csv"
            _as_csv(files[0], copy)
            source = open_csv(copy, FileForm(encoding="utf-8", delimiter=","), wanted, work)
            return Source(path, copy, source.columns, source.encoding, source.delimiter)
        return open_csv(files[0], form, wanted, work)
    except (OSError, EOFError, zlib.error) as error:
        if isinstance(error, NotFound):
            raise
        fault = said("the file cannot be read: {error}", error=error)
        raise ContactsRefused([Problem(fault, path.name)]) from None


_TORN: Final = (
    zipfile.BadZipFile, KeyError, IndexError, ValueError, TypeError, AttributeError, SyntaxError,
)  # fmt: skip
"""What openpyxl raises over a workbook that is torn, or that has no sheet with cells."""


def _as_csv(path: Path, target: Path) -> None:
    """The first sheet of a workbook as CSV."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        with closing(book), target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            for row in book.worksheets[0].iter_rows(values_only=True):
                writer.writerow(["" if value is None else _cell(value) for value in row])
    except _TORN as error:
        fault = said("this is no Excel workbook: {reason}", reason=str(error))
        raise ContactsRefused([Problem(fault, path.name)]) from None


def _cell(value: object) -> str:
    """A cell as text: a telephone number that Excel took for a number has no decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def batches(connection: Connection, fields: Fields, size: int) -> Iterator[pa.RecordBatch]:
    """The rows of a file, a column of text for each field, so many at a time."""
    yield from connection.sql(fields.sql).to_arrow_reader(size)


def broken_lines(connection: Connection, readable: Path) -> list[tuple[int, str]]:
    """Lines of a CSV file that are no rows: line, and why; asked after the file was read."""
    return [
        (int(line), str(reason))
        for line, reason in connection.execute(
            "SELECT line, any_value(error_type) FROM reject_errors JOIN reject_scans"
            f" USING (scan_id, file_id) WHERE file_path = {quote(str(readable))}"
            " GROUP BY line ORDER BY line"
        ).fetchall()
    ]
