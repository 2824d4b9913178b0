"""A policy file → a Policy, or every problem of the file at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from pydantic import ValidationError

from evenhand.core.errors import PolicyRefused, Problem
from evenhand.core.policy import schema
from evenhand.core.policy.compile import compile_version
from evenhand.core.policy.declare import Report, day
from evenhand.core.policy.places import Key, Located, NotReadable, locate
from evenhand.core.policy.shape import shape_problems
from evenhand.core.policy.versions import Policy, Version
from evenhand.core.said import said
from evenhand.core.types import FactSpec


def load_policy(text: str, *, source: str = "policy", catalogue: Mapping[str, FactSpec]) -> Policy:
    """Read and check a policy file.

    `source` names the file in messages; `catalogue` holds the standard facts. Raises PolicyRefused
    with all problems: first those of form (YAML, schema); once the form is right, those of content
    in every version.
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
    problems += _same_ids(located, written)
    problems += _overlaps(located, written)
    if problems:
        raise PolicyRefused(problems)
    versions.sort(key=lambda version: version.effective_from)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Policy(written.policy, written.title.text(), digest, source, tuple(versions))


def _validated(located: Located) -> schema.PolicyFile:
    if not isinstance(located.data, dict):
        message = said("a policy file is a mapping that begins with `policy:`")
        raise PolicyRefused([located.problem((), message)])
    try:
        return schema.PolicyFile.model_validate(located.data)
    except ValidationError as error:
        raise PolicyRefused(shape_problems(located, error)) from None


def _same_ids(located: Located, written: schema.PolicyFile) -> list[Problem]:
    ids = [version.id for version in written.versions]
    return [
        located.problem(
            ("versions", index, "id"), said("version {version} stands twice", version=one)
        )
        for index, one in enumerate(ids)
        if one in ids[:index]
    ]


def _overlaps(located: Located, written: schema.PolicyFile) -> list[Problem]:
    """Two versions never govern the same day, and each ends after it begins."""
    problems = []
    spans: list[tuple[int, float, str, Key]] = []
    scratch = Report(located, ())  # dates that are none have been told already
    for index, version in enumerate(written.versions):
        at: Key = ("versions", index, "effective")
        start = day(scratch, at, version.effective.from_)
        last = version.effective.until
        end = day(scratch, at, last) if last else float("inf")
        if end <= start:
            message = said("a version must end after it begins (`until` is exclusive)")
            problems.append(located.problem((*at, "until"), message))
        spans.append((start, end, version.id, at))
    spans.sort(key=lambda span: span[0])
    for place, (start, _, later, at) in enumerate(spans):
        running = [span for span in spans[:place] if span[1] > start]
        if running:
            earlier = running[0][2]
            hint = said(
                "end {earlier} with `until` on the day {later} begins", earlier=earlier, later=later
            )
            message = said(
                "versions {earlier} and {later} both govern some days", earlier=earlier, later=later
            )
            problems.append(located.problem(at, message, hint))
    return problems
