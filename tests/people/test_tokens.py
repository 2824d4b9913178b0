"""Tokens of the API."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from evenhand.core.errors import Conflict, NotAllowed
from evenhand.people.actions.tokens import make_token
from evenhand.people.models.access import ApiToken
from tests.cast import PASSWORD, Cast
from tests.people.doors import kinds, send

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def ask(secret: str, path: str = "/api/v1/me", client: Client | None = None) -> int:
    answer = (client or Client()).get(path, HTTP_AUTHORIZATION=f"Bearer {secret}")
    return answer.status_code


def test_a_token_is_made_after_the_password_and_shown_once(cast: Cast) -> None:
    client = cast.client("salesperson")
    assert "/reauthenticate/" in client.get("/profile/tokens/").headers["Location"]
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    made = client.post("/profile/tokens/", {"name": "x", "scopes": ["read:*"], "days": 30})
    secret = made.content.decode().split('id="secret" readonly value="')[1].split('"')[0]
    assert secret.startswith("eh_")
    assert len(secret) >= 46
    assert secret not in str(ApiToken.objects.values())
    assert secret not in client.get("/profile/tokens/").content.decode()
    assert ask(secret) == 200
    assert kinds()[0] == "people.token_made"


def test_a_wrong_token_is_refused_even_with_a_session(cast: Cast) -> None:
    assert ask("eh_wrong", client=cast.client("salesperson")) == 401
    assert ask("wrong") == 401


def test_a_token_dies_with_time_revocation_and_its_person(cast: Cast) -> None:
    user = cast["salesperson"]
    secret = make_token(name="x", scopes=["read:*"], lasts=A_DAY, by=user)
    user.is_active = False
    user.save()
    assert ask(secret) == 401
    user.is_active = True
    user.save()
    assert ask(secret) == 200
    token = ApiToken.objects.get()
    ApiToken.objects.update(expires_at=timezone.now())
    assert ask(secret) == 401
    ApiToken.objects.update(expires_at=timezone.now() + A_DAY)
    assert send(cast.client("colleague"), f"/tokens/{token.public_id}/revoke").status_code == 404
    assert send(cast.client("salesperson"), f"/tokens/{token.public_id}/revoke").status_code == 302
    assert ask(secret) == 401
    assert kinds()[0] == "people.token_revoked"


def test_a_token_that_reads_does_not_write_and_keeps_to_its_feature(cast: Cast) -> None:
    make_token(name="x", scopes=["read:people"], lasts=A_DAY, by=cast["salesperson"])
    token = ApiToken.objects.get()
    assert token.allows("people", write=False)
    assert not token.allows("people", write=True)
    assert not token.allows("disputes", write=False)


def test_whoever_decides_needs_a_factor_to_make_and_to_use_one(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        make_token(name="x", scopes=["read:*"], lasts=A_DAY, by=cast["head"])
    cast.client("head")
    secret = make_token(name="x", scopes=["read:*"], lasts=A_DAY, by=cast["head"])
    assert ask(secret) == 200
    Authenticator.objects.filter(user=cast["head"]).delete()
    assert ask(secret) == 401


@pytest.mark.parametrize("scopes, days", [(["read:*"], 366), (["admin"], 1), ([], 1)])
def test_what_a_token_cannot_be(cast: Cast, scopes: list[str], days: int) -> None:
    with pytest.raises(Conflict):
        make_token(name="x", scopes=scopes, lasts=timedelta(days=days), by=cast["salesperson"])


def test_last_use_is_written_once_a_minute(cast: Cast) -> None:
    secret = make_token(name="x", scopes=["read:*"], lasts=A_DAY, by=cast["salesperson"])
    ask(secret)
    first = ApiToken.objects.get().last_used_at
    ask(secret)
    assert ApiToken.objects.get().last_used_at == first
