"""One run at a time writes to a folder."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evenhand.core.errors import RunRefused
from evenhand.core.said import said

LOCK = ".lock"


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; the lock ends with it, however it ends.

    Raises RunRefused if another process holds it.
    """
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunRefused(
                said(
                    "another run is writing to {folder}: wait for it, or name another --out",
                    folder=folder,
                )
            ) from None
        yield
