"""Posts, roles and absences for programs."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from evenhand.base.schemas import WRITE_REFUSALS
from evenhand.people.actions import (
    begin_post,
    cancel_absence,
    end_post,
    end_role,
    grant_role,
    leave_company,
    record_absence,
)
from evenhand.people.api import bodies, shapes
from evenhand.people.api.bodies import IdInPath
from evenhand.people.callers import Callers, caller, person_of
from evenhand.people.models import Department, Outlet, Rank, User
from evenhand.people.permissions import EVERYBODY, GRANT_ROLES, MANAGE_PEOPLE
from evenhand.people.reading import portrait_of, require_absences_of
from evenhand.people.roles import Role

router = Router(tags=["people"])


def _place(
    by: User, outlet_id: str | None, department_id: str | None
) -> tuple[Outlet | None, Department | None]:
    """The outlet and department that are named; a department by itself names its outlet too."""
    outlet = department = None
    if department_id:
        mine = Department.objects.visible_to(by).select_related("outlet")
        department = get_object_or_404(mine, public_id=department_id)
        outlet = department.outlet
    if outlet_id:
        outlet = get_object_or_404(Outlet.objects.visible_to(by), public_id=outlet_id)
    return outlet, department


@router.post(
    "/people/{public_id}/posts",
    auth=Callers(MANAGE_PEOPLE),
    response={201: shapes.PostShape, **WRITE_REFUSALS},
    operation_id="people_begin_post",
)
def begin(
    request: HttpRequest, public_id: IdInPath, body: bodies.NewPost
) -> Status[shapes.PostShape]:
    """Put a person in a post; the post before it ends the day before."""
    by, person = caller(request), person_of(request, public_id)
    outlet, department = _place(by, body.outlet, body.department)
    assert outlet is not None
    rank = (
        get_object_or_404(Rank.objects.visible_to(by), public_id=body.rank) if body.rank else None
    )
    post = begin_post(
        person,
        outlet=outlet,
        department=department,
        rank=rank,
        title=body.title,
        from_day=body.from_day,
        by=by,
    )
    return Status(201, shapes.post_shape(post))


@router.post(
    "/people/{public_id}/posts/{post_id}/end",
    auth=Callers(MANAGE_PEOPLE),
    response={200: shapes.PostShape, **WRITE_REFUSALS},
    operation_id="people_end_post",
)
def end(
    request: HttpRequest, public_id: IdInPath, post_id: IdInPath, body: bodies.LastDay
) -> shapes.PostShape:
    """End a post on its last day."""
    post = get_object_or_404(person_of(request, public_id).posts, public_id=post_id)
    return shapes.post_shape(end_post(post, last_day=body.last_day, by=caller(request)))


@router.post(
    "/people/{public_id}/leaving",
    auth=Callers(MANAGE_PEOPLE),
    response={200: shapes.Person, **WRITE_REFUSALS},
    operation_id="people_leave_company",
)
def leave(request: HttpRequest, public_id: IdInPath, body: bodies.Leaving) -> shapes.Person:
    """Note that a person leaves: posts end on the last day, roles and sign-in at once."""
    by, person = caller(request), person_of(request, public_id)
    left = leave_company(person, last_day=body.last_day, reason=body.reason, by=by)
    return shapes.person_shape(portrait_of(left, by))


@router.post(
    "/people/{public_id}/roles",
    auth=Callers(GRANT_ROLES),
    response={201: shapes.GrantShape, **WRITE_REFUSALS},
    operation_id="people_grant_role",
)
def grant(
    request: HttpRequest, public_id: IdInPath, body: bodies.NewGrant
) -> Status[shapes.GrantShape]:
    """Give a person a role, from now on."""
    by, person = caller(request), person_of(request, public_id)
    outlet, department = _place(by, body.outlet, body.department)
    given = grant_role(person, role=Role(body.role), outlet=outlet, department=department, by=by)
    return Status(201, shapes.grant_shape(given))


@router.post(
    "/people/{public_id}/roles/{grant_id}/end",
    auth=Callers(GRANT_ROLES),
    response={200: shapes.GrantShape, **WRITE_REFUSALS},
    operation_id="people_end_role",
)
def end_a_role(request: HttpRequest, public_id: IdInPath, grant_id: IdInPath) -> shapes.GrantShape:
    """End a role, at once."""
    held = get_object_or_404(person_of(request, public_id).grants, public_id=grant_id)
    return shapes.grant_shape(end_role(held, by=caller(request)))


@router.post(
    "/people/{public_id}/absences",
    auth=Callers(EVERYBODY),
    response={201: shapes.AbsenceShape, **WRITE_REFUSALS},
    operation_id="people_record_absence",
)
def record(
    request: HttpRequest, public_id: IdInPath, body: bodies.NewAbsence
) -> Status[shapes.AbsenceShape]:
    """Record that a person is away: one's own, or as their head or HR."""
    by, person = caller(request), person_of(request, public_id)
    require_absences_of(by, person)
    stand_in = person_of(request, body.stand_in) if body.stand_in else None
    absence = record_absence(
        person,
        from_day=body.from_day,
        until_day=body.until_day,
        stand_in=stand_in,
        reason=body.reason,
        by=by,
    )
    return Status(201, shapes.absence_shape(absence))


@router.delete(
    "/people/{public_id}/absences/{absence_id}",
    auth=Callers(EVERYBODY),
    response={204: None, **WRITE_REFUSALS},
    operation_id="people_cancel_absence",
)
def cancel(request: HttpRequest, public_id: IdInPath, absence_id: IdInPath) -> Status[None]:
    """Take an absence back: days that have passed stay."""
    by, person = caller(request), person_of(request, public_id)
    require_absences_of(by, person)
    cancel_absence(get_object_or_404(person.absences, public_id=absence_id), by=by)
    return Status(204, None)
