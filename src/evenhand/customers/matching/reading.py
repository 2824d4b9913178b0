"""Reading customer files: what was typed, and beside it what it is compared by, in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.base.durable import whole_file
from evenhand.customers.matching.mapping import MatchMapping
from evenhand.customers.matching.state import State
from evenhand.engines.identity.normalising import BATCH, SCHEMA
from evenhand.engines.identity.tables import Fields, batches, broken_lines
from evenhand.engines.sql import number

PART: Final = 50
"""Batches in one file of normalised records: what is lost at most when a run is stopped."""

KEPT: Final = (
    "id", "name", "given", "family", "phone", "email", "tax", "number", "born", "address", "city",
    "postcode",
)  # fmt: skip
"""Fields that are kept as they were typed, to be shown beside a decision."""

TYPED: Final = pa.schema(
    [("record", pa.int64()), ("file", pa.string()), ("row", pa.int64())]
    + [(name, pa.string()) for name in KEPT]
)


def count_rows(connection: duckdb.DuckDBPyConnection, table: Fields) -> int:
    """How many rows a file has."""
    if not table.source.is_csv:
        return sum(pq.read_metadata(part).num_rows for part in table.source.parts)
    return number(connection, f"SELECT count(*) FROM {table.source.sql()}")


def numbered(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[Fields],
    mapping: MatchMapping,
    state: State,
) -> Iterator[tuple[int, str, int, pa.RecordBatch]]:
    """Batches with the number of their first record, their file, and their first row in it."""
    record = 0
    state.broken = []
    for table in tables:
        row = 1
        name = table.source.path.name
        for batch in batches(connection, table, BATCH):
            yield record, name, row, _told(batch, mapping)
            record, row = record + batch.num_rows, row + batch.num_rows
        if table.source.is_csv:
            found = broken_lines(connection, table.source.readable)
            state.broken += [(name, line, reason) for line, reason in found]


def _told(batch: pa.RecordBatch, mapping: MatchMapping) -> pa.RecordBatch:
    """The batch with what the mapping says of every row."""
    content = mapping.content
    if content.kind:
        batch = _with(batch, "kind", content.kind)
    if content.country and "country" not in batch.schema.names:
        batch = _with(batch, "country", content.country)
    return batch


def _with(batch: pa.RecordBatch, field: str, value: str) -> pa.RecordBatch:
    """The batch with the same value of a field in every row."""
    if field in batch.schema.names:
        batch = batch.drop_columns([field])
    return batch.append_column(field, pa.repeat(pa.scalar(value), batch.num_rows))


class Tee:
    """Hands on what is to be normalised, and keeps what was typed beside it."""

    def __init__(
        self,
        batches: Iterator[tuple[int, str, int, pa.RecordBatch]],
        writer: Parts,
        *,
        skip: int,
    ) -> None:
        self.batches, self.writer, self.skip = batches, writer, skip

    def __iter__(self) -> Iterator[tuple[int, pa.RecordBatch]]:
        for index, (record, file, row, batch) in enumerate(self.batches):
            if index < self.skip:
                self.writer.records += batch.num_rows
                continue
            self.writer.keep(_typed(record, file, row, batch))
            yield record, batch.drop_columns(["id"]) if "id" in batch.schema.names else batch


def _typed(record: int, file: str, row: int, batch: pa.RecordBatch) -> pa.RecordBatch:
    size, given = batch.num_rows, set(batch.schema.names)
    arrays = [
        pa.array(range(record, record + size), pa.int64()),
        pa.repeat(pa.scalar(file), size),
        pa.array(range(row, row + size), pa.int64()),
        *(batch[name] if name in given else pa.nulls(size, pa.string()) for name in KEPT),
    ]
    return pa.record_batch(arrays, schema=TYPED)


class Parts:
    """Files of some batches each, of what was typed and of what it is compared by."""

    def __init__(self, work: Path, done: int) -> None:
        self.work, self.parts, self.records = work, done, 0
        self.typed: list[pa.RecordBatch] = []
        self.normal: list[pa.RecordBatch] = []

    def keep(self, batch: pa.RecordBatch) -> None:
        self.typed.append(batch)

    def take(self, batch: pa.RecordBatch) -> bool:
        """Take a normalised batch; whether a file was filled with it."""
        self.normal.append(batch)
        self.records += batch.num_rows
        if len(self.normal) < PART:
            return False
        self._write(PART)
        return True

    def close(self) -> None:
        if self.normal:
            self._write(len(self.normal))

    def _write(self, count: int) -> None:
        for kind, some, schema in (("typed", self.typed, TYPED), ("normal", self.normal, SCHEMA)):
            table = pa.Table.from_batches(some[:count], schema)
            with whole_file(self.work / f"{kind}-{self.parts:05d}.parquet") as draft:
                pq.write_table(table, draft, compression="zstd")
            del some[:count]
        self.parts += 1
