"""`evenhand rulings`: rule every disputed customer of a contact file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.base.commands import Home
from evenhand.base.installation import use
from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.base.progress import StagedBar, counting_progress
from evenhand.core.errors import RunRefused
from evenhand.core.said import Said, said

if TYPE_CHECKING:
    from evenhand.insight.rulings import Finished, Request
    from evenhand.insight.rulings import Progress as Heard

_STAGES = {
    "reading": said("Reading the contacts"),
    "finding": said("Finding the disputes"),
    "ruling": said("Ruling"),
    "writing": said("Writing rulings and report"),
}


class Engine(StrEnum):
    """Where a bulk run computes."""

    local = "local"
    spark = "spark"


_Contacts = Annotated[
    Path | None,
    typer.Option(
        help="The contacts: CSV, .csv.gz, Parquet, or a folder of Parquet parts.", metavar="FILE"
    ),
]
_Mapping = Annotated[
    Path | None,
    typer.Option(help="What its columns and words mean (YAML).", metavar="MAP.yaml"),
]
_FromRegister = Annotated[
    bool,
    typer.Option(
        "--from-register", help="In place of a file: the contested customers of the register."
    ),
]
_Version = Annotated[
    str | None, typer.Option("--version", help="Rule under this version, whatever the date.")
]
_SkipBroken = Annotated[
    bool, typer.Option("--skip-broken", help="Leave broken lines out; rejected.csv lists them.")
]
_Restart = Annotated[bool, typer.Option("--restart", help="Replace the run that the folder holds.")]
_Engine = Annotated[
    Engine, typer.Option("--engine", help="Where to compute; the rulings are the same.")
]
_SparkMaster = Annotated[
    str | None,
    typer.Option(
        "--spark-master", help="Where Spark runs, if not as SPARK_MASTER or its settings say."
    ),
]


def rulings(
    policy: Annotated[
        str, typer.Option("--policy", "-p", help="The name of a policy that ships, or a file.")
    ],
    out: Annotated[Path, typer.Option(help="The folder for the rulings.", metavar="DIR")],
    lang: Lang,
    version: _Version = None,
    skip_broken: _SkipBroken = False,
    restart: _Restart = False,
    contacts: _Contacts = None,
    mapping: _Mapping = None,
    from_register: _FromRegister = False,
    home: Home = None,
    engine: _Engine = Engine.local,
    spark_master: _SparkMaster = None,
) -> None:
    """Rule every customer on whom two or more people worked.

    Of a contact file; or of the register of an installation, which is read once and stays in the
    folder until --restart reads it anew. Writes to the folder: rulings.parquet and rulings.csv,
    claimants.csv, report.html (to open in a browser), summary.json, and rejected.csv where lines
    were left out. May be stopped at any time; the same command goes on. Exit code 0: done; 1:
    something in the files is wrong; 130: interrupted.

    Example: evenhand rulings --policy bank-applications --contacts log.csv.gz
    --mapping policies/bank-applications/mapping.yaml --out out/bank
    """
    _ask_for_the_engine()
    if (contacts is None) is not from_register or (mapping is None) is not from_register:
        told = said("give either --contacts with --mapping, or --from-register")
        raise typer.BadParameter(spoken(told))
    from evenhand.insight.rulings import Request  # the engine takes a while to load

    if spark_master is not None and engine is not Engine.spark:
        raise typer.BadParameter(spoken(said("--spark-master goes with --engine spark")))
    request = Request(
        policy,
        contacts or Path(),
        mapping or Path(),
        out,
        version,
        skip_broken,
        restart,
        lang.value,
        engine.value,
        spark_master,
    )
    run = _runner(home, from_register)
    try:
        with counting_progress() as progress:
            finished = run(request, StagedBar(progress, _STAGES))
    except KeyboardInterrupt:
        told = said("interrupted; nothing is half-written: the same command goes on")
        typer.echo(spoken(told), err=True)
        raise typer.Exit(130) from None
    _tell(finished)


def _runner(home: Path | None, from_register: bool) -> Callable[[Request, Heard], Finished]:
    """What rules: of a file, which needs no installation, or of the register."""
    if from_register:
        use(home)
        from evenhand.insight.of_register import rule_register

        return rule_register
    from evenhand.insight.rulings import rule_contacts

    return rule_contacts


def _ask_for_the_engine() -> None:
    """Raises RunRefused where DuckDB and Arrow, which the application does without, are missing."""
    if any(find_spec(name) is None for name in ("duckdb", "pyarrow")):
        raise RunRefused(
            said(
                "rulings over a whole file need the extra `bulk`, which is not installed; "
                "install it: {command}",
                command="uv sync --extra bulk, or pip install 'evenhand[bulk]'",
            )
        )


def _tell(finished: Finished) -> None:
    for line in _told(finished):
        typer.echo(spoken(line))


def _told(finished: Finished) -> Iterator[Said]:
    folder = finished.folder
    if not finished.anew:
        yield said(
            "{folder} holds the rulings of these inputs already; disputes: {count:,}",
            folder=folder,
            count=finished.disputes,
        )
        return
    if finished.encoding:
        yield said("Read as {encoding}.", encoding=finished.encoding)
    if finished.broken:
        yield said(
            "Broken lines left out: {count:,} ({file})",
            count=finished.broken,
            file=folder / "rejected.csv",
        )
    yield said(
        "Disputes ruled: {count:,}. Open {file}",
        count=finished.disputes,
        file=folder / "report.html",
    )
