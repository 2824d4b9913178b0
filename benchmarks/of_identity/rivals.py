"""Others that find the same customer in bulk, set up as their own documentation does."""

from __future__ import annotations

import contextlib
import io
import logging
import time
import warnings
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks.of_identity.measuring import Score, scored

Found = dict[str, tuple[Score, float]]


def people(table: pa.Table, truth: Sequence[str]) -> Found:
    """Persons with given and family name in columns of their own."""
    names = set(table.column_names)
    given = "first_name" if "first_name" in names else "given_name"
    born = "dob" if "dob" in names else "date_of_birth"
    return _splink(table, truth, *_for_people(given, "surname", born, names)) | _golden(
        table, truth
    )


def customers(table: pa.Table, truth: Sequence[str]) -> Found:
    """Persons and companies with one name."""
    import splink.comparison_library as cl
    from splink import block_on

    comparisons = [
        cl.NameComparison("name"),
        cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
        cl.LevenshteinAtThresholds("tax_code", [1, 2]),
        cl.JaroWinklerAtThresholds("address", [0.9, 0.7]),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
    ]
    rules = [block_on(column) for column in ("name", "phone", "email", "tax_code", "address")]
    return _splink(table, truth, comparisons, rules, rules[:3]) | _golden(table, truth)


def _for_people(
    given: str, family: str, born: str, names: set[str]
) -> tuple[list[Any], list[Any], list[Any]]:
    """As in Splink's quick start (fake_1000) and its FEBRL examples."""
    import splink.comparison_library as cl
    from splink import block_on

    comparisons = [
        cl.NameComparison(given),
        cl.NameComparison(family),
        cl.DateOfBirthComparison(
            born,
            input_is_string=True,
            datetime_format="%Y-%m-%d" if born == "dob" else "%Y%m%d",
        ),
    ]
    if "soc_sec_id" in names:
        comparisons += [
            cl.LevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("postcode", [1, 2]),
        ]
        rules = [
            block_on(given, family), block_on("soc_sec_id"), block_on("postcode", born),
            block_on(given, born), block_on(family, born), block_on("street_number", "postcode"),
        ]  # fmt: skip
        return comparisons, rules, [block_on(born), block_on("postcode")]
    comparisons += [
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ]
    rules = [block_on(given), block_on(family), block_on(born), block_on("email")]
    return comparisons, rules, [block_on(given, family), block_on(born)]


def _splink(
    table: pa.Table,
    truth: Sequence[str],
    comparisons: list[Any],
    rules: list[Any],
    training: list[Any],
) -> Found:
    from splink import DuckDBAPI, Linker, SettingsCreator

    began = time.perf_counter()
    with _quiet():
        connection = duckdb.connect()
        kept = [name for name in table.column_names if name != "unique_id"]
        numbered = table.select(kept).append_column("unique_id", pa.array(range(table.num_rows)))
        columns = [_without_empty(numbered, name) for name in numbered.column_names]
        numbered = pa.table(dict(zip(numbered.column_names, columns, strict=True)))
        connection.register("rows_", numbered)
        connection.execute("CREATE TABLE people AS SELECT * FROM rows_")
        settings = SettingsCreator(
            link_type="dedupe_only",
            comparisons=comparisons,
            blocking_rules_to_generate_predictions=rules,
            retain_matching_columns=False,
        )
        api = DuckDBAPI(connection)
        linker = Linker(api.register("people"), settings, log_level=logging.CRITICAL)
        linker.training.estimate_probability_two_random_records_match(training, recall=0.7)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
        for rule in training:
            with contextlib.suppress(Exception):  # a rule that teaches nothing is left out
                linker.training.estimate_parameters_using_expectation_maximisation(rule)
        predictions = linker.inference.predict(threshold_match_probability=0.5)
        found: Found = {}
        for name, threshold in (("splink", 0.95), ("splink_half", 0.5)):
            clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(
                predictions, threshold_match_probability=threshold
            )
            rows = connection.execute(
                f"SELECT cluster_id FROM {clustered.physical_name} ORDER BY unique_id"
            ).fetchall()
            seconds = round(time.perf_counter() - began, 1)
            found[name] = (scored([row[0] for row in rows], truth), seconds)
        connection.close()
    return found


def _without_empty(table: pa.Table, name: str) -> Any:
    """An empty text is a missing one."""
    values = table[name].to_pylist()
    return pa.array([None if value == "" else value for value in values])


def _golden(table: pa.Table, truth: Sequence[str]) -> Found:
    import goldenmatch.core.autoconfig_controller
    import polars

    began = time.perf_counter()
    with _quiet():
        hidden = {"cluster", "rec_id", "record_id", "unique_id"}
        frame = polars.from_arrow(
            table.select([name for name in table.column_names if name not in hidden])
        )
        try:
            result = goldenmatch.dedupe_df(frame, confidence_required=False)
        except goldenmatch.core.autoconfig_controller.ControllerNotConfidentError:
            return {}  # it declines to run on this without a configuration of its own
    clusters: list[int] = list(range(-1, -1 - table.num_rows, -1))
    for number, cluster in result.clusters.items():
        for row in cluster["members"]:
            clusters[row] = number
    return {"goldenmatch": (scored(clusters, truth), round(time.perf_counter() - began, 1))}


@contextlib.contextmanager
def _quiet() -> Any:
    logging.disable(logging.CRITICAL)
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield
    logging.disable(logging.NOTSET)
