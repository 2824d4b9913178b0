"""A run of `evenhand match`: read, learn, weigh, cluster, write; resumable, never half-written."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from evenhand import __version__
from evenhand.base.digests import file_digest
from evenhand.base.durable import sweep_unfinished, whole_file
from evenhand.base.lock import sole_writer
from evenhand.core.errors import ContactsRefused, Problem
from evenhand.core.said import said
from evenhand.customers.matching.mapping import NO_MAPPING, MatchMapping, columns_of, read_mapping
from evenhand.customers.matching.outputs import Outcome, write_outputs
from evenhand.customers.matching.state import Input, Inputs, State, open_state
from evenhand.engines.identity.engine import Engine, open_engine
from evenhand.engines.identity.local import MEMORY
from evenhand.engines.identity.matcher import Learned
from evenhand.engines.identity.normalising import BATCH, SCHEMA, in_processes
from evenhand.engines.identity.tables import Fields, batches, broken_lines, open_table
from evenhand.engines.source import contact_files

WORK: Final = ".work"
PART: Final = 25
"""Batches in one file of normalised records: what is lost at most when a run is stopped."""

KEPT: Final = ("id", "name", "given", "family", "phone", "email", "tax", "number", "born", "address",
               "city", "postcode")  # fmt: skip
"""Fields that are kept as they were typed, to be shown beside a decision."""

TYPED: Final = pa.schema(
    [("record", pa.int64()), ("file", pa.string()), ("row", pa.int64())]
    + [(name, pa.string()) for name in KEPT]
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes:
        files: Customer files.
        out: The folder for what comes out.
        mapping: The mapping file; without one, columns are told from their names.
        engine: Where it is computed: "local" or "spark".
        restart: Begin anew, whatever the folder holds.
        lang: The language of the report.
        memory: What DuckDB may use of it.
        processes: How many processes read names; 0 for as many as there are cores.
        model: A model of an earlier run to weigh with; without one, one is learned.
    """

    files: tuple[Path, ...]
    out: Path
    mapping: Path | None = None
    engine: str = "local"
    restart: bool = False
    lang: str = "en"
    memory: str = MEMORY
    processes: int = 0
    model: Path | None = None
    spark_master: str | None = None


class Progress(Protocol):
    """Who wants to know how far the run is."""

    def stage(self, name: str) -> None:
        """A stage begins: reading, learning, weighing, clustering or writing."""

    def done(self, so_far: int, total: int) -> None:
        """So many records are read."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A run that is done."""

    folder: Path
    outcome: Outcome
    broken: tuple[tuple[str, int, str], ...] = field(default=())


def match_files(request: Request, progress: Progress) -> Finished:
    """Find the same customers in files.

    Raises:
        NotFound: A file is not there.
        ContactsRefused: A file or the mapping cannot be used, with every problem.
        RunRefused: The folder holds something else.
    """
    mapping = read_mapping(request.mapping) if request.mapping else NO_MAPPING
    inputs = _inputs(request, mapping)
    request.out.mkdir(parents=True, exist_ok=True)
    with sole_writer(request.out):
        state = open_state(request.out, inputs, restart=request.restart)
        work = request.out / WORK
        work.mkdir(exist_ok=True)
        sweep_unfinished(work)
        if state.outcome is None:
            _Run(request, mapping, work, progress).go_on(state)
        shutil.rmtree(work, ignore_errors=True)
    if state.outcome is None:
        raise AssertionError("a run that ended has an outcome")
    return Finished(request.out, Outcome(**state.outcome), tuple(map(tuple, state.broken)))


def _inputs(request: Request, mapping: MatchMapping) -> Inputs:
    parts = [part for path in request.files for part in contact_files(path)]
    return Inputs(
        files=tuple(
            Input(file=str(part), sha256=file_digest(part), bytes=part.stat().st_size)
            for part in parts
        ),
        mapping=mapping.sha256,
        model=hashlib.sha256(request.model.read_bytes()).hexdigest() if request.model else "",
        engine=request.engine,
        lang=request.lang,
        evenhand=__version__,
    )


class _Run:
    """One run, in its stages; each is skipped if it was done before."""

    def __init__(
        self, request: Request, mapping: MatchMapping, work: Path, progress: Progress
    ) -> None:
        self.request, self.mapping, self.work, self.progress = request, mapping, work, progress

    def go_on(self, state: State) -> None:
        if not state.read:
            self._read(state)
        normal = sorted(self.work.glob("normal-*.parquet"))
        pairs = self.work / "pairs.parquet"
        learned = self.work / "learned.json"
        if not pairs.exists():
            engine = open_engine(
                self.request.engine,
                normal,
                self.work,
                self.request.memory,
                self.request.spark_master,
            )
            with closing(engine):
                self._weigh(engine, learned, pairs)
        self.progress.stage("clustering")
        outcome = write_outputs(
            self.request.out,
            Learned.read(learned).model,
            normal=normal,
            typed=sorted(self.work.glob("typed-*.parquet")),
            pairs=pairs,
            title=self.mapping.content.title or ", ".join(path.name for path in self.request.files),
            lang=self.request.lang,
            progress=self.progress.stage,
        )
        state.outcome = outcome.as_dict()
        state.write(self.request.out)

    def _weigh(self, engine: Engine, learned: Path, pairs: Path) -> None:
        if not learned.exists():
            self.progress.stage("learning")
            found = (
                engine.train() if self.request.model is None else engine.given(self.request.model)
            )
            with whole_file(learned) as draft:
                found.write(draft)
        self.progress.stage("weighing")
        with whole_file(pairs) as draft:
            engine.write_pairs(Learned.read(learned), draft)

    def _read(self, state: State) -> None:
        """Normalise every record, in files of some batches; what was done before is not done again."""
        self.progress.stage("reading")
        connection = duckdb.connect()
        with closing(connection):
            tables = self._open()
            total = sum(_rows(connection, table) for table in tables)
            writer = _Parts(self.work, done=state.parts)
            numbered = _numbered(connection, tables, self.mapping, state)
            processes = self.request.processes or os.cpu_count() or 1
            fields = _Tee(numbered, writer, skip=state.parts * PART)
            for batch in in_processes(fields, processes if total > BATCH else 1):
                if writer.take(batch):
                    state.parts = writer.parts
                    state.write(self.request.out)
                self.progress.done(writer.records, total)
            writer.close()
        if not writer.records:
            empty = Problem(said("the file has no rows"), self.request.files[0].name)
            raise ContactsRefused([empty])
        state.parts, state.read = writer.parts, True
        state.write(self.request.out)

    def _open(self) -> list[Fields]:
        """All files and what their columns mean; all problems of all files at once."""
        form = self.mapping.content.file
        tables, problems = [], []
        wanted = [
            column for its in self.mapping.content.columns.filled().values() for column in its
        ]
        for path in self.request.files:
            try:
                source = open_table(path, form, wanted, self.work)
                tables.append(Fields(source, columns_of(self.mapping, source.columns, path.name)))
            except ContactsRefused as error:
                problems += error.problems
        if problems:
            raise ContactsRefused(problems)
        return tables


def _rows(connection: duckdb.DuckDBPyConnection, table: Fields) -> int:
    if not table.source.is_csv:
        return sum(pq.read_metadata(part).num_rows for part in table.source.parts)
    rows = connection.execute(f"SELECT count(*) FROM {table.source.sql()}").fetchall()
    return int(rows[0][0])


def _numbered(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[Fields],
    mapping: MatchMapping,
    state: State,
) -> Iterator[tuple[int, str, int, dict[str, list[str | None]]]]:
    """Batches with the number of their first record, their file, and their first row in it."""
    record = 0
    content = mapping.content
    state.broken = []
    for table in tables:
        row = 1
        name = table.source.path.name
        for columns in batches(connection, table, BATCH):
            size = len(next(iter(columns.values())))
            if content.kind:
                columns["kind"] = [content.kind] * size
            if content.country and "country" not in columns:
                columns["country"] = [content.country] * size
            yield record, name, row, columns
            record, row = record + size, row + size
        if table.source.is_csv:
            state.broken += [(name, line, reason) for line, reason in broken_lines(connection)]


class _Tee:
    """Hands on what is to be normalised, and keeps what was typed beside it."""

    def __init__(
        self,
        batches: Iterator[tuple[int, str, int, dict[str, list[str | None]]]],
        writer: _Parts,
        *,
        skip: int,
    ) -> None:
        self.batches, self.writer, self.skip = batches, writer, skip

    def __iter__(self) -> Iterator[tuple[int, dict[str, list[str | None]]]]:
        for index, (record, file, row, columns) in enumerate(self.batches):
            size = len(next(iter(columns.values())))
            if index < self.skip:
                self.writer.records += size
                continue
            self.writer.keep(_typed(record, file, row, size, columns))
            yield record, {name: its for name, its in columns.items() if name != "id"}


def _typed(
    record: int, file: str, row: int, size: int, columns: dict[str, list[str | None]]
) -> pa.RecordBatch:
    made: list[Any] = [range(record, record + size), [file] * size, range(row, row + size)]
    made += [columns.get(name, [None] * size) for name in KEPT]
    arrays = [pa.array(values, of.type) for values, of in zip(made, TYPED, strict=True)]
    return pa.record_batch(arrays, schema=TYPED)


class _Parts:
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
