"""Signing in with a password."""

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def test_a_salesperson_signs_in_with_login_name_and_password(cast: Cast, client: Client) -> None:
    sent = client.post("/account/login/", {"login": "salesperson", "password": PASSWORD})
    assert (sent.status_code, sent.headers["Location"]) == (302, "/")
    assert client.get("/").status_code == 200


def test_whoever_has_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/account/login/?next=/"


def test_nobody_signs_up(cast: Cast, client: Client) -> None:
    client.post("/account/signup/", {"username": "mallory", "password1": PASSWORD})
    assert "mallory" not in {user.login for user in cast.people.values()}
    assert client.get("/").status_code == 302
