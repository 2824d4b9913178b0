"""The permission matrix: who may ask for what. One row for each address and method.

Every feature has a file here with `ROWS`. A row says, for things that are the asker's own, of the
asker's team and of another outlet, which roles get in; everybody else is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from evenhand.people.models import User
from tests.cast import Cast

ROLES = (
    "salesperson",
    "head",
    "general_manager",
    "hr",
    "mediator",
    "complaint_handler",
    "sales_operations",
    "auditor",
    "administrator",
)
"""The askers: each is called like the role, and works in the outlet `here`."""

ALL = frozenset(ROLES)
NONE: frozenset[str] = frozenset()
WIDE = frozenset({"general_manager", "hr", "sales_operations", "auditor", "administrator"})
"""Those who work for the whole company."""

Allowed = Mapping[str, frozenset[str]] | frozenset[str]


@dataclass(frozen=True)
class Row:
    """One address and method: who gets in, and what the others are told."""

    name: str
    """The name of the address (`person`), or of the operation (`people_read_person`)."""
    allowed: Allowed
    """Roles that get in; by `own`, `team`, `other` where it depends on whose the thing is."""
    address: Callable[[Cast, User], str]
    """The path, given whose thing is asked for."""
    method: str = "get"
    body: Callable[[Cast, User], dict[str, Any]] = field(default=lambda _cast, _whose: {})
    """What is sent, so that it would be carried out for those who get in."""
    prepare: Callable[[Cast, User], None] = field(default=lambda _cast, _whose: None)
    """Makes the thing that is asked for, if the company of the tests has none."""
    refused: frozenset[int] = frozenset({403, 404})

    @property
    def relations(self) -> tuple[str, ...]:
        return tuple(self.allowed) if isinstance(self.allowed, Mapping) else ("any",)

    def lets_in(self, role: str, relation: str) -> bool:
        allowed = self.allowed[relation] if isinstance(self.allowed, Mapping) else self.allowed
        return role in allowed

    @property
    def is_operation(self) -> bool:
        """Whether it is of the API."""
        return "_" in self.name and self.name.split("_")[0] in OPERATION_FEATURES


OPERATION_FEATURES = frozenset(
    {
        "people",
        "policies",
        "disputes",
        "audit",
        "files",
        "notices",
        "base",
        "web",
        "customers",
        "register",
    }
)


def whose(cast: Cast, role: str, relation: str) -> User:
    """Whose thing an asker asks for."""
    if relation == "team":
        return cast["colleague"]
    if relation == "other":
        return cast["other_salesperson"]
    return cast[role]


def at(path: str) -> Callable[[Cast, User], str]:
    """A path that is the same whoever asks."""
    return lambda _cast, _whose: path
