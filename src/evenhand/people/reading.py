"""What is read of people and outlets, and how much of a person is whose to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from evenhand.core.errors import NotAllowed
from evenhand.core.said import said
from evenhand.people.models import (
    Absence,
    Department,
    Outlet,
    Post,
    Rank,
    RoleGrant,
    User,
    UserSet,
)
from evenhand.people.permissions import RECORD_ABSENCES, SEE_PEOPLE
from evenhand.people.places import place_of
from evenhand.people.roles import Role
from evenhand.people.sessions import last_seen

WORKING, AWAY, SHUT_OUT, EVERYBODY_EVER = "working", "away", "shut-out", "all"


def sees_all_of(reader: User, person: User) -> bool:
    """Whether somebody may know more of a person than a colleague does."""
    return reader == person or SEE_PEOPLE.covers(reader, place_of(person))


def records_absences_of(by: User, person: User) -> bool:
    """Whether somebody may say that a person is away: everybody of themselves."""
    return by == person or RECORD_ABSENCES.covers(by, place_of(person))


def require_absences_of(by: User, person: User) -> None:
    """Raises NotAllowed if somebody may not say that a person is away."""
    if not records_absences_of(by, person):
        raise NotAllowed(said("Only {name}, their head or HR records this.", name=person.name))


@dataclass(frozen=True, slots=True)
class Sought:
    """Which people are looked for."""

    text: str = ""
    outlet: Outlet | None = None
    department: Department | None = None
    role: str = ""
    state: str = WORKING


def people_sought(reader: User, sought: Sought) -> UserSet:
    """People as they are looked for, of those whom the reader sees.

    By role, and whether somebody may sign in, only where the reader may know it.
    """
    today = timezone.localdate()
    found: UserSet = User.objects.visible_to(reader)
    if sought.text.strip():
        found = found.called(sought.text)
    if sought.outlet or sought.department:
        posts = Post.objects.on(today)
        posts = posts.filter(outlet=sought.outlet) if sought.outlet else posts
        posts = posts.filter(department=sought.department) if sought.department else posts
        found = found.filter(id__in=posts.values("user"))
    reach = reader.standing.reach(SEE_PEOPLE.roles)
    if sought.role:
        held = RoleGrant.objects.on(today).filter(role=sought.role).values("user")
        found = found.filter(id__in=held).standing_within(reach, today)
    return _in_state(found, sought.state, reader)


def _in_state(found: UserSet, state: str, reader: User) -> UserSet:
    today = timezone.localdate()
    if state == AWAY:
        away = Absence.objects.on(today).values("user")
        return found.filter(id__in=away, is_active=True)
    if state == SHUT_OUT:
        reach = reader.standing.reach(SEE_PEOPLE.roles)
        return found.filter(is_active=False).standing_within(reach, today)
    return found if state == EVERYBODY_EVER else found.filter(is_active=True)


@dataclass(frozen=True, slots=True)
class Line:
    """A person in a list: what every colleague may see, and roles where the reader may."""

    person: User
    post: Post | None
    absence: Absence | None
    roles: Sequence[str] = ()


def lines_of(people: Iterable[User], reader: User) -> list[Line]:
    """People with where they work today and whether they are away, in three questions."""
    today, listed = timezone.localdate(), list(people)
    posts = {
        post.user_id: post
        for post in Post.objects.on(today)
        .filter(user__in=listed)
        .select_related("outlet", "department", "rank")
    }
    away = {
        absence.user_id: absence
        for absence in Absence.objects.on(today).filter(user__in=listed).select_related("stand_in")
    }
    roles: dict[int, list[str]] = {}
    for user, role in (
        RoleGrant.objects.on(today).filter(user__in=listed).values_list("user", "role")
    ):
        roles.setdefault(user, []).append(role)
    reach = reader.standing.reach(SEE_PEOPLE.roles)
    lines = []
    for person in listed:
        post = posts.get(person.id)
        shown = person == reader or reach.covers(
            post.outlet_id if post else None, post.department_id if post else None
        )
        held = set(roles.get(person.id, ())) if shown else set()
        labels = [str(role.label) for role in Role if role in held]
        lines.append(Line(person, post, away.get(person.id), labels))
    return lines


@dataclass(frozen=True, slots=True)
class Portrait:
    """A person as somebody may see them; what is not theirs to see is empty."""

    person: User
    post: Post | None
    absence: Absence | None
    """The one of today."""
    stands_in_for: Sequence[Absence]
    """Whom they stand in for today."""
    in_full: bool
    posts: Sequence[Post] = field(default_factory=tuple)
    grants: Sequence[RoleGrant] = field(default_factory=tuple)
    ended_grants: Sequence[RoleGrant] = field(default_factory=tuple)
    absences: Sequence[Absence] = field(default_factory=tuple)
    standing_in: Sequence[Absence] = field(default_factory=tuple)
    """Whom they stand in for, today or later."""
    last_seen: datetime | None = None


def portrait_of(person: User, reader: User) -> Portrait:
    """A person as this reader may see them."""
    today = timezone.localdate()
    absence = person.absences.on(today).select_related("stand_in").first()
    beside = person.stands_in.on(today).select_related("user")
    if not sees_all_of(reader, person):
        return Portrait(person, person.post, absence, list(beside), in_full=False)
    grants = person.grants.select_related("outlet", "department")
    holding = [one.id for one in grants.on(today)]
    return Portrait(
        person,
        person.post,
        absence,
        list(beside),
        in_full=True,
        posts=list(person.posts.select_related("outlet", "department", "rank")),
        grants=[one for one in grants if one.id in holding],
        ended_grants=[one for one in grants if one.id not in holding],
        absences=list(person.absences.select_related("stand_in")),
        standing_in=list(person.stands_in.from_now_on(today).select_related("user")),
        last_seen=last_seen(person),
    )


@dataclass(frozen=True, slots=True)
class Team:
    """A department with its heads and who works in it; without one: the rest of an outlet."""

    department: Department | None
    heads: Sequence[User]
    lines: Sequence[Line]


def teams_of(outlet: Outlet, reader: User) -> list[Team]:
    """An outlet as it works today: by departments, last those who are in none."""
    today = timezone.localdate()
    inside = (
        User.objects.visible_to(reader)
        .filter(id__in=Post.objects.on(today).filter(outlet=outlet).values("user"), is_active=True)
        .order_by("name")
    )
    lines = lines_of(inside, reader)
    departments: list[Department | None] = [*outlet.departments.open(), None]
    return [
        Team(
            department,
            heads_of(department, today) if department else [],
            [one for one in lines if one.post and one.post.department == department],
        )
        for department in departments
    ]


def away_in(outlet: Outlet, reader: User) -> list[Absence]:
    """Who of an outlet is away today, until when, and who stands in."""
    today = timezone.localdate()
    posts = Post.objects.on(today).filter(outlet=outlet, user__is_active=True)
    away = Absence.objects.on(today).filter(
        user__in=User.objects.visible_to(reader).filter(id__in=posts.values("user"))
    )
    return list(away.select_related("user", "stand_in").order_by("user__name"))


def heads_today(outlet: Outlet) -> list[User]:
    """Who heads a whole outlet."""
    return heads_of(outlet, timezone.localdate())


def heads_of(place: Outlet | Department, today: date) -> list[User]:
    """Who heads a department, or a whole outlet."""
    where = Q(department=place) if isinstance(place, Department) else Q(outlet=place)
    if isinstance(place, Outlet):
        where &= Q(department=None)
    heading = RoleGrant.objects.on(today).filter(where, role=Role.head).values("user")
    return list(User.objects.filter(id__in=heading, is_active=True))


def outlets_with_counts(reader: User) -> QuerySet[Outlet]:
    """Outlets with how many work there today (`at_work`) and how many of them are away (`away`)."""
    today = timezone.localdate()
    holding = Q(posts__from_day__lte=today) & (
        Q(posts__until_day=None) | Q(posts__until_day__gte=today)
    )
    away = Absence.objects.on(today).values("user")
    return Outlet.objects.visible_to(reader).annotate(
        at_work=Count(
            "posts__user", filter=holding & Q(posts__user__is_active=True), distinct=True
        ),
        away=Count(
            "posts__user",
            filter=holding & Q(posts__user__is_active=True, posts__user__in=away),
            distinct=True,
        ),
    )


def ranks_with_counts(reader: User) -> QuerySet[Rank]:
    """Ranks, the most senior first, with how many hold each today (`holders`)."""
    today = timezone.localdate()
    holding = Q(post__from_day__lte=today) & (
        Q(post__until_day=None) | Q(post__until_day__gte=today)
    )
    return Rank.objects.visible_to(reader).annotate(
        holders=Count("post__user", filter=holding, distinct=True)
    )
