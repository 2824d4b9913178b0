"""Every address and operation × every role × own, team, other: from one table.

Names what has no row. Whoever is refused has changed nothing.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from secrets import token_urlsafe

import pytest
from django.core.files import File
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from evenhand.people.models import User
from evenhand.web.api import api
from tests.cast import Cast
from tests.matrix.rows import ROLES, Row, whose
from tests.matrix.web import OPEN_TO_ALL

FEATURES = sorted(
    path.stem
    for path in Path(__file__).parent.glob("*.py")
    if path.stem not in ("__init__", "rows") and not path.stem.startswith("test_")
)
ROWS: list[Row] = [row for name in FEATURES for row in import_module(f"tests.matrix.{name}").ROWS]
OURS = (
    "base",
    "audit",
    "people",
    "files",
    "notices",
    "register",
    "customers",
    "policies",
    "disputes",
)


def _named(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}"
        elif str(one.pattern) != "account/":  # tests/people/ has them all
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _named(one.url_patterns, inner)


def _operations() -> set[str]:
    return {
        str(operation.operation_id)
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    }


def test_every_address_has_a_row() -> None:
    library = {f"api:{name}" for name in ("openapi-json", "openapi-view", "api-root")}
    names = {
        name
        for name in _named(get_resolver().url_patterns)
        if not name.startswith("api:") or name in library
    }
    assert names - {row.name for row in ROWS} - OPEN_TO_ALL == set()


def test_every_operation_has_a_name_and_a_row() -> None:
    assert _operations() - {row.name for row in ROWS} == set()


def test_no_row_is_of_something_that_is_gone() -> None:
    known = set(_named(get_resolver().url_patterns)) | _operations()
    assert {row.name for row in ROWS} - known == set()


CASES = [
    pytest.param(row, relation, id=f"{row.method}-{row.name}-{relation}")
    for row in ROWS
    for relation in row.relations
]


@pytest.mark.django_db
@pytest.mark.parametrize("row, relation", CASES)
def test_those_who_may_get_in_and_nobody_else(cast: Cast, row: Row, relation: str) -> None:
    wrong = []
    for role in ROLES:
        owner = whose(cast, role, relation)
        row.prepare(cast, owner)
        client = cast.client(role)  # signing in is noted: before, not during
        with CaptureQueriesContext(connection) as captured:
            answer = _send(client, cast, row, owner)
        if row.lets_in(role, relation):
            if answer.status_code >= 400 or _asks_to_sign_in(answer):
                wrong.append(f"{role} should get in: {answer.status_code} {_said(answer)}")
        elif answer.status_code not in row.refused:
            wrong.append(f"{role} should be refused: {answer.status_code}")
        elif changed := _written(captured):
            wrong.append(f"{role} was refused and wrote to {changed}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row.method}-{row.name}") for row in ROWS])
def test_whoever_has_not_signed_in_gets_nothing(cast: Cast, row: Row) -> None:
    if row.name in OPEN_TO_ALL:
        return
    owner = cast["colleague"]
    row.prepare(cast, owner)
    with CaptureQueriesContext(connection) as captured:
        answer = _send(Client(), cast, row, owner)
    assert answer.status_code == 401 or _asks_to_sign_in(answer)
    assert not _written(captured)


def _send(client: Client, cast: Cast, row: Row, owner: object) -> HttpResponse:
    path, body = row.address(cast, owner), row.body(cast, owner)  # type: ignore[arg-type]  # a User
    send = getattr(client, row.method)
    if row.method in ("get", "head"):
        return send(path, body)  # type: ignore[no-any-return]  # whatever the test client answers
    if path.startswith("/api/") and not any(isinstance(one, File) for one in body.values()):
        return send(path, body, content_type="application/json")  # type: ignore[no-any-return]  # as above
    # As a form: of a page, or of an operation that takes a file.
    return send(path, {"form_key": token_urlsafe(12), **body})  # type: ignore[no-any-return]  # as above


def _asks_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and "/account/login/" in answer.headers["Location"]


def _said(answer: HttpResponse) -> str:
    return "" if answer.streaming else answer.content.decode()[:300]


SAVEPOINT = re.compile(r"^(RELEASE |ROLLBACK TO )?SAVEPOINT")
WRITE = re.compile(
    rf"^(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO) \"(?P<table>(?:{'|'.join(OURS)})_\w+)\""
)


def _written(captured: CaptureQueriesContext) -> set[str]:
    """Tables of ours that were written to, and not taken back."""
    levels: list[set[str]] = [set()]
    for query in captured.captured_queries:
        told = query["sql"]
        if found := SAVEPOINT.match(told):
            if not found[1]:
                levels.append(set())
            elif len(levels) > 1:
                inner = levels.pop()
                levels[-1] |= inner if found[1].startswith("RELEASE") else set()
        elif write := WRITE.match(told):
            levels[-1].add(write["table"])
    return set().union(*levels)


@pytest.mark.django_db
def test_the_look_for_writes_sees_one_and_forgives_what_was_taken_back(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as captured:
        User.objects.filter(pk=cast["hr"].pk).update(theme="dark")
    assert _written(captured) == {"people_user"}
    taken_back = suppress(ZeroDivisionError), transaction.atomic()
    with CaptureQueriesContext(connection) as captured, taken_back[0], taken_back[1]:
        User.objects.filter(pk=cast["hr"].pk).update(theme="light")
        raise ZeroDivisionError
    assert _written(captured) == set()
