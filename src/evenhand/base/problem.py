"""What went wrong, for programs: problem+json of RFC 9457."""

from __future__ import annotations

import json
from http import HTTPStatus

from django.http import HttpResponse

from evenhand.base.language import spoken
from evenhand.base.logs import REQUEST
from evenhand.core import errors

MEDIA_TYPE = "application/problem+json"

_STATUS: dict[type[errors.EvenhandError], HTTPStatus] = {
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.AlreadyThere: HTTPStatus.CONFLICT,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}


def status_of(error: errors.EvenhandError) -> HTTPStatus:
    """The status of an answer to what was refused.

    >>> from evenhand.core.said import said
    >>> status_of(errors.Conflict(said("closed already")))
    <HTTPStatus.CONFLICT: 409>
    """
    for kind in type(error).__mro__:
        if kind in _STATUS:
            return _STATUS[kind]
    return HTTPStatus.UNPROCESSABLE_ENTITY


def problem(
    status: HTTPStatus,
    title: str,
    *,
    detail: str = "",
    problems: list[dict[str, object]] | None = None,
) -> HttpResponse:
    """An answer in the form of RFC 9457; `problems` lists everything that is wrong, with places.

    `request` is the id under which the log knows it.
    """
    body: dict[str, object] = {"type": "about:blank", "title": title, "status": status.value}
    if request := REQUEST.get():
        body["request"] = request
    if detail:
        body["detail"] = detail
    if problems:
        body["problems"] = problems
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE
    )


def problem_of(error: errors.EvenhandError) -> HttpResponse:
    """What was refused on purpose, in the language of now."""
    listed: list[dict[str, object]] = []
    detail = spoken(error.said)
    if isinstance(error, errors.Refused):
        detail = spoken(error.counted(len(error.problems)))
        listed = [
            {
                "message": spoken(one.message),
                "source": one.source,
                "line": one.line,
                "column": one.column,
                "hint": spoken(one.hint),
            }
            for one in error.problems
        ]
    status = status_of(error)
    return problem(status, status.phrase, detail=detail, problems=listed)
