"""Restoring a backup, and the drill that shows that it could be."""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from evenhand import __version__
from evenhand.base.backup import Manifest, count_rows, make_backup, opened
from evenhand.base.durable import whole_file
from evenhand.base.environment import Environment
from evenhand.base.erasures import NAME as ERASURES
from evenhand.base.erasures import take_in
from evenhand.base.keys import fingerprints
from evenhand.base.postgres import connect, run_program
from evenhand.base.postgres import count_rows as count_postgres
from evenhand.base.sqlite import library
from evenhand.core.errors import BackupRefused
from evenhand.core.said import Said, said

Hook = Callable[[], Iterable[Said]]
"""What a feature does to a restored database; gives what it has to say: `AFTER_RESTORE`."""


@dataclass(frozen=True, slots=True)
class Drill:
    """What a drill found: nothing is lost that the backup held."""

    manifest: Manifest
    seconds: float
    """How long it took to have everything back: what a restore would take, or less."""
    age_seconds: float
    """How much of the work would be lost: everything since the backup was made."""
    rows: int
    files: int


def drill(environment: Environment, path: Path, *, now: datetime) -> Drill:
    """Restore into a place of its own and look at everything. Raises BackupRefused."""
    begun = time.monotonic()
    with opened(path) as (manifest, folder):
        if manifest.engine == "sqlite":
            counted = _check_sqlite(folder / "database")
        else:
            with _database_of_its_own(environment) as database:
                _load(folder / "database", database)
                with connect(database) as connection:
                    counted = count_postgres(connection)
        _compare(manifest, counted)
        return Drill(
            manifest,
            time.monotonic() - begun,
            (now - manifest.made).total_seconds(),
            sum(counted.values()),
            sum(name.startswith("files/") for name in manifest.files),
        )


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has done, or left for somebody to do."""

    aside: Path | None
    """Where that is now which was there before: a database, or on PostgreSQL a backup of it."""
    other_keys: list[str]
    """Keys that are not those with which the backup was made."""
    made: datetime
    """When the backup was made."""
    has_old_list: bool
    """Whether the list of erasures that was here is not the one of where the backup comes from:
    who was erased there since the backup was made is then not known here."""


def after_restore() -> Iterator[Said]:
    """What the features do to a database that was restored and brought up to date."""
    for name in settings.AFTER_RESTORE:
        hook: Hook = import_string(name)
        yield from hook()


def restore(environment: Environment, path: Path, *, over: bool, now: datetime) -> Restored:
    """Put a backup in the place of what is there, which is kept.

    Raises BackupRefused if something is there and `over` was not said, if the backup is damaged, or
    of a later version than this one.
    """
    with opened(path) as (manifest, folder):
        if _version(manifest.version) > _version(__version__):
            raise BackupRefused(
                said(
                    "this backup is of version {theirs}; this is {ours}: install a later one first",
                    theirs=manifest.version,
                    ours=__version__,
                )
            )
        engine = "postgresql" if environment.database_url else "sqlite"
        if manifest.engine != engine:
            raise BackupRefused(
                said(
                    "this backup is of {engine}; DATABASE_URL says otherwise",
                    engine=manifest.engine,
                )
            )
        if engine == "sqlite":
            counted = _check_sqlite(folder / "database")
            _compare(manifest, counted)
            aside = _make_room(environment, over=over, now=now)
            _put_in_place(folder / "database", Path(environment.database()["NAME"]))
        else:
            aside = _keep_a_copy(environment, over=over, now=now)
            database = environment.database(as_owner=True)
            _load(folder / "database", database, "--clean", "--if-exists")
        _put_files_back(folder / "files", environment.home / "files")
        here = fingerprints(environment.keys_home)
        other = [name for name, known in manifest.keys.items() if here.get(name) != known]
        had_list = (environment.home / ERASURES).exists()
        more = take_in(environment.home, folder / ERASURES)
        is_strange = more > 0 or (aside is None and not had_list)
        return Restored(aside, other, manifest.made, is_strange)


def _version(text: str) -> tuple[int, ...]:
    """The numbers of a version.

    >>> _version("1.12.0")
    (1, 12, 0)
    """
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def _put_in_place(source: Path, database: Path) -> None:
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with whole_file(database) as draft:
        shutil.copyfile(source, draft)
        draft.chmod(0o600)


def _keep_a_copy(environment: Environment, *, over: bool, now: datetime) -> Path | None:
    """A backup of the database that is there, before another one takes its place."""
    database = environment.database(as_owner=True)
    if not _is_in_use(database):
        return None
    if not over:
        raise _something_is_there(database["NAME"])
    return make_backup(environment, environment.home / "backups" / "before-restore", now=now)


def _make_room(environment: Environment, *, over: bool, now: datetime) -> Path | None:
    """Move the database that is there aside, with what belongs to it."""
    database = Path(environment.database()["NAME"])
    if not database.exists():
        return None
    if not over:
        raise _something_is_there(str(database))
    aside = database.with_name(f"{database.name}.before-{now:%Y%m%dT%H%M%S}")
    with contextlib.closing(library.connect(database, timeout=30)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.rename(aside)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    return aside


def _something_is_there(name: str) -> BackupRefused:
    return BackupRefused(
        said(
            "{name} holds something; say --over to put the backup in its place "
            "(stop the server first)",
            name=name,
        )
    )


def _put_files_back(source: Path, target: Path) -> None:
    """Files are named by what is in them: those that are there already are the same."""
    for path in source.rglob("*") if source.exists() else ():
        place = target / path.relative_to(source)
        if path.is_file() and not place.exists():
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(path, place)
            place.chmod(0o600)


def _check_sqlite(path: Path) -> dict[str, int]:
    with contextlib.closing(library.connect(path)) as database:
        faults = [row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
        faults += [str(row) for row in database.execute("PRAGMA foreign_key_check")]
        if faults:
            raise BackupRefused(
                said("the database in it is damaged: {fault}", fault="; ".join(faults[:3]))
            )
        return count_rows(database)


def _compare(manifest: Manifest, counted: dict[str, int]) -> None:
    """Raises BackupRefused if rows are missing."""
    short = {
        name: (expected, counted.get(name, 0))
        for name, expected in manifest.rows.items()
        if counted.get(name, 0) != expected
    }
    if short:
        raise BackupRefused(said("rows are missing from the backup: {tables}", tables=short))


@contextlib.contextmanager
def _database_of_its_own(environment: Environment) -> Iterator[dict[str, Any]]:
    owner = environment.database(as_owner=True)
    name = f"evenhand_drill_{secrets.token_hex(4)}"
    run_program("createdb", name, database=owner)
    try:
        yield owner | {"NAME": name}
    finally:
        run_program("dropdb", "--if-exists", name, database=owner)


def _load(dump: Path, database: dict[str, Any], *options: str) -> None:
    run_program(
        "pg_restore",
        "--single-transaction",
        "--no-owner",
        f"--dbname={database['NAME']}",
        *options,
        str(dump),
        database=database,
    )


def _is_in_use(database: dict[str, Any]) -> bool:
    with connect(database) as connection:
        found = connection.execute("SELECT to_regclass('public.base_company')").fetchone()
        if not found or found[0] is None:
            return False
        held = connection.execute("SELECT 1 FROM base_company").fetchone()
        return held is not None
