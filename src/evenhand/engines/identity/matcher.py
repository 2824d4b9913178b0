"""Normalised records → a model, and weighed pairs: the same steps in every database."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenhand.core.errors import ModelRefused, NotFound
from evenhand.core.identity.model import Model, loaded
from evenhand.core.identity.normalise import COLUMNS
from evenhand.core.said import said
from evenhand.engines.identity.database import Database, number
from evenhand.engines.identity.pairing import create_keys, keys_of, rules_of
from evenhand.engines.identity.scoring import scored_sql
from evenhand.engines.identity.training import count_all, linker_of, trained
from evenhand.engines.identity.weighing import (
    CUSTOMERS,
    Counted,
    count_words,
    create_customers,
    create_words,
)

LEAST_FILLED: Final = 0.02
"""A column that fewer records fill is not compared."""

ALWAYS: Final = frozenset({"numbers", "places", "unit"})
"""Unless it is one of these: where two companies differ in nothing else, this tells them apart."""

LIGHTEST: Final = -6.0
"""Pairs that weigh less than this are not kept, in bits."""


AT_ONCE: Final = 1_000_000
"""Records whose pairs are weighed at a time: of more, what does not fit into memory is written to
disk many times over."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A model, and what goes with it to weigh the same records with Splink.

    Attributes:
        model: The model.
        duplicates: Column → how many records of one customer share its texts, beside one.
        given: Whether it is one of an earlier run: then frequencies are those that it says.
    """

    model: Model
    duplicates: dict[str, float]
    given: bool = False

    def write(self, path: Path) -> None:
        value = {"duplicates": self.duplicates, "given": self.given, "model": self.model.dumped()}
        path.write_text(json.dumps(value))

    @classmethod
    def of(cls, path: Path) -> Learned:
        """The model of a file that an earlier run wrote.

        Raises:
            ModelRefused: It is none.
        """
        model = read_model(path)
        return cls(model, dict.fromkeys(model.terms, 0.0), given=True)

    @classmethod
    def read(cls, path: Path) -> Learned:
        value = json.loads(path.read_text())
        return cls(loaded(value["model"]), value["duplicates"], value["given"])


def read_model(path: Path) -> Model:
    """The model of a file. Raises NotFound and ModelRefused."""
    try:
        return loaded(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, FileNotFoundError):
            raise NotFound(said("there is no file {path}", path=path)) from None
        raise ModelRefused(said("the match model cannot be read: {error}", error=error)) from None


class Matcher:
    """Normalised records of Parquet files, weighed in pairs.

    Args:
        database: Where that is computed.
        normal: The files.
    """

    def __init__(self, database: Database, normal: Sequence[Path]) -> None:
        self.database = database
        self.counted: dict[str, Counted] = {}
        source = database.files(normal)
        self.words = count_words(database, source)
        self.filled = self._filled(source)
        self.keys = keys_of(self.filled)
        create_customers(database, source, create_keys(database, source, self.keys))

    def _filled(self, source: str) -> set[str]:
        counts = ", ".join(f"count({column})" for column in COLUMNS)
        records, *row = self.database.rows(f"SELECT count(*), {counts} FROM {source}")[0]
        least = LEAST_FILLED * records
        return {
            column
            for column, n in zip(COLUMNS, row, strict=True)
            if n and (n >= least or column in ALWAYS)
        }

    def train(self) -> Learned:
        """Learn a model from the records."""
        model, duplicates, self.counted = trained(self.database, self.filled, self.words, self.keys)
        return Learned(model, duplicates)

    def given(self, path: Path) -> Learned:
        """A model of an earlier run, to weigh these records with as it weighs any."""
        return Learned.of(path)

    def write_pairs(self, learned: Learned, target: Path) -> int:
        """Weigh the pairs that some key brings together; write those that are not too light.

        See `scoring.scored_sql` for the columns. Returns how many pairs are written.
        """
        if learned.given:
            create_words(self.database, learned.model.words)
            create_customers(self.database, CUSTOMERS)
        terms = learned.model.terms if learned.given else self._counted(learned.model)
        linker = linker_of(
            self.database,
            learned.model,
            terms,
            learned.duplicates,
            rules=rules_of(self.database, self.keys),
        )
        records = number(self.database, f"SELECT count(*) FROM {CUSTOMERS}")
        parts = max(1, math.ceil(records / AT_ONCE))
        found = linker.inference.predict(
            threshold_match_weight=LIGHTEST,
            num_chunks_left=parts if self.database.dialect == "duckdb" else 1,  # Spark has its own
        ).physical_name
        scored = scored_sql(learned.model, found)
        written = self.database.write(scored, "record_l, record_r", target)
        self.database.drop(found)
        return written

    def _counted(self, model: Model) -> dict[str, Counted]:
        """How often texts stand, unless that was counted while learning."""
        self.counted = self.counted or count_all(self.database, model)
        return self.counted

    def close(self) -> None:
        self.database.close()
