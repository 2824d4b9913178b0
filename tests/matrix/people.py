"""People and outlets."""

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
from tests.matrix.rows import ALL, WIDE, Row, at

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


def _post(ending: str) -> Address:
    def address(_cast: Cast, whose: User) -> str:
        post = whose.posts.get()
        return f"/people/{whose.public_id}/posts/{post.public_id}/{ending}"

    return address


def _role(ending: str) -> Address:
    def address(_cast: Cast, whose: User) -> str:
        grant = whose.grants.get(ended_at=None)
        return f"/people/{whose.public_id}/roles/{grant.public_id}/{ending}"

    return address


def _no_mediator(_: Cast, whose: User) -> None:
    whose.grants.filter(role="mediator").delete()


def _again(_cast: Cast, whose: User) -> None:
    """Give back the role that the asker before has ended."""
    if not whose.grants.filter(ended_at=None).exists():
        old = whose.grants.get()
        grant_role(
            whose, role=Role(old.role), outlet=old.outlet, department=old.department, by=None
        )


def _absence(ending: str) -> Address:
    def address(_cast: Cast, whose: User) -> str:
        absence = whose.absences.get()
        return f"/people/{whose.public_id}/absences/{absence.public_id}/{ending}"

    return address


def _away(_cast: Cast, whose: User) -> None:
    if not whose.absences.exists():
        record_absence(whose, from_day=SOON, until_day=SOON, by=None)


def _not_away(_cast: Cast, whose: User) -> None:
    Absence.objects.filter(user=whose).delete()


def _shut_out(_cast: Cast, whose: User) -> None:
    whose.refresh_from_db()
    if whose.is_active:
        deactivate_person(whose, by=None)


def _let_in(_cast: Cast, whose: User) -> None:
    User.objects.filter(id=whose.id).update(is_active=True)
    whose.refresh_from_db()


def _back_in_post(cast: Cast, whose: User) -> None:
    """As before somebody ended the post."""
    whose.posts.all().delete()
    whose.__dict__.pop("post", None)
    outlet = cast.there if whose == cast["other_salesperson"] else cast.here
    begin_post(whose, outlet=outlet, from_day=date(2026, 1, 1), by=None)
    _let_in(cast, whose)
    _again(cast, whose)


def _outlet(ending: str) -> Address:
    return lambda cast, whose: f"/outlets/{_where(cast, whose).public_id}/{ending}"


def _where(cast: Cast, whose: User) -> Outlet:
    return cast.there if whose == cast["other_salesperson"] else cast.here


def _department(ending: str) -> Address:
    def address(cast: Cast, whose: User) -> str:
        outlet = _where(cast, whose)
        team = outlet.departments.order_by("id").last()
        assert team is not None
        return f"/outlets/{outlet.public_id}/departments/{team.public_id}/{ending}"

    return address


def _empty_outlet(cast: Cast, _whose: User) -> None:
    Outlet.objects.filter(name="Depot").delete()
    open_outlet(name="Depot", tier="main", time_zone="Asia/Shanghai", country="CN", by=None)


def _depot(ending: str) -> Address:
    return lambda *_: f"/outlets/{Outlet.objects.get(name='Depot').public_id}/{ending}"


def _empty_department(cast: Cast, whose: User) -> None:
    outlet = _where(cast, whose)
    outlet.departments.filter(name="Nobody's").delete()
    outlet.departments.create(name="Nobody's")


def _rank(_cast: Cast, _whose: User) -> None:
    if not Rank.objects.exists():
        add_rank(name="Senior", level=10, by=None)


def _special_day(_cast: Cast, _whose: User) -> None:
    set_calendar_day(country="CN", day=date(2026, 12, 5), is_working=True, by=None)


def _new_name(*_: object) -> dict[str, Any]:
    _new_name.count += 1  # type: ignore[attr-defined]  # a name for each asker
    return {"name": f"Name {_new_name.count}"}  # type: ignore[attr-defined]  # as above


_new_name.count = 0  # type: ignore[attr-defined]  # as above


def _new_person(cast: Cast, _whose: User) -> dict[str, Any]:
    name = _new_name()["name"]
    return {
        "login": name.lower().replace(" ", "-"),
        "name": name,
        "language": "en",
        "place": cast.here.public_id,
        "from_day": "2026-11-01",
    }


def _new_outlet(*_: object) -> dict[str, Any]:
    place = {"tier": "main", "country": "CN", "time_zone": "Asia/Shanghai"}
    return _new_name() | place


def _new_rank(*_: object) -> dict[str, Any]:
    return _new_name() | {"level": 100 + _new_name.count}  # type: ignore[attr-defined]  # as above


PEOPLE = (
    Row("people", ALL, at("/people/")),
    Row("new_person", MANAGES, at("/people/new"), method="post", body=_new_person),
    Row("person", EVERYBODYS, of("")),
    Row(
        "person_change",
        OF_OTHERS,
        of("change"),
        method="post",
        body=_new_name,
    ),
    Row(
        "person_deactivation",
        OF_OTHERS,
        of("deactivation"),
        method="post",
        prepare=_let_in,
    ),
    Row(
        "person_reactivation",
        OF_OTHERS,
        of("reactivation"),
        method="post",
        prepare=_shut_out,
    ),
    Row(
        "person_leaving",
        OF_OTHERS,
        of("leaving"),
        method="post",
        prepare=_back_in_post,
        body=lambda *_: {"last_day": "2026-11-26"},
    ),
    Row(
        "new_post",
        OF_OTHERS,
        of("posts/new"),
        method="post",
        prepare=_back_in_post,
        body=lambda cast, _: {"place": cast.here.public_id, "from_day": "2026-06-01"},
    ),
    Row(
        "post_end",
        OF_OTHERS,
        _post("end"),
        method="post",
        prepare=_back_in_post,
        body=lambda *_: {"last_day": "2026-11-26"},
    ),
    Row(
        "new_role",
        BY_ADMINISTRATORS,
        of("roles/new"),
        method="post",
        body=lambda cast, _: {"role": "mediator", "place": cast.here.public_id},
        prepare=_no_mediator,
    ),
    Row("role_end", BY_ADMINISTRATORS, _role("end"), method="post", prepare=_again),
    Row(
        "new_absence",
        ABSENCES,
        of("absences/new"),
        method="post",
        prepare=_not_away,
        body=lambda *_: {"from_day": SOON.isoformat(), "until_day": SOON.isoformat()},
    ),
    Row(
        "absence_cancellation",
        ABSENCES,
        _absence("cancellation"),
        method="post",
        prepare=_away,
    ),
)

PLACES = (
    Row("outlets", ALL, at("/outlets/")),
    Row("new_outlet", MANAGES, at("/outlets/new"), method="post", body=_new_outlet),
    Row("outlet", EVERYBODYS, _outlet("")),
    Row("outlet_change", OF_OTHERS, _outlet("change"), method="post", body=_new_outlet),
    Row("outlet_closure", MANAGES, _depot("closure"), method="post", prepare=_empty_outlet),
    Row("new_department", OF_OTHERS, _outlet("departments/new"), method="post", body=_new_name),
    Row("department_change", OF_OTHERS, _department("change"), method="post", body=_new_name),
    Row(
        "department_closure",
        OF_OTHERS,
        _department("closure"),
        method="post",
        prepare=_empty_department,
    ),
    Row("ranks", SEES_MORE, at("/ranks/")),
    Row("new_rank", MANAGES, at("/ranks/new"), method="post", body=_new_rank),
    Row(
        "rank_change",
        MANAGES,
        lambda *_: f"/ranks/{Rank.objects.get().public_id}/change",
        method="post",
        prepare=_rank,
        body=_new_rank,
    ),
    Row("calendar", ALL, at("/calendar/")),
    Row("calendar_year", ALL, at("/calendar/CN/2026/")),
    Row(
        "calendar_day",
        MANAGES,
        at("/calendar/CN/2026/day"),
        method="post",
        body=lambda *_: {"day": "2026-12-24", "is_working": "no"},
    ),
    Row(
        "calendar_day_removal",
        MANAGES,
        at("/calendar/CN/days/2026-12-05/removal"),
        method="post",
        prepare=_special_day,
    ),
)

ONESELF = (
    Row(
        "company_settings",
        GRANTS,
        at("/settings/company"),
        method="post",
        body=lambda *_: {
            **_new_name(),
            "language": "zh",
            "country": "CN",
            "time_zone": "Asia/Shanghai",
            "currency": "CNY",
        },
    ),
    Row("profile", ALL, at("/profile/")),
    Row("people_read_me", ALL, at("/api/v1/me")),
)

ROWS = PEOPLE + PLACES + ONESELF
