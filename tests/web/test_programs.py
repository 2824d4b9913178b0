"""A program that sends a write again finds it done, and is answered as before."""

from datetime import timedelta

import pytest
from django.test import Client

from evenhand.audit.models import Event
from evenhand.base.models import CarriedOut
from evenhand.people.actions.tokens import make_token, revoke_token
from evenhand.people.digests import digest_of
from evenhand.people.links import find_link
from evenhand.people.models.access import ApiToken
from tests.cast import Cast

pytestmark = pytest.mark.django_db

KEY = {"Idempotency-Key": "the-same-key"}
ADDRESS = "/api/v1/outlets"


def outlet(name: str) -> dict[str, str]:
    return {"name": name, "tier": "second", "time_zone": "Asia/Shanghai", "country": "CN"}


def opened() -> int:
    return Event.objects.filter(kind="people.outlet_opened").count()


def send(client: Client, name: str, **headers: str) -> int:
    told = client.post(
        ADDRESS, outlet(name), content_type="application/json", headers={**KEY, **headers}
    )
    return told.status_code


def test_the_same_write_is_done_once_and_answered_twice(cast: Cast) -> None:
    client, before = cast.client("administrator"), opened()
    first = client.post(ADDRESS, outlet("East"), content_type="application/json", headers=KEY)
    again = client.post(ADDRESS, outlet("East"), content_type="application/json", headers=KEY)
    assert first.status_code == again.status_code < 300
    assert first.content == again.content
    assert opened() == before + 1


def test_another_write_under_the_same_key_is_refused(cast: Cast) -> None:
    client = cast.client("administrator")
    assert send(client, "East") < 300
    assert send(client, "West") == 409


def test_a_key_is_ones_own(cast: Cast) -> None:
    assert send(cast.client("administrator"), "East") < 300
    assert send(cast.client("hr"), "West") < 300


def test_what_failed_may_be_sent_again(cast: Cast) -> None:
    client = cast.client("administrator")
    assert send(client, "Main store") == 409  # there is one
    assert send(client, "East") < 300


def test_a_token_that_was_revoked_is_told_nothing(cast: Cast) -> None:
    administrator = cast["administrator"]
    cast.client("administrator")
    secret = make_token(
        name="crm", scopes=["write:people"], lasts=timedelta(days=1), by=administrator
    )
    shown = {"Authorization": f"Bearer {secret}"}
    assert send(Client(), "East", **shown) < 300
    revoke_token(ApiToken.objects.get(), by=administrator)
    assert send(Client(), "East", **shown) == 401


def test_a_secret_is_told_once_and_kept_nowhere(cast: Cast) -> None:
    client, address = cast.client("administrator"), f"/api/v1/people/{cast['colleague'].public_id}"
    first = client.post(f"{address}/link", content_type="application/json", headers=KEY)
    assert first.status_code == 201
    secret = first.json()["url"].rpartition("/")[2]
    assert find_link(digest_of(secret)) is not None
    again = client.post(f"{address}/link", content_type="application/json", headers=KEY)
    assert again.status_code == 409
    assert "told once" in again.json()["detail"]
    assert find_link(digest_of(secret)) is not None  # nothing was done a second time
    assert not CarriedOut.objects.filter(body__contains=secret).exists()
