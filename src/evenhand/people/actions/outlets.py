"""What is done about outlets and their departments."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.core.errors import AlreadyThere, Conflict
from evenhand.core.said import said
from evenhand.people.changes import subject_of, write_changes
from evenhand.people.models import Department, Outlet, Post, RoleGrant, User
from evenhand.people.places import require_open


@transaction.atomic
def open_outlet(*, name: str, tier: str, time_zone: str, country: str, by: User | None) -> Outlet:
    """Open an outlet. Raises AlreadyThere if there is one of this name."""
    _name_is_free(Outlet.objects.all(), name)
    outlet = Outlet.objects.create(name=name, tier=tier, time_zone=time_zone, country=country)
    record_event(
        "people.outlet_opened",
        by=by,
        subject=subject_of(outlet),
        details={"tier": tier, "time_zone": time_zone, "country": country},
    )
    return outlet


@transaction.atomic
def change_outlet(
    outlet: Outlet, *, name: str, tier: str, time_zone: str, country: str, by: User | None
) -> Outlet:
    """Rename an outlet, or note that it stands otherwise. Raises AlreadyThere for a name taken."""
    _name_is_free(Outlet.objects.exclude(id=outlet.id), name)
    changed = write_changes(
        outlet, {"name": name, "tier": tier, "time_zone": time_zone, "country": country}
    )
    if changed:
        record_event(
            "people.outlet_changed", by=by, subject=subject_of(outlet), details={"changed": changed}
        )
    return outlet


@transaction.atomic
def close_outlet(outlet: Outlet, *, by: User | None) -> Outlet:
    """Close an outlet. Raises Conflict while people have posts or roles there, or if it is."""
    outlet = Outlet.objects.select_for_update().get(id=outlet.id)
    if outlet.closed_on is not None:
        raise Conflict(said("{outlet} is closed already.", outlet=outlet.name))
    _nobody_is_left(
        outlet.name,
        posts=models.Q(outlet=outlet),
        roles=models.Q(outlet=outlet) | models.Q(department__outlet=outlet),
    )
    changed = write_changes(outlet, {"closed_on": timezone.localdate()})
    record_event(
        "people.outlet_closed", by=by, subject=subject_of(outlet), details={"changed": changed}
    )
    return outlet


@transaction.atomic
def add_department(outlet: Outlet, *, name: str, by: User | None) -> Department:
    """Add a department to an outlet.

    Raises AlreadyThere if it has one of this name, Conflict if the outlet is closed.
    """
    require_open(outlet)
    _name_is_free(outlet.departments.all(), name)
    department = Department.objects.create(outlet=outlet, name=name)
    record_event("people.department_added", by=by, subject=subject_of(department))
    return department


@transaction.atomic
def rename_department(department: Department, *, name: str, by: User | None) -> Department:
    """Call a department otherwise. Raises AlreadyThere if its outlet has one of this name."""
    _name_is_free(department.outlet.departments.exclude(id=department.id), name)
    changed = write_changes(department, {"name": name})
    if changed:
        record_event(
            "people.department_renamed",
            by=by,
            subject=subject_of(department),
            details={"changed": changed},
        )
    return department


@transaction.atomic
def close_department(department: Department, *, by: User | None) -> Department:
    """Close a department. Raises Conflict while people have posts or roles in it, or if it is."""
    department = Department.objects.select_for_update(of=("self",)).get(id=department.id)
    if department.closed_on is not None:
        raise Conflict(said("{outlet} is closed already.", outlet=department.name))
    inside = models.Q(department=department)
    _nobody_is_left(department.name, posts=inside, roles=inside)
    changed = write_changes(department, {"closed_on": timezone.localdate()})
    record_event(
        "people.department_closed",
        by=by,
        subject=subject_of(department),
        details={"changed": changed},
    )
    return department


def _name_is_free(others: models.QuerySet[Outlet] | models.QuerySet[Department], name: str) -> None:
    if others.filter(name=name).exists():
        raise AlreadyThere(said("The name {name} is taken already.", name=name))


def _nobody_is_left(name: str, *, posts: models.Q, roles: models.Q) -> None:
    today: date = timezone.localdate()
    left = (
        Post.objects.from_now_on(today).filter(posts).exists()
        or RoleGrant.objects.from_now_on(today).filter(roles, ended_at=None).exists()
    )
    if left:
        raise Conflict(
            said("People still have posts or roles in {name}. Move them first.", name=name)
        )
