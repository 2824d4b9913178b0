"""Where the bytes lie: by their SHA-256, written once, never overwritten.

`files/ab/cdef…` holds what was handed in, `files/shown/ab/cdef…` a picture made to be shown,
`files/quarantine/…` what a scanner found infected, `files/incoming/…` what is being received.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

SHOWN, QUARANTINE, INCOMING, TRASH = "shown", "quarantine", "incoming", "trash"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of all files."""

    folder: Path

    def path(self, sha256: str, *, within: str = "") -> Path:
        """Where the bytes of this hash lie, or would lie."""
        return self.folder / within / sha256[:2] / sha256[2:]

    def receive(self, chunks: Iterator[bytes]) -> tuple[Path, str, int]:
        """Write a draft; gives it with its hash and its size. Whoever asked keeps or drops it."""
        draft = self.draft()
        digest, size = hashlib.sha256(), 0
        try:
            with _made(draft) as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return draft, digest.hexdigest(), size

    def draft(self) -> Path:
        """A new name beneath `incoming`."""
        folder = self.folder / INCOMING
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / secrets.token_hex(16)

    def keep(self, draft: Path, sha256: str, *, within: str = "") -> Path:
        """Put a draft in its place. What is there already stays, and counts as new: see `jobs`."""
        path = self.path(sha256, within=within)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            # link, not rename: of two who come at once the second finds the first, unchanged.
            os.link(draft, path)
        except FileExistsError:
            os.utime(path)
        draft.unlink()
        _sync_folder(path.parent)
        return path

    def move(self, sha256: str, *, source: str = "", target: str = "") -> None:
        """Move bytes between the parts of the store; what has been moved already is left."""
        path, new = self.path(sha256, within=source), self.path(sha256, within=target)
        new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            path.rename(new)
        except FileNotFoundError:
            return
        _sync_folder(new.parent)

    def drop(self, sha256: str, *, older_than: float) -> None:
        """Remove bytes from every part of the store, for good.

        What was handed in again since then, in seconds of the epoch, stays for the sweep to judge.
        """
        for part in ("", SHOWN, QUARANTINE):
            for within in (part, f"{TRASH}/{part}"):
                path = self.path(sha256, within=within)
                if path.exists() and path.stat().st_mtime <= older_than:
                    path.unlink(missing_ok=True)
                    _sync_folder(path.parent)

    def hashes(self, *, within: str = "") -> Iterator[tuple[str, Path]]:
        """Everything that lies in a part of the store, by its hash."""
        base = self.folder / within
        for folder in sorted(base.iterdir()) if base.is_dir() else ():
            if len(folder.name) == 2:
                for path in sorted(folder.iterdir()):
                    yield folder.name + path.name, path


def the_store() -> Store:
    """The store of this installation."""
    return Store(settings.ENVIRONMENT.home / "files")


def _made(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _sync_folder(folder: Path) -> None:
    """A name is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
