"""What goes over the wire: headers, cookies, tokens, and where one is sent on to."""

import subprocess
import sys
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils import timezone

from evenhand.people.permissions import open_to_all
from tests.cast import PASSWORD, Cast
from tests.web.installed import clean

pytestmark = pytest.mark.django_db


@open_to_all
def breaks(_request: HttpRequest) -> HttpResponse:
    """A page that nobody foresaw to break."""
    raise ZeroDivisionError


urlpatterns = [path("breaks", breaks), path("", include("evenhand.web.urls"))]


ANSWERS = {
    "/": HTTPStatus.OK,
    "/account/sessions/": HTTPStatus.OK,
    "/api/v1/me": HTTPStatus.OK,
    "/no-such-page": HTTPStatus.NOT_FOUND,
    "/api/v1/no-such-thing": HTTPStatus.NOT_FOUND,
    "/static/web/js/once.js": HTTPStatus.OK,
    "/static/no-such-file": HTTPStatus.NOT_FOUND,
    "/breaks": HTTPStatus.INTERNAL_SERVER_ERROR,
}


@pytest.mark.parametrize("address", ANSWERS)
@override_settings(ROOT_URLCONF="tests.web.test_wire")
def test_every_answer_tells_the_browser_what_it_may(cast: Cast, address: str) -> None:
    client = cast.client("salesperson")
    client.raise_request_exception = False
    answer = client.get(address)
    answer.close()
    assert answer.status_code == ANSWERS[address]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers or address.startswith("/static/")
    if not (address.startswith("/static/") and answer.status_code == HTTPStatus.OK):
        assert "no-store" in answer.headers["Cache-Control"]
        assert "public" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/account/login/", "/account/password/reset/"])
def test_nor_is_the_door_kept(client: Client, address: str) -> None:
    assert "no-store" in client.get(address).headers["Cache-Control"]


# Under https

UNDER_TLS = """
import django
django.setup()
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
from django.conf import settings
print(settings.SECURE_HSTS_SECONDS)
for kind in ("SESSION", "CSRF"):
    print(*(getattr(settings, f"{kind}_COOKIE_{what}")
            for what in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "PATH", "DOMAIN")))
"""


def test_under_tls_django_finds_nothing_to_warn_of(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNDER_TLS],
        check=False,
        capture_output=True,
        text=True,
        env=clean()
        | {
            "DJANGO_SETTINGS_MODULE": "evenhand.web.settings",
            "EVENHAND_HOME": str(tmp_path),
            "EVENHAND_URL": "https://evenhand.example",
        },
    )
    assert done.returncode == 0, done.stderr
    hsts, session, csrf = done.stdout.splitlines()[-3:]
    assert hsts == "31536000"
    assert session == "__Host-session True True Lax / None"
    assert csrf == "__Host-csrf True True Lax / None"


# Sessions and tokens


def test_a_session_that_was_planted_is_not_the_one_that_signs_in(cast: Cast) -> None:
    client = Client()
    client.get("/account/login/?next=/")
    client.cookies["session"] = planted = "planted0planted0planted0planted0"
    client.post("/account/login/", {"login": "salesperson", "password": PASSWORD})
    assert client.cookies["session"].value != planted
    thief = Client()
    thief.cookies["session"] = planted
    assert thief.get("/").status_code == HTTPStatus.FOUND


def test_signing_out_ends_the_session_itself(cast: Cast) -> None:
    client = cast.client("salesperson")
    kept = client.cookies["session"].value
    client.post("/account/logout/")
    client.cookies["session"] = kept
    assert client.get("/").status_code == HTTPStatus.FOUND


def test_a_link_signs_nobody_out(cast: Cast) -> None:
    client = cast.client("salesperson")
    assert client.get("/account/logout/").status_code == HTTPStatus.OK
    assert client.get("/").status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "address", ["/account/login/", "/account/logout/", "/language", "/theme", "/account/sessions/"]
)
def test_a_form_of_another_site_does_nothing(cast: Cast, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["salesperson"], backend=settings.AUTHENTICATION_BACKENDS[1])
    answer = client.post(address, {"theme": "dark"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert client.get("/").status_code == HTTPStatus.OK


def test_no_other_site_reads_the_api(cast: Cast) -> None:
    client = cast.client("salesperson")
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    for answer in (
        client.options("/api/v1/me", headers=asked),
        client.get("/api/v1/me", headers=asked),
    ):
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "https://localhost@evil.example/",
        "\x08//evil.example",
        "https:///evil.example",
    ],
)
@override_settings(ALLOWED_HOSTS=["testserver", "localhost"])
def test_nobody_is_sent_on_to_another_site(cast: Cast, elsewhere: str) -> None:
    client = Client()
    known = {"login": "salesperson", "password": PASSWORD, "next": elsewhere}
    sent = client.post("/account/login/", known)
    assert sent.headers["Location"] == "/"
    for address, asked in (("/language", {"language": "vi"}), ("/theme", {"theme": "dark"})):
        answer = client.post(address, asked | {"next": elsewhere})
        assert "evil" not in answer.headers.get("Location", "")
    out = client.post("/account/logout/", {"next": elsewhere})
    assert "evil" not in out.headers.get("Location", "")


@pytest.mark.django_db
def test_who_only_reads_makes_the_database_write_nothing(cast: Cast) -> None:
    client = cast.client("salesperson")
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
        client.get("/people/")
    writes = ("INSERT", "UPDATE", "DELETE", "BEGIN")
    assert not [one["sql"] for one in captured if one["sql"].startswith(writes)]
    noted = UserSession.objects.get(user=cast["salesperson"])
    assert noted.last_seen_at > timezone.now() - timedelta(minutes=1)
