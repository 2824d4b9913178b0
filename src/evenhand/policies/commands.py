"""`evenhand policy …`: test, show and describe policies."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.core.errors import AlreadyThere, AnswersRefused, EvenhandError
from evenhand.core.policy.remarks import ERROR, WARNING
from evenhand.core.policy.schema import json_schema
from evenhand.core.policy.versions import ConductClause, Step, Version
from evenhand.core.ruling.examples import Checked, check_examples
from evenhand.core.ruling.phrases import Phrases
from evenhand.core.ruling.text import as_text as ruling_text
from evenhand.core.ruling.wording import say
from evenhand.core.said import said, together
from evenhand.core.types import Type
from evenhand.policies import mutation
from evenhand.policies.answers import read_answers
from evenhand.policies.draft import write_draft
from evenhand.policies.linting import as_json, as_text, lint_file
from evenhand.policies.questions import ask
from evenhand.policies.shipped import (
    policy_paths,
    read_policy,
    read_policy_file,
    read_text,
    shipped,
)

app = typer.Typer(
    no_args_is_help=True,
    help="Policies: list, show, test, lint, mutate, new, and the schema for editors.",
)


Paths = Annotated[list[str], typer.Argument(help="Names, files, or folders of policies.")]


class Format(StrEnum):
    """How what was found is printed."""

    text = "text"
    json = "json"


_REFUSED = said("a policy was refused")


@app.command("list")
def list_policies(lang: Lang) -> None:
    """List the policies that ship.

    Example: evenhand policy list
    """
    console = Console()
    for name, path in shipped().items():
        policy = read_policy_file(path).policy
        versions = ", ".join(version.id for version in policy.versions)
        console.print(f"[bold]{name}[/]  {escape(policy.title.in_(lang))}  ({versions})")


@app.command("test")
def rule_examples(
    paths: Paths,
    lang: Lang,
    trace: Annotated[
        bool,
        typer.Option("--trace/--no-trace", help="Print the ruling of each example that failed."),
    ] = True,
) -> None:
    """Rule every example of the policies and print those that came out otherwise, with their trace.

    Exit code 1 if any did.

    Example: evenhand policy test policies/
    """
    console = Console(soft_wrap=True)
    failed = total = 0
    refused = False
    for path in [path for name in paths for path in policy_paths(name)]:
        try:
            read = read_policy_file(path)
        except EvenhandError as error:
            console.print(f"[red]{escape(spoken(error.said))}[/]", highlight=False)
            refused = True
            continue
        results = list(check_examples(read.policy, read.located))
        total += len(results)
        for result in results:
            if result.failures:
                failed += 1
                _print_failure(console, result, lang, trace=trace)
    colour = "red" if failed or refused else "green"
    passed = said("{held} of {count} examples passed", held=total - failed, count=total)
    told = [f"[{colour}]{spoken(passed)}[/]"]
    if refused:
        told.append(f"[red]{spoken(_REFUSED)}[/]")
    console.print(spoken(together(told, said(", "))), highlight=True)
    if failed or refused:
        raise typer.Exit(1)


def _print_failure(console: Console, result: Checked, lang: str, *, trace: bool) -> None:
    place = f"{result.problem.source}:{result.problem.line}"
    console.print(
        f"[red]✗[/] [bold]{escape(result.example.id)}[/]  {escape(place)}", highlight=False
    )
    for failure in result.failures:
        console.print(f"    {escape(spoken(failure))}", highlight=False)
    if trace and result.ruling is not None:
        console.print(
            escape(
                "\n".join(f"    │ {line}" for line in ruling_text(result.ruling, lang).splitlines())
            ),
            highlight=False,
        )


@app.command()
def show(
    path: Annotated[str, typer.Argument(help="A name or file.")],
    lang: Lang,
    version: Annotated[str | None, typer.Option(help="A version id; default: the newest.")] = None,
) -> None:
    """Show a policy: its articles, and beside them the steps that carry them, in order.

    Example: evenhand policy show showroom --lang zh
    """
    policy = read_policy(path).policy
    shown = policy.version(version) if version else policy.versions[-1]
    console = Console()
    phrases = Phrases(shown, lang)
    days = [shown.effective_from, shown.effective_until]
    dates = " – ".join("" if day is None else phrases.value(Type.DATE, day) for day in days).strip()
    console.print(f"[bold]{escape(policy.title.in_(lang))}[/]  {shown.id}  ({dates})")
    console.print(_articles(shown, lang))
    console.print(_steps(shown, lang))


def _articles(version: Version, lang: str) -> Table:
    table = Table(show_lines=True)
    for column in ("article", "text", "carried"):
        table.add_column(say(f"column-{column}", lang), overflow="fold")
    cited: dict[str, list[str]] = {}
    carriers: list[Step | ConductClause] = [*version.strikes, *version.steps, *version.conduct]
    for carrier in carriers:
        for key in carrier.cites:
            cited.setdefault(key, []).append(carrier.id)
    for key, article in version.articles.items():
        text = article.text.in_(lang)
        note = article.note.in_(lang)
        carried = ", ".join(cited.get(key, [])) or article.not_encoded or "—"
        table.add_row(
            key, escape(text) + (f"\n[dim]{escape(note)}[/]" if note else ""), escape(carried)
        )
    return table


def _steps(version: Version, lang: str) -> Table:
    phrases = Phrases(version, lang)
    table = Table(show_lines=True)
    table.add_column("")
    for column in ("step", "asks", "article"):
        table.add_column(say(f"column-{column}", lang), overflow="fold")
    for number, step in enumerate((*version.strikes, *version.steps), start=1):
        parts = [f"({phrases.condition(step.when)})"] if step.when else []
        if step.condition is not None:
            parts.append(phrases.condition(step.condition))
        if step.best is not None:
            parts.append(say(step.best.direction, lang, what=phrases.expression(step.best.node)))
        if step.refer is not None:
            parts.append(version.forums[step.refer.forum].in_(lang))
        parts += [item.id for item in step.items]
        table.add_row(
            str(number),
            f"{escape(step.label.in_(lang) or step.id)}\n[dim]{step.verb} · {step.id}[/]",
            escape(" ".join(parts)),
            ", ".join(step.cites),
        )
    return table


@app.command()
def schema() -> None:
    """Print the JSON Schema of policy files, for editors.

    Example: evenhand policy schema > policy.schema.json
    """
    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command()
def lint(
    paths: Paths,
    _lang: Lang,
    format_: Annotated[Format, typer.Option("--format", "-f", help="Text or JSON.")] = Format.text,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors do.")] = False,
) -> None:
    """Look for mistakes: in the text of policies, and by ruling their examples.

    Days without a version, what nothing reads, articles whose texts name different numbers, steps
    that no example needs, limits that no example comes near. Exit code 1 if there are errors.

    Example: evenhand policy lint showroom --strict
    """
    remarks = [one for name in paths for path in policy_paths(name) for one in lint_file(path)]
    typer.echo(as_json(remarks) if format_ is Format.json else as_text(remarks))
    grave = (ERROR, WARNING) if strict else (ERROR,)
    if any(one.severity in grave for one in remarks):
        raise typer.Exit(1)


@app.command()
def mutate(
    paths: Paths,
    _lang: Lang,
    format_: Annotated[Format, typer.Option("--format", "-f", help="Text or JSON.")] = Format.text,
    kills: Annotated[
        bool, typer.Option("--kills", help="Also print which examples kill which mutant.")
    ] = False,
    write_examples: Annotated[
        Path | None,
        typer.Option("--write-examples", metavar="FILE", help="Write the proposed examples."),
    ] = None,
    at_least: Annotated[
        float, typer.Option("--at-least", help="Exit code 1 if fewer percent are killed.")
    ] = 0.0,
) -> None:
    """Make small mistakes in policies and see whether their examples notice.

    A mutant that no example kills is shown with a proposed example that would, or with how many
    disputes were tried without finding a difference. The kinds of mistake: docs/explain/mutants.md.

    Example: evenhand policy mutate showroom --write-examples missing.yaml
    """
    if write_examples is not None and write_examples.exists():
        raise AlreadyThere(said("{path} is there already; name another file", path=write_examples))
    found = [
        one
        for name in paths
        for path in policy_paths(name)
        for one in mutation.mutate(read_policy_file(path))
    ]
    if write_examples is not None:
        write_examples.write_text(mutation.examples_text(found), encoding="utf-8")
    if format_ is Format.json:
        typer.echo(mutation.as_json(found))
    else:
        typer.echo("\n\n".join(mutation.as_text(one, kills=kills) for one in found))
    if any(one.score < at_least for one in found):
        raise typer.Exit(1)


@app.command()
def new(
    _lang: Lang,
    folder: Annotated[
        Path | None, typer.Argument(help="Where to write it; default: a folder named by its id.")
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE.yaml", help="Answers instead of questions."),
    ] = None,
) -> None:
    """Start a policy: answer a few questions and get a file with comments and examples.

    It passes `policy test` and `policy lint`; go on from there. Nothing is overwritten. What may be
    answered: docs/how-to/write-a-policy.md.

    Example: evenhand policy new ours --answers answers.yaml
    """
    if answers is None:
        given = ask()
    else:
        given = read_answers(read_text(answers, AnswersRefused), str(answers))
    typer.echo(write_draft(given, folder or Path(given.id)))
