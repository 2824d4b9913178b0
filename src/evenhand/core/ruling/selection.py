"""Some of the entries of a batch, each read for one claimant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from evenhand.core.ruling.cases import KNOWN, Bools, Column, Entries, Ints
from evenhand.core.types import Type


class _Picked(Mapping[str, Column]):
    """Entry columns at some rows, gathered when read."""

    def __init__(self, columns: Mapping[str, Column], index: Ints) -> None:
        self._columns = columns
        self._index = index

    def __getitem__(self, path: str) -> Column:
        value, state = self._columns[path]
        return Column(value[self._index], None if state is None else state[self._index])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


@dataclass(frozen=True, slots=True)
class Selection:
    """Some entries in register order (`index`), each with the claimant slot it is read for."""

    entries: Entries
    index: Ints
    claimant: Ints

    def __len__(self) -> int:
        return len(self.index)

    @property
    def dispute(self) -> Ints:
        """The dispute of each."""
        return self.entries.dispute[self.index]

    def column(self, path: str) -> Column:
        """An entry field of each."""
        value, state = self.entries.columns[path]
        return Column(value[self.index], None if state is None else state[self.index])

    def only(self, mask: Bools) -> Selection:
        """Those for which the mask is true."""
        return (
            self if mask.all() else Selection(self.entries, self.index[mask], self.claimant[mask])
        )

    def as_entries(self) -> Entries:
        """The selection as entries whose owner is the claimant they are read for."""
        entries, index = self.entries, self.index
        columns = _Picked(entries.columns, index)
        return Entries(
            entries.dispute[index],
            entries.made_by[index],
            self.claimant,
            entries.kind[index],
            entries.sequence[index],
            columns,
        )

    def compared(self, option: str, type_: Type, bound: Ints) -> tuple[Bools, Bools]:
        """Which entries lie on the right side of a bound, and of which that is not known."""
        field = {
            Type.POSITION: "entry.sequence",
            Type.DATE: "entry.occurred_on",
            Type.INSTANT: "entry.occurred_at",
        }[type_]
        value, state = self.column(field)
        unknown = np.zeros(len(self), dtype=bool) if state is None else state != KNOWN
        comparisons: dict[str, Callable[[], Bools]] = {
            "from": lambda: value >= bound,
            "after": lambda: value > bound,
            "until": lambda: value < bound,
            "through": lambda: value <= bound,
        }
        return comparisons[option]() & ~unknown, unknown
