"""People for programs: found, read, added, corrected, shut out."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import StringConstraints

from evenhand.base.paging import page_of
from evenhand.base.schemas import REFUSALS, WRITE_REFUSALS, Cursor
from evenhand.people.actions import (
    add_person,
    change_person,
    deactivate_person,
    reactivate_person,
)
from evenhand.people.api import bodies, shapes
from evenhand.people.api.bodies import IdInPath
from evenhand.people.callers import Callers, caller, person_of
from evenhand.people.models import Department, Outlet, User
from evenhand.people.permissions import EVERYBODY, MANAGE_PEOPLE, SEE_PEOPLE, require
from evenhand.people.reading import (
    WORKING,
    Sought,
    lines_of,
    people_sought,
    portrait_of,
)

router = Router(tags=["people"])

Text = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
Choice = Annotated[str, StringConstraints(max_length=20, pattern=r"^[a-z0-9_-]*$")]


class Filter(Schema):
    """Which people are looked for, and from where in the list."""

    q: Text = ""
    outlet: Choice = ""
    department: Choice = ""
    role: Choice = ""
    state: Choice = WORKING
    after: Cursor = ""


@router.get(
    "/people",
    auth=Callers(EVERYBODY),
    response={200: shapes.People, **REFUSALS},
    operation_id="people_list_people",
)
def list_people(request: HttpRequest, told: Query[Filter]) -> shapes.People:
    """List those whom the caller sees. Looking for a role asks for `see_people`."""
    reader = caller(request)
    if told.role:
        require(reader, SEE_PEOPLE)
    found = people_sought(reader, _sought(told, reader))
    page = page_of(found, request, by=("name", "id"))
    lines = [shapes.line_shape(line) for line in lines_of(page.lines, reader)]
    return shapes.People(items=lines, next=page.next_cursor)


def _sought(told: Filter, reader: User) -> Sought:
    outlet = department = None
    if told.outlet:
        outlet = get_object_or_404(Outlet.objects.visible_to(reader), public_id=told.outlet)
    if told.department:
        mine = Department.objects.visible_to(reader)
        department = get_object_or_404(mine, public_id=told.department)
    return Sought(told.q, outlet, department, told.role, told.state)


@router.get(
    "/people/{public_id}",
    auth=Callers(EVERYBODY),
    response={200: shapes.Person, **REFUSALS},
    operation_id="people_read_person",
)
def read_person(request: HttpRequest, public_id: IdInPath) -> shapes.Person:
    """Read a person, in as much detail as the caller may know."""
    reader = caller(request)
    person = person_of(request, public_id)
    return shapes.person_shape(portrait_of(person, reader))


@router.post(
    "/people",
    auth=Callers(MANAGE_PEOPLE),
    response={201: shapes.Person, **WRITE_REFUSALS},
    operation_id="people_add_person",
)
def add(request: HttpRequest, body: bodies.NewPerson) -> Status[shapes.Person]:
    """Add a person. No password is set: they choose their own by a link that is given to them."""
    by = caller(request)
    added = add_person(
        login=body.login, name=body.name, email=body.email, language=body.language, by=by
    )
    return Status(201, shapes.person_shape(portrait_of(added, by)))


@router.put(
    "/people/{public_id}",
    auth=Callers(MANAGE_PEOPLE),
    response={200: shapes.Person, **WRITE_REFUSALS},
    operation_id="people_change_person",
)
def change(request: HttpRequest, public_id: IdInPath, body: bodies.PersonChange) -> shapes.Person:
    """Correct a person's name and address."""
    by = caller(request)
    person = person_of(request, public_id)
    change_person(person, name=body.name, email=body.email, by=by)
    return shapes.person_shape(portrait_of(person, by))


@router.post(
    "/people/{public_id}/deactivation",
    auth=Callers(MANAGE_PEOPLE),
    response={200: shapes.Person, **WRITE_REFUSALS},
    operation_id="people_deactivate_person",
)
def deactivate(request: HttpRequest, public_id: IdInPath, body: bodies.Why) -> shapes.Person:
    """Shut a person out, and sign them out everywhere."""
    by = caller(request)
    person = person_of(request, public_id)
    deactivate_person(person, reason=body.reason, by=by)
    return shapes.person_shape(portrait_of(person, by))


@router.post(
    "/people/{public_id}/reactivation",
    auth=Callers(MANAGE_PEOPLE),
    response={200: shapes.Person, **WRITE_REFUSALS},
    operation_id="people_reactivate_person",
)
def reactivate(request: HttpRequest, public_id: IdInPath) -> shapes.Person:
    """Let a person in again."""
    by = caller(request)
    person = person_of(request, public_id)
    reactivate_person(person, by=by)
    return shapes.person_shape(portrait_of(person, by))
