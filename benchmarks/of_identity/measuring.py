"""How well clusters fit the truth, and how much memory a process and its children hold."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Score:
    """How many pairs of records are put together rightly; and how many of those that belong so."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def named(self, name: str) -> dict[str, float]:
        """As figures of a benchmark."""
        return {
            f"{name}_f1": round(self.f1, 4),
            f"{name}_precision": round(self.precision, 4),
            f"{name}_recall": round(self.recall, 4),
        }


def scored(clusters: Sequence[Hashable], truth: Sequence[Hashable]) -> Score:
    """Pairwise precision and recall of clusters, record by record in the same order."""
    ours = _pairs(Counter(clusters).values())
    true = _pairs(Counter(truth).values())
    both = _pairs(Counter(zip(clusters, truth, strict=True)).values())
    return Score(both / ours if ours else 1.0, both / true if true else 1.0)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


class Memory:
    """The most memory (PSS, GB) that this process and its children held while it was on."""

    def __init__(self) -> None:
        self.most = 0.0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._end.wait(0.5):
            self.most = max(self.most, sum(_pss(one) for one in _family(os.getpid())) / 1e6)


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            listed = children.read_text().split()
        except OSError:
            continue
        for child in listed:
            found += _family(int(child))
    return found


def _pss(pid: int) -> int:
    """Kilobytes, shared ones divided among who shares them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
