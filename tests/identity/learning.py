"""Learns a model from made customers, quickly."""

from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.of_identity import made
from evenhand.core.identity.model import Model
from evenhand.engines.identity import training
from evenhand.engines.identity.local import LocalMatcher
from evenhand.engines.identity.normalising import normalised

RECORDS = 3_200
FIELDS = ("name", "phone", "email", "address", "city")


@cache
def learned_from_made() -> Model:
    """The model; a tenth of the pairs that a run takes teaches enough to tell clear cases."""
    with TemporaryDirectory() as work:
        return _learned(Path(work))


def _learned(work: Path) -> Model:
    (rows,) = made.rows(RECORDS, seed=3)
    columns = {field: [getattr(one, field) for _, one, *_ in rows] for field in FIELDS}
    columns["tax"] = [one.tax_code for _, one, *_ in rows]
    normal = work / "normal.parquet"
    pq.write_table(pa.Table.from_batches([normalised(0, pa.record_batch(columns))]), normal)
    with (
        patch.object(training, "RANDOM_PAIRS", 60_000),
        patch.object(training, "TRAINING_PAIRS", 10_000),
        closing(LocalMatcher([normal], work, "500MB")) as matcher,
    ):
        return matcher.train().model
