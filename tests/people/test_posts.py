"""Beginning and ending posts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evenhand.core.errors import Conflict
from evenhand.people.actions import add_rank, begin_post, close_department, end_post
from tests.cast import Cast
from tests.people.events import call, last, send

pytestmark = pytest.mark.django_db


def test_a_new_post_ends_the_one_before_the_day_before(cast: Cast) -> None:
    whom, tomorrow = cast["salesperson"], timezone.localdate() + timedelta(days=1)
    rank = add_rank(name="Senior", level=20, by=None)
    sent = send(
        cast.client("hr"),
        f"/people/{whom.public_id}/posts/new",
        place=cast.other_team.public_id,
        title="Consultant",
        rank=rank.public_id,
        from_day=tomorrow.isoformat(),
    )
    assert sent.status_code == 302
    new, old = whom.posts.all()
    assert old.until_day == timezone.localdate()
    assert (new.outlet, new.department, new.rank) == (cast.there, cast.other_team, rank)
    event = last("people.post_begun")
    assert event.details["from"]["outlet"] == "Main store"
    assert event.details["to"]["outlet"] == "Hanoi"
    assert event.outlet == cast.here.public_id  # where they still work today


def test_a_post_does_not_begin_before_the_one_before(cast: Cast) -> None:
    answer = call(
        cast.client("hr"),
        "post",
        f"/people/{cast['salesperson'].public_id}/posts",
        {"outlet": cast.there.public_id, "from_day": "2020-01-01"},
    )
    assert answer.status_code == 409
    assert cast["salesperson"].posts.count() == 1


def test_a_department_belongs_to_its_outlet(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Conflict):
        begin_post(
            cast["salesperson"],
            outlet=cast.here,
            department=cast.other_team,
            from_day=day,
            by=None,
        )


def test_nobody_begins_in_what_is_closed(cast: Cast) -> None:
    empty = cast.here.departments.create(name="Empty")
    close_department(empty, by=None)
    day = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Conflict):
        begin_post(cast["salesperson"], outlet=cast.here, department=empty, from_day=day, by=None)


def test_a_post_ends_on_its_last_day_once(cast: Cast) -> None:
    whom, today = cast["salesperson"], timezone.localdate()
    post = whom.posts.get()
    path = f"/people/{whom.public_id}/posts/{post.public_id}/end"
    assert send(cast.client("hr"), path, last_day=today.isoformat()).status_code == 302
    assert last("people.post_ended").details["last_day"] == today.isoformat()
    assert send(cast.client("hr"), path, last_day=today.isoformat()).status_code == 422
    post.refresh_from_db()
    with pytest.raises(Conflict):
        end_post(post, last_day=today, by=None)


@pytest.mark.parametrize("login", ["head", "salesperson", "general_manager"])
def test_nobody_but_hr_and_administrators_moves_people(cast: Cast, login: str) -> None:
    whom = cast["colleague"]
    sent = send(cast.client(login), f"/people/{whom.public_id}/posts/new")
    assert sent.status_code == 403
    assert whom.posts.count() == 1
