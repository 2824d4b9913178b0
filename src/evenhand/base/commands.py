"""`evenhand backup`, `restore` and `upgrade`: the data of an installation, kept and moved."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from evenhand.base.environment import Environment
from evenhand.base.erasures import NAME as ERASURES
from evenhand.base.installation import bring_up_to_date, pending_migrations, use
from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.core.said import said

if TYPE_CHECKING:
    from evenhand.base.restore import Restored

Home = Annotated[
    Path | None,
    typer.Option("--home", metavar="FOLDER", help="The installation, if not EVENHAND_HOME."),
]
_STAGES = {"database": said("Copying the database"), "files": said("Copying the files")}


def backup(
    _lang: Lang,
    home: Home = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Where backups go; default: home/backups."),
    ] = None,
    keep: Annotated[
        int, typer.Option("--keep", min=1, help="How many of the newest stay in that folder.")
    ] = 14,
) -> None:
    """Write a backup of one moment, while others go on working.

    It holds the database and the files, not the keys: keep those elsewhere (home/keys).

    Example: evenhand backup --to /mnt/backups --keep 30
    """
    environment = use(home)
    from evenhand.base.backup import keep_newest, make_backup

    folder = to or environment.home / "backups"
    with _watched() as shown:
        path = make_backup(environment, folder, now=datetime.now(UTC), progress=shown.show)
    removed = keep_newest(folder, keep)
    typer.echo(
        spoken(said("Written: {path} ({size:,} bytes)", path=path, size=path.stat().st_size))
    )
    if removed:
        typer.echo(spoken(said("Older backups removed: {count:,}", count=len(removed))))


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.", metavar="FILE")],
    _lang: Lang,
    home: Home = None,
    drill: Annotated[
        bool, typer.Option("--drill", help="Restore elsewhere, look at everything, change nothing.")
    ] = False,
    over: Annotated[
        bool, typer.Option("--over", help="Put it in the place of what is there.")
    ] = False,
) -> None:
    """Put a backup back, or drill it.

    A drill restores into a place of its own, checks the database, counts every row and compares
    every file, and says how long that took and how old the backup is. A backup of an earlier
    version is brought to this one.

    Example: evenhand restore backups/20261126T080000Z.evenhand-backup.tar --drill
    """
    environment = use(home)
    from evenhand.base import restore as restoring

    now = datetime.now(UTC)
    if drill:
        found = restoring.drill(environment, file, now=now)
        told = said(
            "The backup is whole: {rows:,} rows, {files:,} files.\n"
            "    Restoring takes {seconds:.1f} s.\n"
            "    What was written since would be lost: {hours:.1f} h.",
            rows=found.rows,
            files=found.files,
            seconds=found.seconds,
            hours=found.age_seconds / 3600,
        )
        typer.echo(spoken(told))
        return
    done = restoring.restore(environment, file, over=over, now=now)
    bring_up_to_date(environment)
    for told in restoring.after_restore():
        typer.echo(spoken(told))
    typer.echo(spoken(said("Restored. Start the server with `evenhand serve`.")))
    if done.aside is not None:
        typer.echo(spoken(said("What was there before: {path}", path=done.aside)))
    _warn_of_strangeness(environment, done)


def _warn_of_strangeness(environment: Environment, done: Restored) -> None:
    """What is not as it was where the backup was made."""
    if done.has_old_list:
        made = done.made.astimezone(UTC).isoformat(" ", "minutes")
        told = said(
            "Who was erased after {made} is not known here. If this backup comes from another "
            "machine, copy the list of that one to {path} and run `evenhand register purge`.",
            made=made,
            path=environment.home / ERASURES,
        )
        typer.echo(spoken(told), err=True)
    if done.other_keys:
        told = said(
            "The keys here are not those of the backup: {names}. Put those into {folder} before "
            "you start: without them nobody's second factor can be read, and addresses for "
            "messages are lost.",
            names=", ".join(done.other_keys),
            folder=environment.keys_home,
        )
        typer.echo(spoken(told), err=True)


def upgrade(
    _lang: Lang,
    home: Home = None,
    back_up: Annotated[
        bool, typer.Option("--backup/--no-backup", help="Write a backup before.")
    ] = True,
) -> None:
    """Bring the database to this version, after a backup.

    May be broken off at any moment: the same command goes on.

    Example: evenhand upgrade
    """
    environment = use(home)
    from evenhand.base.backup import make_backup

    waiting = pending_migrations()
    if not waiting:
        typer.echo(spoken(said("The database is of this version already.")))
    elif back_up and (environment.database_url or environment.database()["NAME"].exists()):
        with _watched() as shown:
            folder = environment.home / "backups"
            path = make_backup(environment, folder, now=datetime.now(UTC), progress=shown.show)
        typer.echo(spoken(said("Backed up: {path}", path=path)))
    bring_up_to_date(environment)
    if waiting:
        typer.echo(spoken(said("Upgraded; steps carried out: {count:,}", count=len(waiting))))


class _watched:  # noqa: N801 - used like a function
    """Progress on the terminal; nothing where there is none."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn())
        self.bar = Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        )
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> _watched:
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def show(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage has come."""
        if stage not in self.tasks:
            self.tasks[stage] = self.bar.add_task(spoken(_STAGES[stage]), total=total)
        self.bar.update(self.tasks[stage], completed=done, total=total)
