"""One-time links: made by an administrator, used once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from evenhand.people.actions.links import make_link
from evenhand.people.digests import digest_of
from evenhand.people.links import find_link
from evenhand.people.models.access import OneTimeLink
from tests.cast import Cast
from tests.people.doors import kinds, send, sign_in

pytestmark = pytest.mark.django_db
NEW = "a brand new word or four"


def test_a_link_sets_a_password_once(cast: Cast, client: Client) -> None:
    page = send(cast.client("administrator"), f"/people/{cast['salesperson'].public_id}/access")
    secret = page.content.decode().split("/welcome/")[1].split('"')[0]
    assert "people.link_made" in kinds()
    assert len(secret) >= 43
    assert secret not in str(OneTimeLink.objects.values())
    other = cast.client("salesperson")
    taken = client.get(f"/welcome/{secret}")
    assert (taken.headers["Location"], taken.headers["Referrer-Policy"]) == (
        "/welcome/",
        "no-referrer",
    )
    assert client.get("/welcome/").headers["Referrer-Policy"] == "no-referrer"
    assert client.post("/welcome/", {"password": NEW}).status_code == 302
    assert "people.link_used" in kinds()
    assert other.get("/").status_code == 302  # signed in with the old one
    assert sign_in(client, "salesperson", NEW).headers["Location"] == "/"
    again = Client()
    again.get(f"/welcome/{secret}")
    assert again.get("/welcome/").status_code == 410


def test_weak_passwords_are_refused_and_the_link_stays(cast: Cast, client: Client) -> None:
    secret = make_link(cast["salesperson"], by=None)
    client.get(f"/welcome/{secret}")
    assert client.post("/welcome/", {"password": "short"}).status_code == 422
    for known in ("Acme-Motors-2026", "evenhand12345"):  # the company's name, and ours
        assert client.post("/welcome/", {"password": known}).status_code == 422
    assert find_link(digest_of(secret))


def test_a_link_ends_with_time_another_link_and_leaving(cast: Cast) -> None:
    user = cast["salesperson"]
    first = make_link(user, by=None)
    second = make_link(user, by=None)
    assert find_link(digest_of(first)) is None
    OneTimeLink.objects.update(made_at=timezone.now() - timedelta(hours=48, seconds=1))
    assert find_link(digest_of(second)) is None
    third = make_link(user, by=None)
    user.is_active = False
    user.save()
    assert find_link(digest_of(third)) is None


def test_a_link_does_not_let_past_the_second_factor(cast: Cast, client: Client) -> None:
    cast.client("head")  # has one
    client.get(f"/welcome/{make_link(cast['head'], by=None)}")
    client.post("/welcome/", {"password": NEW})
    assert client.get("/").headers["Location"].startswith("/account/login/")
    assert sign_in(client, "head", NEW).headers["Location"].startswith("/account/2fa/authenticate")


@pytest.mark.parametrize("role", ["salesperson", "head", "hr", "general_manager"])
def test_only_administrators_give_links(cast: Cast, role: str) -> None:
    answer = send(cast.client(role), f"/people/{cast['administrator'].public_id}/access")
    assert answer.status_code == 403
    assert not OneTimeLink.objects.exists()


def test_an_unknown_link_says_no_more_than_a_used_one(cast: Cast, client: Client) -> None:
    assert client.get("/welcome/nonsense").headers["Location"] == "/welcome/"
    assert client.get("/welcome/").status_code == 410
