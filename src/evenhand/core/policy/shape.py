"""What the schema says against a file, in our words and at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evenhand.core.errors import Problem
from evenhand.core.policy.complaints import nearest
from evenhand.core.policy.places import Data, Key, Located
from evenhand.core.policy.schema.parts import WANTED, Part
from evenhand.core.said import Said, said

_NEEDED = {
    "bool_type": said("true or false"),
    "int_type": said("a whole number"),
    "string_type": said("a text"),
    "model_type": said("a mapping"),
    "dict_type": said("a mapping"),
    "tuple_type": said("a list"),
    "too_short": said("at least one"),
}


def shape_problems(located: Located, error: ValidationError) -> list[Problem]:
    """Every schema error in our words, at its place.

    Where one of several forms may stand, what is wrong inside the form that was meant is told, or
    else once which forms there are; and a list is not called too short because of what is wrong
    inside it.
    """
    at_path: dict[Key, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        at_path.setdefault(_path(located.data, detail), []).append(detail)
    found: list[Problem] = []
    for path, details in at_path.items():
        inner = any(other[: len(path)] == path != other for other in at_path)
        told = [one for one in details if not (inner and one["type"] in _NEEDED)]
        found += _problems(located, path, told)
    return list(dict.fromkeys(found))


def _path(data: Data, detail: ErrorDetails) -> Key:
    """Where the error is in the file: pydantic also names the member of a union that was tried."""
    path: Key = ()
    if not detail["loc"]:
        return path
    *before, last = detail["loc"]
    for part in before:
        if _holds(data, part):
            path, data = (*path, part), _inside(data, part)
    is_key = detail["type"] == "missing" or last == "[key]"
    if is_key or (_holds(data, last) and _inside(data, last) is detail["input"]):
        return (*path, last)
    return path


def _holds(data: Data, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def _inside(data: Data, part: str | int) -> Data:
    if isinstance(data, dict) and isinstance(part, str):
        return data[part]
    return data[part] if isinstance(data, list) and isinstance(part, int) else None


def _problems(located: Located, path: Key, details: list[ErrorDetails]) -> Iterator[Problem]:
    if len(details) > 1 and all(_form(one) for one in details):
        *forms, last = dict.fromkeys(_form(one) for one in details)
        message = (
            said("{forms} or {last} is needed here", forms=forms, last=last)
            if forms
            else said("{last} is needed", last=last)
        )
        yield located.problem(path, message)
        return
    for detail in details:
        yield _problem(located, path, detail)


def _form(detail: ErrorDetails) -> str:
    if detail["type"] == "literal_error":
        return _options(detail["ctx"]["expected"])
    return _NEEDED.get(detail["type"], "")


def _problem(located: Located, path: Key, detail: ErrorDetails) -> Problem:
    name = str(path[-1]) if path else ""
    match detail["type"]:
        case "missing":
            return located.problem(path[:-1], said("`{name}` is missing", name=name))
        case "extra_forbidden":
            hint = _known_here(located, path)
            return located.problem(
                path, said("`{name}` is not known here", name=name), hint, at_key=True
            )
        case "string_type":
            return located.problem(
                path, said("a text is needed here"), said("put it between quotes")
            )
        case "int_type":
            return located.problem(path, said("should be a valid integer"))
        case "string_pattern_mismatch":
            at_key = name == "[key]"
            where = path[:-1] if at_key else path
            return located.problem(where, _pattern_message(detail), at_key=at_key)
        case "policy":
            return located.problem(path, told(detail))
    needed = _NEEDED.get(detail["type"])
    message = said("{needed} is needed here", needed=needed) if needed else told(detail)
    return located.problem(path, message)


def told(detail: ErrorDetails) -> str:
    """What pydantic says against a value, as a sentence of ours where it is known."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "policy":
            message: str = context["message"]
            return message
        case "missing":
            return said("this must be given")
        case "literal_error":
            return said("should be {expected}", expected=_options(context["expected"]))
        case "greater_than_equal":
            return said("should be greater than or equal to {least}", least=context["ge"])
        case "less_than_equal":
            return said("should be less than or equal to {most}", most=context["le"])
        case "string_too_long":
            return said("should have at most {most} characters", most=context["max_length"])
        case "too_long":
            return said("should have at most {most} items", most=context["max_length"])
    return detail["msg"].removeprefix("Input ")


def _options(expected: str) -> Said | str:
    """`'a', 'b' or 'c'`."""
    *others, last = re.split(", | or ", expected)
    return said("{others} or {last}", others=others, last=last) if others else last


def _pattern_message(detail: ErrorDetails) -> str:
    pattern = detail.get("ctx", {}).get("pattern", "")
    return said(
        "{value!r} is not {wanted}",
        value=str(detail.get("input")),
        wanted=WANTED.get(pattern, said("of the form {pattern}", pattern=pattern)),
    )


def _known_here(located: Located, path: Key) -> str:
    """The nearest field of any part of the schema: a misspelt key is nearly always one of them."""
    fields = {
        info.alias or name for part in _parts(Part) for name, info in part.model_fields.items()
    }
    siblings = {str(key[-1]) for key in located.keys if key[:-1] == path[:-1]}
    return nearest(str(path[-1]), sorted(fields - siblings))


def _parts(part: type[Part]) -> Iterator[type[Part]]:
    for kind in part.__subclasses__():
        yield kind
        yield from _parts(kind)
