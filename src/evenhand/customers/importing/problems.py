"""Everything that is wrong with the lines of a file: all counted, all written down, some shown."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from evenhand.base.language import spoken
from evenhand.core.errors import AlreadyThere, Problem
from evenhand.core.said import Said, said, together

SHOWN: Final = 200
_HEADER: Final = ("line", "column", "name", "problem", "hint")
_FIRST: Final = ",".join(_HEADER).encode("utf-8-sig")
"""By this a list of ours is known, which may be written again."""


@dataclass(slots=True)
class Problems:
    """What is wrong, as it is found. `places`: the number of each column."""

    source: str
    places: dict[str, int]
    shown: list[Problem] = field(default_factory=list)
    count: int = 0
    lines: int = 0
    _last: int = 0
    _list: Any = None

    def add(self, line: int, name: str, told: str, hint: str = "") -> None:
        """One thing that is wrong with a column of a line; without a name, with all of it."""
        self.count += 1
        if line != self._last:
            self._last, self.lines = line, self.lines + 1
        place = self.places.get(name, 0)
        if self._list is not None:
            self._list.writerow([line, place or "", name, _spoken(told), _spoken(hint)])
        if self.count <= SHOWN:
            named = together([name, told] if name else [told], ": ")
            self.shown.append(Problem(named, self.source, line, place, hint))

    @contextmanager
    def listed(self, path: Path | None) -> Iterator[None]:
        """Write all of them to a file meanwhile. Raises AlreadyThere for a file that is no list."""
        if path is None:
            yield
            return
        if path.exists() and not _is_ours(path):
            raise AlreadyThere(said("{path} is there already; name another file", path=path))
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            self._list = csv.writer(file)
            self._list.writerow(_HEADER)
            try:
                yield
            finally:
                self._list = None


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_FIRST)) == _FIRST


def _spoken(told: str) -> str:
    return spoken(told) if isinstance(told, Said) else told
