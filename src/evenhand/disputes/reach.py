"""How far somebody may look into disputes."""

from __future__ import annotations

from typing import Final

from evenhand.people.models import Department, User
from evenhand.people.roles import Role

LOOK_INTO_DISPUTES: Final = (
    Role.head,
    Role.general_manager,
    Role.hr,
    Role.mediator,
    Role.sales_operations,
    Role.auditor,
)


def outlets_within_reach(user: User) -> frozenset[int] | None:
    """Row numbers of the outlets whose disputes somebody may look into; None for all.

    Also those of which they head a department: a dispute seldom stays within one.
    """
    reach = user.standing.reach(LOOK_INTO_DISPUTES)
    if reach.everywhere:
        return None
    if not reach.departments:
        return reach.outlets
    headed = Department.objects.filter(id__in=reach.departments)
    return reach.outlets | frozenset(headed.values_list("outlet_id", flat=True))
