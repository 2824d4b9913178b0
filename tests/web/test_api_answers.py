"""Whatever a program sends, the API answers as its description says: per role, never with a 500."""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    positive_data_acceptance,
    unsupported_method,
)

from evenhand.people.actions.tokens import make_token
from evenhand.web.api import api
from evenhand.web.wsgi import application
from tests.cast import Cast
from tests.matrix.rows import ROLES

EXAMPLES = int(os.environ.get("EVENHAND_EXAMPLES", "8"))
"""For each operation and role; more of them on a quiet evening."""

SCHEMA = schemathesis.openapi.from_dict(dict(api.get_openapi_schema(path_prefix="/api/v1/")))


def _served(environ: dict[str, Any], start: Any) -> list[bytes]:
    """As a server calls it: with an address, and closing what it was given when it is sent."""
    answer = application({"REMOTE_ADDR": "127.0.0.1", **environ}, start)
    try:
        return list(answer)
    finally:
        answer.close()


SCHEMA.app = _served

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
    headers = _let_in(cast, role)
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
                answer = case.call_and_validate(headers=headers, excluded_checks=NOT_HERE)
                seen.add(answer.status_code)
                transaction.set_rollback(True)

        answers()
    assert 200 in seen, "it was never let in"
    assert 401 not in seen


def _let_in(cast: Cast, role: str) -> dict[str, str]:
    """The header of a program that may do whatever this person may."""
    cast.client(role)  # a second factor, for those who need one
    secret = make_token(
        name="everything", scopes=["read:*", "write:*"], lasts=timedelta(days=1), by=cast[role]
    )
    return {"Authorization": f"Bearer {secret}"}


def test_the_description_names_every_answer_that_may_come() -> None:
    for path, methods in SCHEMA.raw_schema["paths"].items():
        for method, operation in methods.items():
            answers = set(map(str, operation["responses"]))
            assert {"401", "403", "422"} <= answers, f"{method} {path}"
