"""A run of `evenhand match`: read, learn, weigh, cluster, write; resumable, never half-written."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import duckdb

from evenhand import __version__
from evenhand.base.digests import file_digest
from evenhand.base.durable import sweep_unfinished, whole_file
from evenhand.base.lock import sole_writer
from evenhand.core.errors import ContactsRefused, Problem, RunRefused
from evenhand.core.said import said
from evenhand.customers.matching.mapping import NO_MAPPING, MatchMapping, columns_of, read_mapping
from evenhand.customers.matching.outputs import Outcome, Stages, write_outputs
from evenhand.customers.matching.reading import PART, Parts, Tee, count_rows, numbered
from evenhand.customers.matching.state import WORK, Input, Inputs, State, open_state
from evenhand.engines.identity.engine import Engine, open_engine
from evenhand.engines.identity.local import MEMORY
from evenhand.engines.identity.matcher import Learned, read_model
from evenhand.engines.identity.normalising import BATCH, in_processes
from evenhand.engines.identity.tables import Fields, open_table
from evenhand.engines.source import contact_files

LEARNED: Final = "learned.json"


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
    if request.model:
        read_model(request.model)  # what it is no model of, is told before anything is done
    inputs = _inputs(request, mapping)
    try:
        request.out.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise RunRefused(
            said("{folder} is a file: name a folder by --out", folder=request.out)
        ) from None
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
    return Finished(request.out, Outcome(**state.outcome), tuple(state.broken))


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
        learned = self._learned()
        if not pairs.exists() or learned is None:
            self.progress.stage("weighing" if learned else "learning")
            engine = open_engine(
                self.request.engine,
                normal,
                self.work,
                self.request.memory,
                self.request.spark_master,
            )
            with closing(engine):
                learned = self._weigh(engine, learned, pairs)
        self.progress.stage("clustering")
        outcome = write_outputs(
            self.request.out,
            learned.model,
            Stages(normal, sorted(self.work.glob("typed-*.parquet")), pairs),
            title=self.mapping.content.title or ", ".join(path.name for path in self.request.files),
            lang=self.request.lang,
            progress=self.progress.stage,
        )
        state.outcome = outcome.as_dict()
        state.write(self.request.out)

    def _learned(self) -> Learned | None:
        """What a run that was stopped had learned."""
        path = self.work / LEARNED
        return Learned.read(path) if path.exists() else None

    def _weigh(self, engine: Engine, learned: Learned | None, pairs: Path) -> Learned:
        if learned is None:
            given = self.request.model
            learned = engine.train() if given is None else engine.given(given)
            with whole_file(self.work / LEARNED) as draft:
                learned.write(draft)
            self.progress.stage("weighing")
        with whole_file(pairs) as draft:
            engine.write_pairs(learned, draft)
        return learned

    def _read(self, state: State) -> None:
        """Normalise every record, in files of some batches; none that stands is done again."""
        self.progress.stage("reading")
        connection = duckdb.connect()
        with closing(connection):
            tables = self._open()
            total = sum(count_rows(connection, table) for table in tables)
            writer = Parts(self.work, done=state.parts)
            rows = numbered(connection, tables, self.mapping, state)
            processes = self.request.processes or os.cpu_count() or 1
            fields = Tee(rows, writer, skip=state.parts * PART)
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
        for at, path in enumerate(self.request.files):
            own = self.work / f"file-{at}"  # where a copy of it does not lie over another's
            own.mkdir(exist_ok=True)
            try:
                source = open_table(path, form, wanted, own)
                tables.append(Fields(source, columns_of(self.mapping, source.columns, path.name)))
            except ContactsRefused as error:
                problems += error.problems
        if problems:
            raise ContactsRefused(problems)
        return tables
