"""What the permission matrix asks for of people and places."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from evenhand.people.actions import (
    add_rank,
    begin_post,
    deactivate_person,
    grant_role,
    open_outlet,
    record_absence,
    set_calendar_day,
)
from evenhand.people.models import Absence, Outlet, Rank, User
from evenhand.people.roles import Role
from tests.cast import Cast
from tests.matrix.rows import ALL, WIDE

Address = Callable[[Cast, User], str]

MANAGES = frozenset({"hr", "administrator"})
GRANTS = frozenset({"administrator"})
SEES_MORE = WIDE | {"head"}

EVERYBODYS = {"own": ALL, "team": ALL, "other": WIDE}
"""What is open of oneself and of those in the same outlet."""
OF_OTHERS = {"team": MANAGES, "other": MANAGES}
BY_ADMINISTRATORS = {"team": GRANTS, "other": GRANTS}
ABSENCES = {"own": ALL, "team": frozenset({"head", "hr"}), "other": frozenset({"hr"})}

SOON = date.today() + timedelta(days=30)  # noqa: DTZ011 - any day that is not near


def of(ending: str) -> Address:
    """An address beneath a person's."""
    return lambda _cast, whose: f"/people/{whose.public_id}/{ending}"


def post_of(ending: str) -> Address:
    def address(_cast: Cast, whose: User) -> str:
        post = whose.posts.get()
        return f"/people/{whose.public_id}/posts/{post.public_id}/{ending}"

    return address


def role_of(ending: str) -> Address:
    def address(_cast: Cast, whose: User) -> str:
        grant = whose.grants.get(ended_at=None)
        return f"/people/{whose.public_id}/roles/{grant.public_id}/{ending}"

    return address


def role_again(_cast: Cast, whose: User) -> None:
    """Give back the role that the asker before has ended."""
    if not whose.grants.filter(ended_at=None).exists():
        old = whose.grants.get()
        grant_role(
            whose, role=Role(old.role), outlet=old.outlet, department=old.department, by=None
        )


def absence_of(ending: str) -> Address:
    def address(_cast: Cast, whose: User) -> str:
        absence = whose.absences.get()
        return f"/people/{whose.public_id}/absences/{absence.public_id}/{ending}"

    return address


def is_away(_cast: Cast, whose: User) -> None:
    if not whose.absences.exists():
        record_absence(whose, from_day=SOON, until_day=SOON, by=None)


def is_not_away(_cast: Cast, whose: User) -> None:
    Absence.objects.filter(user=whose).delete()


def is_shut_out(_cast: Cast, whose: User) -> None:
    whose.refresh_from_db()
    if whose.is_active:
        deactivate_person(whose, by=None)


def is_let_in(_cast: Cast, whose: User) -> None:
    User.objects.filter(id=whose.id).update(is_active=True)
    whose.refresh_from_db()


def back_in_post(cast: Cast, whose: User) -> None:
    """As before somebody ended the post."""
    whose.posts.all().delete()
    whose.__dict__.pop("post", None)
    outlet = cast.there if whose == cast["other_salesperson"] else cast.here
    begin_post(whose, outlet=outlet, from_day=date(2026, 1, 1), by=None)
    is_let_in(cast, whose)
    role_again(cast, whose)


def outlet_of(ending: str) -> Address:
    return lambda cast, whose: f"/outlets/{where_of(cast, whose).public_id}/{ending}"


def where_of(cast: Cast, whose: User) -> Outlet:
    return cast.there if whose == cast["other_salesperson"] else cast.here


def department_of(ending: str) -> Address:
    def address(cast: Cast, whose: User) -> str:
        outlet = where_of(cast, whose)
        team = outlet.departments.order_by("id").last()
        assert team is not None
        return f"/outlets/{outlet.public_id}/departments/{team.public_id}/{ending}"

    return address


def empty_outlet(cast: Cast, _whose: User) -> None:
    Outlet.objects.filter(name="Depot").delete()
    open_outlet(name="Depot", tier="main", time_zone="Asia/Shanghai", country="CN", by=None)


def depot(ending: str) -> Address:
    return lambda *_: f"/outlets/{Outlet.objects.get(name='Depot').public_id}/{ending}"


def empty_department(cast: Cast, whose: User) -> None:
    outlet = where_of(cast, whose)
    outlet.departments.filter(name="Nobody's").delete()
    outlet.departments.create(name="Nobody's")


def a_rank(_cast: Cast, _whose: User) -> None:
    if not Rank.objects.exists():
        add_rank(name="Senior", level=10, by=None)


def special_day(_cast: Cast, _whose: User) -> None:
    set_calendar_day(country="CN", day=date(2026, 12, 5), is_working=True, by=None)


def new_name(*_: object) -> dict[str, Any]:
    new_name.count += 1  # type: ignore[attr-defined]  # a name for each asker
    return {"name": f"Name {new_name.count}"}  # type: ignore[attr-defined]  # as above


new_name.count = 0  # type: ignore[attr-defined]  # as above


def person_to_add(cast: Cast, _whose: User) -> dict[str, Any]:
    name = new_name()["name"]
    return {
        "login": name.lower().replace(" ", "-"),
        "name": name,
        "language": "en",
        "place": cast.here.public_id,
        "from_day": "2026-11-01",
    }


def outlet_to_open(*_: object) -> dict[str, Any]:
    place = {"tier": "main", "country": "CN", "time_zone": "Asia/Shanghai"}
    return new_name() | place


def rank_to_add(*_: object) -> dict[str, Any]:
    return new_name() | {"level": 100 + new_name.count}  # type: ignore[attr-defined]  # as above


def no_mediator(_cast: Cast, whose: User) -> None:
    whose.grants.filter(role="mediator").delete()
