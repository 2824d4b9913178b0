"""The few words of Spark that the stages share."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as sf

from evenhand.engines.broken import BETWEEN, Fault, mark


def is_one_of(column: str, names: Sequence[str]) -> Column:
    """The condition that a column holds one of the names, or begins as one that ends in `*`."""
    found = sf.lit(False)
    for name in names:
        column_ = sf.col(column)
        found |= column_.startswith(name[:-1]) if name.endswith("*") else column_ == sf.lit(name)
    return found


def counted(rows: DataFrame, *columns: str) -> list[tuple[tuple[str, ...], int]]:
    """What stands in some columns and how often, the most frequent first, then by the letters."""
    found = [
        (tuple(str(row[column]) for column in columns), int(row["count"]))
        for row in rows.groupBy(*columns).count().collect()
    ]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def mark_duplicates(contacts: DataFrame, column: str, name: str) -> DataFrame:
    """Every row but the first with the same number has a fault."""
    taken = (
        contacts.filter(sf.col(column).isNotNull())
        .groupBy(column)
        .agg(sf.min("row").alias("taken_first"), sf.count(sf.lit(1)).alias("times"))
        .filter("times > 1")
        .drop("times")
    )
    twice = sf.concat(sf.lit(mark(Fault.TWICE, name)), sf.col(column).cast("string"))
    fault = sf.when(
        sf.col("row") > sf.col("taken_first"), sf.concat_ws(BETWEEN, "fault", twice)
    ).otherwise(sf.col("fault"))
    joined = contacts.join(sf.broadcast(taken), column, "left").withColumn("fault", fault)
    return joined.select(*contacts.columns)
