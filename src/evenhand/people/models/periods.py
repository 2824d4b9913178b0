"""What holds for a time: roles, posts, absences."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evenhand.base.fields import public_id_field
from evenhand.people.models.outlets import Department, Outlet, Rank
from evenhand.people.roles import Role


class PeriodSet(models.QuerySet[Any]):
    """What holds for a time: `from_day` to `until_day`, both included; no end is still open."""

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(Q(until_day=None) | Q(until_day__gte=day), from_day__lte=day)

    def during(self, first: date, last: date) -> Self:
        """Those that hold on any day from first to last."""
        return self.filter(Q(until_day=None) | Q(until_day__gte=first), from_day__lte=last)

    def from_now_on(self, day: date) -> Self:
        """Those that hold on a day or will later."""
        return self.filter(Q(until_day=None) | Q(until_day__gte=day))


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(until_day=None) | Q(until_day__gte=F("from_day")), name=name
    )


class RoleGrantSet(PeriodSet):
    """Roles given, narrowed down."""

    def on(self, day: date) -> Self:
        """Those that still hold on a day: one that was ended holds no more from that moment.

        None is given for a later day, but where it was given the day may have begun already.
        """
        return self.from_now_on(day).filter(ended_at=None, from_day__lte=day + timedelta(days=1))


class RoleGrant(models.Model):
    """A role given to a person, for the company, an outlet or a department, for a time."""

    public_id = public_id_field()
    user = models.ForeignKey("people.User", models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True)
    from_day = models.DateField(_("from"), default=timezone.localdate)
    until_day = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When it was ended before its time; a day is too coarse to take a right away."""

    objects = RoleGrantSet.as_manager()

    class Meta:
        ordering: ClassVar = ["role", "id"]
        constraints: ClassVar = [_ends_after_it_begins("a_role_ends_after_it_begins")]

    def __str__(self) -> str:
        return str(Role(self.role).label)


class Post(models.Model):
    """Where a person works as what, for a time: all of them are the employment history."""

    public_id = public_id_field()
    user = models.ForeignKey("people.User", models.PROTECT, related_name="posts")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="posts")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="posts"
    )
    rank = models.ForeignKey(Rank, models.PROTECT, null=True, blank=True)
    title = models.CharField(_("job title"), max_length=80, blank=True)
    from_day = models.DateField(_("from"), default=timezone.localdate)
    until_day = models.DateField(_("until"), null=True, blank=True)

    objects = PeriodSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-from_day", "-id"]
        constraints: ClassVar = [_ends_after_it_begins("a_post_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.title or str(self.outlet)


class Absence(models.Model):
    """Days on which somebody is away, and who serves their customers meanwhile."""

    public_id = public_id_field()
    user = models.ForeignKey("people.User", models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="stands_in"
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    from_day = models.DateField(_("from"))
    until_day = models.DateField(_("until"))

    objects = PeriodSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-from_day"]
        constraints: ClassVar = [_ends_after_it_begins("an_absence_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.from_day} – {self.until_day}"

    @property
    def is_not_over(self) -> bool:
        """Whether a day of it is still to come, or today."""
        return self.until_day >= timezone.localdate()
