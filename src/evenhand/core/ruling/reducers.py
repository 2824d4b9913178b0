"""The reducers.

From selected entries to one value per claimant and dispute, whole batches at once.
"""

from __future__ import annotations

import numpy as np

from evenhand.core.policy.versions import Reducer, Version
from evenhand.core.ruling.cases import (
    ABSENT,
    KNOWN,
    TRUE,
    UNKNOWN,
    Bools,
    Column,
    Ints,
    one_of,
)
from evenhand.core.ruling.columns import wide
from evenhand.core.ruling.followups import FollowUps
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.selection import Selection

SELECTING = ("any", "count", "first", "last", "min", "max")
"""Those that tell nothing where no entry is selected; the others may go by a day that is given."""


def reduced(
    version: Version, reducer: Reducer, selection: Selection, nothing: Column, frame: Frame
) -> Column:
    """The reducer's value for each (claimant, dispute) of the shape of `nothing`.

    `nothing` is what stands where no entry was selected; `frame` holds the facts that intervals
    and bounds read.
    """
    shape = nothing.value.shape
    group = selection.group(shape[1])
    written = reducer.written
    if written.reduce in ("any", "count"):
        count = np.bincount(group, minlength=nothing.value.size).reshape(shape)
        return _counted(count, nothing, any_=written.reduce == "any")
    if written.reduce in ("first", "last"):
        return _picked(reducer, selection, group, nothing)
    if written.reduce in ("min", "max"):
        field = selection.column(f"entry.{written.of}")
        return _extreme(field, group, nothing, smallest=written.reduce == "min")
    return FollowUps(version, reducer, selection, nothing, frame).value()


def _counted(count: Ints, nothing: Column, *, any_: bool) -> Column:
    found = count > 0
    if any_:
        return Column(np.where(found, np.int8(TRUE), nothing.value).astype(np.int8))
    value = np.where(found, count, nothing.value)
    return (
        Column(value)
        if nothing.state is None
        else Column(value, np.where(found, np.int8(KNOWN), nothing.state))
    )


def _over_nothing(place: Ints, column: Column, nothing: Column) -> Column:
    """The column's value at `place`, and `nothing` where place is -1."""
    found = (place >= 0).reshape(nothing.value.shape)
    if not len(column.value):
        return nothing
    value = column.value[place].reshape(found.shape)
    if nothing.value.dtype == np.int8 and nothing.state is None:
        return Column(np.where(found, value, nothing.value).astype(np.int8))
    own = (
        np.full(found.shape, KNOWN, dtype=np.int8)
        if column.state is None
        else column.state[place].reshape(found.shape)
    )
    other = np.int8(KNOWN) if nothing.state is None else nothing.state
    return Column(
        np.where(found, value, nothing.value), np.where(found, own, other).astype(np.int8)
    )


def _picked(reducer: Reducer, selection: Selection, group: Ints, nothing: Column) -> Column:
    """The field of the first or last entry of each group, by register order."""
    written, size = reducer.written, nothing.value.size
    place: Ints = np.full(size, -1, dtype=np.int64)
    state = selection.column(f"entry.{written.of}").state
    order = np.arange(len(selection))
    if not reducer.completed_by:
        if state is not None:  # an entry that leaves the field out says nothing about it
            order, group = order[state != ABSENT], group[state != ABSENT]
        backwards = slice(None, None, -1) if written.reduce == "first" else slice(None)
        place[group[backwards]] = order[backwards]  # the last one written stays
    else:
        place = _completed(reducer, selection, group, size)
    return _over_nothing(place, selection.column(f"entry.{written.of}"), nothing)


def _completed(reducer: Reducer, selection: Selection, group: Ints, size: int) -> Ints:
    """Of each group the later of its first entry of `kinds` and its first of `completed_by`.

    -1 if either lacks.
    """
    kind = selection.entries.kind[selection.index]
    firsts = []
    for kinds in (reducer.kinds, reducer.completed_by):
        first = np.full(size, -1, dtype=np.int64)
        index = np.flatnonzero(one_of(kind, kinds))[::-1]
        first[group[index]] = index
        firsts.append(first)
    both = (firsts[0] >= 0) & (firsts[1] >= 0)
    return np.where(both, np.maximum(*firsts), -1)


def _extreme(column: Column, group: Ints, nothing: Column, *, smallest: bool) -> Column:
    """Smallest or largest known value of each group; unknown if one of them is unknown."""
    shape, size = nothing.value.shape, nothing.value.size
    known = np.ones(len(group), dtype=bool) if column.state is None else column.state == KNOWN
    limit = np.iinfo(np.int64).max if smallest else np.iinfo(np.int64).min
    best = np.full(size, limit, dtype=np.int64)
    (np.minimum if smallest else np.maximum).at(best, group[known], column.value[known])
    found = np.bincount(group[known], minlength=size).astype(bool)
    unsure = np.zeros(size, dtype=bool)
    if column.state is not None:
        unsure[group[column.state == UNKNOWN]] = True
    other = (
        np.full(size, KNOWN, dtype=np.int8) if nothing.state is None else np.ravel(nothing.state)
    )
    state = np.where(unsure, np.int8(UNKNOWN), np.where(found, np.int8(KNOWN), other)).astype(
        np.int8
    )
    value = np.where(found, best, np.ravel(nothing.value))
    return Column(value.reshape(shape), state.reshape(shape))


def doubted(
    reducer: Reducer, selection: Selection, certain: Bools, possible: Bools, shape: tuple[int, ...]
) -> Bools:
    """Where some choice among the doubtful entries may give another value than all or none of them.

    For any, and for count, min and max beside a certain
    entry, the two extremes tell. The first (last) is sure only if the entries
    that may count, up to the first (from the last) certain one, agree. What walks the entries is
    told from the extremes when one is in doubt, and not known when several are.
    """
    group = selection.claimant * shape[1] + selection.dispute
    size = shape[0] * shape[1]
    written = reducer.written
    if written.reduce == "any":
        return np.zeros(shape, dtype=bool)
    if written.reduce in ("count", "min", "max"):
        return _several(written.of, selection, certain, possible, group, size).reshape(shape)
    if written.reduce in ("first", "last") and not reducer.completed_by:
        return _disagree(
            written.reduce, written.of, selection, certain, possible, group, size
        ).reshape(shape)
    doubtful = np.bincount(group[possible & ~certain], minlength=size)
    return (doubtful > 1).reshape(shape)


def _several(
    of: str, selection: Selection, certain: Bools, possible: Bools, group: Ints, size: int
) -> Bools:
    """Groups in which nothing is certain and several entries of different value are in doubt."""
    told = np.ones(len(group), dtype=bool)
    code = np.arange(len(group))
    if of:
        value, state = selection.column(f"entry.{of}")
        told = told if state is None else state != ABSENT
        code = wide(value) * 3 + (KNOWN if state is None else state)
    sure = np.bincount(group[certain & told], minlength=size) > 0
    doubtful = possible & ~certain & told
    low, high = np.full(size, np.iinfo(np.int64).max), np.full(size, np.iinfo(np.int64).min)
    np.minimum.at(low, group[doubtful], code[doubtful])
    np.maximum.at(high, group[doubtful], code[doubtful])
    return ~sure & (low < high)


def _disagree(
    reduce: str,
    of: str,
    selection: Selection,
    certain: Bools,
    possible: Bools,
    group: Ints,
    size: int,
) -> Bools:
    """Groups in which the entries that may turn out first (last) do not all have one value."""
    order = np.arange(len(selection)) if reduce == "first" else -np.arange(len(selection))
    value, state = selection.column(f"entry.{of}")
    told = np.ones(len(group), dtype=bool) if state is None else state != ABSENT
    sure = certain & told
    limit = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(limit, group[sure], order[sure])
    candidate = possible & told & (order <= limit[group])
    code = wide(value) * 3 + (KNOWN if state is None else state)
    low, high = np.full(size, np.iinfo(np.int64).max), np.full(size, np.iinfo(np.int64).min)
    np.minimum.at(low, group[candidate], code[candidate])
    np.maximum.at(high, group[candidate], code[candidate])
    return low < high
