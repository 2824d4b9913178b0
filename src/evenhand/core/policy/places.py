"""YAML text → plain data, with the line and column of every part, and every fault of form at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml

from evenhand.core.errors import Problem

MAX_CHARACTERS = 4_000_000
MAX_NODES = 400_000

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}

Key = tuple[str | int, ...]
Data = None | bool | int | str | list["Data"] | dict[str, "Data"]


@dataclass(slots=True)
class Located:
    """Data read from a text, and where each part stands in it.

    `places` maps the path of a part (mapping keys and list indices) to line and column of its value, `keys` to those of its key.
    Scalars stay as written, save plain `true`, `false`, `null` and whole numbers: no value turns into a date or a float behind
    the writer's back.
    """

    data: Data
    source: str
    places: dict[Key, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Key, tuple[int, int]] = field(default_factory=dict)
    quoted: set[Key] = field(default_factory=set)
    """Scalars written between quotes: their text starts one column later."""

    def problem(
        self, path: Iterable[str | int], message: str, hint: str = "", *, at_key: bool = False
    ) -> Problem:
        """A problem placed at the part with this path, or at the nearest part around it that exists."""
        path = tuple(path)
        if at_key and path in self.keys:
            return Problem(message, self.source, *self.keys[path], hint)
        while path and path not in self.places:
            path = path[:-1]
        return Problem(message, self.source, *self.places.get(path, (0, 0)), hint)


class NotReadable(Exception):
    """The text is no usable YAML; `problems` says why and where."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(str(problems[0]))
        self.problems = problems


def locate(text: str, source: str) -> Located:
    """Read one YAML (or JSON) document. Raises NotReadable with every duplicate key, alias bomb or fault of syntax."""
    if len(text) > MAX_CHARACTERS:
        raise NotReadable(
            [
                Problem(
                    f"the file has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read",
                    source,
                )
            ]
        )
    reader = _Reader(source)
    try:
        node = yaml.compose(
            text.removeprefix("\ufeff"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )
        located = Located(
            None if node is None else reader.read(node, ()),
            source,
            reader.places,
            reader.keys,
            reader.quoted,
        )
    except yaml.MarkedYAMLError as error:
        raise NotReadable([_fault(error, source)]) from None
    except yaml.reader.ReaderError as error:
        raise NotReadable(
            [Problem(f"character {error.position + 1} cannot be read: {error.reason}", source)]
        ) from None
    except RecursionError:
        raise NotReadable([Problem("the file is nested too deeply", source)]) from None
    if reader.problems:
        raise NotReadable(reader.problems)
    return located


def _fault(error: yaml.MarkedYAMLError, source: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    message = " ".join(part for part in (error.problem, error.context) if part)
    tab = "cannot start any token" in message or "\\t" in message
    hint = "indent with spaces, not with tabs" if tab else ""
    return Problem(f"this is not YAML: {message}", source, line, column, hint)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.places: dict[Key, tuple[int, int]] = {}
        self.keys: dict[Key, tuple[int, int]] = {}
        self.quoted: set[Key] = set()
        self.problems: list[Problem] = []
        self.count = 0

    def read(self, node: yaml.Node, path: Key) -> Data:
        self.count += 1
        if self.count > MAX_NODES:
            raise NotReadable(
                [Problem(f"the file has more than {MAX_NODES:,} parts", self.source, *_start(node))]
            )
        self.places[path] = _start(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Key) -> dict[str, Data]:
        result: dict[str, Data] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(
                    Problem("a key must be one word or text", self.source, *_start(key))
                )
                continue
            name = str(key.value)
            if name in result:
                first = self.keys[*path, name][0]
                message = f"{name} stands twice here"
                self.problems.append(
                    Problem(message, self.source, *_start(key), f"the first is in line {first}")
                )
                continue
            self.keys[*path, name] = _start(key)
            result[name] = self.read(value, (*path, name))
        return result

    def _scalar(self, node: yaml.ScalarNode, path: Key) -> Data:
        text = str(node.value)
        if node.style in ("'", '"'):
            self.quoted.add(path)
        if node.style:  # the C parser says "" for a plain scalar, the Python one None
            return text
        if text in _PLAIN:
            return _PLAIN[text]
        if _INTEGER.fullmatch(text) and len(text) <= 19:
            return int(text)
        return text


def _start(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
