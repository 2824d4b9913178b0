"""Rules the disputes of a register in a Parquet file whose rows stand in the order they arrived.

Columns of the file (others are fields of an entry, by their names; null is what the field takes for
nothing on record):

| column | |
|---|---|
| `dispute` | whole number from 0 |
| `made_by`, `on_behalf_of` | claimant's slot, -1 of anybody else; without the second, the first |
| `kind` | name of the entry's kind |
| `occurred_at`, `recorded_at` | instants; without the second, the first; null: not known |
| `occurred_on`, `recorded_on` | days; left out, those of the instants in the version's time zone |

The place of an entry in the register is its row. Reading deals the rows out to parts of the
disputes, each of which is then put in order, ruled and forgotten: in memory stand the rows, some 30
bytes each, and what is being worked on.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from evenhand.core.errors import ContactsRefused
from evenhand.core.ruling.bulk import Bulk, Work, joined, rule_parts
from evenhand.core.ruling.cases import Column, Entries, no_entries
from evenhand.core.said import said
from evenhand.engines.rowgroups import Reader, Rows

PART = 32_768
"""Disputes that are dealt to one part: of two claimants, all are sorted by counting."""

READERS = 2
"""Groups of rows that are read at once: decoding does not wait for one another, as ruling would."""

_OWN = ("dispute", "made_by", "on_behalf_of", "kind", "sequence")
"""Columns that are no fields of an entry but what it is."""


def rule_register(work: Work, path: Path, *, processes: int = 1) -> Bulk:
    """Rule the disputes of a register; `work.given` tells how many there are and who is in them.

    With several `processes` this one reads the file, and each rules its share of the disputes; of
    each share the unknowns of at most `work.searched` disputes are tried out. Threads would wait
    for each other. Raises NotFound, and ContactsRefused if the file is no such register.
    """
    mine, *theirs = _shares(work.given.disputes, processes) or [slice(0, 0)]
    if not theirs:
        return _ruled(work, mine, _dealt(work, path), PART)
    plain = replace(work, version=replace(work.version, programs={}))  # functions do not travel
    with ProcessPoolExecutor(len(theirs), mp_context=get_context("spawn")) as pool:
        for _ in theirs:
            pool.submit(_begin)  # they start while the file is read
        parts = _dealt(work, path)
        others = [
            pool.submit(_ruled, plain, share, {one: parts.pop(one, []) for one in _of(share)}, PART)
            for share in theirs
        ]
        return joined([_ruled(work, mine, parts, PART), *(one.result() for one in others)])


def _begin() -> None:
    """What a process that was just started is asked first, so that it is ready when needed."""


def _shares(disputes: int, processes: int) -> list[slice]:
    """As many disputes for each process, in whole parts."""
    parts = -(-disputes // PART)
    each = max(-(-parts // max(processes, 1)) * PART, 1)
    return [slice(first, min(first + each, disputes)) for first in range(0, disputes, each)]


def _of(share: slice) -> range:
    """The numbers of the parts of a share."""
    return range(share.start // PART, -(-share.stop // PART))


def _ruled(work: Work, share: slice, parts: dict[int, list[Rows]], size: int) -> Bulk:
    """The rulings of some of the disputes, dealt to parts of a size."""

    def standing(part: slice) -> Entries:
        first = share.start + part.start
        return _in_order(parts.pop(first // size, []), first)

    own = replace(work, given=work.given.only(share))
    return rule_parts(own, _slices(share.stop - share.start, size), standing)


def _slices(disputes: int, size: int) -> Iterator[slice]:
    for first in range(0, disputes, size):
        yield slice(first, min(first + size, disputes))


def _dealt(work: Work, path: Path) -> dict[int, list[Rows]]:
    """The rows of each part of the disputes."""
    reader = Reader(work.version, path)
    parts: dict[int, list[Rows]] = {}
    with ThreadPoolExecutor(READERS) as pool:
        for dealt in pool.map(lambda group: _deal(reader, group, work), range(reader.groups)):
            for part, rows in dealt:
                parts.setdefault(part, []).append(rows)
    return parts


def _deal(reader: Reader, group: int, work: Work) -> list[tuple[int, Rows]]:
    """The rows of one group of the file, by part."""
    rows = reader.read(group)
    dispute = rows["dispute"]
    if len(dispute) and not 0 <= dispute.min() <= dispute.max() < work.given.disputes:
        last = work.given.disputes - 1
        beyond = said("dispute is not everywhere from 0 to {last}", last=last)
        raise ContactsRefused([reader.problem(beyond)])
    part = dispute // PART
    order = np.argsort(part.astype(np.uint16), kind="stable")
    counts = np.bincount(part)
    ends = np.cumsum(counts)
    rows = {name: column[order] for name, column in rows.items()}
    return [
        (number, {name: column[end - count : end] for name, column in rows.items()})
        for number, (count, end) in enumerate(zip(counts.tolist(), ends.tolist(), strict=True))
        if count
    ]


def _in_order(dealt: list[Rows], first: int) -> Entries:
    """The entries of a part whose disputes begin with `first`, by dispute and as they arrived."""
    if not dealt:
        return no_entries()
    whole = {name: np.concatenate([rows[name] for rows in dealt]) for name in dealt[0]}
    own = whole["dispute"] - first
    order = np.argsort(own.astype(np.uint16), kind="stable")
    rows = {name: column[order] for name, column in whole.items()}
    fields = [name for name in rows if name not in _OWN and not name.endswith("?")]
    return Entries(
        own[order].astype(np.int64),
        rows["made_by"],
        rows["on_behalf_of"],
        rows["kind"],
        rows["sequence"],
        {f"entry.{name}": Column(rows[name], rows.get(f"{name}?")) for name in fields},
    )
