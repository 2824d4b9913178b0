"""Outlets, their departments, and ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evenhand.base.fields import public_id_field
from evenhand.base.models import Country

if TYPE_CHECKING:
    from evenhand.people.models.people import User


class OutletSet(models.QuerySet["Outlet"]):
    """Outlets, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """All to those who work for the whole company; to others, where they work or serve."""
        return self if user.is_company_wide else self.filter(id__in=user.outlet_ids)

    def open(self) -> Self:
        """Those that have not closed."""
        return self.filter(closed_on=None)


class Outlet(models.Model):
    """A place where customers are received."""

    class Tier(models.TextChoices):
        """Its place in the company; registrations protect the second tier and partners."""

        main = "main", pgettext_lazy("tier", "Main store")
        second = "second", pgettext_lazy("tier", "Second tier")
        partner = "partner", pgettext_lazy("tier", "Partner")

    public_id = public_id_field()
    name = models.CharField(_("name"), max_length=120, unique=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier, default=Tier.main)
    time_zone = models.CharField(_("time zone"), max_length=50)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = OutletSet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone: what decides which day it is there."""
        return ZoneInfo(self.time_zone)

    @property
    def place_of_zone(self) -> str:
        """Its time zone by the place that names it."""
        return self.time_zone.replace("_", " ")

    @property
    def outlet_id(self) -> int:
        """Where it stands: in itself."""
        return self.id

    department_id = None


class DepartmentSet(models.QuerySet["Department"]):
    """Departments, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """Those of the outlets that this person sees."""
        return self.filter(outlet__in=Outlet.objects.visible_to(user))

    def open(self) -> Self:
        """Those that have not closed, in outlets that have not either."""
        return self.filter(closed_on=None, outlet__closed_on=None)


class Department(models.Model):
    """A group of an outlet that works under one head."""

    public_id = public_id_field()
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="departments")
    name = models.CharField(_("name"), max_length=120)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = DepartmentSet.as_manager()

    class Meta:
        ordering: ClassVar = ["outlet__name", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["outlet", "name"], name="one_department_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def department_id(self) -> int:
        """Where it stands: in itself."""
        return self.id


class RankSet(models.QuerySet["Rank"]):
    """Ranks, narrowed down."""

    def visible_to(self, _user: User) -> Self:
        """All: a rank tells nothing of anybody."""
        return self


class Rank(models.Model):
    """How senior a post is: a higher level is more senior."""

    public_id = public_id_field()
    name = models.CharField(_("name"), max_length=80, unique=True)
    level = models.PositiveSmallIntegerField(_("level"), unique=True)

    objects = RankSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-level"]

    def __str__(self) -> str:
        return self.name
