"""The list of erasures, which lies outside of the database: restoring a backup does not undo it.

A line of JSON each: public ids, the time and why. It says nothing of anybody, and lines are only
ever added. Whoever restores an older backup erases again what the list says.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from evenhand.base.durable import settle, whole_file

NAME: Final = "erasures.ndjson"


@dataclass(frozen=True, slots=True)
class Erasure:
    """That somebody was erased."""

    id: str
    customer: str
    at: datetime
    reason: str
    also: tuple[int, ...] = ()
    """Register numbers of entries about others that went as well."""

    def line(self) -> bytes:
        """As it is kept."""
        told: dict[str, Any] = {
            "id": self.id,
            "customer": self.customer,
            "at": self.at.astimezone(UTC).isoformat(),
            "reason": self.reason,
        }
        if self.also:
            told["also"] = list(self.also)
        return json.dumps(told).encode() + b"\n"


def note_erasure(home: Path, erasure: Erasure) -> None:
    """Add an erasure to the list; when this returns it is on the disk."""
    path = home / NAME
    is_new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        end = os.lseek(handle, 0, os.SEEK_END)
        is_torn = end > 0 and os.pread(handle, 1, end - 1) != b"\n"
        os.write(handle, (b"\n" if is_torn else b"") + erasure.line())
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        settle(home)


def read_erasures(path: Path) -> list[Erasure]:
    """The erasures of a list, in their order; of no list none. A line half-written is none."""
    if not path.exists():
        return []
    read = (_read(line) for line in path.read_bytes().splitlines())
    return [one for one in read if one is not None]


def _read(line: bytes) -> Erasure | None:
    try:
        told = json.loads(line)
        at, also = datetime.fromisoformat(told["at"]), tuple(map(int, told.get("also", ())))
        return Erasure(str(told["id"]), str(told["customer"]), at, str(told["reason"]), also)
    except (ValueError, KeyError, TypeError):
        return None


def take_in(home: Path, other: Path) -> int:
    """Add to the list here what another one has besides; gives how many those were."""
    here = read_erasures(home / NAME)
    known = {one.id for one in here}
    more = [one for one in read_erasures(other) if one.id not in known]
    if more:
        with whole_file(home / NAME) as draft:
            together = sorted([*here, *more], key=lambda one: one.at)
            draft.write_bytes(b"".join(one.line() for one in together))
            draft.chmod(0o600)
    return len(more)
