"""`evenhand tour`: rules the sample disputes on the terminal and says what to try next."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.core.ruling.flip import what_would_change
from evenhand.core.ruling.ruling import rule_dossier
from evenhand.core.ruling.sentences import Sentences
from evenhand.core.ruling.text import as_text
from evenhand.core.said import said
from evenhand.disputes.commands import read_dossier_file
from evenhand.policies.shipped import read_policy

DISPUTES = Path(__file__).parent / "disputes"


def tour(lang: Lang) -> None:
    """Rule the sample disputes and say what to try next.

    Example: evenhand tour --lang zh
    """
    console = Console()
    showroom = read_policy("showroom").policy
    samples = sorted(DISPUTES.glob("*.yaml"))
    for index, path in enumerate(samples):
        located = read_dossier_file(path)
        ruling = rule_dossier(showroom, located)
        sentences = Sentences(ruling, lang.value)
        about = (
            located.data.get("about", path.stem) if isinstance(located.data, dict) else path.stem
        )
        told = about.get(lang.value, about.get("en")) if isinstance(about, dict) else about
        console.print(f"\n[bold]{index + 1}. {escape(str(told))}[/]")
        if index == 0:
            console.print(
                Panel(
                    escape(as_text(ruling, lang.value, flips=what_would_change(ruling)).rstrip()),
                    border_style="blue",
                    title=path.name,
                )
            )
        else:
            decided, basis = sentences.outcome(ruling.outcome), sentences.basis(ruling.outcome)
            console.print(f"   [green]{escape(decided)}[/] {escape(basis)}")
            console.print(f"   [dim]{escape(str(path))}[/]", soft_wrap=True)
    _say_what_next(console, str(samples[0]))


def _say_what_next(console: Console, first: str) -> None:
    heading = said(
        "What to try next (run with .venv/bin/ in front if evenhand is not on your path):"
    )
    console.print(f"\n{escape(spoken(heading))}", soft_wrap=True, highlight=False)
    commands = {
        f"evenhand rule --policy showroom {first} --lang zh": said(
            "in another language; or --format json"
        ),
        "evenhand policy show showroom": said("the articles and the steps that carry them"),
        "evenhand policy test showroom": said("every example of the policy"),
        "evenhand rulings --help": said("decide a whole file of contacts"),
    }
    for command, told in commands.items():
        line = f"  {command:<53} {spoken(told)}"
        console.print(escape(line), soft_wrap=True, highlight=False)
