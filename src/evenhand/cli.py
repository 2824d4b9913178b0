"""`evenhand`: gathers each feature's commands, and turns deliberate errors into exit codes.

Exit codes: 0 done · 1 a file, policy or dossier is wrong, or an example failed · 2 the command was
called wrongly · 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

import typer
from typer.main import get_command

from evenhand import __version__
from evenhand.base.commands import backup, restore, upgrade
from evenhand.base.foreign import recognised
from evenhand.base.help import failure, translate
from evenhand.base.language import UnknownLanguage, choose, language, speak, spoken
from evenhand.core.errors import EvenhandError
from evenhand.core.said import said
from evenhand.core.types import Language
from evenhand.customers.commands import app as customers
from evenhand.customers.commands import erase, purge
from evenhand.customers.importing.commands import import_register
from evenhand.customers.matching.commands import check, match
from evenhand.demo.commands import demo
from evenhand.demo.tour import tour
from evenhand.disputes.commands import replay, rule
from evenhand.insight.commands import rulings
from evenhand.policies.commands import app as policy
from evenhand.register.commands import app as register
from evenhand.web.commands import doctor, init, rescue, serve, work

app = typer.Typer(
    name="evenhand",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Whose customer is it? Decides by the written policy, and says why.",
)
register.command("import")(import_register)
app.add_typer(policy, name="policy")
app.add_typer(register, name="register")
app.add_typer(customers, name="customers")
register.command()(erase)  # of the register, by what lives above it
register.command()(purge)
app.command()(rule)
app.command()(replay)
app.command()(rulings)
app.command()(match)
app.command()(check)
app.command()(demo)
app.command()(tour)
for one in (init, serve, work, doctor, rescue, backup, restore, upgrade):
    app.command()(one)


@app.command()
def version() -> None:
    """Print the version.

    Example: evenhand version
    """
    typer.echo(__version__)


def main() -> None:
    """Run a command, in the language of whoever called it.

    A deliberate error is printed and ends with code 1, a wrong call with 2, an interruption with
    130. This is the one place of the command line where errors are translated.
    """
    _print_whatever_comes()
    try:
        speak(choose(sys.argv[1:], os.environ))
    except UnknownLanguage as error:
        typer.echo(error.said, err=True)
        sys.exit(2)
    command = get_command(app)
    if language() is not Language.en:
        translate(command)
    try:
        sys.exit(command(standalone_mode=False) or 0)
    except typer.TyperException as error:
        typer.echo(failure(error), err=True)
        sys.exit(error.exit_code)
    except EvenhandError as error:
        typer.echo(spoken(error.said), err=True)
        sys.exit(1)
    except typer.Abort:
        typer.echo(spoken(recognised("Aborted!")), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo(spoken(said("interrupted")), err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)


def _print_whatever_comes() -> None:
    """On a terminal that lacks some characters, print a mark in their place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors != "backslashreplace":
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
