"""Where a bulk run computes: on this machine, or on Spark. Both rule the same batches alike."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.base.durable import whole_file
from evenhand.core.errors import ContactsRefused
from evenhand.core.policy.versions import Version
from evenhand.core.said import said
from evenhand.engines.contacts import Contacts, read_contacts
from evenhand.engines.disputes import Found, find_disputes
from evenhand.engines.local import Batch, Reading, rule_batch
from evenhand.engines.mapping import ContactMapping
from evenhand.engines.source import Source
from evenhand.engines.spark.session import open_cluster
from evenhand.engines.spark.tasks import Keep
from evenhand.engines.sql import Connection

LOCAL, SPARK = "local", "spark"
MEMORY = "2GB"
"""What DuckDB may hold in memory; beyond that it goes to disk, in the folder of the run."""


class Engine(Protocol):
    """Computes a run. `connection`: the database in which the outputs are made."""

    @property
    def connection(self) -> Connection: ...

    def read(self, source: Source, *, skip_broken: bool) -> Contacts:
        """Read the contacts; `broken` lists what was left out. Raises ContactsRefused."""

    def find(self) -> Found:
        """Find the disputes and number them. Raises ContactsRefused."""

    def rule(
        self, batches: Sequence[Batch], readings: Sequence[Reading], keep: Keep
    ) -> Generator[Batch]:
        """Rule batches and keep the rulings; gives each batch when that is done."""

    def hold(self, customers: Sequence[str]) -> None:
        """Have the tables dispute, slot, entry and registered hold these customers at least."""


class Parts:
    """Keeps the rulings of each batch in a Parquet file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def path(self, batch: Batch) -> Path:
        """The file of a batch."""
        return self.folder / f"{batch.first:010d}.parquet"

    def __call__(self, batch: Batch, rulings: pa.Table) -> None:
        with whole_file(self.path(batch)) as draft:
            pq.write_table(rulings, draft, compression="zstd")

    def has(self, batch: Batch) -> bool:
        """Does its file stand?"""
        return self.path(batch).exists()


@dataclass(frozen=True)
class OneMachine:
    """Rules one batch after the other, here."""

    connection: Connection
    mapping: ContactMapping
    versions: Sequence[Version]

    def read(self, source: Source, *, skip_broken: bool) -> Contacts:
        zone = self.mapping.content.time.zone or self.versions[0].time_zone
        return read_contacts(self.connection, source, self.mapping, zone, skip_broken=skip_broken)

    def find(self) -> Found:
        return find_disputes(self.connection, self.mapping, self.versions[0])

    def rule(
        self, batches: Sequence[Batch], readings: Sequence[Reading], keep: Keep
    ) -> Generator[Batch]:
        for batch in batches:
            keep(batch, rule_batch(self.connection, readings, batch))
            yield batch

    def hold(self, customers: Sequence[str]) -> None:
        """They hold everybody."""


@contextmanager
def open_engine(
    name: str,
    mapping: ContactMapping,
    versions: Sequence[Version],
    work: Path,
    master: str | None,
) -> Iterator[Engine]:
    """The engine by its name. `work`: a folder of its own; `master`: where Spark runs."""
    with closing(_connect(work)) as connection:
        if name == LOCAL:
            yield OneMachine(connection, mapping, versions)
            return
        _refuse_own_zones_and_facts(mapping)
        with open_cluster(connection, mapping, versions, work, master) as cluster:
            yield cluster


def _refuse_own_zones_and_facts(mapping: ContactMapping) -> None:
    content = mapping.content
    own = [("fact_columns", path) for path in content.fact_columns]
    own += [("columns", "zone")] if content.columns.zone else []
    told = said("this is read with --engine local alone")
    if own:
        raise ContactsRefused([mapping.problem(place, told) for place in own])


def _connect(work: Path) -> Connection:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(work / "spill"),
    }
    connection = duckdb.connect(str(work / "contacts.duckdb"), config=settings)
    connection.execute("PRAGMA disable_checkpoint_on_shutdown")  # the folder goes when we do
    return connection
