"""Records of a file → the columns by which customers are compared, several processes at a time."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, Final

import pyarrow as pa

from evenhand.core.identity.normalise import COLUMNS, LISTS, Typed, normalise
from evenhand.engines.identity.settings import RECORD

BATCH: Final = 20_000
"""Records that one process takes at a time."""

SCHEMA: Final = pa.schema(
    [(RECORD, pa.int64())]
    + [(name, pa.list_(pa.string()) if name in LISTS else pa.string()) for name in COLUMNS]
)

_APART: Final = (" ", ", ")


def normalised(first: int, columns: Mapping[str, list[str | None]]) -> pa.RecordBatch:
    """The normalised rows of some typed ones.

    Args:
        first: The number of the first row.
        columns: Field of `Typed` → its values; all of one length.
    """
    names = list(columns)
    made: list[tuple[Any, ...]] = []
    for values in zip(*columns.values(), strict=True):
        typed = Typed(**{name: value or "" for name, value in zip(names, values, strict=True)})
        customer = normalise(typed)
        made.append(tuple(getattr(customer, name) or None for name in COLUMNS))
    arrays = [pa.array(range(first, first + len(made)), pa.int64())]
    by_column = zip(*made, strict=True) if made else [()] * len(COLUMNS)
    arrays += [
        pa.array(values, SCHEMA.field(name).type)
        for name, values in zip(COLUMNS, by_column, strict=True)
    ]
    return pa.record_batch(arrays, schema=SCHEMA)


def in_processes(
    batches: Iterable[tuple[int, dict[str, list[str | None]]]], processes: int
) -> Iterator[pa.RecordBatch]:
    """The same of many batches, in their order, with a bounded number under way."""
    if processes < 2:
        for first, columns in batches:
            yield normalised(first, columns)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_calmly) as pool:
        waiting: deque[Future[pa.RecordBatch]] = deque()
        try:
            for first, columns in batches:
                waiting.append(pool.submit(normalised, first, columns))
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
