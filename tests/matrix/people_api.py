"""People and outlets, for programs."""

from collections.abc import Callable
from typing import Any

from evenhand.people.models import Rank, User
from tests.cast import Cast
from tests.matrix.rows import ALL, Row, at
from tests.people.things import (
    ABSENCES,
    BY_ADMINISTRATORS,
    EVERYBODYS,
    GRANTS,
    MANAGES,
    OF_OTHERS,
    SEES_MORE,
    SOON,
    a_rank,
    absence_of,
    back_in_post,
    department_of,
    depot,
    empty_department,
    empty_outlet,
    is_away,
    is_let_in,
    is_not_away,
    is_shut_out,
    new_name,
    no_mediator,
    of,
    outlet_of,
    outlet_to_open,
    person_to_add,
    post_of,
    rank_to_add,
    role_again,
    role_of,
    special_day,
)

Address = Callable[[Cast, User], str]


def api(address: Address) -> Address:
    """The operation that does what a page does: its address has no slash at the end."""
    return lambda cast, whose: "/api/v1" + address(cast, whose).rstrip("/")


def department(ending: str) -> Address:
    """A department, which programs name without its outlet."""

    def address(cast: Cast, whose: User) -> str:
        return "/departments/" + department_of(ending)(cast, whose).split("/departments/")[1]

    return api(address)


def company(*_: object) -> dict[str, Any]:
    return {
        **new_name(),
        "language": "zh",
        "country": "CN",
        "time_zone": "Asia/Shanghai",
        "currency": "CNY",
        "lock_after_minutes": 5,
    }


def new_post(cast: Cast, _whose: User) -> dict[str, Any]:
    return {"outlet": cast.here.public_id, "from_day": "2026-06-01"}


def last_day(*_: object) -> dict[str, Any]:
    return {"last_day": "2026-11-26"}


def away_soon(*_: object) -> dict[str, Any]:
    return {"from_day": SOON.isoformat(), "until_day": SOON.isoformat()}


def mediator_here(cast: Cast, _whose: User) -> dict[str, Any]:
    return {"role": "mediator", "outlet": cast.here.public_id}


def rank(*_: object) -> str:
    return f"/ranks/{Rank.objects.get().public_id}"


def absence(cast: Cast, whose: User) -> str:
    return absence_of("")(cast, whose)


PEOPLE = (
    Row("people_list_people", ALL, at("/api/v1/people")),
    Row("people_add_person", MANAGES, at("/api/v1/people"), "post", person_to_add),
    Row("people_read_person", EVERYBODYS, api(of(""))),
    Row("people_change_person", OF_OTHERS, api(of("")), "put", new_name),
    Row("people_deactivate_person", OF_OTHERS, api(of("deactivation")), "post", prepare=is_let_in),
    Row(
        "people_reactivate_person", OF_OTHERS, api(of("reactivation")), "post", prepare=is_shut_out
    ),
    Row("people_leave_company", OF_OTHERS, api(of("leaving")), "post", last_day, back_in_post),
    Row("people_begin_post", OF_OTHERS, api(of("posts")), "post", new_post, back_in_post),
    Row("people_end_post", OF_OTHERS, api(post_of("end")), "post", last_day, back_in_post),
    Row(
        "people_grant_role", BY_ADMINISTRATORS, api(of("roles")), "post", mediator_here, no_mediator
    ),
    Row("people_end_role", BY_ADMINISTRATORS, api(role_of("end")), "post", prepare=role_again),
    Row("people_record_absence", ABSENCES, api(of("absences")), "post", away_soon, is_not_away),
    Row("people_cancel_absence", ABSENCES, api(absence), "delete", prepare=is_away),
)

PLACES = (
    Row("people_list_outlets", ALL, at("/api/v1/outlets")),
    Row("people_read_outlet", EVERYBODYS, api(outlet_of(""))),
    Row("people_open_outlet", MANAGES, at("/api/v1/outlets"), "post", outlet_to_open),
    Row("people_change_outlet", OF_OTHERS, api(outlet_of("")), "put", outlet_to_open),
    Row("people_close_outlet", MANAGES, api(depot("closure")), "post", prepare=empty_outlet),
    Row("people_list_departments", ALL, at("/api/v1/departments")),
    Row("people_add_department", OF_OTHERS, api(outlet_of("departments")), "post", new_name),
    Row("people_rename_department", OF_OTHERS, department(""), "put", new_name),
    Row(
        "people_close_department",
        OF_OTHERS,
        department("closure"),
        "post",
        prepare=empty_department,
    ),
    Row("people_list_ranks", SEES_MORE, at("/api/v1/ranks")),
    Row("people_add_rank", MANAGES, at("/api/v1/ranks"), "post", rank_to_add),
    Row("people_change_rank", MANAGES, api(rank), "put", rank_to_add, a_rank),
)

CALENDARS = (
    Row("people_read_calendar", ALL, at("/api/v1/calendars/VN/2026")),
    Row(
        "people_set_calendar_day",
        MANAGES,
        at("/api/v1/calendars/CN/days/2026-12-24"),
        "put",
        lambda *_: {"is_working": False},
    ),
    Row(
        "people_clear_calendar_day",
        MANAGES,
        at("/api/v1/calendars/CN/days/2026-12-05"),
        "delete",
        prepare=special_day,
    ),
    Row("people_read_company", ALL, at("/api/v1/company")),
    Row("people_change_company", GRANTS, at("/api/v1/company"), "put", company),
)

ONESELF = (
    Row("people_read_me", ALL, at("/api/v1/me")),
    Row("people_set_preferences", ALL, at("/api/v1/me"), "patch", lambda *_: {"theme": "dark"}),
)

ROWS = PEOPLE + PLACES + CALENDARS + ONESELF
