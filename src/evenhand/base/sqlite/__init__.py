"""SQLite as Evenhand uses it: a library without the WAL-reset bug, settings that keep promises.

Importing this package puts pysqlite3 in the place of Python's own sqlite3, for the whole process:
two SQLite libraries on one file break its POSIX locks. So it is imported before Django opens a
database, and nothing else imports sqlite3.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Any, Final

import pysqlite3
from pysqlite3 import dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = dbapi2

library: Final[Any] = dbapi2
"""The one SQLite of this process, for those who go past Django."""

SAFE_FROM: Final = (3, 51, 3)
"""The first SQLite whose WAL survives a checkpoint that races with a commit."""

VERSION: Final[tuple[int, ...]] = pysqlite3.sqlite_version_info

OPTIONS: Final = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON;PRAGMA secure_delete=ON;PRAGMA trusted_schema=OFF;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;"
    ),
}
"""FULL: what was acknowledged survives a power loss. IMMEDIATE: no lock is upgraded half-way."""


def is_safe(version: tuple[int, ...] = VERSION) -> bool:
    """Whether several processes may write one file without corrupting it.

    >>> is_safe((3, 51, 2)), is_safe((3, 53, 4))
    (False, True)
    """
    return version >= SAFE_FROM


def empty_log(database: Path, *, patience: float = 3.0) -> bool:
    """Bring the write-ahead log into the database, and leave nothing in it of what was deleted.

    Whether that could be done: not while somebody reads what was there before, for longer than
    `patience` seconds.
    """
    with contextlib.closing(library.connect(database, timeout=patience)) as connection:
        is_busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy
