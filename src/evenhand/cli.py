"""`evenhand`: gathers each feature's commands, and turns deliberate errors into exit codes.

Exit codes: 0 done · 1 a file, policy or dossier is wrong, or an example failed · 2 the command was
called wrongly · 130 interrupted.
"""

from __future__ import annotations

import sys

import typer

from evenhand import __version__
from evenhand.core.errors import EvenhandError
from evenhand.demo.commands import demo
from evenhand.disputes.commands import replay, rule
from evenhand.insight.commands import rulings
from evenhand.policies.commands import app as policy

app = typer.Typer(
    name="evenhand",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Whose customer is it? Decides by the written policy, and says why.",
)
app.add_typer(policy, name="policy")
app.command()(rule)
app.command()(replay)
app.command()(rulings)
app.command()(demo)


@app.command()
def version() -> None:
    """Print the version.

    Example: evenhand version
    """
    typer.echo(__version__)


def main() -> None:
    """Run a command.

    A deliberate error is printed and ends with code 1, an interruption with 130.
    """
    try:
        app()
    except EvenhandError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    main()
