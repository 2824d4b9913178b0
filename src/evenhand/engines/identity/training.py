"""A model learned from records alone, without anybody saying which are one.

Splink learns from pairs taken at random how often strangers agree, and from pairs that share a key
how often customers that are one do; `learning` then tells those from the related.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from evenhand.core.identity.comparisons import comparisons_of
from evenhand.core.identity.model import Comparison, Model, Terms, Words
from evenhand.engines.identity.database import Database, number
from evenhand.engines.identity.learning import Learner, patterns_of, unlike
from evenhand.engines.identity.pairing import PAIRS, Key, count_pairs, rules_of
from evenhand.engines.identity.scoring import level_sql, strangers_sql
from evenhand.engines.identity.settings import settings_of, term_columns
from evenhand.engines.identity.weighing import (
    CUSTOMERS,
    Counted,
    count_terms,
    given_table,
    term_table,
    terms_of,
)

if TYPE_CHECKING:
    from splink import Linker

RANDOM_PAIRS: Final = 1_000_000
"""Pairs taken at random to see how often strangers agree."""

TRAINING_PAIRS: Final = 100_000
"""Pairs that share a key, for each key that Splink learns from; those of another are not asked for
once there were so many."""

SAMPLE_PAIRS: Final = 500_000
"""Pairs of all keys that `learning` sees."""

LEAST_PAIRS: Final = 200
"""A key that pairs fewer teaches nothing."""

LIGHTEST: Final = -14.0
"""Pairs that weigh less than this, by what Splink learned, teach nothing, in bits."""

SEED: Final = 1

LEARNED_FROM: Final = (
    ("spaced",),
    ("phone_end", "email", "address"),
    ("tax", "number", "born"),
)
"""Columns by which pairs are found to learn from, the first of each group that pairs enough; each
teaches the fields that are not its own."""


def linker_of(
    database: Database,
    model: Model,
    counted: Mapping[str, Counted] | Mapping[str, Terms],
    duplicates: Mapping[str, float],
    *,
    rules: Sequence[dict[str, Any]] = (),
) -> Linker:
    """A linker of Splink over the table `customers` that weighs as the model does.

    `counted`: how often the texts stand in the table, or how often a model that was given says.
    """
    from splink import Linker

    api = database.splink()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linker = Linker(
            api.register(CUSTOMERS),
            settings_of(model, database.dialect, rules=rules),
            log_level=logging.ERROR,
            validate_settings=False,  # they are our own
        )
    for column in term_columns(model):
        of = counted[column]
        if isinstance(of, Terms):
            table = given_table(database, column, of)
        else:
            table = term_table(database, of, duplicates.get(column, 0.0))
        linker.table_management.register_term_frequency_lookup(api.register(table), column)
    return linker


def count_all(database: Database, model: Model) -> dict[str, Counted]:
    """Count the texts of every column whose frequencies the model uses."""
    return {column: count_terms(database, column) for column in term_columns(model)}


def trained(
    database: Database, filled: set[str], words: Words, keys: tuple[Key, ...]
) -> tuple[Model, dict[str, float], dict[str, Counted]]:
    """The model that the table `customers` teaches.

    Besides, how often each column's texts are doubled, and how often they stand.

    Args:
        database: With the tables `customers`, keys included, and `words`.
        filled: The columns that are worth comparing.
        words: Rarity of words.
        keys: What brings pairs together.
    """
    records = number(database, f"SELECT count(*) FROM {CUSTOMERS}")
    start = Model(comparisons_of(filled), _prior(database, filled, records), words=words)
    start = replace(start, records=records)
    counted = count_all(database, start)
    if records < 2:
        terms = {column: terms_of(database, one, 0.0) for column, one in counted.items()}
        return replace(start, terms=terms), dict.fromkeys(counted, 0.0), counted
    start = _splinked(database, start, filled)
    learner = Learner(start, records, min(RANDOM_PAIRS, records * (records - 1) / 2))
    one_in = max(1, round(count_pairs(database, keys) / SAMPLE_PAIRS))
    linker = linker_of(database, start, counted, {}, rules=rules_of(database, keys, one_in=one_in))
    sample = linker.inference.predict(threshold_match_weight=LIGHTEST).physical_name
    duplicates = dict.fromkeys(counted, 0.0)
    for one in range(learner.rounds):
        levels = ", ".join(f"{level_sql(of)} AS level_{of.field}" for of in start.comparisons)
        strange = strangers_sql(start, counted, duplicates)
        patterns = database.columns(
            f"SELECT {levels}, cast(round({strange}) AS INTEGER) AS strangers, count(*) AS n"
            f" FROM {sample} GROUP BY ALL"
        )
        learner.learn(patterns_of(start, patterns), 1 / one_in, last=one == learner.rounds - 1)
        duplicates = {column: round(learner.duplicates(column), 4) for column in counted}
    database.drop(sample)
    terms = {column: terms_of(database, one, duplicates[column]) for column, one in counted.items()}
    return replace(learner.model, terms=terms), duplicates, counted


def _splinked(database: Database, start: Model, filled: set[str]) -> Model:
    """The model with what Splink learns: u of pairs at random, m of pairs that share a key."""
    linker = linker_of(database, without_terms(start), {}, {})
    linker.training.estimate_u_using_random_sampling(
        RANDOM_PAIRS,
        seed=SEED,
        min_count_per_level=None,
        num_chunks=1,
    )
    for column in _teaching(database, filled):
        linker.training.estimate_parameters_using_expectation_maximisation(
            f"l.{column} = r.{column}",
            max_pairs=TRAINING_PAIRS,
            estimate_without_term_frequencies=True,
            record_sample_proportion=min(1.0, max(0.01, 200_000 / start.records)),
        )
    learned = linker.misc.save_model_to_json()["comparisons"]
    by_field = {one["output_column_name"]: one["comparison_levels"][1:] for one in learned}
    return replace(
        start,
        comparisons=tuple(_levels(one, by_field[one.field]) for one in start.comparisons),
    )


def without_terms(model: Model) -> Model:
    """The model with no regard to how often a text stands."""
    return replace(
        model,
        comparisons=tuple(
            replace(one, levels=tuple(replace(level, term="") for level in one.levels))
            for one in model.comparisons
        ),
    )


def _levels(one: Comparison, found: list[dict[str, Any]]) -> Comparison:
    """The levels with what Splink learned of them; what it never saw has no chance to speak of."""
    return unlike(
        replace(
            one,
            levels=tuple(
                replace(
                    level,
                    m=max(of.get("m_probability") or 0.0, 1e-5),
                    u=max(of.get("u_probability") or 0.0, 0.5 / RANDOM_PAIRS)
                    if level.counted
                    else level.u,
                )
                for level, of in zip(one.levels, found, strict=True)
            ),
        )
    )


def _teaching(database: Database, filled: set[str]) -> list[str]:
    """The columns that pair enough records to learn from."""
    found: list[str] = []
    seen = 0
    for group in LEARNED_FROM:
        if seen >= TRAINING_PAIRS:
            break
        for column in group:
            pairs = _pairs(database, (column,)) if column in filled else 0
            if pairs >= LEAST_PAIRS:
                found.append(column)
                seen += pairs
                break
    return found


_SURE: Final = (
    ("spaced", "phone_end"),
    ("spaced", "email"),
    ("spaced", "born"),
    ("number",),
    ("tax",),
    ("spaced", "address"),
)
_FOUND: Final = 0.4
"""How many of all pairs that are one customer the surest of these keys finds, at a guess."""


def _prior(database: Database, filled: set[str], records: int) -> float:
    """How likely two records are one customer, to begin with."""
    pairs = max(
        (_pairs(database, columns) for columns in _SURE if set(columns) <= filled), default=0
    )
    return min(0.1, max(pairs, 1) / _FOUND / max(records * (records - 1) / 2, 1))


def _pairs(database: Database, columns: tuple[str, ...]) -> int:
    some = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    return number(
        database,
        f"SELECT {PAIRS} FROM (SELECT count(*) AS n FROM"
        f" {CUSTOMERS} WHERE {some} GROUP BY {', '.join(columns)} HAVING n < 50)",
    )
