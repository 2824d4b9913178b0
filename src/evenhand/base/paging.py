"""Keyset paging: a page begins behind the last line of the one before, however the list grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from evenhand.core.errors import NotFound
from evenhand.core.said import said

M = TypeVar("M", bound=models.Model)

PARAMETER: Final = "after"
SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some lines of a list, and where the next ones are; an empty address where there are none."""

    lines: Sequence[M]
    next_cursor: str = ""
    next_url: str = ""
    first_url: str = ""


def page_of(
    found: models.QuerySet[M], request: HttpRequest, *, by: tuple[str, ...], size: int = SIZE
) -> Page[M]:
    """The page that the address asks for, in the order of `by`, which ends with something unique.

    `by` is ours, never the request's: `("-at", "-id")`. Raises NotFound for a cursor that was not
    given out here.
    """
    ordered = found.order_by(*by)
    cursor = request.GET.get(PARAMETER, "")
    if cursor:
        ordered = ordered.filter(_behind(by, _read(cursor, len(by))))
    lines = list(ordered[: size + 1])
    more, lines = len(lines) > size, lines[:size]
    following = _cursor(by, lines[-1]) if more else ""
    return Page(
        lines,
        next_cursor=following,
        next_url=_address(request, following) if following else "",
        first_url=_address(request, "") if cursor else "",
    )


def _behind(by: tuple[str, ...], values: list[Any]) -> Q:
    """Everything behind a line: (a > x) or (a = x and b > y) or so on, each by its direction."""
    found, same = Q(), Q()
    for field, value in zip(by, values, strict=True):
        name, direction = field.lstrip("-"), "lt" if field.startswith("-") else "gt"
        found |= same & Q(**{f"{name}__{direction}": value})
        same &= Q(**{name: value})
    return found


def _cursor(by: tuple[str, ...], line: models.Model) -> str:
    values = [str(getattr(line, field.lstrip("-"))) for field in by]
    return _signer().sign_object(values)


def _read(cursor: str, length: int) -> list[Any]:
    try:
        values = _signer().unsign_object(cursor)
    except BadSignature:
        values = None
    if not isinstance(values, list) or len(values) != length:
        raise NotFound(said("This page of the list is unknown. Start with the first page."))
    return values


def _signer() -> Signer:
    return Signer(salt="evenhand.paging")


def _address(request: HttpRequest, cursor: str) -> str:
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    if cursor:
        query[PARAMETER] = cursor
    return f"?{query.urlencode()}"
