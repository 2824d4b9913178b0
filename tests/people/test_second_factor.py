"""A second factor is demanded of those who decide, and no way leads around it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from evenhand.base.models import Company
from tests.cast import BACKEND, PASSWORD, SECRET, Cast
from tests.people.doors import kinds, sign_in
from tests.people.events import last

pytestmark = pytest.mark.django_db


def code(secret: str = SECRET) -> str:
    """What the authenticator app shows now."""
    shown: str = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    return shown


DECIDING = ("head", "general_manager", "hr", "mediator", "auditor", "administrator")


@pytest.mark.parametrize("role", DECIDING)
def test_whoever_decides_reaches_only_the_set_up_of_a_second_factor(
    cast: Cast, client: Client, role: str
) -> None:
    sign_in(client, role)
    assert client.get("/").headers["Location"] == "/account/2fa/"
    assert client.get("/account/2fa/").status_code == 200
    answer = client.get("/api/v1/me")
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")
    assert client.post("/language", {"language": "vi"}).status_code == 302
    assert client.get("/account/password/change/").headers["Location"] == "/account/2fa/"


@pytest.mark.parametrize("role", ["salesperson", "complaint_handler", "sales_operations"])
def test_the_others_come_in_with_a_password(cast: Cast, client: Client, role: str) -> None:
    sign_in(client, role)
    assert client.get("/").status_code == 200


def test_setting_one_up_lets_in_at_once(cast: Cast, client: Client) -> None:
    sign_in(client, "head")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    done = client.post("/account/2fa/totp/activate/", {"code": code(secret)})
    assert done.status_code == 302
    assert Authenticator.objects.filter(user=cast["head"], type="totp").exists()
    assert client.get("/").status_code == 200
    added = last("people.factor_added")
    assert (added.subject, added.actor) == (cast["head"].public_id, cast["head"].public_id)
    assert secret not in str(added.details)
    kept = Authenticator.objects.filter(user=cast["head"]).values_list("data", flat=True)
    assert secret not in str(list(kept))


def test_sign_in_asks_for_it_once_it_is_set_up(cast: Cast, client: Client) -> None:
    TOTP.activate(cast["head"], SECRET)
    assert sign_in(client, "head").headers["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/").headers["Location"] == "/account/login/?next=/"
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert client.get("/").status_code == 302
    failed = last("people.factor_failed")
    assert (failed.subject, failed.actor) == (cast["head"].public_id, "")
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert client.get("/").status_code == 200
    assert kinds()[0] == "people.signed_in"


def test_a_session_from_before_does_not_count_and_cannot_take_the_factor_off(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast["head"], backend=BACKEND)
    TOTP.activate(cast["head"], SECRET)
    assert client.get("/").headers["Location"] == "/account/2fa/reauthenticate/?next=/"
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=cast["head"]).exists()
    assert client.get("/api/v1/me").status_code == 403


def test_codes_cannot_be_guessed_without_end(cast: Cast, client: Client) -> None:
    TOTP.activate(cast["head"], SECRET)
    sign_in(client, "head")
    for _ in range(6):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert client.get("/").status_code == 302


def test_a_code_works_once(cast: Cast) -> None:
    TOTP.activate(cast["head"], SECRET)
    used = code()
    for expected in (200, 302):
        browser = Client()
        sign_in(browser, "head")
        browser.post("/account/2fa/authenticate/", {"code": used})
        assert browser.get("/").status_code == expected, time.time()


def test_a_demonstration_s_flag_in_the_database_alone_asks_all_the_same(
    cast: Cast, client: Client
) -> None:
    Company.objects.update(is_demonstration=True)
    sign_in(client, "head")
    assert client.get("/").headers["Location"] == "/account/2fa/"
