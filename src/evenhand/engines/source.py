"""Contacts as rows of text: CSV (also .csv.gz) in any of our encodings, or Parquet in parts."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.core.errors import ContactsRefused, NotFound, Problem
from evenhand.core.policy.expression import nearest
from evenhand.core.said import said
from evenhand.engines.encoding import (
    UTF8,
    UTF8_BOM,
    detect_encoding,
    mixes_line_ends,
    open_bytes,
    transcode,
)
from evenhand.engines.mapping import ContactMapping, FileForm
from evenhand.engines.sql import identifier, parquet, quote

DELIMITERS = (",", ";", "\t", "|")
MAX_HEADER = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows come from.

    `columns`: the names in the file's own order; in DuckDB they are c0, c1, … `readable`: the file
    DuckDB reads, which is not `path` if it had to be written again as UTF-8. `encoding` and
    `delimiter` are empty for Parquet. `parts`: the Parquet files, one after the other. `rows`: only
    those of them from and to (exclusive), counted from 0 in the one part there is.
    """

    path: Path
    readable: Path
    columns: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ""
    parts: tuple[Path, ...] = ()
    rows: tuple[int, int] | None = None

    @property
    def is_csv(self) -> bool:
        """Rows have lines, and some may have the wrong number of fields."""
        return bool(self.delimiter)

    def column(self, name: str) -> str:
        """The name in DuckDB of a column of the file."""
        return f"c{self.columns.index(name)}"

    def sql(self) -> str:
        """The rows, every value as text; rows that are no rows land in reject_errors."""
        if not self.is_csv:
            return self._parquet_sql()
        quoted = quote(str(self.readable))
        typed = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(self.columns)))
        form = f"delim = {quote(self.delimiter)}, quote = '\"', escape = '\"', header = true"
        return (
            f"read_csv({quoted}, {form}, columns = {{{typed}}}, all_varchar = true, "
            "auto_detect = false, store_rejects = true)"
        )

    def _parquet_sql(self) -> str:
        renamed = ", ".join(
            f"{identifier(name)}::VARCHAR AS c{index}" for index, name in enumerate(self.columns)
        )
        if self.rows is None:
            return f"(SELECT {renamed} FROM {parquet(self.parts)})"
        first, last = self.rows
        chosen = f"file_row_number >= {first} AND file_row_number < {last}"
        read = parquet(self.parts, "file_row_number = true")
        return f"(SELECT {renamed} FROM {read} WHERE {chosen})"


def contact_files(path: Path) -> tuple[Path, ...]:
    """The file that is meant, or the Parquet parts in a folder or of a pattern, by their names.

    Raises NotFound.
    """
    if path.is_file():
        return (path,)
    found: Iterable[Path] = ()
    if path.is_dir():
        found = path.glob("*.parquet")
    elif set(path.name) & set("*?["):
        found = path.parent.glob(path.name)
    parts = sorted(part for part in found if part.is_file() and part.name[0] not in "._")
    if not parts:
        raise NotFound(
            said("there is no .parquet file in {path}", path=path)
            if path.is_dir()
            else said("there is no file {path}", path=path)
        )
    others = [part.name for part in parts if part.suffix != ".parquet"]
    if others and len(parts) > 1:
        raise NotFound(
            said("several files are read only if all are .parquet; {file} is not", file=others[0])
        )
    return tuple(parts)


def open_source(path: Path, mapping: ContactMapping, work: Path) -> Source:
    """Find out how the file is written and which columns it has.

    `work`: an existing folder for a UTF-8 copy, where one is needed. Raises NotFound and
    ContactsRefused.
    """
    files = contact_files(path)
    if files[0].suffix == ".parquet":
        source = Source(path, path, same_columns(files), parts=files)
    else:
        try:
            wanted = set(mapping.content.columns.named().values())
            source = open_csv(files[0], mapping.content.file, wanted, work)
        except (OSError, EOFError, zlib.error) as error:  # a torn .gz, above all
            fault = Problem(said("the file cannot be read: {error}", error=error), path.name)
            raise ContactsRefused([fault]) from None
    missing = _missing_columns(source, mapping)
    if missing:
        raise ContactsRefused(missing)
    return source


def same_columns(parts: tuple[Path, ...]) -> tuple[str, ...]:
    """The columns of all parts; they must be the same, of the same types."""
    first, *others = (_parquet_schema(part) for part in parts)
    first_name = parts[0].name
    for part, schema in zip(parts[1:], others, strict=True):
        if not schema.equals(first):
            message = said("the columns or their types are not those of {file}", file=first_name)
            raise ContactsRefused([Problem(message, part.name)])
    return tuple(first.names)


def _parquet_schema(path: Path) -> pa.Schema:
    try:
        return pq.read_schema(path)
    except pa.ArrowInvalid as error:
        reason = str(error).partition("\n")[0]
        message = said("this is no Parquet file: {reason}", reason=reason)
        raise ContactsRefused([Problem(message, path.name)]) from None


def open_csv(path: Path, form: FileForm, wanted: Collection[str], work: Path) -> Source:
    """How a CSV file is written, and its columns.

    Args:
        path: The file, also packed as .gz.
        form: What is known of how it is written.
        wanted: Columns that are looked for: they tell which sign parts the fields.
        work: A folder for a UTF-8 copy, where one is needed.
    """
    encoding = detect_encoding(path) if form.encoding == "detect" else form.encoding
    readable = path
    if encoding not in (UTF8, UTF8_BOM) or mixes_line_ends(path):
        readable = work / "contacts.csv"
        transcode(path, encoding, readable)
    header = _first_line(readable)
    if not header.strip():
        raise ContactsRefused([Problem(said("the file is empty"), path.name)])
    delimiter = _delimiter(header, form, wanted)
    columns = tuple(name.strip() for name in _split(header, delimiter))
    return Source(path, readable, columns, encoding, delimiter)


def _first_line(path: Path) -> str:
    with open_bytes(path) as file:
        start = file.read(MAX_HEADER)
    text = start.decode(UTF8_BOM, errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return text.partition("\n")[0]


def _split(header: str, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(header), delimiter=delimiter), [])


def _delimiter(header: str, form: FileForm, wanted: Collection[str]) -> str:
    """The one given, else the one that makes of the header most of the columns we look for."""
    if form.delimiter:
        return form.delimiter

    def found(delimiter: str) -> tuple[int, int]:
        names = {name.strip() for name in _split(header, delimiter)}
        return len(names & set(wanted)), len(names)

    return max(DELIMITERS, key=found)


def _missing_columns(source: Source, mapping: ContactMapping) -> list[Problem]:
    problems = []
    wanted = [(("columns", name), one) for name, one in mapping.content.columns.named().items()]
    wanted += [(("fact_columns", path), one) for path, one in mapping.content.fact_columns.items()]
    for place, column in wanted:
        times = source.columns.count(column)
        if times == 1:
            continue
        names = {"column": column, "file": source.path.name}
        message = said("{column} stands {times} times in {file}", times=times, **names)
        hint: str = ""
        if not times:
            message = said("{column} is no column of {file}", **names)
            known = list(source.columns)
            hint = nearest(column, known) or said("its columns: {columns}", columns=known)
        problems.append(mapping.problem(place, message, hint))
    return problems
