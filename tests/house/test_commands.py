"""Every command says what it does and shows an example."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec

import typer
from typer.main import get_command


def _commands(command: object, path: str) -> Iterator[tuple[str, str]]:
    """Every command that can be called, as it is typed, with its help; groups are walked."""
    inner: dict[str, object] | None = getattr(command, "commands", None)
    if inner is None:
        yield path, str(getattr(command, "help", None) or "")
        return
    for name, child in inner.items():
        yield from _commands(child, f"{path} {name}")


@cache
def _all_commands() -> list[tuple[str, str]]:
    if find_spec("evenhand.cli") is None:
        return []
    app = import_module("evenhand.cli").app
    assert isinstance(app, typer.Typer), "evenhand.cli has a typer app called `app`"
    return sorted(_commands(get_command(app), "evenhand"))


def test_the_walk_finds_commands_inside_groups() -> None:
    app, group = typer.Typer(), typer.Typer()
    app.add_typer(group, name="policy")

    @group.command()
    def show() -> None:
        """Show it.

        Example: evenhand policy show sofa
        """

    @app.command()
    def demo() -> None:
        """Walk through it."""

    found = dict(_commands(get_command(app), "evenhand"))
    assert set(found) == {"evenhand policy show", "evenhand demo"}
    assert "Example:" in found["evenhand policy show"]
    assert "Example:" not in found["evenhand demo"]


def test_every_command_has_help_and_an_example() -> None:
    silent = [path for path, text in _all_commands() if not text.strip()]
    unshown = [path for path, text in _all_commands() if "Example:" not in text]
    assert not silent, f"no help: {silent}"
    assert not unshown, f"no line `Example: …` in the help of: {unshown}"


def test_an_example_calls_the_command_it_explains() -> None:
    foreign = [path for path, text in _all_commands() if path not in text.partition("Example:")[2]]
    assert not foreign, f"the example shows another command: {foreign}"


def test_the_console_script_exists_once_there_is_a_cli() -> None:
    if find_spec("evenhand.cli") is not None:
        assert callable(import_module("evenhand.cli").main)
