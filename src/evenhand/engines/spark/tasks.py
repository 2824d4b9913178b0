"""What the executors do: each task hands its rows to the code that also runs on one machine.

A task is sent whole to the executors (all it holds is data), takes Arrow batches and gives Arrow
batches. Nothing here knows Spark.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
import pyarrow as pa

from evenhand import __version__
from evenhand.core.errors import EvenhandError, NoVersionInForce
from evenhand.core.ruling.cases import Ints
from evenhand.core.said import said
from evenhand.engines.broken import torn_records
from evenhand.engines.contacts import load_rows
from evenhand.engines.disputes import find_claimants, gather_entries
from evenhand.engines.fields import Words, number_words
from evenhand.engines.local import Batch, Reading, rule_batch
from evenhand.engines.mapping import ContactMapping
from evenhand.engines.spark.pieces import Piece
from evenhand.engines.spark.shapes import (
    KEPT,
    contact_shape,
    disputed_shape,
    placed_shape,
    registered_shape,
)
from evenhand.engines.sql import Connection, number

MEMORY = "1GB"
"""What DuckDB may hold in memory for one task; beyond that it goes to the executor's disk."""

Batches = Iterable[pa.RecordBatch]
_ROWS = 50_000
_NO_LIMIT = 1 << 62
_KEY = np.dtype([("claimants", np.int64), ("first", np.int64)])


class Keep(Protocol):
    """Where rulings go: executors put them there, the driver sees that they are there."""

    def __call__(self, batch: Batch, rulings: pa.Table) -> None:
        """Put the rulings of a batch down, whole or not at all."""

    def has(self, batch: Batch) -> bool:
        """Are they there?"""


@dataclass(frozen=True)
class ReadPieces:
    """Reads pieces of the contacts, each row with its place in the whole."""

    pieces: Sequence[Piece]
    mapping: ContactMapping
    zone: str
    made_by: str = __version__

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        refuse_other_evenhand(self.made_by)
        for batch in batches:
            for place in batch.column(0).to_pylist():
                yield from self._read(self.pieces[place])

    def _read(self, piece: Piece) -> Iterator[pa.RecordBatch]:
        shape = contact_shape(self.mapping)
        named = ", ".join(name for name in shape.names if name not in ("row", "torn"))
        with scratch() as connection:
            load_rows(connection, piece.source, self.mapping, self.zone)
            rows = connection.sql(
                f"SELECT rowid + {piece.before} AS row, NULL::BIGINT AS torn, {named} FROM contact"
            )
            yield from _cast(rows.to_arrow_reader(_ROWS), shape)
            torn = torn_records(connection, _NO_LIMIT)
        told = [{"torn": line, "fault": reason} for line, reason in torn.items()]
        yield from pa.Table.from_pylist(told, schema=shape).to_batches()


@dataclass(frozen=True)
class FindDisputed:
    """Of all entries on some customers, leaves those on customers whom two or more claim."""

    mapping: ContactMapping
    party: Sequence[bool]

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        with scratch() as connection:
            take_registered(connection, registered_shape(self.mapping), batches)
            find_claimants(connection, self.mapping, self.party)
            rows = connection.sql(
                "SELECT r.*, d.claimants, d.first FROM registered r JOIN dispute d USING (customer)"
            )
            yield from _cast(rows.to_arrow_reader(_ROWS), disputed_shape(self.mapping))


@dataclass(frozen=True)
class PlaceInBatches:
    """Says of each entry to which batch its dispute belongs; drops those that are ruled already.

    `begin`, `end`: (claimants, first) of the first dispute of each batch and of the first one
    beyond it; the batches follow each other.
    """

    mapping: ContactMapping
    begin: Sequence[tuple[int, int]]
    end: Sequence[tuple[int, int]]

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        shape = placed_shape(self.mapping)
        begin, end = (np.array(list(keys), dtype=_KEY) for keys in (self.begin, self.end))
        for batch in batches:
            key = np.empty(batch.num_rows, dtype=_KEY)
            for name in _KEY.names or ():
                key[name] = batch.column(name).to_numpy()
            part: Ints = np.searchsorted(begin, key, side="right") - 1
            inside = (part >= 0) & (np.searchsorted(end, key, side="right") == part)
            columns = [*batch.columns, pa.array(part, pa.int32())]
            yield pa.RecordBatch.from_arrays(columns, schema=shape).filter(pa.array(inside))


@dataclass(frozen=True)
class RuleBatch:
    """Rules the one batch whose entries it is given, and keeps the rulings."""

    batches: Sequence[Batch]
    readings: Sequence[Reading]
    mapping: ContactMapping
    party: Sequence[bool]
    words: Mapping[str, Words]
    keep: Keep

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        with scratch() as connection:
            take_registered(connection, placed_shape(self.mapping), batches)
            if number(connection, "SELECT count(*) FROM registered"):
                batch = self.batches[number(connection, "SELECT min(part) FROM registered")]
                kept = self._rule(connection, batch)
                yield pa.RecordBatch.from_pylist([kept], schema=KEPT)

    def _rule(self, connection: Connection, batch: Batch) -> dict[str, object]:
        gather(connection, self.mapping, self.party, self.words)
        whole = number(connection, "SELECT count(*) FROM dispute")
        if whole != len(batch):
            raise RuntimeError(f"of {len(batch)} disputes of a batch {whole} came to its task")
        told: dict[str, object] = {"first": batch.first, "last": batch.last}
        try:
            rulings = rule_batch(connection, self.readings, Batch(0, whole))
        except NoVersionInForce as error:  # tried again it would fail again
            return told | {"refused": str(error)}
        self.keep(batch, rulings)
        return told


def gather(
    connection: Connection,
    mapping: ContactMapping,
    party: Sequence[bool],
    words: Mapping[str, Words],
) -> None:
    """From `registered` make the tables dispute, slot and entry, from which rulings are made.

    Disputes are numbered from 0 in the order in which they stand among all.
    """
    find_claimants(connection, mapping, party)
    number_words(connection, words)
    gather_entries(connection, mapping)


def take_registered(connection: Connection, shape: pa.Schema, batches: Batches) -> None:
    """Make the table `registered` of rows that came in."""
    connection.register("arriving", pa.RecordBatchReader.from_batches(shape, iter(batches)))
    connection.execute("CREATE TABLE registered AS SELECT * FROM arriving")
    connection.unregister("arriving")


def refuse_other_evenhand(made_by: str) -> None:
    """Raise EvenhandError unless this executor has the Evenhand that sent the task."""
    if made_by != __version__:
        raise EvenhandError(
            said(
                "the executors have Evenhand {theirs}, the driver has {ours}: give both the same",
                theirs=__version__,
                ours=made_by,
            )
        )


@contextmanager
def scratch() -> Iterator[Connection]:
    """A database for one task, in memory, and on the disk of the executor when it grows."""
    folder = Path(tempfile.mkdtemp(prefix="evenhand-"))
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(folder / "spill"),
        "threads": 1,
    }
    try:
        with duckdb.connect(config=settings) as connection:
            yield connection
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _cast(batches: Batches, shape: pa.Schema) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield batch.cast(shape)
