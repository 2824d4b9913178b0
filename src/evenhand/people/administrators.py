"""Administrators: there is always one, and nobody else decides about them."""

from __future__ import annotations

from django.utils import timezone

from evenhand.core.errors import Conflict, NotAllowed
from evenhand.core.said import said
from evenhand.people.models import RoleGrant, User
from evenhand.people.roles import Role


def keep_an_administrator(*, without: User) -> None:
    """Raises Conflict if nobody but this person administers Evenhand and may sign in.

    To be called before their right is taken, in the same transaction: it locks the grants of all
    administrators, so that of two who end each other's role at once the second is refused.
    """
    today = timezone.localdate()
    grants = RoleGrant.objects.filter(role=Role.administrator, ended_at=None)
    locked = set(grants.order_by("id").select_for_update().values_list("id", flat=True))
    others = grants.on(today).filter(id__in=locked, until_day=None, user__is_active=True)
    if _is_administrator(without) and not others.exclude(user=without).exists():
        raise Conflict(
            said("{name} is the last administrator. Make another one first.", name=without.name)
        )


def only_their_equals(user: User, *, by: User | None) -> None:
    """Raises NotAllowed if somebody who is no administrator decides about one."""
    if by is not None and _is_administrator(user) and not _is_administrator(by):
        raise NotAllowed(said("About an administrator only another administrator decides."))


def _is_administrator(user: User) -> bool:
    return user.grants.on(timezone.localdate()).filter(role=Role.administrator).exists()
