"""What may be done, and by whom: each permission is a value that names the roles that have it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, Protocol

from django.http import HttpRequest, HttpResponseBase

from evenhand.core.errors import NotAllowed
from evenhand.core.said import said
from evenhand.people.models import User
from evenhand.people.roles import Role

View = Callable[..., HttpResponseBase]


class Place(Protocol):
    """What stands in an outlet, and perhaps in a department of it."""

    @property
    def outlet_id(self) -> int | None:
        """The row number of the outlet."""

    @property
    def department_id(self) -> int | None:
        """The row number of the department, None for none."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Something that some roles may do, within the reach of each."""

    name: str
    """Feature and verb: `people.add_person`."""
    roles: frozenset[Role]
    is_everybodys: bool = False
    """Whether whoever has signed in may do it, a role or none."""

    def held_by(self, user: User) -> bool:
        """Whether this person may do it at all."""
        return self.is_everybodys or bool(user.standing.roles & self.roles)

    def covers(self, user: User, place: Place) -> bool:
        """Whether this person may do it there."""
        return user.standing.reach(self.roles).covers(place.outlet_id, place.department_id)


def permission(name: str, *roles: Role) -> Permission:
    """A permission of these roles."""
    return Permission(name, frozenset(roles))


EVERYBODY: Final = Permission("everybody", frozenset(Role), is_everybodys=True)
"""Whoever has signed in."""

SEE_PEOPLE: Final = permission(
    "people.see_people",
    Role.head,
    Role.general_manager,
    Role.hr,
    Role.sales_operations,
    Role.auditor,
    Role.administrator,
)
"""More of colleagues than their names: their posts, roles and absences."""
MANAGE_PEOPLE: Final = permission("people.manage_people", Role.hr, Role.administrator)
GRANT_ROLES: Final = permission("people.grant_roles", Role.administrator)
MANAGE_OUTLETS: Final = permission("people.manage_outlets", Role.administrator, Role.hr)
MANAGE_CALENDARS: Final = permission("people.manage_calendars", Role.hr, Role.administrator)
RECORD_ABSENCES: Final = permission("people.record_absences", Role.head, Role.hr)
"""Of others; everybody records their own."""
READ_AUDIT: Final = permission(
    "audit.read_events", Role.head, Role.general_manager, Role.auditor, Role.administrator
)
KEEP_DOORS: Final = permission("people.keep_doors", Role.administrator)
"""Links, forced sign-out, lost factors, the tokens of others."""
REGISTER_DEVICES: Final = permission("people.register_devices", Role.head, Role.administrator)
MANAGE_SETTINGS: Final = permission("base.manage_settings", Role.administrator)


def require(user: User, needed: Permission, place: Place | None = None) -> None:
    """Raises NotAllowed if this person may not do it, or not there."""
    allowed = needed.held_by(user) if place is None else needed.covers(user, place)
    if not allowed:
        raise NotAllowed(said("Your roles do not allow this. Ask an administrator of Evenhand."))


def allowed(needed: Permission) -> Callable[[View], View]:
    """Declare who may use a page. Whoever has not signed in is sent to sign in first."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - whatever the URL holds
            assert isinstance(request.user, User)
            require(request.user, needed)
            return view(request, *args, **kwargs)

        guarded.allowed = needed  # type: ignore[attr-defined]  # read by the middleware and the tests
        return guarded

    return declare


def open_to_all(view: View) -> View:
    """Declare that a page is for whoever comes, signed in or not."""
    view.open_to_all = True  # type: ignore[attr-defined]  # as above
    return view
