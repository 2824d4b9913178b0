"""What expressions do to columns, whatever they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import K3, KNOWN, UNKNOWN, Bools, Column, Ints


def k3(truth: Bools) -> K3:
    """Known truth values as K3."""
    bits = truth.view(np.int8)
    return bits + bits  # a shift takes ten times as long


def aligned(column: Column, *, me: bool, facing: bool = False) -> Column:
    """A fact of the claimant (`me`) or of the others, as quantifiers read it.

    Where two are `facing` each other, the others of each are one: the other.
    """
    value, state = column
    if facing and not me:
        value, state = value[::-1], None if state is None else state[::-1]
    if me or facing:
        return Column(value[:, None, :], None if state is None else state[:, None, :])
    return Column(value[None, :, :], None if state is None else state[None, :, :])


def gathered(column: Column, dispute: Ints, claimant: Ints | None) -> Column:
    """A claimant's or a dispute's value beside each entry; slot -1, nobody's, is unknown."""
    value, state = column
    rows, width = value.shape
    place = dispute if width > 1 else np.zeros_like(dispute)
    if claimant is not None and rows > 1:
        place = place + np.minimum(np.maximum(wide(claimant), 0), rows - 1) * width
    known = None if state is None else np.broadcast_to(state, value.shape).ravel()[place]
    return Column(value.ravel()[place], known)


def negated(column: Column) -> Column:
    """The other sign."""
    return Column(-wide(column.value), column.state)


def wide(value: Ints) -> Ints:
    """Values in 64 bits: what a loaded policy makes of them fits, whatever it is."""
    return value.astype(np.int64, copy=False)


def compared(op: Callable[[Any, Any], Any], a: Ints, b: Ints) -> Bools:
    """A comparison of values.

    One value for all is compared as a number, however wide its type, and a few wide values are
    narrowed where they fit: values of two widths are compared many times slower.
    """
    truth: Bools
    if a.dtype != b.dtype:
        a, b = _narrowed(a, b), _narrowed(b, a)
    if b.size == 1 < a.size:
        truth = op(a, b.item())
    elif a.size == 1 < b.size:
        truth = op(a.item(), b)
    else:
        truth = op(a, b)
    return truth


def _narrowed(few: Ints, many: Ints) -> Ints:
    """Few wide values in the type of many narrow ones, if they fit."""
    if few.itemsize <= many.itemsize or not 1 < few.size <= many.size:
        return few
    room = np.iinfo(many.dtype)
    fits = room.min <= few.min() and few.max() <= room.max
    return few.astype(many.dtype) if fits else few


def state_of(value: Ints, state: K3 | None) -> K3:
    """The states of values, known where none are told."""
    return np.full(value.shape, KNOWN, dtype=np.int8) if state is None else state


def least_known(a: K3 | None, b: K3 | None) -> K3 | None:
    """The state of a value made from two: absent if either is absent, else unknown if either is."""
    if a is None:
        return b
    return a if b is None else np.minimum(a, b)


def where_known(result: K3, a: K3 | None, b: K3 | None) -> K3:
    """A truth where both values are known, else unknown."""
    state = least_known(a, b)
    if state is None:
        return result
    known = (state == KNOWN).view(np.int8)
    between: K3 = np.minimum(np.maximum(result, UNKNOWN - known), UNKNOWN + known)
    return between


class Rows:
    """The rows of a table by code of the text that picks them, as written or as worlds have them.

    `missing` stands where the table has no row.
    """

    def __init__(self, version: Version, name: str, missing: int = 0) -> None:
        codes = version.vocabulary
        self.written = np.full(len(codes.texts), missing, dtype=np.int64)
        rows = version.tables[name].values.items()
        self.paths = {f"tables.{name}.{text}": codes.code(text) for text, _ in rows}
        for text, value in rows:
            self.written[codes.code(text)] = value

    def at(self, columns: Mapping[str, Column], code: Ints, dispute: Ints) -> Ints:
        """The rows that codes pick; `dispute` broadcasts to their shape."""
        found = self.written[code]
        for path in [path for path in self.paths if path in columns]:
            row = columns[path].value[0]
            other = row[np.minimum(dispute, len(row) - 1)]
            found = np.where(code == self.paths[path], other, found)
        return found
