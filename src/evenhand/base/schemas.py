"""What every answer of the API may hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints, WithJsonSchema

Cursor = Annotated[str, StringConstraints(max_length=600, pattern=r"^[^\x00]*$")]
"""Where the next lines of a list are, as the page before has told."""


class Fault(Schema):
    """One thing that is wrong in what was sent, and where."""

    message: str
    source: str = ""
    line: int = 0
    column: int = 0
    hint: str = ""


class Problem(Schema):
    """What went wrong: RFC 9457, sent as application/problem+json."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    request: str = ""
    problems: list[Fault] = Field(default_factory=list)


REFUSALS: dict[int, Any] = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Problem}
"""What any operation may answer instead of what was asked."""

WRITE_REFUSALS: dict[int, Any] = REFUSALS | {409: Problem, 413: Problem}
"""What any operation that writes may answer instead."""


def one_of(known: Sequence[str]) -> Callable[[str], str]:
    """The check that a text is one of those that are known; for an `AfterValidator`."""

    def check(value: str) -> str:
        if value not in known:
            raise ValueError("unknown")
        return value

    return check


def listed(known: Sequence[str]) -> WithJsonSchema:
    """How the description of the API tells which those are."""
    return WithJsonSchema({"type": "string", "enum": list(known)})
