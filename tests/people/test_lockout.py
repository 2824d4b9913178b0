"""Wrong passwords: counted by name and place; nothing tells whether somebody exists."""

from statistics import median
from time import perf_counter

import pytest
from django.test import Client, override_settings

from evenhand.audit.models import Event
from tests.cast import PASSWORD, Cast
from tests.people.doors import kinds, sign_in

pytestmark = pytest.mark.django_db


def shut_after(client: Client, count: int, login: str, **headers: str) -> None:
    for _ in range(count):
        sign_in(client, login, "wrong", **headers)


def test_five_wrong_ones_lock_the_name_there_and_only_there(cast: Cast) -> None:
    shut_after(Client(REMOTE_ADDR="192.0.2.1"), 5, "salesperson")
    there = sign_in(Client(REMOTE_ADDR="192.0.2.1"), "salesperson")
    assert "Location" not in there.headers
    elsewhere = sign_in(Client(REMOTE_ADDR="192.0.2.2"), "salesperson")
    assert elsewhere.headers["Location"] == "/"
    assert {"people.sign_in_failed", "people.locked_out"} <= set(kinds())


def test_another_spelling_of_the_name_is_no_new_name(cast: Cast, client: Client) -> None:
    for spelt in ("salesperson", "Salesperson", " salesperson", "SALESPERSON", "salespersoN"):
        sign_in(client, spelt, "wrong")
    assert "Location" not in sign_in(client, "salesperson").headers


def test_a_forged_forwarded_for_is_not_believed_directly(cast: Cast, client: Client) -> None:
    for last in range(5):
        sign_in(client, "salesperson", "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{last}")
    assert "Location" not in sign_in(client, "salesperson").headers


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_only_what_it_saw_is_believed(cast: Cast, client: Client) -> None:
    for last in range(5):
        forged = f"198.51.100.{last}, 192.0.2.1"
        sign_in(client, "salesperson", "wrong", HTTP_X_FORWARDED_FOR=forged)
    shut = sign_in(client, "salesperson", HTTP_X_FORWARDED_FOR="198.51.100.9, 192.0.2.1")
    assert "Location" not in shut.headers
    open_ = sign_in(Client(), "salesperson", HTTP_X_FORWARDED_FOR="192.0.2.2")
    assert open_.headers["Location"] == "/"


def test_an_address_tries_fifty_times_an_hour(cast: Cast, client: Client) -> None:
    for number in range(50):
        sign_in(client, f"nobody{number}", "wrong")
    assert "Location" not in sign_in(client, "salesperson").headers


def test_what_was_typed_is_kept_nowhere(
    cast: Cast, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client, "my-secret-typed-by-mistake", "wrong-password-text")
    told = f"{list(Event.objects.values())} {caplog.text}"
    assert "typed-by-mistake" not in told
    assert "wrong-password-text" not in told


def test_without_an_address_sign_in_works(cast: Cast) -> None:
    assert sign_in(Client(REMOTE_ADDR=""), "salesperson").headers["Location"] == "/"


def test_unknown_people_are_answered_alike(cast: Cast) -> None:
    known = sign_in(Client(), "salesperson", "wrong")
    unknown = sign_in(Client(), "nobody", "wrong")
    assert known.status_code == unknown.status_code
    texts = [one.content.decode().split("eh-flash-error")[1][:200] for one in (known, unknown)]
    assert texts[0] == texts[1]
    resets = [
        Client().post("/account/password/reset/", {"email": address})
        for address in ("nobody@example.com", "somebody@example.com")
    ]
    assert [one.headers["Location"] for one in resets] == ["/account/password/reset/done/"] * 2


@override_settings(
    PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"],
    ACCOUNT_RATE_LIMITS={"login_failed": False},
    AXES_ENABLED=False,
)
def test_unknown_people_take_as_long(cast: Cast) -> None:
    user = cast["salesperson"]
    user.set_password(PASSWORD)
    user.save()

    def lasts(login: str) -> float:
        begun = perf_counter()
        sign_in(Client(), login, "wrong")
        return perf_counter() - begun

    pairs = [(lasts("salesperson"), lasts("nobody")) for _ in range(15)]
    known, unknown = (median(column) for column in zip(*pairs, strict=True))
    assert 0.8 < known / unknown < 1.25, (known, unknown)


@pytest.mark.parametrize(
    "header",
    ["HTTP_REMOTE_USER", "REMOTE_USER", "HTTP_X_REMOTE_USER", "HTTP_X_FORWARDED_USER"],
)
def test_nobody_is_somebody_by_a_header(cast: Cast, client: Client, header: str) -> None:
    assert client.get("/", **{header: "administrator"}).status_code == 302  # type: ignore[arg-type]  # any header
    answer = client.get("/api/v1/me", **{header: "administrator"})  # type: ignore[arg-type]  # as above
    assert answer.status_code == 401


def test_a_forged_host_and_method_change_nothing(cast: Cast) -> None:
    client = cast.client("salesperson")
    answer = client.get("/", HTTP_X_FORWARDED_HOST="evil.example")
    assert "evil.example" not in answer.content.decode()
    forged = client.get("/account/logout/", HTTP_X_HTTP_METHOD_OVERRIDE="POST")
    assert forged.status_code == 200
    assert client.get("/").status_code == 200
    assert not client.get("/", HTTP_X_FORWARDED_PROTO="https").wsgi_request.is_secure()
