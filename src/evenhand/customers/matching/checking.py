"""Is this customer already in a file? One question, typed, against a whole file of records."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from evenhand.core.errors import ContactsRefused, Problem
from evenhand.core.identity.decide import Answer, Decision, decide_among
from evenhand.core.identity.lookup import Index
from evenhand.core.identity.model import Model, loaded
from evenhand.core.identity.normalise import Typed, normalise
from evenhand.core.said import said
from evenhand.customers.matching.mapping import NO_MAPPING, columns_of, read_mapping
from evenhand.engines.identity.shipped import for_looking_up, shipped
from evenhand.engines.identity.tables import Fields, batches, open_table

BATCH = 10_000
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A record that may be the customer.

    Attributes:
        row: Its row in the file, from 1, the header apart.
        id: What the file numbers it by; empty if by nothing.
        typed: The record as it stands there.
        decision: Whether it is the customer, and why.
    """

    row: int
    id: str
    typed: Typed
    decision: Decision


@dataclass(frozen=True, slots=True)
class Checked:
    """What is answered to one question.

    Attributes:
        answer: Of the best match; "not" where there is none.
        matches: The likeliest first; those that are not the customer, and not related, left out.
        records: How many records were looked through.
        ask: The field that would settle it; empty if none would, or nothing needs to be.
    """

    answer: Answer
    matches: tuple[Match, ...]
    records: int
    ask: str


def check_file(
    typed: Typed,
    path: Path,
    *,
    mapping: Path | None = None,
    model: Path | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Checked:
    """Look a customer up in a file.

    Args:
        typed: What is known of the customer; a name at least.
        path: The file: CSV, XLSX or Parquet.
        mapping: What its columns mean; else told from their names.
        model: A model of a run of `evenhand match`; else the one that ships.
        progress: Told how many records are read.

    Raises:
        NotFound: There is no such file.
        ContactsRefused: It cannot be read, or nothing was asked.
        ModelRefused: The model cannot be read.
    """
    asked = normalise(typed)
    if not asked.latin:
        empty = Problem(said("there is no letter in the name that is asked for"), "name")
        raise ContactsRefused([empty])
    weighs = loaded(model.read_text(encoding="utf-8")) if model else shipped()
    index, rows = Index(), list[tuple[str, Typed]]()
    for typed_row, row_id in _records(path, mapping, progress, rows):
        index.add(len(rows), normalise(typed_row), typed_row.name)
        rows.append((row_id, typed_row))
    return _answer(typed, index, rows, for_looking_up(weighs, len(rows)))


def _answer(typed: Typed, index: Index, rows: list[tuple[str, Typed]], model: Model) -> Checked:
    asked = model.told(normalise(typed))
    matches = []
    likely = index.find(typed)
    decisions = decide_among(model, asked, [model.told(one.customer) for one in likely])
    for found, decision in zip(likely, decisions, strict=True):
        if decision.answer is not Answer.different or decision.related:
            row_id, row = rows[found.record]
            matches.append(Match(found.record + 1, row_id, row, decision))
    matches.sort(key=lambda one: (-one.decision.weight, one.row))
    if not matches:
        return Checked(Answer.different, (), len(rows), "")
    best = matches[0].decision
    return Checked(best.answer, tuple(matches[:SHOWN]), len(rows), best.ask)


def _records(
    path: Path,
    mapping: Path | None,
    progress: Callable[[int], None],
    rows: list[tuple[str, Typed]],
) -> Iterator[tuple[Typed, str]]:
    told = read_mapping(mapping) if mapping else NO_MAPPING
    content = told.content
    with tempfile.TemporaryDirectory() as folder, closing(duckdb.connect()) as connection:
        wanted = [column for its in content.columns.filled().values() for column in its]
        source = open_table(path, content.file, wanted, Path(folder))
        fields = Fields(source, columns_of(told, source.columns, path.name))
        every = Typed(kind=content.kind, country=content.country)
        for batch in batches(connection, fields, BATCH):
            for values in batch.to_pylist():
                row = {name: value for name, value in values.items() if value}
                row_id = row.pop("id", "")
                yield every._replace(**row), row_id
            progress(len(rows))
