"""Records of a file → the columns by which customers are compared, several processes at a time."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from evenhand.core.identity.normalise import COLUMNS, LISTS, Customer, Typed, normalise
from evenhand.engines.identity.settings import RECORD

BATCH: Final = 10_000
"""Records that one process takes at a time."""

SCHEMA: Final = pa.schema(
    [(RECORD, pa.int64())]
    + [(name, pa.list_(pa.string()) if name in LISTS else pa.string()) for name in COLUMNS]
)

_APART: Final = (" ", ", ")


def normalised(first: int, typed: pa.RecordBatch) -> pa.RecordBatch:
    """The normalised rows of some typed ones.

    Args:
        first: The number of the first row.
        typed: A column of text for each field of `Typed` that there is.
    """
    made = [*map(normalise, map(Typed, *(_texts(typed, field) for field in Typed._fields)))]
    arrays = [pa.array(range(first, first + len(made)), pa.int64())]
    by_column = zip(*made, strict=True) if made else [()] * len(Customer._fields)
    arrays += [
        _told(pa.array(values, SCHEMA.field(name).type))
        for name, values in zip(COLUMNS, by_column, strict=False)
    ]
    return pa.record_batch(arrays, schema=SCHEMA)


def _texts(typed: pa.RecordBatch, field: str) -> Iterable[str]:
    """The texts of a column, empty where there is none."""
    if field not in typed.schema.names:
        return repeat("", typed.num_rows)
    made: list[str] = pc.fill_null(typed[field], "").to_numpy(zero_copy_only=False).tolist()
    return made


def _told(column: pa.Array) -> pa.Array:
    """The column with nothing where nothing was told: no empty text, and no list of no words."""
    is_list = pa.types.is_list(column.type)
    lengths = pc.list_value_length(column) if is_list else pc.binary_length(column)
    return pc.if_else(pc.greater(lengths, 0), column, pa.scalar(None, column.type))


def in_processes(
    batches: Iterable[tuple[int, pa.RecordBatch]], processes: int
) -> Iterator[pa.RecordBatch]:
    """The same of many batches, in their order, with a bounded number under way."""
    if processes < 2:
        for first, typed in batches:
            yield normalised(first, typed)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_calmly) as pool:
        waiting: deque[Future[pa.RecordBatch]] = deque()
        try:
            for first, typed in batches:
                waiting.append(pool.submit(normalised, first, typed))
                if len(waiting) > 2 * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _calmly() -> None:
    """Look for garbage seldom: what a batch leaves goes without being looked for."""
    gc.freeze()
    gc.set_threshold(500_000, 50, 50)
