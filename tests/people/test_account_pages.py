"""The pages of signing in: which there are, and in whose words."""

import re
from html import unescape
from typing import Any

import pytest
from allauth.urls import urlpatterns as offered
from allauth.usersessions.models import UserSession
from django.test import Client
from django.test.utils import override_settings
from django.urls import URLPattern, URLResolver, reverse

from evenhand.people.account_urls import WANTED
from evenhand.people.browsers import browser_name
from tests.cast import PASSWORD, Cast
from tests.house.test_words import words

pytestmark = pytest.mark.django_db

WITH_VALUES: dict[str, dict[str, Any]] = {
    "account_confirm_email": {"key": "abc:def"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "abc-def"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
    "openid_connect_login": {"provider_id": "company"},
    "openid_connect_callback": {"provider_id": "company"},
}


def _names(patterns: list[URLPattern | URLResolver]) -> set[str]:
    found = set()
    for one in patterns:
        if isinstance(one, URLResolver):
            found |= _names(one.url_patterns)
        elif one.name:
            found.add(one.name)
    return found


SHUT = sorted(_names(offered) - WANTED)


@pytest.mark.parametrize("name", SHUT)
def test_an_address_that_is_not_wanted_is_not_there(cast: Cast, name: str) -> None:
    address = reverse(name, kwargs=WITH_VALUES.get(name))
    for client in (Client(), cast.client("salesperson")):
        assert client.get(address).status_code == 404
        assert client.post(address, {"email": "a@example.com"}).status_code == 404


def test_what_is_wanted_is_offered_and_signing_up_is_not() -> None:
    assert _names(offered) >= WANTED
    assert {"account_signup", "account_email", "socialaccount_connections"} <= set(SHUT)


@pytest.mark.parametrize("old", ["login/cancelled", "login/error", "signup", "connections"])
def test_addresses_of_old_lead_nowhere(client: Client, old: str) -> None:
    assert client.get(f"/account/social/{old}/").status_code == 404


PAGES = sorted(WANTED - set(WITH_VALUES) - {"mfa_login_webauthn", "mfa_download_recovery_codes"})


@pytest.mark.parametrize("language", ["zh", "vi"])
def test_no_page_falls_back_to_english(cast: Cast, language: str) -> None:
    """What is English in the catalogue and stands alone between two tags is not translated."""
    locale = {"zh": "zh_Hans", "vi": "vi"}[language]
    english = {
        message.id
        for message in words().translations(locale)
        if isinstance(message.id, str)
        and not message.context
        and len(message.id) > 3
        and message.string != message.id
    }
    person = cast["salesperson"]
    person.language = language
    person.save()
    visitor = Client()
    visitor.cookies["language"] = language
    wrong = {}
    for client in (visitor, _just_signed_in()):
        for name in PAGES:
            answer = client.get(reverse(name), follow=True)
            assert answer.status_code < 500
            body = re.sub(r"(?s)<(script|style).*?</\1>", "", answer.content.decode())
            texts = {unescape(" ".join(one.split())) for one in re.findall(r">([^<]+)<", body)}
            if left := texts & english - {"English", "Evenhand", "Main store", "Salesperson"}:
                wrong[name] = left
    assert not wrong


def _just_signed_in() -> Client:
    client = Client(headers={"user-agent": PHONE})
    client.post("/account/login/", {"login": "salesperson", "password": PASSWORD})
    return client


PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    "user_agent, name",
    [
        (PHONE, "Chrome on Android"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Mobile/15E148 MicroMessenger/8.0.49",
            "WeChat on iPhone",
        ),
        ("curl/8.5", "Another browser"),
        ("", "Another browser"),
    ],
)
def test_a_browser_is_called_as_people_know_it(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name


def test_one_sees_where_one_is_signed_in_and_ends_the_others(cast: Cast) -> None:
    other, mine = _just_signed_in(), _just_signed_in()
    page = mine.get("/account/sessions/").content.decode()
    assert page.count("Chrome on Android") == 2
    assert page.count("This browser") == 1
    assert "Pixel 8" not in page
    mine.post("/account/sessions/")
    assert other.get("/").status_code == 302
    assert mine.get("/").status_code == 200
    assert UserSession.objects.filter(user=cast["salesperson"]).count() == 1


def test_without_mail_the_page_says_whom_to_ask(client: Client) -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        page = client.get("/account/password/reset/").content.decode()
    assert "Ask an administrator" in page
    assert 'name="email"' not in page


def test_with_mail_the_page_asks_for_the_address(client: Client) -> None:
    page = client.get("/account/password/reset/").content.decode()
    assert 'name="email"' in page
