"""A model learned from records alone, without anybody saying which are one: Splink trains it."""

from __future__ import annotations

import logging
import math
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from evenhand.core.identity.comparisons import column_of, comparisons_of
from evenhand.core.identity.model import Comparison, Level, Model, Terms, Words
from evenhand.engines.identity.settings import settings_of, term_columns
from evenhand.engines.identity.weighing import CUSTOMERS
from evenhand.engines.sql import Connection, number

if TYPE_CHECKING:
    from splink import Linker

RANDOM_PAIRS: Final = 1_500_000
"""Pairs taken at random to see how often strangers agree."""

TRAINING_PAIRS: Final = 400_000
"""Pairs that share a key, for each key that m is learned from."""

LEAST_PAIRS: Final = 200
"""A key that pairs fewer teaches nothing."""

SEED: Final = 1

LEARNED_FROM: Final = (
    "phone_end", "email", "tax", "number", "born", "spaced", "address", "postcode", "given", "family",
)  # fmt: skip
"""Columns by which pairs are found to learn from; each teaches the fields that are not its own."""

_LEAST_M: Final = 1e-5

_STRANGE: Final = 0.5
"""What is counted of a level that was never seen among strangers."""


def linker_of(
    connection: Connection, model: Model, *, rules: list[dict[str, Any]] = [], evidence: bool = False
) -> Linker:
    """A linker of Splink over the table `customers` that weighs as the model does."""
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linker = Linker(
            api.register(CUSTOMERS), settings_of(model, "duckdb", rules=rules, evidence=evidence),
            log_level=logging.ERROR,
        )
    for column in term_columns(model):
        linker.table_management.register_term_frequency_lookup(
            api.register(f"terms_{column}"), column
        )
    return linker


def trained(
    connection: Connection, filled: set[str], words: Words, terms: dict[str, Terms], records: int
) -> Model:
    """The model that the table `customers` teaches.

    Args:
        connection: With the tables of `weighing`.
        filled: The columns that are worth comparing.
        words: Rarity of words.
        terms: Frequencies of texts.
        records: How many records there are.
    """
    start = Model(
        comparisons_of(filled), _prior(connection, filled, records), terms, words, records
    )
    linker = linker_of(connection, start)
    linker.training.estimate_u_using_random_sampling(RANDOM_PAIRS, seed=SEED, min_count_per_level=None)
    pairs = min(RANDOM_PAIRS, records * (records - 1) / 2)
    for column in _teaching(connection, filled):
        linker.training.estimate_parameters_using_expectation_maximisation(
            f"l.{column} = r.{column}", max_pairs=TRAINING_PAIRS,
            record_sample_proportion=min(1.0, max(0.01, 200_000 / records)),
        )  # fmt: skip
    return replace(start, comparisons=_learned(linker, start, pairs))


def _teaching(connection: Connection, filled: set[str]) -> list[str]:
    """The columns that pair enough records to learn from."""
    return [
        column
        for column in LEARNED_FROM
        if column in filled
        and number(
            connection,
            f"SELECT coalesce(sum(n * (n - 1) // 2), 0)::BIGINT FROM (SELECT count(*) AS n FROM"
            f" {CUSTOMERS} WHERE {column} IS NOT NULL GROUP BY {column})",
        )
        >= LEAST_PAIRS
    ]


def _prior(connection: Connection, filled: set[str], records: int) -> float:
    """How likely two records are one: pairs that are surely one, and as many again as are missed."""
    sure = [
        f"SELECT record, {what} AS k FROM {CUSTOMERS} WHERE {what} IS NOT NULL"
        for needs, what in _SURE
        if set(needs) <= filled
    ]
    pairs = 0
    for one in sure:
        found = number(
            connection,
            f"SELECT coalesce(sum(n * (n - 1) // 2), 0)::BIGINT FROM"
            f" (SELECT count(*) AS n FROM ({one}) GROUP BY k HAVING n < 20)",
        )
        pairs = max(pairs, found)
    likely = max(pairs, 1) / _RECALL
    return min(0.1, likely / (records * (records - 1) / 2))


_SURE: Final = (
    (("spaced", "phone_end"), "spaced || phone_end"),
    (("spaced", "email"), "spaced || email"),
    (("spaced", "born"), "spaced || born"),
    (("number",), "number"),
    (("tax",), "tax"),
    (("spaced", "address"), "spaced || address"),
)
_RECALL: Final = 0.4


def _learned(linker: Linker, start: Model, pairs: float) -> tuple[Comparison, ...]:
    settings = linker.misc.save_model_to_json()
    by_field = {one["output_column_name"]: one["comparison_levels"] for one in settings["comparisons"]}
    return tuple(
        replace(one, levels=_levels(one.levels, by_field[one.field][1:], start.prior, pairs))
        for one in start.comparisons
    )


def _levels(
    levels: tuple[Level, ...], found: list[dict[str, Any]], prior: float, pairs: float
) -> tuple[Level, ...]:
    """The levels with what was learned of them.

    Pairs taken at random are not all of strangers: among few records those that are one customer
    count, and are taken off.
    """
    made = []
    for level, one in zip(levels, found, strict=True):
        m = max(one.get("m_probability") or 0.0, _LEAST_M)
        u = ((one.get("u_probability") or 0.0) - prior * m) / (1 - prior)
        made.append(replace(level, m=m, u=max(u, _STRANGE / pairs)))
    return tuple(made)
