"""A backup: one file with the database, the files, and a manifest of what has to be in it.

The keys are not in it: who finds a backup finds no key, and who restores needs them from elsewhere.
It is written beside its name and renamed when it is whole; a backup that was broken off leaves
nothing that could be taken for one.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from evenhand import __version__
from evenhand.base.digests import file_digest
from evenhand.base.durable import settle
from evenhand.base.environment import Environment
from evenhand.base.erasures import NAME as ERASURES
from evenhand.base.keys import fingerprints
from evenhand.base.postgres import dump
from evenhand.base.sqlite import library
from evenhand.core.errors import BackupRefused
from evenhand.core.said import said

MANIFEST: Final = "manifest.json"
SUFFIX: Final = ".evenhand-backup.tar"
PAGES: Final = 2_000
"""SQLite pages copied at a time, between which others may write."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    made_at: str
    version: str
    engine: str
    rows: dict[str, int]
    """Rows of each table, counted in the copy."""
    files: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each member of the archive."""
    keys: dict[str, str] = field(default_factory=dict)
    """The fingerprint of each key with which it was made."""

    @property
    def made(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def make_backup(
    environment: Environment, folder: Path, *, now: datetime, progress: Progress = silent
) -> Path:
    """Write a backup into a folder; gives its path. Raises BackupRefused, OSError.

    It is of one moment, though others write meanwhile.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_keys_beside(environment, folder)
    path = folder / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as work:
        database = Path(work) / "database"
        rows = copy_database(environment, database, progress)
        members = {
            "database": database,
            **_list_of_erasures(environment, Path(work)),
            **_stored_files(environment),
        }
        draft = Path(work) / "draft.tar"
        _write(draft, members, _manifest(environment, rows, members, now), progress)
        draft.rename(path)
    settle(folder)
    return path


def backups_in(folder: Path) -> list[Path]:
    """The backups of a folder, the newest first."""
    return sorted(folder.glob(f"*{SUFFIX}"), reverse=True)


def keep_newest(folder: Path, count: int) -> list[Path]:
    """Remove all but the newest; gives those removed."""
    surplus = backups_in(folder)[count:]
    for path in surplus:
        path.unlink()
    return surplus


def copy_database(environment: Environment, target: Path, progress: Progress) -> dict[str, int]:
    """Copy the database of now into a file; gives the rows of each table of the copy."""
    if environment.database_url:
        progress("database", 0, 1)
        return dump(environment.database(as_owner=True), target)
    source = environment.database()["NAME"]
    with (
        contextlib.closing(library.connect(source, timeout=30)) as old,
        contextlib.closing(library.connect(target)) as new,
    ):
        old.backup(
            new,
            pages=PAGES,
            progress=lambda _, left, total: progress("database", total - left, total),
        )
        return count_rows(new)


def count_rows(database: Any) -> dict[str, int]:  # noqa: ANN401 - a connection of the library's
    """Rows of each table of an SQLite database."""
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - a name it gave
        for (name,) in sorted(names)
    }


def _stored_files(environment: Environment) -> dict[str, Path]:
    """What people have uploaded, by its name in the archive."""
    home = environment.home / "files"
    return {
        f"files/{path.relative_to(home).as_posix()}": path
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


def _list_of_erasures(environment: Environment, work: Path) -> dict[str, Path]:
    """The list as it is after the database was copied: nothing erased in that copy is not on it."""
    source = environment.home / ERASURES
    if not source.exists():
        return {}
    shutil.copyfile(source, work / ERASURES)
    return {ERASURES: work / ERASURES}


def _manifest(
    environment: Environment, rows: dict[str, int], members: dict[str, Path], now: datetime
) -> Manifest:
    return Manifest(
        made_at=now.isoformat(),
        version=__version__,
        engine="postgresql" if environment.database_url else "sqlite",
        rows=rows,
        files={name: file_digest(path) for name, path in members.items()},
        keys=fingerprints(environment.keys_home),
    )


def _write(draft: Path, members: dict[str, Path], manifest: Manifest, progress: Progress) -> None:
    with draft.open("xb") as out:
        draft.chmod(0o600)
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
            _add_text(archive, MANIFEST, json.dumps(asdict(manifest), indent=1))
            for done, (name, path) in enumerate(members.items()):
                progress("files", done, len(members))
                archive.add(path, arcname=name, recursive=False)
        out.flush()
        os.fsync(out.fileno())


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


def _refuse_keys_beside(environment: Environment, folder: Path) -> None:
    if environment.keys_home.resolve().is_relative_to(folder.resolve()):
        raise BackupRefused(
            said(
                "{folder} holds the keys; back up to another folder, and keep the keys elsewhere",
                folder=folder,
            )
        )


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[Manifest, Path]]:
    """A backup unpacked into a folder that lasts as long as it is looked at.

    Raises BackupRefused if anything in it is not as its manifest says.
    """
    if not path.is_file():
        raise BackupRefused(said("{path} is no backup: there is no such file", path=path))
    with tempfile.TemporaryDirectory(prefix="evenhand-restore-") as work:
        folder = Path(work)
        try:
            with tarfile.open(path) as archive:
                archive.extractall(folder, filter="data")
            told: Any = json.loads((folder / MANIFEST).read_text("utf-8"))
            manifest = Manifest(**told)
        except (tarfile.TarError, OSError, ValueError, TypeError, KeyError) as error:
            raise BackupRefused(
                said("{path} is no whole backup: {reason}", path=path, reason=error)
            ) from error
        wrong = [
            name
            for name, expected in manifest.files.items()
            if not (folder / name).is_file() or file_digest(folder / name) != expected
        ]
        if wrong:
            raise BackupRefused(
                said(
                    "{path} is damaged: {names} are not as its manifest says",
                    path=path,
                    names=", ".join(wrong[:5]),
                )
            )
        yield manifest, folder
