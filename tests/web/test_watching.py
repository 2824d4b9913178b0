"""Health, figures and the log: enough to watch a server by, nothing about people."""

import json
import logging
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from evenhand.base import installation
from evenhand.base.logs import Lines, Plain, Telling
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_it_says_that_it_lives_and_is_ready() -> None:
    assert Client().get("/health/live").content == b"live\n"
    answer = Client().get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["database"] is True


@pytest.mark.parametrize(
    "stranger",
    [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_VIA": "1.1 p"}],
)
def test_strangers_learn_no_details(stranger: dict[str, str]) -> None:
    client = Client(**stranger)  # type: ignore[arg-type]  # what goes into the environment
    assert client.get("/health/ready").json() == {"ready": True}
    assert client.get("/metrics").status_code == 403


def test_the_token_opens_the_figures_and_nothing_else_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = settings.ENVIRONMENT.model_copy(update={"metrics_token": "a-long-token"})
    monkeypatch.setattr(settings, "ENVIRONMENT", told)
    assert Client().get("/metrics").status_code == 403
    wrong = Client(headers={"Authorization": "Bearer ä"}).get("/metrics")
    assert wrong.status_code == 403
    right = Client(headers={"Authorization": "Bearer a-long-token"}).get("/metrics")
    assert right.status_code == 200
    assert b"evenhand_jobs_waiting 0" in right.content


def test_requests_are_counted_by_view_and_not_by_address(cast: Cast) -> None:
    cast.client("head").get("/?name=secret")
    text = Client().get("/metrics").content.decode()
    assert 'evenhand_requests_total{method="GET",status="200",view="today"}' in text
    assert "secret" not in text


@pytest.mark.parametrize("form", [Plain(), Lines()])
def test_the_log_of_a_journey_names_nobody_and_no_secret(cast: Cast, form: Any) -> None:
    told = StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(form)
    handler.addFilter(Telling())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        client = cast.client("head")
        request = client.get("/?token=tell-nobody").headers["X-Request-ID"]
        client.get("/welcome/secret-token/")
        client.post("/theme", {"theme": "dark", "email": "ann@example.com"})
        Client().post("/account/login/", {"login": "head", "password": "wrong-password"})
        Client(headers={"host": "head.example.com"}).get("/")
        try:
            raise ValueError("Key (email)=(ann@example.com) exists")  # noqa: TRY301 - logged below
        except ValueError:
            logging.getLogger("evenhand").exception("it failed")
    finally:
        root.removeHandler(handler)
    lines = told.getvalue()
    assert request in lines
    assert "ValueError" in lines
    for private in ("tell-nobody", "secret-token", "ann@example.com", "wrong-password"):
        assert private not in lines
    if isinstance(form, Lines):
        for line in lines.splitlines():
            assert {"at", "level", "request"} <= set(json.loads(line))


def test_what_a_killed_server_counted_is_cleared_and_no_living_one_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    monkeypatch.setattr(installation, "_HELD", [])
    for name in ("counted-1", "counted-2"):
        (tmp_path / name).mkdir()
    living = installation._hold(tmp_path / "counted-2")
    installation._begin_counting(tmp_path / "counted-3")
    assert {one.name for one in tmp_path.iterdir()} == {"counted-2", "counted-3"}
    for held in (living, *installation._HELD):
        assert held is not None
        held.close()
