"""Some of the entries of a batch, each read for one claimant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

import numpy as np

from evenhand.core.ruling.cases import KNOWN, Bools, Column, Entries, Ints, Lines
from evenhand.core.types import Type

Walked = TypeVar("Walked")


@dataclass(frozen=True, slots=True)
class Selection:
    """Some entries in register order (`index`), each with the claimant slot it is read for."""

    entries: Entries
    index: Ints
    claimant: Ints
    seen: dict[str, Column] = field(default_factory=dict, compare=False)
    """What was gathered already, by path; facts that share a selection share it."""
    walked: dict[tuple[object, ...], object] = field(default_factory=dict, compare=False)
    """What walking the entries by date gave already; facts that walk them alike share it."""

    def __len__(self) -> int:
        return len(self.index)

    @property
    def dispute(self) -> Ints:
        """The dispute of each."""
        return self._gathered("dispute", lambda: Column(self.entries.dispute[self.index])).value

    def group(self, disputes: int) -> Ints:
        """The number of the claimant of each in a batch of so many disputes."""
        make = lambda: Column(self.claimant * disputes + self.dispute)  # noqa: E731 - made if need be
        return self._gathered("group", make).value

    def column(self, path: str) -> Column:
        """An entry field of each."""
        value, state = self.entries.columns[path]
        return self._gathered(
            path, lambda: Column(value[self.index], None if state is None else state[self.index])
        )

    def _gathered(self, name: str, make: Callable[[], Column]) -> Column:
        if name not in self.seen:
            self.seen[name] = make()
        return self.seen[name]

    def once(self, key: tuple[object, ...], make: Callable[[], Walked]) -> Walked:
        """What is made at the first call with a key."""
        if key not in self.walked:
            self.walked[key] = make()
        return cast("Walked", self.walked[key])

    def only(self, mask: Bools) -> Selection:
        """Those for which the mask is true."""
        return (
            self if mask.all() else Selection(self.entries, self.index[mask], self.claimant[mask])
        )

    def lines(self) -> Lines:
        """The selection for conditions: each entry is owned by the claimant it is read for."""
        return Lines(self.dispute, self.claimant, _Fields(self))

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


class _Fields(Mapping[str, Column]):
    """The entry fields of a selection, gathered when read."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection

    def __getitem__(self, path: str) -> Column:
        return self._selection.column(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._selection.entries.columns)

    def __len__(self) -> int:
        return len(self._selection.entries.columns)
