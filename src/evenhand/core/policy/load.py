"""A policy file → a Policy, or every problem of the file at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evenhand.core.errors import PolicyRefused, Problem
from evenhand.core.policy import schema
from evenhand.core.policy.compile import compile_version
from evenhand.core.policy.declare import Report, day
from evenhand.core.policy.expression import nearest
from evenhand.core.policy.places import Located, NotReadable, locate
from evenhand.core.policy.versions import Policy, Version
from evenhand.core.types import FactSpec


def load_policy(text: str, *, source: str = "policy", catalogue: Mapping[str, FactSpec]) -> Policy:
    """Read and check a policy file.

    `source` names the file in messages; `catalogue` holds the standard facts. Raises PolicyRefused with all problems:
    first those of form (YAML, schema); once the form is right, those of content in every version.
    """
    try:
        located = locate(text, source)
    except NotReadable as error:
        raise PolicyRefused(error.problems) from None
    written = _validated(located)
    problems: list[Problem] = []
    versions: list[Version] = []
    for index, version in enumerate(written.versions):
        report = Report(located, ("versions", index))
        versions.append(compile_version(report, written.policy, version, catalogue))
        problems += report.problems
    problems += _overlaps(located, written)
    if problems:
        raise PolicyRefused(problems)
    versions.sort(key=lambda version: version.effective_from)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Policy(written.policy, written.title.text(), digest, source, tuple(versions))


def _validated(located: Located) -> schema.PolicyFile:
    if not isinstance(located.data, dict):
        raise PolicyRefused(
            [located.problem((), "a policy file is a mapping that begins with `policy:`")]
        )
    try:
        return schema.PolicyFile.model_validate(located.data)
    except ValidationError as error:
        raise PolicyRefused(shape_problems(located, error)) from None


def shape_problems(located: Located, error: ValidationError) -> list[Problem]:
    """Every schema error in our words, at its place; a list is not called too short because of what is wrong inside it."""
    details = error.errors(include_url=False)
    inner = [detail["loc"] for detail in details]
    return list(
        dict.fromkeys(
            shape_problem(located, detail)
            for detail in details
            if detail["type"] != "too_short"
            or not any(
                loc != detail["loc"] and loc[: len(detail["loc"])] == detail["loc"] for loc in inner
            )
        )
    )


def shape_problem(located: Located, detail: ErrorDetails) -> Problem:
    """A schema error in our words, at its place."""
    path = schema.clean_location(detail["loc"])
    name = str(path[-1]) if path else ""
    match detail["type"]:
        case "missing":
            return located.problem(path[:-1], f"`{name}` is missing")
        case "extra_forbidden":
            return located.problem(
                path, f"`{name}` is not known here", _known_here(located, path), at_key=True
            )
        case "string_type":
            return located.problem(path, "a text is needed here", "put it between quotes")
        case "string_pattern_mismatch":
            return located.problem(path, _pattern_message(detail), at_key=name == "[key]")
        case "policy":
            return located.problem(path, detail["msg"])
        case _:
            return located.problem(path, detail["msg"].removeprefix("Input "))


def _pattern_message(detail: ErrorDetails) -> str:
    shown = str(detail.get("input"))
    wanted = {
        schema.Duration.__metadata__[0].pattern: "a length of time such as 3d, 5bd or 72h",
        schema.IsoDate.__metadata__[0].pattern: "a date such as 2013-01-27",
        schema.FactPath.__metadata__[
            0
        ].pattern: "a path such as me.first_record (scope me, dispute, deal or entry)",
        schema.Slug.__metadata__[0].pattern: "a name of letters, digits, hyphens, dots",
        schema.Name.__metadata__[0].pattern: "a name of small letters, digits and underscores",
    }
    pattern = detail.get("ctx", {}).get("pattern", "")
    return f"{shown!r} is not {wanted.get(pattern, f'of the form {pattern}')}"


def _known_here(located: Located, path: tuple[str | int, ...]) -> str:
    """The nearest field of any part of the schema: a misspelt key is nearly always one of them."""
    fields = {
        info.alias or name
        for part in vars(schema).values()
        if isinstance(part, type) and issubclass(part, schema.Part)
        for name, info in part.model_fields.items()
    }
    siblings = {str(key[-1]) for key in located.keys if key[:-1] == path[:-1]}
    return nearest(str(path[-1]), sorted(fields - siblings))


def _overlaps(located: Located, written: schema.PolicyFile) -> list[Problem]:
    """Two versions never govern the same day, and no two share an id."""
    problems = []
    scratch = Report(located, ())
    spans = []
    seen: dict[str, int] = {}
    for index, version in enumerate(written.versions):
        at = ("versions", index, "effective")
        start = day(scratch, at, version.effective.from_)
        end = day(scratch, at, version.effective.until) if version.effective.until else None
        if end is not None and end <= start:
            problems.append(
                located.problem(
                    (*at, "until"), "a version must end after it begins (`until` is exclusive)"
                )
            )
        if version.id in seen:
            problems.append(
                located.problem(("versions", index, "id"), f"version {version.id} stands twice")
            )
        seen[version.id] = index
        spans.append((start, end, version.id, at))
    spans.sort(key=lambda span: span[0])
    for (_, end, earlier, _), (start, _, later, at) in zip(spans, spans[1:], strict=False):
        if end is None or end > start:
            hint = f"end {earlier} with `until` on the day {later} begins"
            problems.append(
                located.problem(at, f"versions {earlier} and {later} both govern some days", hint)
            )
    return problems
