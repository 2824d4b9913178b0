"""Signing in with the company's identity provider: a real one, on this machine."""

import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from typing import cast as cast_to
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client, override_settings

from evenhand.audit.models import Event
from evenhand.people.models import User
from tests.cast import PASSWORD, Cast
from tests.people.provider import Provider, running, settings_for

pytestmark = pytest.mark.django_db

BEGIN, BACK = "/account/oidc/company/login/", "/account/oidc/company/login/callback/"
ANN = {"sub": "ann-1", "email": "Ann@example.com", "email_verified": True}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as one, override_settings(SOCIALACCOUNT_PROVIDERS=settings_for(one)):
        one.claims = dict(ANN)
        yield one


@pytest.fixture
def ann(cast: Cast) -> User:
    person = cast["salesperson"]
    person.email = "ann@example.com"
    person.save()
    return person


def sign_in(client: Client, provider: Provider, **changes: str) -> HttpResponse:
    """As a browser does: to the provider, and back with what it gave."""
    there = client.post(BEGIN + "?next=/menu/").headers["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    back = provider.authorize(asked | changes)
    answer = client.get(BACK + "?" + urlsplit(back).query)
    return cast_to("HttpResponse", answer)


def is_in(client: Client) -> bool:
    return client.get("/").status_code == HTTPStatus.OK


def test_whom_the_company_has_added_gets_in_and_is_remembered(
    ann: User, provider: Provider
) -> None:
    client = Client()
    answer = sign_in(client, provider)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/menu/")
    assert is_in(client)
    assert SocialAccount.objects.get().user == ann
    came = Event.objects.filter(kind="people.signed_in").get()
    assert (came.actor, came.details["ways"]) == (ann.public_id, ["socialaccount"])
    provider.claims["email"] = "married@example.com"
    again = Client()
    assert sign_in(again, provider).status_code == HTTPStatus.FOUND
    assert is_in(again)


def test_the_password_still_works_afterwards(ann: User, provider: Provider) -> None:
    sign_in(Client(), provider)
    known = {"login": ann.login, "password": PASSWORD}
    assert Client().post("/account/login/", known).status_code == HTTPStatus.FOUND


UNKNOWN = {
    "nobody here": {"email": "eve@example.com"},
    "not verified": {"email_verified": False},
    "verified is not said": {"email_verified": None},
    "no address": {"email": ""},
}


@pytest.mark.parametrize("change", UNKNOWN.values(), ids=UNKNOWN)
def test_whoever_is_not_known_is_told_so(
    ann: User, provider: Provider, change: dict[str, Any]
) -> None:
    provider.claims |= change
    client = Client()
    answer = sign_in(client, provider)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "You are not known here" in answer.content.decode()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert Event.objects.filter(kind="people.sign_in_failed").count() == 1


WRONG: dict[str, dict[str, Any]] = {
    "audience": {"aud": "another"},
    "issuer": {"iss": "https://evil.example"},
    "nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "expired": {"exp": int(time.time()) - 600},
    "no subject": {"sub": None},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_a_token_that_was_not_made_for_this_is_refused(
    ann: User, provider: Provider, change: dict[str, Any]
) -> None:
    provider.claims |= change
    _is_refused(sign_in(client := Client(), provider), client)


@pytest.mark.parametrize("forged", [rsa.generate_private_key(65537, 2048), "a secret", False])
def test_a_token_that_the_provider_has_not_signed_is_refused(
    ann: User, provider: Provider, forged: object
) -> None:
    provider.signs_with = forged
    _is_refused(sign_in(client := Client(), provider), client)


def test_a_provider_that_calls_itself_otherwise_is_refused(ann: User, provider: Provider) -> None:
    provider.issuer = "https://evil.example"
    _is_refused(sign_in(client := Client(), provider), client)


def test_a_state_that_nobody_asked_with_is_refused(ann: User, provider: Provider) -> None:
    _is_refused(sign_in(client := Client(), provider, state="forged"), client)


def test_an_answer_is_good_for_the_browser_that_asked_and_once(
    ann: User, provider: Provider
) -> None:
    asking = Client()
    there = asking.post(BEGIN).headers["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    back = BACK + "?" + urlsplit(provider.authorize(asked)).query
    other = Client()
    _is_refused(cast_to("HttpResponse", other.get(back)), other)
    assert asking.get(back).status_code == HTTPStatus.FOUND
    asking.post("/account/logout/")
    _is_refused(cast_to("HttpResponse", asking.get(back)), asking)


def test_a_code_of_another_request_is_refused(ann: User, provider: Provider) -> None:
    """PKCE: the code comes with a challenge that only its own browser can answer."""
    _is_refused(sign_in(client := Client(), provider, code_challenge="of another"), client)


def test_userinfo_of_somebody_else_is_refused(ann: User, provider: Provider) -> None:
    del provider.claims["email"]
    provider.userinfo = ANN | {"sub": "somebody else"}
    _is_refused(sign_in(client := Client(), provider), client)
    provider.userinfo = ANN
    assert sign_in(client, provider).status_code == HTTPStatus.FOUND


def _is_refused(answer: HttpResponse, client: Client) -> None:
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert "Signing in did not work" in answer.content.decode()
    assert not is_in(client)
    assert not Event.objects.filter(kind="people.signed_in", details__ways=[]).exists()


def test_a_provider_that_is_away_is_told_as_a_page(ann: User, provider: Provider) -> None:
    away = settings_for(provider)
    away["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    with override_settings(SOCIALACCOUNT_PROVIDERS=away):
        assert Client().post(BEGIN).status_code == HTTPStatus.UNAUTHORIZED


def test_a_link_sends_nobody_to_the_provider_and_asks_it_nothing_else(
    ann: User, provider: Provider
) -> None:
    assert Client().get(BEGIN).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    there = Client().post(BEGIN + "?process=connect&auth_params=nonce%3Dmine&scope=everything")
    asked = parse_qs(urlsplit(there.headers["Location"]).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["nonce"] != ["mine"]
    assert asked["response_type"] == ["code"]


def test_whoever_may_not_sign_in_any_more_does_not_get_in_here(
    ann: User, provider: Provider
) -> None:
    ann.is_active = False
    ann.save()
    sign_in(client := Client(), provider)
    assert not is_in(client)


def test_the_sign_in_page_has_a_button_for_it(ann: User, provider: Provider) -> None:
    assert "Acme accounts" in Client().get("/account/login/").content.decode()


@pytest.mark.parametrize("language, word", [("zh", "这里不认识您"), ("vi", "Ở đây chưa có bạn")])
def test_it_is_said_in_every_language(
    ann: User, provider: Provider, language: str, word: str
) -> None:
    provider.claims |= {"email": "eve@example.com"}
    client = Client()
    client.cookies["language"] = language
    assert word in sign_in(client, provider).content.decode()
