"""The company, and how one is spoken to."""

import pytest

from evenhand.base.models import the_company
from tests.cast import Cast
from tests.people.events import call, last, send

pytestmark = pytest.mark.django_db

FIELDS = {
    "name": "Acme",
    "language": "vi",
    "country": "VN",
    "time_zone": "Asia/Ho_Chi_Minh",
    "currency": "VND",
    "lock_after_minutes": 3,
    "began_on": "",
}


def test_an_administrator_changes_the_company_and_the_event_tells_what(cast: Cast) -> None:
    sent = send(cast.client("administrator"), "/settings/company", **FIELDS)
    assert sent.headers["Location"] == "/settings/"
    company = the_company()
    assert company is not None
    assert (company.name, company.currency) == ("Acme", "VND")
    event = last("base.company_changed")
    assert event.details["changed"]["currency"] == {"from": "CNY", "to": "VND"}
    assert event.details["changed"]["lock_after_minutes"] == {"from": 5, "to": 3}
    assert event.request == sent.headers["X-Request-ID"]


def test_what_does_not_exist_is_refused(cast: Cast) -> None:
    client = cast.client("administrator")
    for wrong in (
        {"time_zone": "Asia/Atlantis"},
        {"currency": "XXX"},
        {"name": ""},
        {"lock_after_minutes": 0},
    ):
        assert send(client, "/settings/company", **FIELDS | wrong).status_code == 422
        assert call(client, "put", "/company", FIELDS | wrong).status_code == 422


@pytest.mark.parametrize("login", ["hr", "general_manager", "head", "salesperson"])
def test_nobody_else_changes_it(cast: Cast, login: str) -> None:
    assert send(cast.client(login), "/settings/company", **FIELDS).status_code == 403
    company = the_company()
    assert company is not None
    assert company.name == "Acme Motors"


def test_everybody_chooses_their_language_and_look(cast: Cast) -> None:
    client = cast.client("salesperson")
    sent = send(client, "/profile/", language="vi", theme="dark")
    assert sent.status_code == 302
    event = last("people.preference_set")
    assert event.details["changed"]["language"] == {"from": "en", "to": "vi"}
    page = client.get("/profile/").content.decode()
    assert 'lang="vi"' in page
    answer = call(client, "patch", "/me", {"language": "zh"})
    assert (answer.json()["language"], answer.json()["theme"]) == ("zh", "dark")
