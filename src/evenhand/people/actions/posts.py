"""What is done about posts: where people work, from when to when."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.core.errors import Conflict, NotAllowed
from evenhand.core.said import said
from evenhand.people.administrators import keep_an_administrator, only_their_equals
from evenhand.people.changes import subject_of, write_changes
from evenhand.people.models import Department, Outlet, Post, Rank, User
from evenhand.people.places import require_open
from evenhand.people.sessions import end_sessions


@transaction.atomic
def begin_post(
    user: User,
    *,
    outlet: Outlet,
    by: User | None,
    department: Department | None = None,
    rank: Rank | None = None,
    title: str = "",
    from_day: date | None = None,
) -> Post:
    """Put a person in a post from a day on; the post before it ends the day before.

    Raises Conflict if the department is another outlet's, or the place is closed, or the day is
    not after the start of the post before.
    """
    day = from_day or timezone.localdate()
    if department is not None and department.outlet_id != outlet.id:
        raise Conflict(
            said("{department} is no department of {outlet}.", department=department, outlet=outlet)
        )
    require_open(outlet)
    if department is not None:
        require_open(department)
    was = _end_post_before(User.objects.select_for_update().get(id=user.id), day)
    post = Post.objects.create(
        user=user, outlet=outlet, department=department, rank=rank, title=title, from_day=day
    )
    user.__dict__.pop("post", None)
    record_event(
        "people.post_begun",
        by=by,
        subject=subject_of(user),
        details={"from": _told(was) if was else {}, "to": _told(post)},
    )
    return post


def _end_post_before(user: User, day: date) -> Post | None:
    last = user.posts.filter(until_day=None).first() or user.posts.first()
    if last is None:
        return None
    if last.from_day >= day or (last.until_day and last.until_day >= day):
        raise Conflict(
            said(
                "{name} has had a post since {day}; the new one has to begin later.",
                name=user.name,
                day=last.until_day or last.from_day,
            )
        )
    if last.until_day is None:
        write_changes(last, {"until_day": day - timedelta(days=1)})
    return last


@transaction.atomic
def end_post(post: Post, *, last_day: date, by: User | None) -> Post:
    """End a post on its last day. Raises Conflict if it has one, or the day is before its first."""
    user = User.objects.select_for_update().get(id=post.user_id)
    post = Post.objects.select_related("outlet", "department", "rank").get(id=post.id)
    if post.until_day is not None:
        raise Conflict(said("This post has its last day already: {day}.", day=post.until_day))
    if last_day < post.from_day:
        raise Conflict(said("This post began later: on {day}.", day=post.from_day))
    subject = subject_of(user)
    write_changes(post, {"until_day": last_day})
    record_event("people.post_ended", by=by, subject=subject, details=_told(post))
    return post


@transaction.atomic
def leave_company(user: User, *, last_day: date, by: User | None, reason: str = "") -> User:
    """Note that somebody leaves: their posts end on the last day; roles and sign-in end now.

    Raises Conflict if they have left, the last administrator would be gone, or the day is before
    a post began; NotAllowed for oneself, and for an administrator if one is none.
    """
    if by == user:
        raise NotAllowed(said("Nobody notes their own leaving. Ask HR."))
    only_their_equals(user, by=by)
    keep_an_administrator(without=user)
    person: User = User.objects.select_for_update().get(id=user.id)
    subject = subject_of(person)
    posts = list(person.posts.filter(Q(until_day=None) | Q(until_day__gt=last_day)))
    if late := next((one for one in posts if one.from_day > last_day), None):
        raise Conflict(said("This post began later: on {day}.", day=late.from_day))
    roles = list(person.grants.filter(ended_at=None).from_now_on(timezone.localdate()))
    if not (posts or roles or person.is_active):
        raise Conflict(said("{name} has left already.", name=person.name))
    for post in posts:
        write_changes(post, {"until_day": last_day})
    now = timezone.now()
    for grant in roles:
        write_changes(grant, {"ended_at": now})
    write_changes(person, {"is_active": False})
    end_sessions(person)
    record_event(
        "people.person_left",
        by=by,
        subject=subject,
        details={
            "last_day": last_day.isoformat(),
            "reason": reason,
            "posts": [_told(post) for post in posts],
            "roles": [grant.role for grant in roles],
        },
    )
    return person


def _told(post: Post) -> dict[str, object]:
    """What an event says of a post, in the words of the day."""
    return {
        "outlet": post.outlet.name,
        "department": post.department.name if post.department else "",
        "rank": post.rank.name if post.rank else "",
        "title": post.title,
        "first_day": post.from_day.isoformat(),
        "last_day": post.until_day.isoformat() if post.until_day else "",
    }
