"""Whatever a program sends, the API answers as its description says: per role, never with a 500."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.middleware.csrf import get_token
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    positive_data_acceptance,
    unsupported_method,
)

from evenhand.web.api import api
from evenhand.web.wsgi import application
from tests.cast import Cast
from tests.matrix.rows import ROLES

EXAMPLES = int(os.environ.get("EVENHAND_EXAMPLES", "8"))
"""For each operation and role; more of them on a quiet evening."""

SCHEMA = schemathesis.openapi.from_dict(dict(api.get_openapi_schema(path_prefix="/api/v1/")))
SCHEMA.app = lambda environ, start: application({"REMOTE_ADDR": "127.0.0.1", **environ}, start)

NOT_HERE = [
    unsupported_method,  # the session's CSRF token is asked for before the method is looked at
    positive_data_acceptance,  # what has the right shape may still be refused
    ignored_auth,  # tests/matrix has every operation without a session
]


def _operations() -> list[Any]:
    return [result.ok() for result in SCHEMA.get_all_operations()]  # type: ignore[union-attr]  # it raises what is wrong


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """As Django's test client does: the test's transaction is not closed by a request's end."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_operation_answers_as_it_is_described(cast: Cast, role: str) -> None:
    headers, cookies = _let_in(cast, role)
    seen: set[int] = set()
    for operation in _operations():

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        @given(case=operation.as_strategy())
        def answers(case: Any) -> None:
            with transaction.atomic():
                answer = case.call_and_validate(
                    headers=headers, cookies=cookies, excluded_checks=NOT_HERE
                )
                seen.add(answer.status_code)
                transaction.set_rollback(True)

        answers()
    assert 200 in seen, "it was never let in"
    assert 401 not in seen


def _let_in(cast: Cast, role: str) -> tuple[dict[str, str], dict[str, str]]:
    """The headers and cookies of a browser in which this person has signed in."""
    request = RequestFactory().get("/")
    token = get_token(request)
    cookies = {
        "session": cast.client(role).cookies["session"].value,
        "csrf": request.META["CSRF_COOKIE"],
    }
    return {"X-CSRFToken": token}, cookies


def test_the_description_names_every_answer_that_may_come() -> None:
    for path, methods in SCHEMA.raw_schema["paths"].items():
        for method, operation in methods.items():
            answers = set(map(str, operation["responses"]))
            assert {"401", "403", "422"} <= answers, f"{method} {path}"
