"""`evenhand register erase` and `purge`: a customer goes, and so does the space they stood in.

`evenhand customers index`: the rows by which customers are looked up.
"""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from evenhand.base.commands import Home
from evenhand.base.installation import use
from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.core.errors import NotFound
from evenhand.core.register.entry import ERASED_BECAUSE
from evenhand.core.said import nsaid, said

app = typer.Typer(
    no_args_is_help=True,
    help="What customers are looked up by.",
)


@app.callback()
def customers() -> None:
    """What customers are looked up by."""


@app.command()
def index(
    _lang: Lang,
    home: Home = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Only of customers who have none.")
    ] = False,
) -> None:
    """Write the keys by which customers are looked up anew, after an update that says so.

    Customers can be looked up and added meanwhile. It may be stopped at any time; with --missing it
    goes on with those who have no keys. Exit code 0: done; 130: interrupted.

    Example: evenhand customers index --missing
    """
    use(home)
    from evenhand.customers.keys import write_all_keys

    done = 0
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    try:
        with Progress(
            *columns, TimeElapsedColumn(), console=console, transient=True,
            disable=not console.is_terminal,
        ) as bar:  # fmt: skip
            task = bar.add_task(spoken(said("Writing keys")), total=None)
            for done, total in write_all_keys(is_missing_only=missing):
                bar.update(task, completed=done, total=total)
    except KeyboardInterrupt:
        told = said("interrupted; the keys of {count:,} customers are written", count=done)
        typer.echo(spoken(told), err=True)
        raise typer.Exit(130) from None
    told = said("Customers whose keys were written: {count:,}.", count=done)
    typer.echo(spoken(told))


def erase(
    customer: Annotated[str, typer.Argument(help="The public id, as it stands in the address.")],
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            metavar="REASON",
            help="Why: request, purpose_ended, retention_over or unlawful.",
        ),
    ],
    _lang: Lang,
    home: Home = None,
    yes: Annotated[bool, typer.Option("--yes", help="Erase; else only the list is shown.")] = False,
) -> None:
    """Show every place where a customer appears and, with --yes, erase them there.

    It cannot be undone. Entries keep their number, time and kind, and the register verifies.

    Example: evenhand register erase k3m9… --reason request --yes
    """
    if reason not in ERASED_BECAUSE:
        raise typer.BadParameter(", ".join(ERASED_BECAUSE), param_hint="--reason")
    use(home)
    from evenhand.customers.actions import erase_customer
    from evenhand.customers.erasing import map_of
    from evenhand.customers.models import Customer

    found = Customer.objects.filter(public_id=customer).first()
    if found is None:
        raise NotFound(said("there is no customer {name}", name=customer))
    shown = map_of(found)
    for one in shown.found:
        typer.echo(f"{one.count:>7,}  {one.place.label}")
    if shown.mentions:
        numbers = ", ".join(map(str, shown.mentions))
        told = said("Entries about others that mention them, and stay: {numbers}", numbers=numbers)
        typer.echo(spoken(told))
    for path in shown.copies:
        typer.echo(spoken(said("An older copy, which keeps them: {path}", path=path)))
    if not yes:
        typer.echo(spoken(said("Nothing was erased. Say --yes to erase them.")))
        return
    done = erase_customer(found, reason=reason, by=None)
    typer.echo(spoken(said("Erased. Entry {number} says so.", number=done.entry_id)))
    done.refresh_from_db()
    if done.purged_at is None:
        typer.echo(spoken(_unpurged()), err=True)


def purge(_lang: Lang, home: Home = None) -> None:
    """Finish erasures: of a database that was restored, and of the space that they stood in.

    SQLite: the log is emptied. PostgreSQL: the tables are written anew, which only their owner may
    (DATABASE_OWNER_URL) and which keeps others waiting. Exit code 1 if it cannot be done now.

    Example: evenhand register purge
    """
    environment = use(home)
    from evenhand.customers.erasing import purge as empty
    from evenhand.customers.erasing import rewrite
    from evenhand.customers.restored import after_restore

    for told in after_restore():
        typer.echo(spoken(told))
    if not environment.database_url:
        if not empty():
            typer.echo(spoken(_unpurged()), err=True)
            raise typer.Exit(1)
        typer.echo(spoken(said("Nothing of what was erased is left in the database.")))
        return
    count = rewrite(environment.database(as_owner=True))
    told = nsaid("Written anew: {count} table.", "Written anew: {count} tables.", count=count)
    typer.echo(spoken(told))


def _unpurged() -> str:
    return said(
        "What was erased is not yet overwritten on the disk: something still reads what was there "
        "before, or the owner of the tables has to do it. Run `evenhand register purge` later."
    )
