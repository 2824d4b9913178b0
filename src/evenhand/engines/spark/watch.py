"""Watches a job on Spark while it rules: what is kept is told at once; left, the job is stopped."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

from pyspark.sql import DataFrame, Row, SparkSession

from evenhand.core.errors import NoVersionInForce, RunRefused
from evenhand.core.said import said
from evenhand.engines.local import Batch
from evenhand.engines.spark.tasks import Keep

_EVERY = 0.3
"""Seconds from one look at what is kept to the next."""


def watched(
    spark: SparkSession, rows: DataFrame, batches: Sequence[Batch], keep: Keep
) -> Iterator[Batch]:
    """Compute rows of the shape KEPT, and give each batch as soon as its rulings are kept."""
    tag = f"evenhand-{uuid.uuid4()}"
    left = list(batches)
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(_collected, spark, rows, tag)
        try:
            while not _ended(job):
                done = [batch for batch in left if keep.has(batch)]
                left = [batch for batch in left if batch not in done]
                yield from done
        except BaseException:
            spark.sparkContext.cancelJobsWithTag(tag)
            raise
        told = job.result()
    yield from (batch for batch in left if keep.has(batch))
    _refuse_missing(told, batches, keep)


def _collected(spark: SparkSession, rows: DataFrame, tag: str) -> list[Row]:
    spark.sparkContext.addJobTag(tag)
    return rows.collect()


def _ended(job: Future[list[Row]]) -> bool:
    return bool(wait([job], _EVERY).done)


def _refuse_missing(told: list[Row], batches: Sequence[Batch], keep: Keep) -> None:
    refused = sorted((row["first"], row["refused"]) for row in told if row["refused"] is not None)
    if refused:
        raise NoVersionInForce(refused[0][1])
    missing = [batch for batch in batches if not keep.has(batch)]
    if missing:
        raise RunRefused(
            said(
                "{missing} of {count} parts were ruled and are not in --out: "
                "do all machines see that folder under the same path?",
                missing=len(missing),
                count=len(batches),
            )
        )
