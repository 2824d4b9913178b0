"""Whose language a page speaks."""

import pytest
from django.test import Client

from evenhand.audit.models import Event
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_page_speaks_the_language_of_whoever_signed_in(cast: Cast) -> None:
    user = cast["salesperson"]
    user.language = "vi"
    user.save()
    page = cast.client("salesperson").get("/", headers={"Accept-Language": "zh-CN"})
    assert page.headers["Content-Language"] == "vi"
    assert 'lang="vi"' in page.content.decode()


def test_before_signing_in_it_speaks_the_language_of_the_browser(client: Client) -> None:
    page = client.get("/account/login/", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert page.headers["Content-Language"] == "zh-hans"


def test_a_language_that_was_chosen_is_kept_for_the_person(cast: Cast) -> None:
    client = cast.client("salesperson")
    client.post("/language", {"language": "zh", "next": "/"})
    cast["salesperson"].refresh_from_db()
    assert cast["salesperson"].language == "zh"
    event = Event.objects.get(kind="people.preference_set")
    assert event.actor == cast["salesperson"].public_id
    assert event.details == {"changed": {"language": {"from": "en", "to": "zh"}}}


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "nil"])
def test_the_way_back_never_leads_elsewhere(cast: Cast, target: str) -> None:
    sent = cast.client("salesperson").post("/language", {"language": "zh", "next": target})
    assert not sent.headers["Location"].startswith(("https:", "//"))
