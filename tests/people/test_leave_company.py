"""Leaving the company, being shut out, and let in again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evenhand.core.errors import Conflict, NotAllowed
from evenhand.people.actions import deactivate_person, leave_company, reactivate_person
from tests.cast import PASSWORD, Cast
from tests.people.events import call, last, send

pytestmark = pytest.mark.django_db


def test_whoever_leaves_has_no_post_no_role_and_no_way_in(cast: Cast) -> None:
    whom, today = cast["salesperson"], timezone.localdate()
    theirs = cast.client("salesperson")
    assert theirs.get("/").status_code == 200
    sent = send(
        cast.client("hr"),
        f"/people/{whom.public_id}/leaving",
        last_day=today.isoformat(),
        reason="moves away",
    )
    assert sent.status_code == 302
    whom.refresh_from_db()
    assert not whom.is_active
    assert whom.posts.get().until_day == today
    assert not whom.grants.on(today).exists()
    assert theirs.get("/").headers["Location"].startswith("/account/login/")
    event = last("people.person_left")
    assert event.outlet == cast.here.public_id
    assert event.details["roles"] == ["salesperson"]
    assert event.details["posts"][0]["last_day"] == today.isoformat()


def test_sessions_do_not_come_back_with_the_right_to_sign_in(cast: Cast) -> None:
    theirs = cast.client("salesperson")
    theirs.get("/")
    deactivate_person(cast["salesperson"], by=cast["hr"])
    reactivate_person(cast["salesperson"], by=cast["hr"])
    assert theirs.get("/").status_code == 302
    theirs.post("/account/login/", {"login": "salesperson", "password": PASSWORD})
    assert theirs.get("/").status_code == 200


def test_a_day_before_the_post_began_is_refused_and_nothing_is_done(cast: Cast) -> None:
    whom = cast["salesperson"]
    early = timezone.localdate() - timedelta(days=1)
    answer = call(
        cast.client("hr"),
        "post",
        f"/people/{whom.public_id}/leaving",
        {"last_day": early.isoformat()},
    )
    assert answer.status_code == 409
    whom.refresh_from_db()
    assert whom.is_active
    assert whom.posts.get().until_day is None


def test_nobody_leaves_twice(cast: Cast) -> None:
    today = timezone.localdate()
    leave_company(cast["salesperson"], last_day=today, by=None)
    with pytest.raises(Conflict):
        leave_company(cast["salesperson"], last_day=today, by=None)


def test_hr_decides_neither_about_an_administrator_nor_about_itself(cast: Cast) -> None:
    administrator, hr, today = cast["administrator"], cast["hr"], timezone.localdate()
    client = cast.client("hr")
    for ending in ("leaving", "deactivation", "change"):
        sent = send(
            client,
            f"/people/{administrator.public_id}/{ending}",
            last_day=today.isoformat(),
            name="Mallory",
            email="mallory@example.com",
        )
        assert sent.status_code == 403, ending
    with pytest.raises(NotAllowed):
        leave_company(hr, last_day=today, by=hr)
    with pytest.raises(NotAllowed):
        deactivate_person(hr, by=hr)
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.email) == (True, None)


def test_the_last_administrator_is_not_shut_out(cast: Cast) -> None:
    with pytest.raises(Conflict):
        deactivate_person(cast["administrator"], by=None)
    with pytest.raises(Conflict):
        leave_company(cast["administrator"], last_day=timezone.localdate(), by=None)


def test_shutting_out_and_letting_in_are_events(cast: Cast) -> None:
    whom, client = cast["salesperson"], cast.client("hr")
    assert send(client, f"/people/{whom.public_id}/deactivation", reason="lost").status_code == 302
    assert last("people.person_deactivated").details == {"reason": "lost"}
    assert send(client, f"/people/{whom.public_id}/deactivation").status_code == 422
    assert send(client, f"/people/{whom.public_id}/reactivation").status_code == 302
    assert last("people.person_reactivated").subject == whom.public_id
    assert send(client, f"/people/{whom.public_id}/reactivation").status_code == 422
