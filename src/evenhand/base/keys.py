"""The installation's own keys: made once, kept in files of their own, never in the database."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from evenhand.core.errors import SettingsRefused
from evenhand.core.said import said

_OPEN_TO_OTHERS = 0o077


def key_named(name: str, *, folder: Path, size: int = 48) -> str:
    """The secret of this name, made on first use. Raises SettingsRefused.

    Two processes that start together end up with the same one: whoever links its file first wins.
    """
    path = folder / name
    if not path.exists():
        _make(path, secrets.token_urlsafe(size))
    if path.stat().st_mode & _OPEN_TO_OTHERS:
        raise SettingsRefused(
            said(
                "{path} may be read by others than its owner; "
                "protect it (chmod 600), and replace the key if somebody may have read it",
                path=path,
            )
        )
    return path.read_text(encoding="ascii").strip()


def fingerprints(folder: Path) -> dict[str, str]:
    """By which each key of a folder is known again, without telling anything of it.

    Keys are random and long: nobody finds one by its hash.
    """
    return {
        path.name: hashlib.sha256(b"evenhand key\0" + path.read_bytes().strip()).hexdigest()[:16]
        for path in sorted(folder.glob("[!.]*"))
        if path.is_file()
    }


def _make(path: Path, secret: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
