"""`evenhand match` and `evenhand check`: which records of files are the same customer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.base.progress import StagedBar, counting_progress
from evenhand.core.errors import RunRefused
from evenhand.core.said import Said, nsaid, said
from evenhand.customers.matching.words import FIELDS, LEVELS

if TYPE_CHECKING:
    from evenhand.core.identity.decide import Decision
    from evenhand.customers.matching.checking import Checked
    from evenhand.customers.matching.running import Finished

MOST_SHOWN = 5

_STAGES = {
    "reading": said("Reading and normalising"),
    "learning": said("Learning what the fields weigh"),
    "weighing": said("Weighing pairs"),
    "clustering": said("Clustering"),
    "writing": said("Writing"),
}


class Engine(StrEnum):
    """Where matching is computed."""

    local = "local"
    spark = "spark"


def match(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Customer files: .csv, .csv.gz, .xlsx, .parquet."),
    ],
    out: Annotated[Path, typer.Option(help="The folder for what comes out.", metavar="DIR")],
    lang: Lang,
    mapping: Annotated[
        Path | None,
        typer.Option(help="What the columns mean; else told from their names.", metavar="FILE"),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(help="Weigh with the model of an earlier run.", metavar="FILE"),
    ] = None,
    engine: Annotated[Engine, typer.Option("--engine", help="Where to compute.")] = Engine.local,
    spark_master: Annotated[
        str | None, typer.Option(help="Where Spark runs, as local[*].", metavar="URL")
    ] = None,
    memory: Annotated[
        str, typer.Option(help="Memory that the database may use, as 2GB.", metavar="SIZE")
    ] = "2GB",
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin anew in a folder that holds a run.")
    ] = False,
) -> None:
    """Find the records of files that are the same customer, and say why.

    Learns from the files themselves how much each field says. Writes to the folder:
    clusters.parquet and clusters.csv, pairs.parquet (with the evidence), review.csv (possibly the
    same: for people), households.csv (related, not the same), model.json, summary.json and
    report.html. May be stopped at any time; the same command goes on. Exit code 0: done; 1:
    something in the files is wrong; 130: interrupted.

    Example: evenhand match customers.xlsx leads.csv --out out/match
    """
    ask_for_the_engine()
    _ask_for_spark(engine, spark_master)
    from evenhand.customers.matching.running import Request, match_files  # takes a while to load

    request = Request(
        tuple(files),
        out,
        mapping,
        engine.value,
        restart,
        lang.value,
        memory,
        model=model,
        spark_master=spark_master,
    )
    with _interruptible(), counting_progress() as progress:
        finished = match_files(request, StagedBar(progress, _STAGES))
    _tell(finished)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C is answered in one line."""
    try:
        yield
    except (KeyboardInterrupt, Exception) as error:
        if not _was_interrupted(error):
            raise
        told = said("interrupted; nothing is half-written: the same command goes on")
        typer.echo(spoken(told), err=True)
        raise typer.Exit(130) from None


def _was_interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is what stopped it: the database tells Splink, and Splink tells its own."""
    from duckdb import InterruptException

    while error is not None:
        if isinstance(error, (KeyboardInterrupt, InterruptException)):
            return True
        if isinstance(error, RuntimeError) and "interrupted" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def ask_for_the_engine() -> None:
    """Raises RunRefused where DuckDB, Arrow or Splink, which the application does without, miss."""
    if any(find_spec(name) is None for name in ("duckdb", "pyarrow", "splink")):
        raise RunRefused(
            said(
                "matching whole files needs the extra `bulk`, which is not installed; "
                "install it: {command}",
                command="uv sync --extra bulk, or pip install 'evenhand[bulk]'",
            )
        )


def _ask_for_spark(engine: Engine, master: str | None) -> None:
    if engine is Engine.spark:
        from evenhand.engines.spark.session import check_installed  # takes DuckDB

        check_installed()
    elif master is not None:
        raise typer.BadParameter(spoken(said("--spark-master goes with --engine spark")))


def _tell(finished: Finished) -> None:
    one = finished.outcome
    lines = [
        said(
            "{records:,} records are {customers:,} customers; {clusters:,} of them stand more than "
            "once",
            records=one.records,
            customers=one.customers,
            clusters=one.clusters,
        ),
        nsaid(
            "{count} pair is for people to look at: review.csv",
            "{count} pairs are for people to look at: review.csv",
            one.possible,
        ),
        nsaid(
            "{count} household or group: households.csv",
            "{count} households and groups: households.csv",
            one.households,
        ),
    ]
    if finished.broken:
        lines.append(
            nsaid(
                "{count} line is no row and was left out:",
                "{count} lines are no rows and were left out:",
                len(finished.broken),
            )
        )
        lines += [
            said("{file}, line {line}: {reason}", file=file, line=line, reason=reason)
            for file, line, reason in finished.broken[:MOST_SHOWN]
        ]
    lines.append(said("report: {path}", path=finished.folder / "report.html"))
    for line in lines:
        typer.echo(spoken(line))


def check(
    name: Annotated[str, typer.Argument(help="The customer's name, as it would be typed.")],
    against: Annotated[
        Path, typer.Option(help="The customer file to look through.", metavar="FILE")
    ],
    _lang: Lang,
    phone: Annotated[str, typer.Option(help="A telephone number.")] = "",
    email: Annotated[str, typer.Option(help="An e-mail address.")] = "",
    tax: Annotated[str, typer.Option(help="A tax code.")] = "",
    number: Annotated[str, typer.Option(help="The number of an identity card.")] = "",
    born: Annotated[str, typer.Option(help="The date of birth.")] = "",
    address: Annotated[str, typer.Option(help="The address.")] = "",
    city: Annotated[str, typer.Option(help="The city or province.")] = "",
    mapping: Annotated[
        Path | None,
        typer.Option(help="What the columns mean; else told from their names.", metavar="FILE"),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(help="A model that `evenhand match` wrote; else the one that ships."),
    ] = None,
) -> None:
    """Say whether a customer is already in a file: the same, possibly, or not – and why.

    Shows the records that may be the customer with what each field says, in bits: each bit doubles
    the odds. Where it is not sure it names the field that would settle it. Exit code 0: an answer
    was given; 1: the file or the question cannot be used.

    Example: evenhand check "Cty Hoa Phat" --phone "0912 345 678" --against customers.csv
    """
    ask_for_the_engine()
    from evenhand.core.identity.normalise import Typed
    from evenhand.customers.matching.checking import check_file

    typed = Typed(
        name=name, phone=phone, email=email, tax=tax, number=number, born=born, address=address,
        city=city,
    )  # fmt: skip
    with counting_progress() as progress:
        task = progress.add_task(spoken(said("Reading and normalising")), total=None)
        checked = check_file(
            typed,
            against,
            mapping=mapping,
            model=model,
            progress=lambda done: progress.update(task, completed=done),
        )
    for line in _answered(checked):
        typer.echo(line)


def _answered(checked: Checked) -> Iterator[str]:
    yield spoken(_ANSWERS[checked.answer.value])
    if checked.ask:
        yield spoken(said("this would settle it: {field}", field=FIELDS[checked.ask]))
    for match in checked.matches:
        yield ""
        shown = " · ".join(
            value
            for value in (
                match.typed.name or f"{match.typed.given} {match.typed.family}".strip(),
                match.typed.phone,
                match.typed.email,
                match.typed.tax,
                match.typed.city,
            )
            if value
        )
        place = match.id or str(match.row)
        yield f"{place}  {shown}"
        yield "   " + spoken(_verdict(match.decision))
        for one in match.decision.evidence:
            weight = f"{one.weight:+.1f}"
            field = spoken(FIELDS.get(one.field, said("field")))
            level = spoken(LEVELS.get(one.level, said("level")))
            yield f"   {weight:>6}  {field}: {level}  ({one.left} | {one.right})"
    yield ""
    yield spoken(said("looked through {records:,} records", records=checked.records))


def _verdict(decision: Decision) -> Said:
    if decision.related:
        return said(
            "related, it seems (a household or a group): {chance:.1f}% that it is the same",
            chance=100 * decision.chance,
        )
    return said("{chance:.1f}% that it is the same", chance=100 * decision.chance)


_ANSWERS = {
    "same": said("The same customer is there."),
    "possibly": said("Possibly the same customer is there."),
    "not": said("This customer is not there."),
}
