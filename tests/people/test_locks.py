"""Too many wrong passwords, and whose address it was."""

import logging
from datetime import timedelta
from statistics import median
from time import perf_counter, time
from typing import cast as cast_to

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from axes.models import AccessAttempt, AccessFailureLog
from django.core import mail
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from evenhand.audit.models import Event
from evenhand.people.clients import client_ip, counted_ip
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db

WRONG = "Tr0ub4dor and three more"


def attempt(
    login: str, password: str = WRONG, *, ip: str = "192.0.2.1", **headers: str
) -> HttpResponse:
    client = Client(REMOTE_ADDR=ip, headers=headers)
    answer = client.post("/account/login/", {"login": login, "password": password})
    return cast_to("HttpResponse", answer)


OF_ENTRY = ("signed_in", "sign_in_failed", "locked_out", "signed_out")


def kinds() -> list[str]:
    wanted = [f"people.{kind}" for kind in OF_ENTRY]
    events = Event.objects.filter(kind__in=wanted).order_by("id")
    return [event.kind for event in events]


def age_failures(by: timedelta) -> None:
    for model in (AccessAttempt, AccessFailureLog):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(attempt_time=row.attempt_time - by)


# Counting


def test_the_fifth_wrong_password_shuts_the_door_for_that_person_from_there(cast: Cast) -> None:
    assert [attempt("salesperson").status_code for _ in range(6)] == [200, 200, 200, 200, 429, 429]
    assert attempt("salesperson", PASSWORD).status_code == 429
    assert attempt("salesperson", PASSWORD, ip="192.0.2.9").status_code == 302
    assert attempt("head", PASSWORD).status_code == 302
    assert kinds()[:6] == ["people.sign_in_failed"] * 5 + ["people.locked_out"]


def test_while_it_is_shut_nothing_more_is_recorded(cast: Cast) -> None:
    for _ in range(9):
        attempt("salesperson")
    assert kinds() == ["people.sign_in_failed"] * 5 + ["people.locked_out"]


def test_the_door_opens_again_after_a_quarter_of_an_hour(cast: Cast) -> None:
    for _ in range(7):
        attempt("salesperson")
    age_failures(timedelta(minutes=14))
    assert attempt("salesperson", PASSWORD).status_code == 429
    age_failures(timedelta(minutes=2))
    assert attempt("salesperson", PASSWORD).status_code == 302


def test_login_name_and_e_mail_address_are_one_person(cast: Cast) -> None:
    person = cast["salesperson"]
    person.email = "someone@example.com"
    person.save()
    names = [
        "salesperson",
        "someone@example.com",
        "SALESPERSON ",
        "Someone@Example.com",
        "salesperson",
    ]
    assert [attempt(name).status_code for name in names] == [200, 200, 200, 200, 429]


def test_another_browser_is_no_other_attempt(cast: Cast) -> None:
    sent = [attempt("salesperson", **{"user-agent": f"Browser {n}"}).status_code for n in range(5)]
    assert sent[-1] == 429


def test_an_address_that_tries_many_names_is_shut_out_for_an_hour(cast: Cast) -> None:
    for number in range(49):
        _failure_of(f"person:{number}", "192.0.2.1", minutes=50)
    assert attempt("nobody-at-all").status_code == 429
    assert attempt("salesperson", PASSWORD).status_code == 429
    assert attempt("salesperson", PASSWORD, ip="192.0.2.2").status_code == 302
    age_failures(timedelta(minutes=11))
    assert attempt("head", PASSWORD).status_code == 302


def test_one_subscriber_has_many_addresses_of_ipv6(cast: Cast) -> None:
    sent = [attempt("salesperson", ip=f"2001:db8:1:2::{n}").status_code for n in range(1, 6)]
    assert sent[-1] == 429
    assert attempt("salesperson", PASSWORD, ip="2001:db8:1:3::1").status_code == 302


def _failure_of(username: str, ip: str, *, minutes: int) -> None:
    row = AccessFailureLog.objects.create(username=username, ip_address=ip)
    at = timezone.now() - timedelta(minutes=minutes)
    AccessFailureLog.objects.filter(pk=row.pk).update(attempt_time=at)


def test_codes_of_a_second_factor_are_counted_too(cast: Cast) -> None:
    """Whoever has the password shall not try a million codes."""
    secret = generate_totp_secret()
    TOTP.activate(cast["salesperson"], secret)
    client = Client(REMOTE_ADDR="192.0.2.1")
    known = {"login": "salesperson", "password": PASSWORD}
    assert client.post("/account/login/", known).headers["Location"] == "/account/2fa/authenticate/"
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    right = format_hotp_value(hotp_value(secret, int(time()) // 30))
    client.post("/account/2fa/authenticate/", {"code": right})
    assert client.get("/").status_code == 302
    assert "people.signed_in" not in kinds()


# What is told, and to whom


def test_nobody_learns_whether_somebody_works_here(cast: Cast) -> None:
    known, unknown = attempt("salesperson"), attempt("no-such-person")
    assert _plain(known, "salesperson") == _plain(unknown, "no-such-person")
    sent = [attempt("no-such-person").status_code for _ in range(5)]
    assert sent == [200, 200, 200, 429, 429]


def test_whoever_may_not_sign_in_any_more_is_told_as_little(cast: Cast) -> None:
    person = cast["salesperson"]
    person.is_active = False
    person.save()
    assert _plain(attempt("salesperson"), "salesperson") == _plain(attempt("nobody"), "nobody")


def test_asking_for_a_new_password_tells_nobody_whether_somebody_works_here(cast: Cast) -> None:
    person = cast["salesperson"]
    person.email = "someone@example.com"
    person.save()
    answers = [
        Client().post("/account/password/reset/", {"email": email})
        for email in ("someone@example.com", "nobody@example.com")
    ]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1


def _plain(answer: HttpResponse, login: str) -> tuple[int, str]:
    page = answer.content.decode().replace(f'value="{login}"', "")
    return answer.status_code, "".join(
        line for line in page.splitlines() if "csrfmiddlewaretoken" not in line
    )


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"])
def test_a_name_that_is_nobodys_takes_as_long(cast: Cast) -> None:
    cast["salesperson"].set_password(PASSWORD)
    cast["salesperson"].save()
    taken: dict[str, list[float]] = {"salesperson": [], "no-such-person": []}
    for number in range(14):
        for login, times in taken.items():
            begun = perf_counter()
            attempt(login, ip=f"198.51.100.{number}")
            times.append(perf_counter() - begun)
    known, unknown = (median(times) for times in taken.values())
    assert abs(known - unknown) / max(known, unknown) < 0.2


def test_neither_log_nor_event_nor_row_has_what_was_typed(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    typed = "my-password-in-the-wrong-field"
    with caplog.at_level(logging.DEBUG):
        attempt(typed)
        attempt("salesperson")
    kept = [str(row) for row in AccessAttempt.objects.values()]
    kept += [str(row) for row in AccessFailureLog.objects.values()]
    kept += [str(row) for row in Event.objects.values()]
    kept += [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    assert not [one for one in kept if typed in one or WRONG in one]


# Coming and going


def test_coming_in_and_going_is_recorded_with_the_address(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    client.post("/account/login/", {"login": "salesperson", "password": PASSWORD})
    client.post("/account/logout/")
    came, went = Event.objects.filter(kind__in=["people.signed_in", "people.signed_out"])[::-1]
    assert (came.kind, came.actor) == ("people.signed_in", cast["salesperson"].public_id)
    assert came.details == {"ways": ["password"], "address": "192.0.2.7"}
    assert (went.kind, went.actor) == ("people.signed_out", cast["salesperson"].public_id)


# Whose address it is


@pytest.mark.parametrize(
    "proxies, direct, forwarded, client",
    [
        (0, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "10.0.0.1", "203.0.113.9", "10.0.0.1"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", "rubbish", "10.0.0.1"),
        (1, "10.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        (1, "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "", "203.0.113.9", "203.0.113.9"),
        (0, "", "203.0.113.9", "0.0.0.0"),  # noqa: S104 - an address that is none
        (0, "localhost", "", "0.0.0.0"),  # noqa: S104 - as above
        (0, "fe80::1%eth0", "", "fe80::1"),
    ],
)
def test_the_address_is_the_one_that_ones_own_proxies_saw(
    proxies: int, direct: str, forwarded: str, client: str
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=direct, HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(PROXIES=proxies):
        assert client_ip(request) == client
        assert counted_ip(request)


def test_a_forged_header_is_no_way_around_the_lock(cast: Cast) -> None:
    sent = [
        attempt("salesperson", **{"x-forwarded-for": f"203.0.113.{n}"}).status_code
        for n in range(5)
    ]
    assert sent[-1] == 429


@override_settings(PROXIES=1)
def test_nor_behind_a_proxy_of_ones_own(cast: Cast) -> None:
    sent = [
        attempt(
            "salesperson", ip="10.0.0.1", **{"x-forwarded-for": f"203.0.113.{n}, 192.0.2.5"}
        ).status_code
        for n in range(5)
    ]
    assert sent[-1] == 429
    other = attempt("salesperson", PASSWORD, ip="10.0.0.1", **{"x-forwarded-for": "192.0.2.6"})
    assert other.status_code == 302


def test_without_an_address_one_can_sign_in(cast: Cast) -> None:
    assert attempt("salesperson", PASSWORD, ip="").status_code == 302


@pytest.mark.parametrize("header", ["Remote-User", "X-Remote-User", "X-Forwarded-User"])
def test_no_header_says_who_somebody_is(cast: Cast, header: str) -> None:
    answer = Client(REMOTE_USER="administrator").get("/", headers={header: "administrator"})
    assert answer.status_code == 302


@override_settings(ALLOWED_HOSTS=["localhost"])
def test_no_header_says_which_host_this_is(cast: Cast) -> None:
    person = cast["salesperson"]
    person.email = "someone@example.com"
    person.save()
    evil = {"x-forwarded-host": "evil.example"}
    client = Client(SERVER_NAME="localhost")
    client.post("/account/password/reset/", {"email": person.email}, headers=evil)
    assert "http://localhost/account/password/reset/key/" in mail.outbox[0].body
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_get_stays_a_get_and_http_stays_http(cast: Cast) -> None:
    client = cast.client("salesperson")
    client.get("/account/logout/", headers={"x-http-method-override": "POST"})
    assert client.get("/").status_code == 200
    plain = RequestFactory().get("/", headers={"x-forwarded-proto": "https"})
    assert not plain.is_secure()
