"""Days that a calendar has otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from evenhand.base.models import Country

if TYPE_CHECKING:
    from evenhand.people.models.people import User


class CalendarDaySet(models.QuerySet["CalendarDay"]):
    """Days that a calendar has otherwise, narrowed down."""

    def visible_to(self, _user: User) -> Self:
        """All: everybody may know which days are worked."""
        return self


class CalendarDay(models.Model):
    """A day that a country's calendar has otherwise than its known holidays: a make-up Saturday."""

    country = models.CharField(_("country"), max_length=2, choices=Country)
    day = models.DateField(_("day"))
    is_working = models.BooleanField(_("working day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = CalendarDaySet.as_manager()

    class Meta:
        ordering: ClassVar = ["country", "day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "day"], name="one_word_on_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.day}"
