"""The help of the commands in the language of now, wrapped by what a terminal shows.

Chinese has no blanks to break lines at, and each of its characters is two columns wide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from typing import Any

import typer
from rich.cells import cell_len

from evenhand.base.foreign import recognised
from evenhand.base.language import spoken
from evenhand.core.said import Said, said, together

_EXTRA = re.compile(r"  \[(?:(default: .*?)(?:; )?)?(required)?\]$")
_TOKEN = re.compile(
    r"[\u2e80-\u2fff\u3003-\u300b\u300e-\u9fff\uff10-\uff5a]?[\u3001\u3002\uff0c\uff1a\uff1b\uff09\uff1f\uff01\u300b\u201d]+|"
    r"[\u2e80-\u9fff\uff08]|\s+|[^\s\u2e80-\u9fff\uff00-\uffef]+|."
)
_NAMES_AT_MOST = 30
_EXAMPLE = "Example: "


def translate(command: Any) -> None:  # noqa: ANN401 - typer's own, which it does not name
    """Put the help of a command, its parts and its commands into the language of now."""
    first = (command.help or "").partition("\n\n")[0]
    if first:
        command.short_help = spoken(said(literal(" ".join(first.split()))))
    command.help = _translated(command.help)
    command.context_class = _context(command.context_class)
    for param in command.params:
        param.help = _translated(getattr(param, "help", None))
        if isinstance(getattr(param, "show_default", None), str):
            param.show_default = _translated(param.show_default)
    for inner in getattr(command, "commands", {}).values():
        translate(inner)


def texts(command: Any) -> Iterable[str]:  # noqa: ANN401 - as above
    """Every template of the help of a command and of those in it: what is to be translated."""
    written = [command.help]
    for param in command.params:
        written += [getattr(param, name, None) for name in ("help", "show_default")]
    for text in written:
        if isinstance(text, str):
            yield from (_message(one).template for one in _paragraphs(text))
    for inner in getattr(command, "commands", {}).values():
        yield from texts(inner)


def _paragraphs(text: str) -> list[str]:
    """A paragraph is one message: where its lines break in the source is nobody's business."""
    return [" ".join(one.split()) for one in text.split("\n\n")]


def _message(paragraph: str) -> Said:
    """A paragraph of help as a sentence; the command of an example stays as it is typed."""
    before, _, command = paragraph.partition(_EXAMPLE)
    if command and not before:
        return said("Example: {command}", command=command)
    return said(literal(paragraph))


def _translated(text: str | None) -> str | None:
    if not text:
        return text
    return "\n\n".join(spoken(_message(one)) for one in _paragraphs(text))


def literal(text: str) -> str:
    """A text as a template without values."""
    return text.replace("{", "{{").replace("}", "}}")


def _context(base: Any) -> Any:  # noqa: ANN401 - as above
    return type("Context", (base,), {"formatter_class": _formatter(base.formatter_class)})


def _formatter(base: Any) -> Any:  # noqa: ANN401 - as above
    """The library's formatter, with our words and our wrapping."""

    class Formatter(base):  # type: ignore[misc]  # a class of the library that it does not name
        """Writes help in the language of now."""

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            usage = spoken(together([recognised("Usage"), ""], said(": ")))
            super().write_usage(prog, args, prefix or usage)

        def write_heading(self, heading: str) -> None:
            told = spoken(said("{heading}:", heading=recognised(heading)))
            self.write(f"{'':>{self.current_indent}}{told}\n")

        def write_text(self, text: str) -> None:
            indent = " " * self.current_indent
            paragraphs = (wrapped(one, self.width - len(indent)) for one in text.split("\n\n"))
            told = ("\n".join(f"{indent}{line}" for line in lines) for lines in paragraphs)
            self.write("\n\n".join(told) + "\n")

        def write_dl(self, rows: Sequence[tuple[str, str]], *_: int, **__: int) -> None:
            longest = max((len(name) for name, _ in rows), default=0)
            column = min(longest, _NAMES_AT_MOST) + 2
            width = max(self.width - column - 2, 10)
            for name, text in rows:
                lines = wrapped(_with_extra(text), width)
                first = f"{'':>{self.current_indent}}{name}"
                if len(name) > column - 2:
                    self.write(f"{first}\n")
                else:
                    self.write(f"{first:<{column + self.current_indent}}{lines.pop(0)}\n")
                for line in lines:
                    self.write(f"{'':>{column + self.current_indent}}{line}\n")

    return Formatter


def _with_extra(text: str) -> str:
    """`[default: en]` and `[required]`, which the library puts behind a text."""
    extra = _EXTRA.search(text)
    if extra is None:
        return spoken(recognised(text))
    told = [spoken(recognised(part)) for part in extra.groups() if part]
    return f"{text[: extra.start()]}  [{spoken(together(told, said('; ')))}]"


def wrapped(text: str, width: int) -> list[str]:
    """Lines no wider than a number of columns, broken at blanks and between Chinese characters.

    >>> wrapped("依据制度裁定一起争议。", 10)
    ['依据制度裁', '定一起争', '议。']
    """
    lines, line = [], ""
    for token in _TOKEN.findall(" ".join(text.split(" "))):
        if cell_len(line + token.rstrip()) > width and line.strip():
            lines.append(line.rstrip())
            line = ""
        line = (line + token) if line else token.lstrip()
    return [*lines, line.rstrip()]


def failure(error: typer.TyperException) -> str:
    """What the library says of a wrong call, in the language of now."""
    told = StringIO()
    show: Callable[..., None] = getattr(error, "show", lambda file: file.write(str(error)))
    show(file=told)
    return "\n".join(spoken(recognised(line)) for line in told.getvalue().splitlines())
