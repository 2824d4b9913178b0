"""What the command-line library says, so that it can be said in other languages too.

It gives whole English sentences, not templates: they are matched against the templates here.
"""

from __future__ import annotations

import re
from functools import cache

from evenhand.core.said import said, template

_HOLE = re.compile(r"\{(\w+)\}")

_SAID = (
    template("Aborted!"),
    template("Error: {message}"),
    template("Try '{command}' for help."),
    template("Missing command."),
    template("Missing option {name}. {message}"),
    template("Missing option {name}."),
    template("Missing argument {name}. {message}"),
    template("Missing argument {name}."),
    template("Choose from: {choices}"),
    template("Invalid value for {name}: {message}"),
    template("Invalid value: {message}"),
    template("Value error, {message}"),
    template("No such option: {name} (Possible options: {options})"),
    template("No such option: {name}"),
    template("No such command {name}. Did you mean {others}?"),
    template("No such command {name}."),
    template("Got unexpected extra argument(s) ({names})"),
    template("Option {name} requires an argument."),
    template("Option {name} does not take a value."),
    template("{value} is not one of {choices}."),
    template("Value {value} is not a valid {kind}."),
    template("Show this message and exit."),
    template("default: {default}"),
    template("required"),
    template("Arguments"),
    template("Options"),
    template("Commands"),
    template("Usage"),
)
"""Every sentence that is known, the more special before the more general."""


def recognised(english: str) -> str:
    """A sentence of the library as one of ours, with what it says of others; else as it is."""
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(english):
            parts = {name: recognised(part) for name, part in found.groupdict().items()}
            return said(sentence, **parts)
    return english


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sentence, _pattern(sentence)) for sentence in _SAID)


def _pattern(sentence: str) -> re.Pattern[str]:
    fixed = _HOLE.split(sentence)
    parts = [
        f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(fixed)
    ]
    return re.compile("".join(parts), re.DOTALL)
