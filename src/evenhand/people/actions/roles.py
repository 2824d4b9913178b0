"""What is done about roles: given and ended by administrators."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.core.errors import Conflict, NotAllowed
from evenhand.core.said import said
from evenhand.people.administrators import keep_an_administrator
from evenhand.people.changes import subject_of, write_changes
from evenhand.people.models import Department, Outlet, RoleGrant, User
from evenhand.people.places import require_open
from evenhand.people.roles import COMPANY_WIDE, SCOPED, Role


@transaction.atomic
def grant_role(
    user: User,
    *,
    role: Role,
    by: User | None,
    outlet: Outlet | None = None,
    department: Department | None = None,
) -> RoleGrant:
    """Give a person a role, for the company, an outlet or a department, from today on.

    Raises Conflict if the role is held company-wide only, or never is, or is held there already;
    NotAllowed to whoever would give it to themselves.
    """
    if by == user:
        raise NotAllowed(said("Nobody gives themselves a role. Ask another administrator."))
    place = department or outlet
    if role in COMPANY_WIDE and place is not None:
        raise Conflict(said("{role} is held for the whole company.", role=role.label))
    if role in SCOPED and place is None:
        raise Conflict(said("{role} is held for an outlet or a department.", role=role.label))
    if place is not None:
        require_open(place)
    person = User.objects.select_for_update().get(id=user.id)
    if not person.is_active:
        raise Conflict(said("{name} may not sign in. Let them in again first.", name=person.name))
    scope = {"outlet": outlet, "department": department}
    if person.grants.on(timezone.localdate()).filter(role=role, **scope).exists():
        raise Conflict(said("{name} has this role already.", name=user.name))
    grant = RoleGrant.objects.create(user=user, role=role, **scope)
    user.__dict__.pop("standing", None)
    record_event(
        "people.role_granted", by=by, subject=subject_of(user), details=_told(grant, was="")
    )
    return grant


@transaction.atomic
def end_role(grant: RoleGrant, *, by: User | None) -> RoleGrant:
    """Take a role away, at once. Raises Conflict if it has ended, or nobody would administer."""
    if grant.role == Role.administrator:
        keep_an_administrator(without=grant.user)
    now, today = timezone.now(), timezone.localdate()
    still = RoleGrant.objects.filter(id=grant.id, ended_at=None).from_now_on(today)
    if not still.update(ended_at=now):
        raise Conflict(said("This role has ended already."))
    grant.refresh_from_db()
    last_day = max(grant.from_day, min(today, grant.until_day or today))
    write_changes(grant, {"until_day": last_day})
    grant.user.__dict__.pop("standing", None)
    record_event(
        "people.role_ended",
        by=by,
        subject=subject_of(grant.user),
        details=_told(grant, was=grant.role),
    )
    return grant


def _told(grant: RoleGrant, *, was: str) -> dict[str, object]:
    place = grant.department or grant.outlet
    return {
        "role": grant.role,
        "place": str(place or ""),
        "since": grant.from_day.isoformat(),
        "changed": {"role": {"from": was, "to": "" if was else grant.role}},
    }
