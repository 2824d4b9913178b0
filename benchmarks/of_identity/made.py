"""Made customers, their duplicates and the truth; a third each Chinese, Vietnamese and English.

usage: made.py --records 1000000 --seed 1 --out FILE.parquet [--family near|apart]

Prints one JSON line. Blocks of 50,000 records are drawn and shuffled one after another, so memory
does not grow with the number of records. Same seed, same records.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import pyarrow as pa  # noqa: E402 - the line above finds what follows
import pyarrow.parquet as pq  # noqa: E402 - as above

from benchmarks.of_identity.population import Entity, Population  # noqa: E402 - as above
from benchmarks.of_identity.record import Made  # noqa: E402 - as above

BLOCK = 50_000
VISIBLE = ("record_id", "name", "phone", "email", "tax_code", "address", "city")
TRUTH = ("entity", "household", "kind_true", "language_true")
SCHEMA = pa.schema([(name, pa.string()) for name in (*VISIBLE, *TRUTH)])

_FIELDS = attrgetter(*VISIBLE[1:], "kind", "language")
Corrupt = Callable[[Made, random.Random], Made]
Row = tuple[str, Made, str, str]
"""Record id, record, entity, household."""

_COUNTS = (1,) * 70 + (2,) * 20 + (3,) * 7 + (4,) * 2 + (5,)
"""Records of one entity: 1.44 on the average."""

_UNASKED = {
    "person": (0.05, 0.3, 0.4, 0.35, 0.12),
    "company": (0.1, 0.3, 0.35, 0.25, 0.1),
}
"""How often a salesperson does not ask for phone, e-mail, tax code, address and city."""


def family_of(name: str) -> Any:
    """The corruptions of a family: a module with `corrupt` and `NAME_KINDS`."""
    module = "corruptions" if name == "near" else f"corruptions_{name}"
    return importlib.import_module(f"benchmarks.of_identity.{module}")


def rows(n: int, seed: int, family: str = "near") -> Iterator[list[Row]]:
    """Exactly n records in shuffled blocks; ids are counted after shuffling and tell nothing."""
    corrupt, done, entities = family_of(family).corrupt, 0, 0
    for number, start in enumerate(range(0, n, BLOCK)):
        block, entities = _block(min(BLOCK, n - start), f"{seed}:{number}", entities, corrupt)
        yield [
            (f"R{done + place:09d}", made, entity, household)
            for place, (made, entity, household) in enumerate(block)
        ]
        done += len(block)


def _block(
    size: int, seed: str, first: int, corrupt: Corrupt
) -> tuple[list[tuple[Made, str, str]], int]:
    chance = random.Random(seed)
    found: list[tuple[Made, str, str]] = []
    for entity in Population(chance, f"H{seed}").entities():
        first += 1
        known = f"E{first:09d}", entity.household
        found += [(made, *known) for made in _records(entity, chance, corrupt)]
        if len(found) >= size:
            break
    del found[size:]
    chance.shuffle(found)
    return found, first


def _records(entity: Entity, chance: random.Random, corrupt: Corrupt) -> Iterator[Made]:
    yield asked(entity.made, chance)
    for _ in range(_COUNTS[int(chance.random() * 100)] - 1):
        yield corrupt(asked(entity.made, chance), chance)


def asked(made: Made, chance: random.Random) -> Made:
    """Without what was not asked for; nearly always one thing besides the name stays."""
    draw, (phone, email, tax_code, address, city) = chance.random, _UNASKED[made.kind]
    phone_ = made.phone if draw() >= phone else ""
    email_ = made.email if draw() >= email else ""
    tax_ = made.tax_code if draw() >= tax_code else ""
    address_ = made.address if draw() >= address else ""
    city_ = made.city if draw() >= city else ""
    if not (phone_ or email_ or tax_ or address_) and draw() < 0.7:
        phone_ = made.phone
    return Made(made.language, made.kind, made.name, phone_, email_, tax_, address_, city_)


def customers(n: int, seed: int, family: str = "near") -> Iterator[pa.RecordBatch]:
    """Record batches of all the columns; n records in all, of about 0.7 n entities."""
    for block in rows(n, seed, family):
        yield pa.RecordBatch.from_arrays(
            [pa.array(column, pa.string()) for column in _columns(block)], schema=SCHEMA
        )


def _columns(block: list[Row]) -> list[tuple[str, ...]]:
    ids, mades, entities, households = zip(*block, strict=True)
    *seen, kinds, languages = zip(*map(_FIELDS, mades), strict=True)
    return [ids, *seen, entities, households, kinds, languages]


def write(path: Path, n: int, seed: int, family: str = "near") -> dict[str, int]:
    """Write Parquet by batches; the numbers of records, entities and true pairs."""
    records = entities = pairs = 0
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as file:
        for batch in customers(n, seed, family):
            file.write_batch(batch)
            counts = batch.column("entity").value_counts().field("counts").to_pylist()
            records += batch.num_rows
            entities += len(counts)  # an entity stays within its block
            pairs += sum(count * (count - 1) // 2 for count in counts)
    return {"records": records, "entities": entities, "true_pairs": pairs}


def main() -> None:
    reads = argparse.ArgumentParser(description="Make customers.")
    reads.add_argument("--records", type=int, default=1_000_000)
    reads.add_argument("--seed", type=int, default=1)
    reads.add_argument("--out", type=Path, required=True)
    reads.add_argument("--family", choices=("near", "apart"), default="near")
    told = reads.parse_args()
    gc.set_threshold(100_000, 50, 50)  # nothing here refers to itself: looking for it costs a third
    begun = time.perf_counter()
    counts = write(told.out, told.records, told.seed, told.family)
    print(json.dumps(counts | {"seconds": round(time.perf_counter() - begun, 1)}))


if __name__ == "__main__":
    main()
