"""What programs send and are answered about people and places."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from evenhand.people.models import Absence, Department, Outlet, Post, Rank, RoleGrant, User
from evenhand.people.reading import Line, Portrait


class Named(Schema):
    """Something by its public id, with what it is called."""

    public_id: str
    name: str


class PostShape(Schema):
    """A post: where somebody works as what, from when to when."""

    public_id: str
    outlet: Named
    department: Named | None
    rank: Named | None
    title: str
    from_day: date
    until_day: date | None


class GrantShape(Schema):
    """A role given; nowhere in particular is the whole company."""

    public_id: str
    role: str
    outlet: Named | None
    department: Named | None
    from_day: date
    until_day: date | None
    ended_at: datetime | None


class AbsenceShape(Schema):
    """Days on which somebody is away, and who stands in."""

    public_id: str
    from_day: date
    until_day: date
    stand_in: Named | None
    reason: str


class PersonLine(Schema):
    """A person as every colleague may see them."""

    public_id: str
    name: str
    title: str
    outlet: Named | None
    department: Named | None
    is_away: bool
    away_until: date | None
    stand_in: Named | None


class People(Schema):
    """Some people, and where the next ones are; empty at the end."""

    items: list[PersonLine]
    next: str


class Details(Schema):
    """What of a person is not every colleague's to see."""

    login: str
    email: str | None
    language: str
    is_active: bool
    last_seen: datetime | None
    posts: list[PostShape]
    roles: list[GrantShape]
    absences: list[AbsenceShape]


class Person(PersonLine):
    """A person; the details are null for whoever may not see them."""

    details: Details | None


class OutletShape(Schema):
    """An outlet."""

    public_id: str
    name: str
    tier: str
    country: str
    time_zone: str
    closed_on: date | None


class DepartmentShape(Named):
    """A department of an outlet."""

    outlet: Named
    closed_on: date | None


class RankShape(Named):
    """A rank; a higher level is more senior."""

    level: int


class SpecialDay(Schema):
    """A day that is not what its place in the week says, or of which HR says something."""

    day: date
    is_working: bool
    name: str
    is_own: bool


class Year(Schema):
    """A year of a country's calendar."""

    country: str
    year: int
    working_days: int
    is_announced: bool
    days: list[SpecialDay]


class CompanyShape(Schema):
    """The company as it stands."""

    name: str
    language: str
    country: str
    time_zone: str
    currency: str
    lock_after_minutes: int
    began_on: date | None


def named(thing: User | Outlet | Department | Rank | None) -> Named | None:
    """Something by its public id, None for nothing."""
    return called(thing) if thing else None


def called(thing: User | Outlet | Department | Rank) -> Named:
    """Something by its public id."""
    return Named(public_id=thing.public_id, name=thing.name)


def post_shape(post: Post) -> PostShape:
    """A post for programs."""
    return PostShape(
        public_id=post.public_id,
        outlet=called(post.outlet),
        department=named(post.department),
        rank=named(post.rank),
        title=post.title,
        from_day=post.from_day,
        until_day=post.until_day,
    )


def grant_shape(grant: RoleGrant) -> GrantShape:
    """A role given, for programs."""
    return GrantShape(
        public_id=grant.public_id,
        role=grant.role,
        outlet=named(grant.outlet),
        department=named(grant.department),
        from_day=grant.from_day,
        until_day=grant.until_day,
        ended_at=grant.ended_at,
    )


def absence_shape(absence: Absence) -> AbsenceShape:
    """An absence for programs."""
    return AbsenceShape(
        public_id=absence.public_id,
        from_day=absence.from_day,
        until_day=absence.until_day,
        stand_in=named(absence.stand_in),
        reason=absence.reason,
    )


def line_shape(line: Line | Portrait) -> PersonLine:
    """A person as every colleague may see them."""
    post, absence = line.post, line.absence
    return PersonLine(
        public_id=line.person.public_id,
        name=line.person.name,
        title=post.title if post else "",
        outlet=named(post.outlet) if post else None,
        department=named(post.department) if post else None,
        is_away=absence is not None,
        away_until=absence.until_day if absence else None,
        stand_in=named(absence.stand_in) if absence else None,
    )


def person_shape(portrait: Portrait) -> Person:
    """A person as whoever asks may see them."""
    person = portrait.person
    details = Details(
        login=person.login,
        email=person.email,
        language=person.language,
        is_active=person.is_active,
        last_seen=portrait.last_seen,
        posts=[post_shape(one) for one in portrait.posts],
        roles=[grant_shape(one) for one in (*portrait.grants, *portrait.ended_grants)],
        absences=[absence_shape(one) for one in portrait.absences],
    )
    line = line_shape(portrait).dict()
    return Person(**line, details=details if portrait.in_full else None)


def outlet_shape(outlet: Outlet) -> OutletShape:
    """An outlet for programs."""
    return OutletShape(
        public_id=outlet.public_id,
        name=outlet.name,
        tier=outlet.tier,
        country=outlet.country,
        time_zone=outlet.time_zone,
        closed_on=outlet.closed_on,
    )


def department_shape(department: Department) -> DepartmentShape:
    """A department for programs."""
    return DepartmentShape(
        public_id=department.public_id,
        name=department.name,
        outlet=called(department.outlet),
        closed_on=department.closed_on,
    )


def rank_shape(rank: Rank) -> RankShape:
    """A rank for programs."""
    return RankShape(public_id=rank.public_id, name=rank.name, level=rank.level)
