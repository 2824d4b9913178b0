"""Files that are there whole or not at all, whenever the power goes."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evenhand.core.errors import RunRefused
from evenhand.core.said import said

LOCK = ".lock"
_UNFINISHED = ".unfinished"


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary file to write; it takes its name only when it stands on the disk in full.

    Two who write the same file at once do not get in each other's way: the last one stands.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_UNFINISHED}")
    try:
        yield draft
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync(draft)
    draft.replace(path)
    _sync(path.parent)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole."""
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def sweep_unfinished(folder: Path) -> None:
    """Remove what a killed run left behind half-written."""
    for draft in folder.glob(f".*{_UNFINISHED}"):
        draft.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
