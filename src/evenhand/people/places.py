"""Where people stand: what permissions are asked for, and what may still be entered."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.core.errors import Conflict
from evenhand.core.said import said
from evenhand.people.models import Department, Outlet, User


@dataclass(frozen=True, slots=True)
class Stand:
    """An outlet and perhaps a department, by their row numbers."""

    outlet_id: int | None = None
    department_id: int | None = None


def place_of(user: User) -> Stand:
    """Where somebody works today; nowhere without a post, which only the whole company reaches."""
    return Stand(user.post.outlet_id, user.post.department_id) if user.post else Stand()


def require_open(place: Outlet | Department) -> None:
    """Raises Conflict if an outlet or department is closed; it stays open while one writes."""
    rows = Outlet.objects.all() if isinstance(place, Outlet) else Department.objects.all()
    locked = rows.select_for_update().get(id=place.id)
    if locked.closed_on is not None:
        raise Conflict(said("{outlet} is closed.", outlet=locked.name))
