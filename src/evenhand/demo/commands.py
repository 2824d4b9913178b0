"""`evenhand demo`: the demonstration in a browser, on this machine alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evenhand.base.installation import bring_up_to_date, use
from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.base.server import refuse_taken, run_server
from evenhand.core.said import said

ADDRESS = "127.0.0.1"


def demo(
    _lang: Lang,
    port: Annotated[int, typer.Option("--port", help="Where it listens on 127.0.0.1.")] = 8000,
    home: Annotated[
        Path, typer.Option("--home", metavar="FOLDER", help="Where its own files are kept.")
    ] = Path("~/.local/share/evenhand-demonstration"),
) -> None:
    """Start the demonstration: a made-up company to try things in, on this machine only.

    It keeps to files of its own and never becomes a real company; that is `evenhand init`.

    Example: evenhand demo --port 8080
    """
    refuse_taken(ADDRESS, port)
    environment = use(
        home,
        is_server=True,
        demonstration="true",
        url=f"http://{ADDRESS}:{port}",
    )
    typer.echo(spoken(said("Preparing the demonstration ...")))
    bring_up_to_date(environment)
    from evenhand.base.worker import beside
    from evenhand.demo.actions import fill_demonstration

    fill_demonstration()
    typer.echo(
        spoken(said("Open http://{address}:{port} — Ctrl+C ends it.", address=ADDRESS, port=port))
    )
    with beside(is_wanted=True):
        run_server(address=ADDRESS, port=port)
