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
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import repeat
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

_OWN = ("dispute", "made_by", "on_behalf_of", "kind", "sequence")
"""Columns that are no fields of an entry but what it is."""


def rule_register(work: Work, path: Path, *, processes: int = 1) -> Bulk:
    """Rule the disputes of a register; `work.given` tells how many there are and who is in them.

    With several `processes` each reads the file and rules its share of the disputes; of each share
    the unknowns of at most `work.searched` disputes are tried out. Threads would wait for each
    other. Raises NotFound, and ContactsRefused if the file is no such register.
    """
    shares = _shares(work.given.disputes, processes)
    if len(shares) < 2:
        return _share(work, path, slice(0, work.given.disputes))
    plain = replace(work, version=replace(work.version, programs={}))  # functions do not travel
    with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as pool:
        return joined(list(pool.map(_share, repeat(plain), repeat(path), shares)))


def _shares(disputes: int, processes: int) -> list[slice]:
    """As many disputes for each process, in whole parts."""
    parts = -(-disputes // PART)
    each = max(-(-parts // max(processes, 1)) * PART, 1)
    return [slice(first, min(first + each, disputes)) for first in range(0, disputes, each)]


def _share(work: Work, path: Path, share: slice) -> Bulk:
    """The rulings of some of the disputes."""
    parts = _dealt(work, path, share)

    def standing(part: slice) -> Entries:
        return _in_order(parts.pop(part.start // PART, []), part)

    own = replace(work, given=work.given.only(share))
    return rule_parts(own, _slices(share.stop - share.start), standing)


def _slices(disputes: int) -> Iterator[slice]:
    for first in range(0, disputes, PART):
        yield slice(first, min(first + PART, disputes))


def _dealt(work: Work, path: Path, share: slice) -> dict[int, list[Rows]]:
    """The rows of each part of a share of the disputes, which are numbered from its first."""
    reader = Reader(work.version, path)
    parts: dict[int, list[Rows]] = {}
    for group in range(reader.groups):
        for part, rows in _deal(reader, group, work, share):
            parts.setdefault(part, []).append(rows)
    return parts


def _deal(reader: Reader, group: int, work: Work, share: slice) -> list[tuple[int, Rows]]:
    """The rows of one group of the file that belong to a share, by part."""
    rows = reader.read(group)
    dispute = rows["dispute"]
    if len(dispute) and not 0 <= dispute.min() <= dispute.max() < work.given.disputes:
        last = work.given.disputes - 1
        beyond = said("dispute is not everywhere from 0 to {last}", last=last)
        raise ContactsRefused([reader.problem(beyond)])
    rows["dispute"] = dispute - share.start
    part = rows["dispute"] // PART
    order = np.argsort(part.astype(np.uint16), kind="stable")
    if share != slice(0, work.given.disputes):
        mine = (dispute >= share.start) & (dispute < share.stop)
        order, part = order[mine[order]], part[mine]
    counts = np.bincount(part)
    ends = np.cumsum(counts)
    rows = {name: column[order] for name, column in rows.items()}
    return [
        (number, {name: column[end - count : end] for name, column in rows.items()})
        for number, (count, end) in enumerate(zip(counts.tolist(), ends.tolist(), strict=True))
        if count
    ]


def _in_order(dealt: list[Rows], part: slice) -> Entries:
    """The entries of one part, by dispute and then as they arrived."""
    if not dealt:
        return no_entries()
    whole = {name: np.concatenate([rows[name] for rows in dealt]) for name in dealt[0]}
    own = whole["dispute"] - part.start
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
