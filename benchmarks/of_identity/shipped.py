"""Learn the model that ships, from made customers, and write it into the package.

What frequencies it holds is about names and cities; made telephone numbers and mailboxes are
nobody's, so theirs are left out.

    python benchmarks/of_identity/shipped.py
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks.of_identity.made import customers  # noqa: E402 - by the path set above
from evenhand.core.identity.model import Model, Terms, Words  # noqa: E402 - as above
from evenhand.engines.identity.local import LocalMatcher  # noqa: E402 - as above
from evenhand.engines.identity.normalising import SCHEMA, in_processes  # noqa: E402 - as above

RECORDS, SEED = 400_000, 7
MOST_WORDS, MOST_TERMS = 20_000, 10_000
OF_NAMES = {"native", "spaced", "outline", "city"}
TARGET = ROOT / "src" / "evenhand" / "engines" / "identity" / "model.json.gz"
FIELDS = {
    "name": "name",
    "phone": "phone",
    "email": "email",
    "tax_code": "tax",
    "address": "address",
    "city": "city",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        normal = Path(folder) / "normal.parquet"
        with pq.ParquetWriter(normal, SCHEMA) as writer:
            for batch in in_processes(_batches(), 2):
                writer.write_batch(batch)
        with closing(LocalMatcher([normal], Path(folder))) as matcher:
            model = lean(matcher.train().model)
    TARGET.write_bytes(gzip.compress(model.dumped().encode(), mtime=0))
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes, {model.sha256}")


def lean(model: Model) -> Model:
    """The model with the frequencies of the most frequent names and cities only."""
    terms = {}
    for column, its in model.terms.items():
        most = sorted(its.frequencies.items(), key=lambda one: (-one[1], one[0]))[:MOST_TERMS]
        terms[column] = Terms(dict(sorted(most)) if column in OF_NAMES else {}, its.floor)
    words = sorted(model.words.bits.items(), key=lambda one: (one[1], one[0]))[:MOST_WORDS]
    return replace(model, terms=terms, words=Words(dict(sorted(words)), model.words.rarest))


def _batches() -> Iterator[tuple[int, pa.RecordBatch]]:
    first = 0
    for batch in customers(RECORDS, SEED, "near"):
        yield first, batch.select(FIELDS).rename_columns(FIELDS)
        first += batch.num_rows


if __name__ == "__main__":
    main()
