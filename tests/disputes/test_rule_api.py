"""Rulings and replays for programs: the same as on the command line."""

import json
from typing import Any

import pytest
from django.test import Client

from evenhand.core.policy.places import locate
from evenhand.disputes.samples import DEMONSTRATION
from tests.cast import Cast
from tests.cli import run

pytestmark = pytest.mark.django_db

LAPSE = DEMONSTRATION / "1-lapse.yaml"


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1{path}", body, content_type="application/json")


@pytest.mark.parametrize("lang", ["en", "zh", "vi"])
def test_a_ruling_is_the_command_lines(cast: Cast, lang: str) -> None:
    text = LAPSE.read_text(encoding="utf-8")
    told = post(cast.client("head"), "/rulings", policy="showroom", dossier=text, lang=lang).json()
    command = run("rule", "--policy", "showroom", str(LAPSE), "--format", "json", "--lang", lang)
    assert told == json.loads(command.out)


def test_a_dossier_may_be_data(cast: Cast) -> None:
    data = locate(LAPSE.read_text(encoding="utf-8"), "x").data
    answer = post(cast.client("head"), "/rulings", policy="shipped:showroom", dossier=data)
    assert answer.json()["outcome"]["claimants"] == ["chen"]
    without = post(
        cast.client("head"), "/rulings", policy="showroom", dossier=data, flips=False
    ).json()
    assert without["flips"] is None


def test_all_that_is_wrong_is_told_with_places(cast: Cast) -> None:
    text = "claimants: {A: {nope: 1}}\nentries:\n  - {who: A, kind: what, at: 2013-03-01}"
    answer = post(cast.client("head"), "/rulings", policy="showroom", dossier=text)
    assert answer.status_code == 422
    assert [(one["line"], one["column"]) for one in answer.json()["problems"]] == [(1, 17), (3, 20)]


def test_what_is_not_there_and_what_is_too_large(cast: Cast) -> None:
    client = cast.client("head")
    assert post(client, "/rulings", policy="nope", dossier="{}").status_code == 404
    large = post(client, "/rulings", policy="showroom", dossier="a" * 300_000)
    assert large.status_code == 413
    assert large.headers["Content-Type"] == "application/problem+json"


def test_a_record_replays(cast: Cast) -> None:
    client = cast.client("head")
    given = {"policy": "showroom", "way": "text", "text": LAPSE.read_text(encoding="utf-8")}
    record = client.post("/rule/record", given).content.decode()
    told = post(client, "/replays", record=record).json()
    assert told["identical"]
    assert told["same_policy"]
    assert told["differences"] == []
    assert post(client, "/replays", record=record + " ").status_code == 422
