"""Shared devices: six digits let people of the outlet in, with a salesperson's hands."""

import time

import pytest
from django.test import Client

from evenhand.people.actions.devices import register_device, set_pin
from evenhand.people.devices import COOKIE
from evenhand.people.models import Device, Pin
from tests.cast import Cast
from tests.people.doors import kinds, send

pytestmark = pytest.mark.django_db
DIGITS = "481516"


@pytest.fixture
def tablet(cast: Cast) -> Client:
    """The shared device of the outlet `here`."""
    client = Client()
    signed = register_device(cast.here, name="Tablet", by=cast["administrator"])
    client.cookies[COOKIE] = signed
    for login in ("salesperson", "store_head", "other_salesperson", "administrator"):
        set_pin(cast[login], digits=DIGITS)
    return client


def come_in(tablet: Client, cast: Cast, login: str, digits: str = DIGITS) -> int:
    sent = {"person": cast[login].public_id, "digits": digits}
    return tablet.post("/switch/", sent).status_code


def test_people_of_the_outlet_come_in(cast: Cast, tablet: Client) -> None:
    assert come_in(tablet, cast, "salesperson") == 302
    assert tablet.get("/").headers["Cache-Control"] == "no-store"
    assert 'action="/lock"' in tablet.get("/").content.decode()
    assert "people.switched" in kinds()
    tablet.post("/lock")
    assert tablet.get("/").status_code == 302


def test_people_of_another_outlet_do_not(cast: Cast, tablet: Client) -> None:
    assert cast["other_salesperson"].name not in tablet.get("/switch/").content.decode()
    assert come_in(tablet, cast, "other_salesperson") == 422


def test_there_is_no_such_page_elsewhere(cast: Cast, tablet: Client) -> None:
    elsewhere = Client()
    assert elsewhere.get("/switch/").status_code == 404
    elsewhere.cookies[COOKIE] = "forged"
    assert elsewhere.get("/switch/").status_code == 404


def test_five_wrong_ones_ask_for_a_full_sign_in(cast: Cast, tablet: Client) -> None:
    for _ in range(5):
        assert come_in(tablet, cast, "salesperson", "000000") == 422
    assert come_in(tablet, cast, "salesperson") == 422
    assert "people.pin_locked" in kinds()
    Pin.objects.update(tries=0)
    assert come_in(tablet, cast, "salesperson") == 302


def test_whoever_decides_has_a_salesperson_s_hands(cast: Cast, tablet: Client) -> None:
    for login in ("administrator", "store_head"):
        assert come_in(tablet, cast, login) == 302
        assert tablet.get("/").status_code == 200
        assert tablet.get("/tokens/").status_code == 403
        assert tablet.get("/devices/").status_code == 403
        assert tablet.get("/api/v1/me").json()["roles"] == ["salesperson"]


@pytest.mark.parametrize(
    "path", ["/account/2fa/", "/account/password/change/", "/profile/tokens/", "/profile/pin"]
)
def test_how_one_signs_in_is_not_changed_there(cast: Cast, tablet: Client, path: str) -> None:
    come_in(tablet, cast, "salesperson")
    assert tablet.get(path).status_code == 403


def test_it_locks_itself_and_when_it_is_revoked(cast: Cast, tablet: Client) -> None:
    come_in(tablet, cast, "salesperson")
    session = tablet.session
    session["seen_on_device"] = time.time() - 301
    session.save()
    assert tablet.get("/").headers["Location"] == "/switch/"
    come_in(tablet, cast, "salesperson")
    device = Device.objects.get()
    send(cast.client("administrator"), f"/devices/{device.public_id}/revoke")
    assert tablet.get("/").headers["Location"] == "/switch/"
    assert tablet.get("/switch/").status_code == 404
    assert "people.device_revoked" in kinds()


def test_a_session_does_not_go_to_another_device(cast: Cast, tablet: Client) -> None:
    come_in(tablet, cast, "salesperson")
    del tablet.cookies[COOKIE]
    assert tablet.get("/").status_code == 302


def test_a_head_shares_devices_of_their_outlet_alone(cast: Cast) -> None:
    head = cast.client("store_head")
    made = head.post("/devices/", {"outlet": cast.here.public_id, "name": "Till"})
    assert made.cookies[COOKIE]["httponly"]
    assert head.post("/devices/", {"outlet": cast.there.public_id, "name": "x"}).status_code == 422
    assert kinds()[0] == "people.device_registered"
