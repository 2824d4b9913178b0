"""Sweeps: what is sent when, what is tried again, what is dropped; and notices from events."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.audit.models import Event
from evenhand.notices.actions import (
    add_im_address,
    choose_hours,
    choose_wishes,
    mark_all_read,
    notify,
    remove_im_address,
)
from evenhand.notices.jobs import BACKOFF, deliver_due, make_from_events, send_digests
from evenhand.notices.kinds import kinds
from evenhand.notices.models import Delivery, Notice, ToldEvent, When
from evenhand.notices.services import SERVICES, Checked
from evenhand.notices.wishes import Wish
from evenhand.people.actions import cancel_absence, grant_role, record_absence, subject_of
from evenhand.people.models import User
from evenhand.people.roles import Role
from tests.cast import Cast, found_company

pytestmark = pytest.mark.django_db
GRANTED = "people.role_granted"
NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
"""In Shanghai."""
State = Delivery.State


def reachable(cast: Cast, login: str) -> User:
    user = cast[login]
    user.email = f"{login}@example.com"
    user.save()
    return user


def tell(user: User, at: datetime = NOON) -> Notice:
    (made,) = notify([user], kind=GRANTED, link="/", values={"role": "head"}, by=None, now=at)
    return made


def test_what_is_due_is_sent_once(cast: Cast) -> None:
    tell(reachable(cast, "head"))
    assert deliver_due(NOON) == 1
    assert deliver_due(NOON + timedelta(days=1)) == 0
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["head@example.com"], "You now have the role Head.")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.done_at) == (State.sent, 1, NOON)


def test_a_server_that_does_not_answer_is_tried_again_and_given_up_visibly(
    cast: Cast, settings: Any
) -> None:
    tell(reachable(cast, "head"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    now = NOON
    for attempt, pause in enumerate(BACKOFF, start=1):
        assert deliver_due(now) == 0
        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.attempts) == (State.waiting, attempt)
        assert delivery.next_try == now + pause
        assert deliver_due(now + pause - timedelta(seconds=1)) == 0
        now += pause
    deliver_due(now)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (State.failed, len(BACKOFF) + 1)
    assert "ConnectionRefusedError" in delivery.error
    Delivery.objects.update(done_at=timezone.now())
    page = cast.client("administrator").get("/settings/notices/").content.decode()
    assert "1 message was given up" in page


def test_a_server_that_comes_back_gets_it(cast: Cast, settings: Any) -> None:
    tell(reachable(cast, "head"))
    locmem, settings.EMAIL_BACKEND = (
        settings.EMAIL_BACKEND,
        "django.core.mail.backends.smtp.EmailBackend",
    )
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    deliver_due(NOON)
    settings.EMAIL_BACKEND = locmem
    assert deliver_due(NOON + BACKOFF[0]) == 1
    assert len(mail.outbox) == 1


def test_a_sweep_that_died_is_taken_up_by_another(cast: Cast) -> None:
    tell(reachable(cast, "head"))
    Delivery.objects.update(next_try=NOON + timedelta(minutes=10))  # taken, and then it died
    assert deliver_due(NOON + timedelta(minutes=5)) == 0
    assert deliver_due(NOON + timedelta(minutes=11)) == 1


def _leave(user: User) -> None:
    User.objects.filter(id=user.id).update(is_active=False)


def _read(user: User) -> None:
    mark_all_read(by=user)


def _silence(user: User) -> None:
    choose_wishes(user, wishes=[Wish(kinds()[GRANTED], When.never, When.never)], by=user)


@pytest.mark.parametrize("happening", [_leave, _read, _silence])
def test_what_makes_no_sense_any_more_is_dropped(happening: Any, cast: Cast) -> None:
    user = reachable(cast, "head")
    tell(user)
    happening(user)
    assert deliver_due(NOON) == 0
    assert Delivery.objects.get().state == State.dropped
    assert not mail.outbox


def test_whoever_may_not_know_it_any_more_is_not_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    asked = []

    def nobody(notice: Notice) -> bool:
        asked.append(notice)
        return False

    known = dict(kinds()) | {GRANTED: replace(kinds()[GRANTED], still_allowed=nobody)}
    notice = tell(reachable(cast, "head"))
    monkeypatch.setattr("evenhand.notices.jobs.kinds", lambda: known)
    assert deliver_due(NOON) == 0
    assert asked == [notice]
    assert not mail.outbox


def test_a_chat_that_was_removed_gets_nothing(cast: Cast) -> None:
    user = cast["head"]
    address = add_im_address(address=Checked("wecombot://a", SERVICES[0]), label="", by=user)
    tell(user)
    remove_im_address(address, by=user)
    assert deliver_due(NOON) == 0
    assert Delivery.objects.get().state == State.dropped


def test_quiet_hours_hold_it_back_until_they_end(cast: Cast) -> None:
    user = reachable(cast, "head")
    choose_hours(user, digest_hour=8, quiet_from=22, quiet_until=7, by=user)
    night = datetime(2026, 12, 1, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    tell(user, night)
    assert deliver_due(night) == 0
    assert Delivery.objects.get().next_try == datetime(2026, 12, 1, 23, 0, tzinfo=UTC)
    assert deliver_due(datetime(2026, 12, 1, 22, 59, tzinfo=UTC)) == 0
    assert deliver_due(datetime(2026, 12, 1, 23, 0, tzinfo=UTC)) == 1


def test_the_digest_comes_once_a_day_at_their_hour_in_their_zone(cast: Cast) -> None:
    here, there = reachable(cast, "head"), reachable(cast, "other_head")
    for user in (here, there):
        choose_wishes(user, wishes=[Wish(kinds()[GRANTED], When.digest, When.never)], by=user)
        choose_hours(user, digest_hour=9, quiet_from=None, quiet_until=None, by=user)
        for _ in range(3):
            tell(user, NOON - timedelta(days=1))
    assert deliver_due(NOON) == 0
    assert send_digests(datetime(2026, 12, 1, 0, 59, tzinfo=UTC)) == 0
    assert send_digests(datetime(2026, 12, 1, 1, 0, tzinfo=UTC)) == 1  # 9:00 in Shanghai
    assert [one.to for one in mail.outbox] == [["head@example.com"]]
    assert send_digests(datetime(2026, 12, 1, 2, 0, tzinfo=UTC)) == 1  # 9:00 in Hanoi
    assert mail.outbox[1].subject == "3 notices for you"
    tell(here, datetime(2026, 12, 1, 3, 0, tzinfo=UTC))
    assert send_digests(datetime(2026, 12, 1, 4, 0, tzinfo=UTC)) == 0
    assert send_digests(datetime(2026, 12, 2, 1, 0, tzinfo=UTC)) == 1
    assert mail.outbox[2].subject == "1 notice for you"


def test_a_digest_that_failed_comes_later_the_same_day(cast: Cast, settings: Any) -> None:
    user = reachable(cast, "head")
    choose_wishes(user, wishes=[Wish(kinds()[GRANTED], When.digest, When.never)], by=user)
    tell(user, NOON)
    locmem, settings.EMAIL_BACKEND = (
        settings.EMAIL_BACKEND,
        "django.core.mail.backends.smtp.EmailBackend",
    )
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send_digests(NOON) == 0
    settings.EMAIL_BACKEND = locmem
    assert send_digests(NOON + timedelta(minutes=2)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_it_once() -> None:
    cast = found_company()
    for login in ("head", "other_head", "hr"):
        tell(reachable(cast, login))
    start = threading.Barrier(4)

    def sweep(_: int) -> int:
        try:
            start.wait()
            return deliver_due(NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        sent = sum(pool.map(sweep, range(4)))
    assert sent == 3
    assert len(mail.outbox) == 3


# From events


def test_a_role_that_was_granted_is_told_once(cast: Cast) -> None:
    make_from_events(timezone.now())
    Notice.objects.all().delete()
    grant_role(cast["colleague"], role=Role.mediator, by=cast["administrator"])
    assert make_from_events(timezone.now()) == 1
    assert make_from_events(timezone.now()) == 0
    notice = Notice.objects.get()
    assert (notice.recipient, notice.values["role"]) == (cast["colleague"], "mediator")
    assert notice.event == Event.objects.filter(kind=GRANTED).first().public_id  # type: ignore[union-attr]  # there is one


def test_even_when_its_mark_is_lost_an_event_is_told_once(cast: Cast) -> None:
    grant_role(cast["colleague"], role=Role.mediator, by=cast["administrator"])
    make_from_events(timezone.now())
    before = Notice.objects.count()
    ToldEvent.objects.all().delete()
    assert make_from_events(timezone.now()) == 0
    assert Notice.objects.count() == before


def test_whoever_stands_in_is_told(cast: Cast) -> None:
    make_from_events(timezone.now())
    Notice.objects.all().delete()
    record_absence(
        cast["salesperson"],
        from_day=date(2026, 12, 1),
        until_day=date(2026, 12, 4),
        stand_in=cast["colleague"],
        by=cast["salesperson"],
    )
    assert make_from_events(timezone.now()) == 1
    notice = Notice.objects.get()
    assert notice.recipient == cast["colleague"]
    page = cast.client("colleague").get("/notices/").content.decode()
    assert "You stand in for Salesperson from 1 December 2026 to 4 December 2026." in page
    cancel_absence(cast["salesperson"].absences.get(), by=cast["salesperson"])
    assert make_from_events(timezone.now()) == 1
    page = cast.client("colleague").get("/notices/").content.decode()
    assert "You no longer stand in for Salesperson" in page


@pytest.mark.parametrize(
    "kind, told",
    [
        ("people.role_ended", {"colleague"}),
        ("people.link_made", {"colleague"}),
        ("people.factor_reset_asked", {"colleague"}),
        ("people.factor_reset_confirmed", {"colleague"}),
        ("people.person_added", set()),
    ],
)
def test_who_is_told_of_what_happened_at_the_door(kind: str, told: set[str], cast: Cast) -> None:
    make_from_events(timezone.now())
    Notice.objects.all().delete()
    event = record_event(
        kind,
        by=cast["administrator"],
        subject=subject_of(cast["colleague"]),
        details={"role": "head"},
    )
    make_from_events(timezone.now())
    assert {one.recipient.login for one in Notice.objects.filter(event=event.public_id)} == told


def test_old_events_are_not_told(cast: Cast) -> None:
    make_from_events(timezone.now())
    Notice.objects.all().delete()
    record_event(
        "people.role_ended",
        by=None,
        subject=subject_of(cast["colleague"]),
        now=timezone.now() - timedelta(days=30),
    )
    assert make_from_events(timezone.now()) == 0
