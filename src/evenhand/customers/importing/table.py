"""A file of an old register as rows, each with its line: CSV of any make, or NDJSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenhand.core.errors import ContactsRefused, ImportRefused, Problem
from evenhand.core.said import Said, said
from evenhand.customers.importing.columns import COLUMNS, REQUIRED, recognised
from evenhand.customers.importing.mapping import Mapping
from evenhand.engines.encoding import NAMES, UTF8, detect_encoding, open_bytes

LONGEST_CELL: Final = 4_000_000
DELIMITERS: Final = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Row:
    """A row, and the line in which it begins; `fault` where it could not be read."""

    line: int
    cells: dict[str, str]
    fault: Said | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A file that can be read: how it is written, and which place each column has."""

    path: Path
    encoding: str
    delimiter: str
    """Empty: NDJSON."""
    meanings: tuple[str, ...]
    mapping: Mapping

    @property
    def places(self) -> dict[str, int]:
        """The number of each column, from 1."""
        return {name: place for place, name in enumerate(self.meanings, 1) if name}

    @property
    def told(self) -> Said:
        """How it is read."""
        encoding = NAMES[self.encoding]
        if not self.delimiter:
            return said("Read as {encoding}, a line of JSON for each entry.", encoding=encoding)
        return said(
            "Read as {encoding}, columns parted by “{delimiter}”: {columns}.",
            encoding=encoding,
            delimiter=self.delimiter.replace("\t", "TAB"),
            columns=list(self.places),
        )

    def rows(self) -> Iterator[Row]:
        """Its rows; of CSV without the header."""
        every = self.mapping.content.every_row
        with _opened(self.path, self.encoding) as file:
            found = self._records(file) if self.delimiter else _objects(file)
            for row in found:
                for name, value in every.items():
                    if not row.cells.get(name):
                        row.cells[name] = value
                yield row

    def _records(self, file: io.TextIOWrapper) -> Iterator[Row]:
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(file, delimiter=self.delimiter, strict=True)
        next(reader)
        meanings, width = self.meanings, len(self.meanings)
        kept = [(place, name) for place, name in enumerate(meanings) if name]
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(line, {}, said("this line cannot be taken apart: {why}", why=error))
                continue
            if len(cells) > width and any(cells[width:]):
                told = said(
                    "this line has {count} cells, and there are {width} columns: is a quotation "
                    "mark missing?",
                    count=len(cells),
                    width=width,
                )
                yield Row(line, {}, told)
            elif any(cells):
                cells += [""] * (width - len(cells))
                yield Row(line, {name: cells[place].strip() for place, name in kept})


def open_table(path: Path, mapping: Mapping) -> Table:
    """Find out how a file is written. Raises ImportRefused for one that cannot be read at all."""
    if not path.is_file():
        raise ImportRefused([Problem(said("there is no such file"), str(path))])
    form = mapping.content.file
    try:
        encoding = detect_encoding(path) if form.encoding == "detect" else form.encoding
    except ContactsRefused as error:
        raise ImportRefused(error.problems) from None
    with _opened(path, encoding) as file:
        beginning = file.read(1 << 16).lstrip()
        if beginning.startswith("{"):
            return Table(path, encoding, "", COLUMNS, mapping)
        file.seek(0)
        delimiter = form.delimiter or _delimiter(beginning)
        csv.field_size_limit(LONGEST_CELL)
        headers = next(csv.reader(file, delimiter=delimiter), [])
    return Table(path, encoding, delimiter, _meanings(headers, mapping, path), mapping)


def _opened(path: Path, encoding: str) -> io.TextIOWrapper:
    # What is torn is shown as such, and refused where it stands.
    written = "utf-8-sig" if encoding == UTF8 else encoding
    return io.TextIOWrapper(open_bytes(path), encoding=written, errors="replace", newline="")


def _delimiter(beginning: str) -> str:
    """That which parts the header into most columns."""
    line = beginning.splitlines()[:1]
    return max(DELIMITERS, key=lambda one: len(next(csv.reader(line, delimiter=one), [])))


def _meanings(headers: list[str], mapping: Mapping, path: Path) -> tuple[str, ...]:
    """What each column means: as the mapping says, else as it is called."""
    content = mapping.content
    named = [one.strip() for one in headers]
    meanings = recognised(named)
    problems: list[Problem] = []
    for name, header in content.columns.items():
        if header not in named:
            told = said("no column of the file is called {header}", header=header)
            problems.append(mapping.problem("columns", name, message=told))
            continue
        meanings = ["" if one == name else one for one in meanings]
        meanings[named.index(header)] = name
    for name in sorted({one for one in meanings if one and meanings.count(one) > 1}):
        told = said("two columns are called {name}; say in a mapping which is meant", name=name)
        problems.append(Problem(told, path.name, 1, meanings.index(name) + 1))
    for name in REQUIRED:
        if name not in meanings and name not in content.every_row:
            told = said("no column tells {name}", name=name)
            hint = said("say in a mapping which it is (columns), or what it always is (every_row)")
            problems.append(Problem(told, path.name, 1, hint=hint))
    if problems:
        raise ImportRefused(problems)
    return tuple(meanings)


_FIELDS: Final = frozenset(COLUMNS) - {"customer", "telephone"}


def _objects(file: io.TextIOWrapper) -> Iterator[Row]:
    """Rows of lines of JSON, with the names that the API has for an entry."""
    for line, text in enumerate(file, 1):
        if not text.strip():
            continue
        try:
            told = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield Row(line, {}, said("this is no JSON: {why}", why=str(error)))
            continue
        if not isinstance(told, dict):
            yield Row(line, {}, said("this is no JSON object"))
            continue
        yield _object(line, told)


def _object(line: int, told: dict[str, object]) -> Row:
    new = told.pop("new_customer", None) or {}
    cells: dict[str, str] = {}
    if not isinstance(new, dict):
        return Row(line, {}, said("new_customer is an object with name and telephone"))
    if "customer" in told:
        cells["customer_id"] = _cell(told.pop("customer"))
    cells["customer"] = _cell(new.get("name"))
    cells["telephone"] = _cell(new.get("telephone"))
    for name, value in told.items():
        if name not in _FIELDS:
            return Row(line, {}, said("an entry has no field called {name}", name=name))
        if isinstance(value, list | dict | float):
            return Row(line, {}, said("{name} is a text, a whole number or yes or no", name=name))
        cells[name] = _cell(value)
    return Row(line, cells)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()
