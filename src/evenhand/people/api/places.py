"""Outlets, departments and ranks for programs."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from evenhand.base.schemas import REFUSALS, WRITE_REFUSALS
from evenhand.people import actions
from evenhand.people.api import bodies, shapes
from evenhand.people.api.bodies import IdInPath
from evenhand.people.callers import Callers, caller
from evenhand.people.models import Department, Outlet, Rank
from evenhand.people.permissions import (
    EVERYBODY,
    MANAGE_OUTLETS,
    SEE_PEOPLE,
)

router = Router(tags=["people"])


def _outlet(request: HttpRequest, public_id: str) -> Outlet:
    return get_object_or_404(Outlet.objects.visible_to(caller(request)), public_id=public_id)


def _department(request: HttpRequest, public_id: str) -> Department:
    mine = Department.objects.visible_to(caller(request)).select_related("outlet")
    return get_object_or_404(mine, public_id=public_id)


@router.get(
    "/outlets",
    auth=Callers(EVERYBODY),
    response={200: list[shapes.OutletShape], **REFUSALS},
    operation_id="people_list_outlets",
)
def list_outlets(request: HttpRequest) -> list[shapes.OutletShape]:
    """List the outlets that the caller sees."""
    return [shapes.outlet_shape(one) for one in Outlet.objects.visible_to(caller(request))]


@router.get(
    "/outlets/{public_id}",
    auth=Callers(EVERYBODY),
    response={200: shapes.OutletShape, **REFUSALS},
    operation_id="people_read_outlet",
)
def read_outlet(request: HttpRequest, public_id: IdInPath) -> shapes.OutletShape:
    """Read an outlet."""
    return shapes.outlet_shape(_outlet(request, public_id))


@router.post(
    "/outlets",
    auth=Callers(MANAGE_OUTLETS),
    response={201: shapes.OutletShape, **WRITE_REFUSALS},
    operation_id="people_open_outlet",
)
def open_an_outlet(request: HttpRequest, body: bodies.OutletFields) -> Status[shapes.OutletShape]:
    """Open an outlet."""
    opened = actions.open_outlet(**body.dict(), by=caller(request))
    return Status(201, shapes.outlet_shape(opened))


@router.put(
    "/outlets/{public_id}",
    auth=Callers(MANAGE_OUTLETS),
    response={200: shapes.OutletShape, **WRITE_REFUSALS},
    operation_id="people_change_outlet",
)
def change_an_outlet(
    request: HttpRequest, public_id: IdInPath, body: bodies.OutletFields
) -> shapes.OutletShape:
    """Rename an outlet, or note that it stands otherwise."""
    outlet = _outlet(request, public_id)
    changed = actions.change_outlet(outlet, **body.dict(), by=caller(request))
    return shapes.outlet_shape(changed)


@router.post(
    "/outlets/{public_id}/closure",
    auth=Callers(MANAGE_OUTLETS),
    response={200: shapes.OutletShape, **WRITE_REFUSALS},
    operation_id="people_close_outlet",
)
def close_an_outlet(request: HttpRequest, public_id: IdInPath) -> shapes.OutletShape:
    """Close an outlet, once nobody has a post or a role there."""
    closed = actions.close_outlet(_outlet(request, public_id), by=caller(request))
    return shapes.outlet_shape(closed)


@router.get(
    "/departments",
    auth=Callers(EVERYBODY),
    response={200: list[shapes.DepartmentShape], **REFUSALS},
    operation_id="people_list_departments",
)
def list_departments(request: HttpRequest) -> list[shapes.DepartmentShape]:
    """List the departments of the outlets that the caller sees."""
    mine = Department.objects.visible_to(caller(request)).select_related("outlet")
    return [shapes.department_shape(one) for one in mine]


@router.post(
    "/outlets/{public_id}/departments",
    auth=Callers(MANAGE_OUTLETS),
    response={201: shapes.DepartmentShape, **WRITE_REFUSALS},
    operation_id="people_add_department",
)
def add_a_department(
    request: HttpRequest, public_id: IdInPath, body: bodies.NameOnly
) -> Status[shapes.DepartmentShape]:
    """Add a department to an outlet."""
    added = actions.add_department(_outlet(request, public_id), name=body.name, by=caller(request))
    return Status(201, shapes.department_shape(added))


@router.put(
    "/departments/{public_id}",
    auth=Callers(MANAGE_OUTLETS),
    response={200: shapes.DepartmentShape, **WRITE_REFUSALS},
    operation_id="people_rename_department",
)
def rename_a_department(
    request: HttpRequest, public_id: IdInPath, body: bodies.NameOnly
) -> shapes.DepartmentShape:
    """Call a department otherwise."""
    team = _department(request, public_id)
    return shapes.department_shape(
        actions.rename_department(team, name=body.name, by=caller(request))
    )


@router.post(
    "/departments/{public_id}/closure",
    auth=Callers(MANAGE_OUTLETS),
    response={200: shapes.DepartmentShape, **WRITE_REFUSALS},
    operation_id="people_close_department",
)
def close_a_department(request: HttpRequest, public_id: IdInPath) -> shapes.DepartmentShape:
    """Close a department, once nobody has a post or a role in it."""
    team = _department(request, public_id)
    return shapes.department_shape(actions.close_department(team, by=caller(request)))


@router.get(
    "/ranks",
    auth=Callers(SEE_PEOPLE),
    response={200: list[shapes.RankShape], **REFUSALS},
    operation_id="people_list_ranks",
)
def list_ranks(request: HttpRequest) -> list[shapes.RankShape]:
    """List the ranks, the most senior first."""
    return [shapes.rank_shape(one) for one in Rank.objects.visible_to(caller(request))]


@router.post(
    "/ranks",
    auth=Callers(MANAGE_OUTLETS),
    response={201: shapes.RankShape, **WRITE_REFUSALS},
    operation_id="people_add_rank",
)
def add_a_rank(request: HttpRequest, body: bodies.RankFields) -> Status[shapes.RankShape]:
    """Add a rank."""
    return Status(201, shapes.rank_shape(actions.add_rank(**body.dict(), by=caller(request))))


@router.put(
    "/ranks/{public_id}",
    auth=Callers(MANAGE_OUTLETS),
    response={200: shapes.RankShape, **WRITE_REFUSALS},
    operation_id="people_change_rank",
)
def change_a_rank(
    request: HttpRequest, public_id: IdInPath, body: bodies.RankFields
) -> shapes.RankShape:
    """Rename a rank, or move it."""
    rank = get_object_or_404(Rank.objects.visible_to(caller(request)), public_id=public_id)
    return shapes.rank_shape(actions.change_rank(rank, **body.dict(), by=caller(request)))
