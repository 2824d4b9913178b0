"""Where matching is computed; what comes out is the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from evenhand.engines.identity.local import LocalMatcher
from evenhand.engines.identity.matcher import Learned


class Engine(Protocol):
    """Normalised records, weighed in pairs."""

    def train(self) -> Learned:
        """Learn a model from the records."""

    def given(self, path: Path) -> Learned:
        """A model of an earlier run, to weigh these records with."""

    def write_pairs(self, learned: Learned, target: Path) -> int:
        """Weigh pairs into a Parquet file (see `scoring.scored_sql`); how many there are."""

    def close(self) -> None:
        """Give back what is held."""


def open_engine(
    name: str, normal: Sequence[Path], work: Path, memory: str, spark_master: str | None
) -> Engine:
    """The engine of that name over normalised records."""
    if name == "spark":
        from evenhand.engines.identity.spark import SparkMatcher

        matcher: Engine = SparkMatcher(normal, work, spark_master)
        return matcher
    return LocalMatcher(normal, work, memory)
