"""Signing in with an account of the company's identity provider."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client

from tests.cast import PASSWORD, SECRET, Cast
from tests.people import provider as company
from tests.people.doors import kinds, sign_in
from tests.people.provider import Provider

pytestmark = pytest.mark.django_db
EMAIL = "sal@example.com"


class Stay(urllib.request.HTTPRedirectHandler):
    """Does not follow."""

    def redirect_request(self, *_: object) -> None:  # type: ignore[override]  # follows nothing
        return None


@pytest.fixture
def provider(cast: Cast, settings: Any) -> Iterator[Provider]:
    """A provider that listens, whose account of the salesperson is verified."""
    running = Provider()
    running.claims |= {"email": EMAIL, "sub": "sal"}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "company",
                    "name": "Company account",
                    "client_id": company.CLIENT,
                    "secret": company.SECRET,
                    "settings": {"server_url": running.url},
                }
            ],
            "OAUTH_PKCE_ENABLED": True,
        }
    }
    user = cast["salesperson"]
    user.email = EMAIL
    user.save()
    yield running
    running.close()


def go(client: Client, query: str = "") -> str:
    """Press the button, be sent to the provider and back: where to."""
    sent = client.post(f"/account/oidc/company/login/{query}")
    opener = urllib.request.build_opener(Stay)
    with pytest.raises(urllib.error.HTTPError) as caught:
        opener.open(sent.headers["Location"])
    parts = urlsplit(caught.value.headers["Location"])
    return f"{parts.path}?{parts.query}"


def come(client: Client, query: str = "") -> HttpResponse:
    return client.get(go(client, query))  # type: ignore[return-value]  # whatever the test client answers


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_known_people_come_in_and_keep_their_password(cast: Cast, provider: Provider) -> None:
    client = Client()
    assert come(client).headers["Location"] == "/"
    assert is_in(client)
    assert kinds()[0] == "people.signed_in"
    assert sign_in(Client(), "salesperson", PASSWORD).headers["Location"] == "/"
    again = Client()
    come(again)
    assert is_in(again)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@example.com"},
        {"email_verified": False},
        {"email_verified": None},
        {"email": ""},
    ],
)
def test_unknown_and_unverified_ones_do_not(
    cast: Cast, provider: Provider, claims: dict[str, object]
) -> None:
    provider.claims |= claims
    client = Client()
    answer = come(client)
    assert answer.status_code == 403
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"state": "another"},
        {"aud": "another"},
        {"aud": ["evenhand", "another"]},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"userinfo": {"sub": "somebody else"}},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_is_wrong_in_the_answer_lets_nobody_in(
    cast: Cast, provider: Provider, wrong: dict[str, object]
) -> None:
    provider.wrong = wrong
    client = Client()
    assert "Location" not in come(client).headers
    assert not is_in(client)


def test_a_signature_of_another_key_or_a_shared_secret_is_refused(
    cast: Cast, provider: Provider
) -> None:
    client = Client()
    provider.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    come(client)
    assert not is_in(client)
    provider.signs_with, provider.algorithm = company.SECRET * 2, "HS256"
    come(client)
    assert not is_in(client)
    provider.signs_with, provider.algorithm = None, "none"
    come(client)
    assert not is_in(client)


def test_an_answer_is_good_once_and_in_the_same_browser(cast: Cast, provider: Provider) -> None:
    client, other = Client(), Client()
    back = go(client)
    other.get(back)
    assert not is_in(other)


def test_nobody_ties_an_account_to_themselves(cast: Cast, provider: Provider) -> None:
    client = cast.client("colleague")
    assert come(client, "?process=connect").status_code == 403
    assert not SocialAccount.objects.exists()


def test_it_does_not_stand_for_the_second_factor(cast: Cast, provider: Provider) -> None:
    head = cast["head"]
    cast["salesperson"].email = None
    cast["salesperson"].save()
    head.email = EMAIL
    head.save()
    client = Client()
    come(client)
    assert client.get("/").headers["Location"] == "/account/2fa/"
    TOTP.activate(head, SECRET)
    assert come(Client()).headers["Location"].startswith("/account/2fa/authenticate/")


def test_who_has_left_does_not_come_in(cast: Cast, provider: Provider) -> None:
    client = Client()
    come(client)
    cast["salesperson"].is_active = False
    cast["salesperson"].save()
    late = Client()
    come(late)
    assert not is_in(late)


def test_the_address_asks_for_no_more(cast: Cast, provider: Provider) -> None:
    sent = Client().post("/account/oidc/company/login/?scope=admin&auth_params=prompt%3Dnone")
    query = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert query["scope"] == ["openid profile email"]
    assert "prompt" not in query
    assert query["code_challenge_method"] == ["S256"]
