"""What every answer of the API may hold."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import Field


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
