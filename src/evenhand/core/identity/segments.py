"""Keys in memory: sorted arrays that never change, and a small log of what was added since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from evenhand.core.identity.postings import Records, rarest

LOGGED: Final = 100_000
"""Rows of the log that make a segment of their own."""

_NOBODY: Final = np.empty(0, np.int64)


class Segment:
    """Rows of key and place, sorted by key: the keys once, and where each one's places begin."""

    def __init__(self, keys: NDArray[np.int64], places: NDArray[np.int32]) -> None:
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        self._places = places[order]
        begins = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
        self._keys = keys[begins]
        self._begins = np.append(begins, len(keys)).astype(np.uint32)

    def __len__(self) -> int:
        return len(self._places)

    @property
    def nbytes(self) -> int:
        return self._keys.nbytes + self._places.nbytes + self._begins.nbytes

    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """All rows again."""
        return np.repeat(self._keys, np.diff(self._begins)), self._places

    def find(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the places of each of these sorted keys begin, and how many they are."""
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        begins = self._begins[at].astype(np.int64)
        sizes = self._begins[at + 1] - begins
        sizes[self._keys[at] != keys] = 0
        return begins, sizes

    def places(self, begin: int, size: int) -> NDArray[np.int32]:
        """So many places, from one on."""
        return self._places[begin : begin + size]


class Rows:
    """Key → places, in segments and a log. A place that was taken away is no longer found."""

    def __init__(self) -> None:
        self._segments: list[Segment] = []
        self._log: defaultdict[int, list[int]] = defaultdict(list)
        self._logged = 0
        self._gone = np.zeros(1024, bool)
        self._removed = 0

    @property
    def nbytes(self) -> int:
        """Memory of keys and places, about."""
        return sum(one.nbytes for one in self._segments) + self._gone.nbytes + 150 * self._logged

    def __len__(self) -> int:
        return self._logged + sum(len(one) for one in self._segments)

    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Keys and places of the oldest segment, sorted by key."""
        return self._segments[0].rows()

    def fill(self, keys: NDArray[np.int64], places: NDArray[np.int32]) -> None:
        """Add very many rows at once."""
        if len(keys):
            self._segments.append(Segment(keys, places))

    def add(self, place: int, keys: Sequence[int]) -> None:
        """Add the rows of one place; they are found at once."""
        for key in keys:
            self._log[key].append(place)
        self._logged += len(keys)
        if self._logged > LOGGED:
            self._settle()

    def remove(self, place: int) -> None:
        """No longer find this place. Its rows go when segments are joined."""
        while place >= len(self._gone):
            self._gone = np.concatenate((self._gone, np.zeros(len(self._gone), bool)))
        self._gone[place] = True
        self._removed += 1

    def sharing(
        self, keys: Sequence[int], crowded: int, most: int
    ) -> tuple[Records, NDArray[np.int64]]:
        """See `Postings`: the records are places, the keys each given once.

        One that was removed counts for its key until segments are joined.
        """
        log = self._log  # before the segments: what moves meanwhile is found twice, not never
        wanted = np.sort(np.asarray(keys, np.int64))
        segments = list(self._segments)
        found = [one.find(wanted) for one in segments]
        logged = [self._staying(log.get(key)) for key in wanted.tolist()] if log else []
        sizes = np.zeros(len(wanted), np.int64)
        for _, counts in found:
            sizes += counts
        if logged:
            sizes += [len(one) for one in logged]
        chosen = rarest(sizes, crowded, most)
        if not len(chosen):
            return _NOBODY, _NOBODY
        parts: list[Records] = []
        shared_by: list[NDArray[np.int64]] = []
        for segment, (begins, counts) in zip(segments, found, strict=True):
            own = counts[chosen]
            parts += map(segment.places, begins[chosen].tolist(), own.tolist())
            shared_by.append(np.repeat(sizes[chosen], own))
        for key in chosen.tolist() if logged else ():
            parts.append(logged[key])
            shared_by.append(np.full(len(logged[key]), sizes[key]))
        records = cast("Records", np.concatenate(parts))
        shares = np.concatenate(shared_by)
        if self._removed:
            stay = ~self._is_gone(records)
            records, shares = records[stay], shares[stay]
        return records, shares

    def _staying(self, places: list[int] | None) -> Records:
        """Those of the log that were not removed: one record may be changed many times."""
        if not places:
            return _NOBODY
        there = np.array(places)
        return there[~self._is_gone(there)] if self._removed else there

    def _is_gone(self, places: Records | NDArray[np.int32]) -> NDArray[np.bool_]:
        within = np.minimum(places, len(self._gone) - 1)
        gone: NDArray[np.bool_] = self._gone[within] & (within == places)
        return gone

    def _settle(self) -> None:
        """Make a segment of the log, and join it with those that are not much larger."""
        keys = np.repeat(
            np.fromiter(self._log, np.int64, len(self._log)), [len(v) for v in self._log.values()]
        )
        places = np.fromiter((p for ps in self._log.values() for p in ps), np.int32, self._logged)
        parts, segments = [(keys, places)], list(self._segments)
        while segments and len(segments[-1]) <= 2 * sum(len(one) for one, _ in parts):
            parts.append(segments.pop().rows())
        keys = np.concatenate([one for one, _ in parts])
        places = np.concatenate([one for _, one in parts])
        stay = ~self._is_gone(places)
        self._segments = [*segments, Segment(keys[stay], places[stay])]
        self._log, self._logged = defaultdict(list), 0
