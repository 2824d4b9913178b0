"""Reads contacts, finds disputes and rules them in batches, on Spark.

The driver keeps one line for each dispute, on its disk, and what it writes in the end; contacts
stay with the executors. Numbers of disputes and batches are the same as on one machine.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from py4j.protocol import Py4JError
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sf

from evenhand.core.errors import ContactsRefused
from evenhand.core.policy.versions import Version
from evenhand.engines.activities import IGNORED, judge, named_kinds
from evenhand.engines.broken import note_broken
from evenhand.engines.contacts import (
    MOST_BROKEN,
    SHOWN,
    Contacts,
    check_formats,
    day_of,
    field_column,
    numbered,
    refuse_broken,
)
from evenhand.engines.disputes import Found, makes_party
from evenhand.engines.fields import Words, unknown_words
from evenhand.engines.local import Batch, Reading
from evenhand.engines.mapping import ContactMapping
from evenhand.engines.source import Source
from evenhand.engines.spark.frames import counted, is_one_of, mark_duplicates
from evenhand.engines.spark.pieces import cut
from evenhand.engines.spark.session import spark_errors
from evenhand.engines.spark.shapes import (
    KEPT,
    contact_shape,
    disputed_shape,
    placed_shape,
    registered_shape,
    spark_shape,
)
from evenhand.engines.spark.tasks import (
    FindDisputed,
    Keep,
    PlaceInBatches,
    ReadPieces,
    RuleBatch,
    gather,
    take_registered,
)
from evenhand.engines.spark.watch import watched
from evenhand.engines.sql import Connection, number, quote

GROUP_ROWS = 500_000
"""About so many entries are grouped by customer in one task."""

_BEYOND = (2**63 - 1, 2**63 - 1)


class Cluster:
    """One run on Spark. `connection`: the driver's database, in which the outputs are made.

    `work`: a folder that the driver and all executors see.
    """

    def __init__(
        self,
        spark: SparkSession,
        connection: Connection,
        mapping: ContactMapping,
        versions: Sequence[Version],
        work: Path,
    ) -> None:
        self.spark = spark
        self.connection = connection
        self.mapping = mapping
        self.kinds = named_kinds(mapping, versions[0])
        self.version = versions[0]
        self.party = makes_party(self.version, self.kinds)
        self.zone = mapping.content.time.zone or self.version.time_zone
        self.work = work.resolve()
        self.words: dict[str, Words] = {}
        self.rows = 0
        self.on_disk: list[DataFrame] = []

    def release(self) -> None:
        """Give the executors' disks back."""
        with suppress(Py4JError):  # Spark is gone, and its disks with it
            for rows in self.on_disk:
                rows.unpersist()

    def read(self, source: Source, *, skip_broken: bool) -> Contacts:
        """Read the contacts, as `read_contacts` does; they stay on the executors' disks."""
        self.connection.execute(f"SET TimeZone = {quote(self.zone)}")
        check_formats(self.connection, self.mapping)
        with spark_errors():
            self.contacts = self._read(source)
            told = self.contacts.agg(
                sf.count("fault").alias("broken"),
                sf.count(sf.when(sf.col("fault").isNull(), 1)).alias("rows"),
                sf.min(sf.when(sf.col("fault").isNull(), sf.col("instant"))).alias("first"),
                sf.max(sf.when(sf.col("fault").isNull(), sf.col("instant"))).alias("last"),
            ).collect()[0]
            most = MOST_BROKEN if skip_broken else SHOWN
            torn, faults = self._broken(most) if told["broken"] else ({}, {})
        note_broken(self.connection, source, torn, faults, most)
        self.rows = told["rows"]
        refuse_broken(self.connection, source, self.rows, told["broken"], skip_broken=skip_broken)
        first, last = (day_of(self.connection, told[name]) for name in ("first", "last"))
        return Contacts(self.rows, told["broken"], first, last)

    def _read(self, source: Source) -> DataFrame:
        pieces = cut(source)
        shape = spark_shape(contact_shape(self.mapping))
        task = ReadPieces(pieces, self.mapping, self.zone)
        numbers = self.spark.range(0, len(pieces), 1, max(1, len(pieces)))
        contacts = self._kept(numbers.mapInArrow(task, shape))
        for column, name in numbered(self.mapping):
            contacts = self._kept(mark_duplicates(contacts, column, name))
        return contacts

    def _broken(self, most: int) -> tuple[dict[int, str], dict[int, str]]:
        """The first records that are no rows, and the first rows with a fault, by their places."""
        broken = self.contacts.filter(sf.col("fault").isNotNull())
        torn = broken.filter("torn IS NOT NULL").orderBy("torn").limit(most)
        faults = broken.filter("torn IS NULL").orderBy("row").limit(most)
        return (
            {int(row["torn"]): str(row["fault"]) for row in torn.collect()},
            {int(row["row"]): str(row["fault"]) for row in faults.collect()},
        )

    def find(self) -> Found:
        """Find the disputes, as `find_disputes` does; the driver lists and numbers them."""
        content = self.mapping.content
        with spark_errors():
            place = "position" if content.columns.sequence else "row + 1"
            persons = self.contacts.filter("fault IS NULL").filter(
                ~is_one_of("who", content.not_persons)
            )
            persons = persons.withColumn("place", sf.expr(place))
            read = self._read_words(persons)
            registered = self._registered(persons)
            self.disputed = self._disputed(registered)
            self._list()
            never = is_one_of("who", content.never_claim)
            told = registered.agg(
                sf.count_distinct("customer").alias("customers"),
                sf.count_distinct(sf.when(~never, sf.col("who"))).alias("people"),
            ).collect()[0]
        ignored = f"SELECT coalesce(sum(rows), 0) FROM verdict WHERE kind = {IGNORED}"
        columns = self.connection.execute(
            "SELECT claimants, entries FROM listed ORDER BY number"
        ).fetchnumpy()
        return Found(
            customers=told["customers"],
            people=told["people"],
            not_persons=self.rows - read,
            ignored=number(self.connection, ignored),
            claimants=np.asarray(columns["claimants"], dtype=np.int64),
            entries=np.asarray(columns["entries"], dtype=np.int64),
            kinds=self.kinds,
            words=self.words,
        )

    def _read_words(self, persons: DataFrame) -> int:
        """Judge the activities and find the words, and say how many rows there are.

        Raises ContactsRefused with all that have no meaning.
        """
        activities = [
            (str(activity), str(phase), rows)
            for (activity, phase), rows in counted(persons, "activity", "phase")
        ]
        problems = judge(self.connection, self.mapping, self.kinds, activities)
        self.words = {
            name: tuple((word, rows) for (word,), rows in counted(persons, field_column(name)))
            for name in self.mapping.content.columns.fields
        }
        problems += unknown_words(self.mapping, self.version, self.words)
        if problems:
            raise ContactsRefused(problems)
        return sum(rows for _, _, rows in activities)

    def _registered(self, persons: DataFrame) -> DataFrame:
        """Contacts that are entries, with the code of their kind."""
        verdicts = self.connection.execute(
            f"SELECT activity, phase, kind FROM verdict WHERE kind <> {IGNORED}"
        ).fetchall()
        kinds = self.spark.createDataFrame(verdicts, "activity string, phase string, kind smallint")
        chosen = persons.join(sf.broadcast(kinds), ["activity", "phase"])
        return chosen.select(*registered_shape(self.mapping).names)

    def _disputed(self, registered: DataFrame) -> DataFrame:
        """Of all rows on a customer one task decides whether the customer is disputed."""
        tasks = max(self.spark.sparkContext.defaultParallelism, self.rows // GROUP_ROWS + 1)
        grouped = registered.repartition(tasks, "customer")
        task = FindDisputed(self.mapping, self.party)
        return self._kept(grouped.mapInArrow(task, spark_shape(disputed_shape(self.mapping))))

    def _kept(self, rows: DataFrame) -> DataFrame:
        """The rows, computed once: executors keep them on their disks."""
        self.on_disk.append(rows.persist(StorageLevel.DISK_ONLY))
        return rows

    def _list(self) -> None:
        """Make the driver's table `listed`: every dispute with its number."""
        folder = self.work / "listed"
        disputes = self.disputed.groupBy("customer", "claimants", "first").agg(
            sf.count(sf.lit(1)).alias("entries")
        )
        disputes.write.parquet(folder.as_uri())
        files = quote(str(folder / "*.parquet"))
        self.connection.execute(f"""
            CREATE TABLE listed AS
            SELECT row_number() OVER (ORDER BY claimants, first, customer) - 1 AS number,
                   claimants, first, entries
            FROM read_parquet({files}) ORDER BY number""")

    def rule(
        self, batches: Sequence[Batch], readings: Sequence[Reading], keep: Keep
    ) -> Generator[Batch]:
        """Rule batches, each on one executor, which keeps the rulings; gives those that are kept.

        Left in the middle, it stops the tasks. Raises NoVersionInForce as `rule_batch` does.
        """
        if not batches:
            return
        task = RuleBatch(batches, readings, self.mapping, self.party, self.words, keep)
        with spark_errors():
            placed = self.disputed.mapInArrow(
                self._placing(batches), spark_shape(placed_shape(self.mapping))
            )
            parts = placed.repartitionById(len(batches), "part")
            kept = parts.mapInArrow(task, spark_shape(KEPT))
            yield from watched(self.spark, kept, batches, keep)

    def _placing(self, batches: Sequence[Batch]) -> PlaceInBatches:
        numbers = ", ".join({str(edge): "" for b in batches for edge in (b.first, b.last)})
        edges = {
            int(edge): (int(claimants), int(first))
            for edge, claimants, first in self.connection.execute(
                f"SELECT number, claimants, first FROM listed WHERE number IN ({numbers})"
            ).fetchall()
        }
        begin = [edges[batch.first] for batch in batches]
        end = [edges.get(batch.last, _BEYOND) for batch in batches]
        return PlaceInBatches(self.mapping, begin, end)

    def hold(self, customers: Sequence[str]) -> None:
        """Bring the entries on some customers to the driver, in tables as `find_disputes` makes."""
        shape = disputed_shape(self.mapping)
        with spark_errors():
            rows = self.disputed.filter(sf.col("customer").isin(list(customers))).toArrow()
        take_registered(self.connection, shape, rows.cast(shape).to_batches())
        gather(self.connection, self.mapping, self.party, self.words)
