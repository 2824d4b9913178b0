"""Matching on Spark: the same steps as on one machine, for those who outgrow it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.engines.identity.conditions import Dialect
from evenhand.engines.identity.matcher import Learned, Matcher
from evenhand.engines.spark.session import spark_errors, spark_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession
    from splink.internals.database_api import DatabaseAPISubClass

PARTITIONS_PER_CORE: Final = 4
"""Into how many parts an exchange goes, where Spark's own settings do not say it."""

ROW_GROUP: Final = 122_880
"""Rows in one group of a file that is written: as many as DuckDB writes."""

_PARTITIONS: Final = "spark.sql.shuffle.partitions"


class SparkDatabase:
    """Spark; see `Database`. Tables are views of Parquet files, so that nothing is computed twice.

    Args:
        spark: A session; what is set and named here is set and named in a session of its own.
        work: A folder that the driver and all executors see.
    """

    dialect: Dialect = "spark"

    def __init__(self, spark: SparkSession, work: Path) -> None:
        self.folder = work.resolve() / "spark"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.spark = spark.newSession()
        context = spark.sparkContext
        context.setCheckpointDir((self.folder / "splink").as_uri())
        if not context.getConf().contains(_PARTITIONS):
            parts = PARTITIONS_PER_CORE * context.defaultParallelism
            self.spark.conf.set(_PARTITIONS, str(parts))
        # A level is more code than Java takes in one piece: it would be made, thrown away and told.
        self.spark.conf.set("spark.sql.codegen.wholeStage", "false")
        self.made = 0
        self.kept: dict[str, Path] = {}

    def files(self, paths: Sequence[Path]) -> str:
        self.made += 1
        self._view(f"files_{self.made}", paths)
        return f"files_{self.made}"

    def create(self, table: str, select: str) -> None:
        self.made += 1
        folder = self.folder / f"{table}-{self.made}"
        self.spark.sql(select).write.parquet(folder.as_uri())
        self._view(table, [folder])
        self._forget(table)
        self.kept[table] = folder

    def put(self, table: str, content: pa.Table) -> None:
        self.made += 1
        folder = self.folder / f"{table}-{self.made}"
        folder.mkdir(parents=True)
        pq.write_table(content, folder / "rows.parquet")
        self._view(table, [folder])
        self._forget(table)
        self.kept[table] = folder

    def drop(self, table: str) -> None:
        self.spark.catalog.dropTempView(table)
        self._forget(table)

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        found = self.spark.sql(select).toArrow()
        return list(zip(*(column.to_pylist() for column in found.columns), strict=True))

    def columns(self, select: str) -> dict[str, npt.NDArray[Any]]:
        found = self.spark.sql(select).toArrow()
        return {name: found.column(name).to_numpy() for name in found.column_names}

    def write(self, select: str, order: str, target: Path) -> int:
        """The executors write parts, each in its order; the driver joins them one after another."""
        folder = self.folder / "written"
        self.spark.sql(f"{select} ORDER BY {order}").write.mode("overwrite").parquet(
            folder.as_uri()
        )
        parts = sorted(folder.glob("*.parquet"))
        written = 0
        with pq.ParquetWriter(target, pq.read_schema(parts[0]), compression="zstd") as file:
            for part in parts:
                for batch in pq.ParquetFile(part).iter_batches(ROW_GROUP):
                    file.write_table(pa.Table.from_batches([batch]))
                    written += batch.num_rows
        shutil.rmtree(folder)
        return written

    def splink(self) -> DatabaseAPISubClass:
        from splink import SparkAPI

        parts = int(self.spark.conf.get(_PARTITIONS) or 1)
        return SparkAPI(  # type: ignore[no-untyped-call]  # Splink types it nowhere
            spark_session=self.spark,
            break_lineage_method="parquet",
            num_partitions_on_repartition=parts,
            register_udfs_automatically=False,
        )

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _view(self, table: str, paths: Sequence[Path]) -> None:
        uris = [path.resolve().as_uri() for path in paths]
        self.spark.read.parquet(*uris).createOrReplaceTempView(table)

    def _forget(self, table: str) -> None:
        """Take the files of a table off the disk."""
        if table in self.kept:
            shutil.rmtree(self.kept.pop(table), ignore_errors=True)


class SparkMatcher(Matcher):
    """A matcher on Spark.

    Args:
        normal: The files of normalised records.
        work: A folder that the driver and all executors see.
        spark_master: See `spark_session`, which also says what is raised.
    """

    def __init__(self, normal: Sequence[Path], work: Path, spark_master: str | None) -> None:
        self.held = ExitStack()
        spark = self.held.enter_context(spark_session(spark_master))
        try:
            with _told():
                super().__init__(SparkDatabase(spark, work), normal)
        except BaseException:
            self.held.close()
            raise

    def train(self) -> Learned:
        with _told():
            return super().train()

    def write_pairs(self, learned: Learned, target: Path) -> int:
        with _told():
            return super().write_pairs(learned, target)

    def close(self) -> None:
        super().close()
        self.held.close()


@contextmanager
def _told() -> Iterator[None]:
    """What Spark raises, through Splink or not, becomes RunRefused."""
    from splink.internals.exceptions import SplinkException

    with spark_errors():
        try:
            yield
        except SplinkException as error:
            if error.__cause__ is None:
                raise
            raise error.__cause__ from None
