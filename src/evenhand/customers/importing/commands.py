"""`evenhand register import`: the old register of a company, entered into the new one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from evenhand.base.commands import Home
from evenhand.base.installation import use
from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.core.said import Said, nsaid, said

if TYPE_CHECKING:
    from evenhand.customers.importing.problems import Problems
    from evenhand.customers.importing.running import Finished

_STAGES = {
    "reading": said("Reading and checking"),
    "writing": said("Entering"),
}


def import_register(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The old register: CSV, .csv.gz, or NDJSON.")
    ],
    by: Annotated[
        str, typer.Option("--by", metavar="LOGIN", help="The administrator who answers for it.")
    ],
    _lang: Lang,
    home: Home = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="MAP.yaml", help="What its columns and words mean."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read everything, say what is wrong, enter nothing.")
    ] = False,
    skip_bad: Annotated[
        bool,
        typer.Option("--skip-bad", help="Leave lines out in which something is wrong; list them."),
    ] = False,
    problems: Annotated[
        Path | None,
        typer.Option("--problems", metavar="OUT.csv", help="Write everything that is wrong there."),
    ] = None,
    batch: Annotated[
        int, typer.Option("--batch", min=1, max=20_000, help="How many entries a commit holds.")
    ] = 1_000,
) -> None:
    """Enter the old register of a company, in the order of its lines.

    An imported entry is an entry of today: a policy takes it for late unless it happened today,
    and what the old register says of its own recording stays a claim beside it. If anything is
    wrong with any line, nothing is entered. May be stopped at any time: the same command goes on.
    Exit code 0: done; 1: something in the file is wrong; 130: interrupted.

    Example: evenhand register import book-2025.csv --by boss --dry-run
    """
    use(home)
    from evenhand.customers.importing.running import Request
    from evenhand.customers.importing.running import import_register as run

    asked = Request(file, by, mapping, dry_run, skip_bad, problems, batch)
    try:
        with _shown() as show:
            finished = run(asked, show)
    except KeyboardInterrupt:
        told = said("interrupted; what was entered stands whole: the same command goes on")
        typer.echo(spoken(told), err=True)
        raise typer.Exit(130) from None
    _tell_problems(finished.problems, problems)
    for line in _told(finished, dry_run=dry_run):
        typer.echo(spoken(line))
    if finished.problems.count and (dry_run or not skip_bad):
        typer.echo(spoken(said("Nothing was entered.")), err=True)
        raise typer.Exit(1)


@contextmanager
def _shown() -> Iterator[Show]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        yield Show(bar)


class Show:
    """Progress on the terminal; nothing where there is none."""

    def __init__(self, bar: Progress) -> None:
        self.bar = bar
        self.task = bar.add_task(spoken(_STAGES["reading"]), total=None)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """How far a stage has come."""
        told = spoken(_STAGES[stage])
        self.bar.update(self.task, description=told, completed=done, total=total or None)


def _tell_problems(problems: Problems, listed: Path | None) -> None:
    for one in sorted(problems.shown, key=lambda one: (one.line, one.column)):
        typer.echo(spoken(one.said), err=True)
    if not problems.count:
        return
    told = said(
        "Problems: {count:,}, in lines: {lines:,}; shown: {shown:,}",
        count=problems.count,
        lines=problems.lines,
        shown=len(problems.shown),
    )
    typer.echo(spoken(told), err=True)
    if listed is not None:
        typer.echo(spoken(said("All of them: {path}", path=listed)), err=True)


def _told(finished: Finished, *, dry_run: bool) -> Iterator[Said]:
    yield finished.read
    if finished.unknowable:
        yield nsaid(
            "One line has neither a telephone nor a customer number: its customer is new.",
            "{count:,} lines have neither a telephone nor a customer number: the customer of each "
            "of them is new.",
            finished.unknowable,
        )
    run = finished.run
    if run is None:
        if dry_run or not finished.problems.count:
            yield said("Lines that can be entered: {lines:,}.", lines=finished.lines)
            yield _LATE
        return
    if finished.was_done:
        yield said(
            "This file was imported already: entries {first} to {last}. Nothing was entered again.",
            first=run.first,
            last=run.last,
        )
        return
    if run.skipped:
        yield said("Lines left out: {count:,}.", count=run.skipped)
    yield said(
        "Entries: {entries:,}, register numbers {first} to {last}. Customers added: {customers:,}.",
        entries=run.entries,
        first=run.first,
        last=run.last,
        customers=run.customers,
    )
    if finished.entered < run.entries:
        yield said(
            "Of these, entered before the interruption: {count:,}.",
            count=run.entries - finished.entered,
        )
    yield said("Recorded on a later day than they happened: {late:,}.", late=run.late)
    yield _LATE
    yield said(
        "{seconds:.1f} s, {rate:,.0f} entries a second.",
        seconds=finished.seconds,
        rate=finished.entered / max(finished.seconds, 0.001),
    )
    yield said(
        "Checkpoint: {size} entries, root {root}.",
        size=finished.checkpoint.splitlines()[1],
        root=finished.checkpoint.splitlines()[2],
    )


_LATE = said(
    "They are entries of today: a policy that strikes late entries strikes each that did not "
    "happen today. What the old register says of its recording is kept with them as a claim."
)
