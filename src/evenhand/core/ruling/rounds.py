"""The entries of many groups, in rounds: the first of each group, then the second, and so on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from evenhand.core.ruling.cases import Ints

_NARROW = 1 << 16
"""Whole numbers below this are sorted by counting, several times faster than by comparing."""


class Rounds:
    """An order of entries, round by round; within a round the groups with most entries first.

    `order`: places of the entries in the selection. `counts`: entries of each group. `ranked`: the
    groups, most entries first. Iterating gives for each round how many groups have an entry in it,
    which are the first so many of `ranked`, and where their entries stand in the order.
    """

    def __init__(self, group: Ints, date: Ints, groups: int) -> None:
        self.counts: Ints = np.bincount(group, minlength=groups)
        by_group = _by_group_and_date(group, date)
        self.ranked: Ints = _sorted(self.counts.max(initial=0) - self.counts)
        rank = np.empty(groups, dtype=np.int64)
        rank[self.ranked] = np.arange(groups)
        most = int(self.counts.max(initial=0))
        having = np.bincount(self.counts, minlength=most + 1)
        self.many = groups - np.cumsum(having)[:most]  # with more than k entries
        self.begin = np.concatenate([[0], np.cumsum(self.many)])
        offset = np.cumsum(self.counts) - self.counts
        own = group[by_group]
        round_ = np.arange(len(own)) - offset[own]
        self.order: Ints = np.empty(len(own), dtype=np.int64)
        self.order[self.begin[round_] + rank[own]] = by_group

    def __iter__(self) -> Iterator[tuple[int, slice]]:
        for many, begin in zip(self.many.tolist(), self.begin.tolist(), strict=False):
            yield many, slice(begin, begin + many)


def _by_group_and_date(group: Ints, date: Ints) -> Ints:
    """Places by group, then date, then as they stand, which is register order."""
    by_date = _sorted(date - date.min(initial=0))
    return by_date[_sorted(group[by_date])]


def _sorted(key: Ints) -> Ints:
    """The order of keys that are not negative; equal ones stay as they stand."""
    if key.max(initial=0) < _NARROW:
        key = key.astype(np.uint16)
    return np.argsort(key, kind="stable")
