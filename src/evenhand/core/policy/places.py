"""YAML text → plain data, with line and column of every part, and all faults of form at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml

from evenhand.core.errors import Problem
from evenhand.core.policy.scalars import place_within
from evenhand.core.policy.yaml_faults import fault
from evenhand.core.said import said, together

MAX_CHARACTERS = 4_000_000
MAX_NODES = 400_000
MAX_NESTING = 40

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_UNREADABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}

Key = tuple[str | int, ...]
Data = None | bool | int | str | list["Data"] | dict[str, "Data"]


@dataclass(slots=True)
class Located:
    """Data read from a text, and where each part stands in it.

    `places` maps the path of a part (mapping keys and list indices) to line and column of its
    value, `keys` to those of its key. Scalars stay as written, save plain `true`, `false`, `null`
    and whole numbers: no value turns into a date or a float behind the writer's back.
    """

    data: Data
    source: str
    places: dict[Key, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Key, tuple[int, int]] = field(default_factory=dict)
    written: dict[Key, tuple[str, str]] = field(default_factory=dict)
    """Of each scalar its source, with quotes and all, and its value."""

    def problem(
        self, path: Iterable[str | int], message: str, hint: str = "", *, at_key: bool = False
    ) -> Problem:
        """A problem placed at the part with this path, or at the nearest one around it."""
        path = tuple(path)
        if at_key and path in self.keys:
            return Problem(message, self.source, *self.keys[path], hint)
        while path and path not in self.places:
            path = path[:-1]
        return Problem(message, self.source, *self.places.get(path, (0, 0)), hint)

    def within(self, path: Key, line: int, column: int) -> tuple[int, int]:
        """Where a line and column of a text stand in the file; (0, 0) if there is no such text."""
        if path not in self.written:
            return self.places.get(path, (0, 0))
        first_line, first_column = self.places[path]
        line, column = place_within(*self.written[path], line, column)
        return first_line + line - 1, column + (first_column - 1 if line == 1 else 0)

    def version(self, version_id: str) -> Key:
        """The path of the version with this id. Raises KeyError."""
        versions = self.data["versions"] if isinstance(self.data, dict) else []
        assert isinstance(versions, list)
        for index, written in enumerate(versions):
            if isinstance(written, dict) and str(written.get("id")) == version_id:
                return ("versions", index)
        raise KeyError(version_id)


class NotReadable(Exception):
    """The text is no usable YAML; `problems` says why and where."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(str(problems[0]))
        self.problems = problems


def locate(text: str, source: str) -> Located:
    """Read one YAML (or JSON) document.

    Raises NotReadable with every duplicate key, alias bomb or fault of syntax.
    """
    text = text.removeprefix("\ufeff")
    if problem := _unfit(text, source):
        raise NotReadable([problem])
    reader = _Reader(text, source)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_deep(text, source, loader)
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        raise NotReadable([_fault(error, text, source)]) from None
    data = None if node is None else reader.read(node, ())
    if reader.problems:
        raise NotReadable(reader.problems)
    return Located(data, source, reader.places, reader.keys, reader.written)


def _unfit(text: str, source: str) -> Problem | None:
    """What keeps a text from being looked at: too long, or not made of characters."""
    if len(text) > MAX_CHARACTERS:
        message = said(
            "the file has {count:,} characters; at most {most:,} are read",
            count=len(text),
            most=MAX_CHARACTERS,
        )
        return Problem(message, source)
    if found := _UNREADABLE.search(text):
        lines = text[: found.start()].split("\n")
        code = f"{ord(found[0]):04X}"
        message = said("the character U+{code} cannot be read", code=code)
        return Problem(message, source, len(lines), len(lines[-1]) + 1)
    return None


def _refuse_deep(text: str, source: str, loader: type[yaml.SafeLoader]) -> None:
    """Before the tree is made: making it goes as deep as that, and could end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_NESTING:
                raise _too_deep(event, source)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _too_deep(at: yaml.Node | yaml.Event, source: str) -> NotReadable:
    return NotReadable([Problem(said("the file is nested too deeply"), source, *_start(at))])


def _fault(error: yaml.MarkedYAMLError, text: str, source: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    message = together((fault(part) for part in (error.problem, error.context) if part), " ")
    tab = mark is not None and "\t" in text[mark.index - mark.column : mark.index + 1]
    hint = said("indent with spaces, not with tabs") if tab else ""
    return Problem(said("this is not YAML: {message}", message=message), source, line, column, hint)


class _Reader:
    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self.places: dict[Key, tuple[int, int]] = {}
        self.keys: dict[Key, tuple[int, int]] = {}
        self.written: dict[Key, tuple[str, str]] = {}
        self.problems: list[Problem] = []
        self.count = 0

    def read(self, node: yaml.Node, path: Key) -> Data:
        self.count += 1
        if self.count > MAX_NODES:
            raise NotReadable(
                [
                    Problem(
                        said("the file has more than {most:,} parts", most=MAX_NODES),
                        self.source,
                        *_start(node),
                    )
                ]
            )
        if len(path) > MAX_NESTING:  # an alias of what is around it
            raise _too_deep(node, self.source)
        self.places[path] = _start(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*path, index)) for index, child in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Key) -> dict[str, Data]:
        result: dict[str, Data] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(
                    Problem(said("a key must be one word or text"), self.source, *_start(key))
                )
                continue
            name = str(key.value)
            if name in result:
                first = self.keys[*path, name][0]
                message = said("{name} stands twice here", name=name)
                self.problems.append(
                    Problem(
                        message,
                        self.source,
                        *_start(key),
                        said("the first is in line {first}", first=first),
                    )
                )
                continue
            self.keys[*path, name] = _start(key)
            result[name] = self.read(value, (*path, name))
        return result

    def _scalar(self, node: yaml.ScalarNode, path: Key) -> Data:
        text = str(node.value)
        self.written[path] = (self.text[node.start_mark.index : node.end_mark.index], text)
        if node.style:  # the C parser says "" for a plain scalar, the Python one None
            return text
        if text in _PLAIN:
            return _PLAIN[text]
        if _INTEGER.fullmatch(text) and len(text) <= 19:
            return int(text)
        return text


def _start(at: yaml.Node | yaml.Event) -> tuple[int, int]:
    mark = at.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)
