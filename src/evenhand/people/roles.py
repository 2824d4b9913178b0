"""What people are here for, and how far each of them reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from django.db import models
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person is here for; several may be held at once."""

    salesperson = "salesperson", pgettext_lazy("role", "Salesperson")
    head = "head", pgettext_lazy("role", "Head")
    general_manager = "general_manager", pgettext_lazy("role", "General manager")
    hr = "hr", pgettext_lazy("role", "HR")
    mediator = "mediator", pgettext_lazy("role", "Mediator")
    complaint_handler = "complaint_handler", pgettext_lazy("role", "Complaint handler")
    sales_operations = "sales_operations", pgettext_lazy("role", "Sales operations")
    auditor = "auditor", pgettext_lazy("role", "Auditor")
    administrator = "administrator", pgettext_lazy("role", "Administrator")


COMPANY_WIDE: Final = frozenset(
    {
        Role.general_manager,
        Role.hr,
        Role.sales_operations,
        Role.auditor,
        Role.administrator,
    }
)
"""Held for the whole company, always; the others may be held for an outlet or a department."""

SCOPED: Final = frozenset({Role.head})
"""Nobody heads the whole company but its general manager."""

DECIDES: Final = frozenset(
    {
        Role.head,
        Role.general_manager,
        Role.hr,
        Role.mediator,
        Role.auditor,
        Role.administrator,
    }
)
"""Whoever decides over others, or reads everything, signs in with a second factor."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far somebody reaches: everywhere, or outlets and departments by their row numbers."""

    everywhere: bool = False
    outlets: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()

    def covers(self, outlet: int | None, department: int | None = None) -> bool:
        """Whether what stands in this outlet or department lies within."""
        return self.everywhere or outlet in self.outlets or department in self.departments

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.outlets or self.departments)


@dataclass(frozen=True, slots=True)
class Held:
    """One role, and where it is held; nowhere in particular is the whole company."""

    role: Role
    outlet: int | None = None
    department: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """All the roles that somebody holds on a day."""

    held: tuple[Held, ...] = ()

    @classmethod
    def of(cls, held: Iterable[Held]) -> Self:
        """From the roles held."""
        return cls(tuple(held))

    @property
    def roles(self) -> frozenset[Role]:
        """The roles, wherever they are held."""
        return frozenset(one.role for one in self.held)

    def reach(self, roles: Iterable[Role]) -> Reach:
        """How far these roles reach, of those that are held."""
        wanted = frozenset(roles)
        mine = [one for one in self.held if one.role in wanted]
        return Reach(
            everywhere=any(one.outlet is None and one.department is None for one in mine),
            outlets=frozenset(
                one.outlet for one in mine if one.outlet is not None and one.department is None
            ),
            departments=frozenset(one.department for one in mine if one.department is not None),
        )
