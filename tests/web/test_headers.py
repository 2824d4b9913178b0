"""What every answer says to browsers; cookies, forms and redirects."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from evenhand.people import account_urls
from tests.cast import PASSWORD, Cast
from tests.people.doors import sign_in

PAGES = ("/", "/account/login/", "/gone", "/api/v1/me", "/welcome/", "/switch/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_the_policy(cast: Cast, client: Client, path: str) -> None:
    for browser in (client, cast.client("salesperson")):
        headers = browser.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_signing_in_changes_the_session_and_the_token(cast: Cast, client: Client) -> None:
    client.get("/account/login/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["session"] = before
    sign_in(client, "salesperson")
    assert client.cookies["session"].value != before


@pytest.mark.django_db
def test_signing_out_needs_a_form(cast: Cast) -> None:
    client = cast.client("salesperson")
    client.get("/account/logout/")
    assert client.get("/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_redirect_leads_out(cast: Cast, client: Client, target: str) -> None:
    sent = {"login": "salesperson", "password": PASSWORD, "next": target}
    assert client.post("/account/login/", sent).headers["Location"] == "/"
    answer = client.post("/language", {"language": "vi", "next": target})
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_other_origins_do_nothing_with_a_session(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = cast.client("salesperson").cookies
    assert browser.post("/theme", {"theme": "dark"}).status_code == 403
    answer = browser.get("/api/v1/me", HTTP_ORIGIN="https://evil.example")
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "login/code/",
        "login/code/confirm/",
        "3rdparty/",
        "3rdparty/signup/",
        "social/signup/",
        "social/connections/",
        "reauthenticate/code/",
        "password/reset/confirm/",
        "phone/verify/",
        "signup/passkey/",
        "2fa/trust/",
    ],
)
def test_what_is_not_wanted_of_the_library_is_gone(cast: Cast, path: str) -> None:
    assert cast.client("salesperson").get(f"/account/{path}").status_code == 404


def test_every_address_of_the_library_is_wanted_or_gone() -> None:
    from allauth.urls import urlpatterns

    def named(patterns: list[URLPattern | URLResolver]) -> set[str]:
        found: set[str] = set()
        for one in patterns:
            if isinstance(one, URLPattern):
                found.add(str(one.name))
            else:
                found |= named(one.url_patterns)
        return found

    gone = {
        *("None", "account_signup", "account_email", "account_email_verification_sent"),
        *("account_confirm_email", "account_confirm_login_code", "socialaccount_signup"),
        *("account_request_reauthentication_code", "account_confirm_reauthentication_code"),
        "socialaccount_connections",
    }
    assert named(urlpatterns) == gone | {str(one.name) for one in account_urls.urlpatterns}


def test_the_check_for_deployment_finds_nothing(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            "PATH": os.environ["PATH"],
            "EVENHAND_HOME": str(tmp_path),
            "EVENHAND_URL": "https://evenhand.example.com",
            "DJANGO_SETTINGS_MODULE": "evenhand.web.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
