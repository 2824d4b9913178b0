"""What goes into a ruling: facts and register entries of one dispute or of millions, as columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]
K3 = NDArray[np.int8]

FALSE, UNKNOWN, TRUE = 0, 1, 2
ABSENT, KNOWN = 0, 2
"""Truth and presence share one code, so that `has(x)` *is* the state of x and && a minimum."""

NONPARTY = -1


def one_of(codes: Ints, among: Iterable[int]) -> Bools:
    """Which codes are among a few; far faster than a search."""
    found = np.zeros(codes.shape, dtype=bool)
    for code in among:
        found |= codes == code
    return found


def head_count(mask: Bools) -> Ints:
    """Of each dispute, for how many the mask of shape (claimants, disputes) is true."""
    narrow = np.int8 if len(mask) < 128 else np.int64
    count: Ints = np.add.reduce(mask.view(np.int8), axis=0, dtype=narrow)
    return count


def somebody(mask: Bools) -> Bools:
    """For each dispute, whether the mask of shape (claimants, disputes) is true of anybody."""
    found: Bools = np.logical_or.reduce(mask, axis=0)
    return found


class Column(NamedTuple):
    """Values and their presence, of shapes that broadcast to (claimants, disputes), or (entries,).

    A BOOL column holds K3 codes in `value` and no `state`. Every other type holds integers in
    `value` (16 bits wide or more; units: core.types.Type) and in `state` 0 absent, 1 unknown, 2
    known; `state` None means known throughout.
    """

    value: Ints
    state: K3 | None = None

    def repeated(self, count: int) -> Column:
        """Each dispute `count` times over, in a copy."""
        state = None if self.state is None else np.repeat(self.state, count, axis=1)
        return Column(np.repeat(self.value, count, axis=1), state)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a batch of disputes.

    `present`: shape (claimants, disputes), which slots hold a claimant; disputes may have different
    numbers of them. `columns`: by path; `me.*` of shape (claimants, disputes), `dispute.*` and
    `deal.*` of shape (1, disputes). Where worlds under other rules are compared, also numbers of
    the policy (`params.x`, `tables.x.row`) that differ between disputes, and switches (BOOL) of its
    rules (`rules.step`, `rules.step.item`), all of shape (1, disputes). `stated`: for given facts
    that are not given of everybody, a mask of the same shape; without one the whole column is
    meant.
    """

    present: Bools
    columns: Mapping[str, Column] = field(default_factory=dict)
    stated: Mapping[str, Bools] = field(default_factory=dict)

    @property
    def claimants(self) -> int:
        """Slots for claimants."""
        return int(self.present.shape[0])

    @property
    def disputes(self) -> int:
        """Disputes in the batch."""
        return int(self.present.shape[1])

    def only(self, which: Ints | Bools | slice) -> Facts:
        """The same facts for some of the disputes (indices or mask; a slice copies nothing)."""
        columns = {
            path: _only(column, which, self.disputes) for path, column in self.columns.items()
        }
        stated = {
            path: mask[:, which] if mask.shape[-1] == self.disputes else mask
            for path, mask in self.stated.items()
        }
        return Facts(self.present[:, which], columns, stated)


def _only(column: Column, which: Ints | Bools | slice, disputes: int) -> Column:
    def take(array: NDArray[np.generic]) -> NDArray[np.generic]:
        return array[:, which] if array.shape[-1] == disputes else array[:, :1]

    value, state = column
    return Column(take(value), None if state is None else take(state))  # type: ignore[arg-type]  # same dtypes as before


@dataclass(frozen=True, slots=True)
class Entries:
    """Register entries of a batch, one row each, sorted by (dispute, sequence).

    `dispute`: index of the dispute. `made_by`, `on_behalf_of`: claimant slot, or NONPARTY (-1);
    `on_behalf_of` equals `made_by` unless somebody stood in. `kind`: index into the version's
    kinds. `sequence`: place in the register, unique within a dispute. `columns`: the entry fields
    by path `entry.x`, each of shape (entries,); the standard ones that are left out are taken as
    missing. `ids`: a name for each entry, for explanations (may be empty in bulk).
    """

    dispute: Ints
    made_by: Ints
    on_behalf_of: Ints
    kind: Ints
    sequence: Ints
    columns: Mapping[str, Column] = field(default_factory=dict)
    ids: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.dispute)

    def only(self, which: Bools | slice) -> Entries:
        """The entries for which the mask is true, or of a slice, in the same order."""
        columns = {
            path: Column(value[which], None if state is None else state[which])
            for path, (value, state) in self.columns.items()
        }
        ids = tuple(np.asarray(self.ids, dtype=object)[which]) if self.ids else ()
        return Entries(
            self.dispute[which],
            self.made_by[which],
            self.on_behalf_of[which],
            self.kind[which],
            self.sequence[which],
            columns,
            ids,
        )


class Lines(NamedTuple):
    """Entries as conditions read them: whose they are, their dispute, their fields."""

    dispute: Ints
    on_behalf_of: Ints
    columns: Mapping[str, Column]


WORLDS = ("params.", "tables.", "rules.")
"""How the paths of columns begin that are no facts but make the rules other than written."""


def of_worlds(columns: Mapping[str, Column]) -> dict[str, Column]:
    """The numbers and switches of the policy among columns."""
    return {path: column for path, column in columns.items() if path.startswith(WORLDS)}


def no_entries() -> Entries:
    """A register in which nothing stands."""
    nothing = np.zeros(0, dtype=np.int64)
    return Entries(nothing, nothing, nothing, nothing, nothing)
