"""The company, and which writes have been carried out already."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from evenhand.core.types import Language

LANGUAGES = (
    (Language.en.value, "English"),
    (Language.zh.value, "简体中文"),
    (Language.vi.value, "Tiếng Việt"),
)
"""Each in its own words: who looks for it may read no other."""


class Country(models.TextChoices):
    """Countries whose public holidays and telephone numbers are known."""

    CN = "CN", _("China")
    VN = "VN", _("Vietnam")
    SG = "SG", _("Singapore")
    US = "US", _("United States")
    GB = "GB", _("United Kingdom")
    DE = "DE", _("Germany")


LOCKS_AFTER: Final = (1, 60)
"""Minutes: the fewest and the most until a shared device locks itself."""


class Company(models.Model):
    """The company that works here: one row, made by `evenhand init`."""

    THE_ONE: ClassVar = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    country = models.CharField(_("country"), max_length=2, choices=Country, default=Country.CN)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Asia/Shanghai")
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    lock_after_minutes = models.PositiveSmallIntegerField(
        _("minutes until a shared device locks itself"),
        default=5,
        validators=[MinValueValidator(LOCKS_AFTER[0]), MaxValueValidator(LOCKS_AFTER[1])],
    )
    began_on = models.DateField(_("the day on which the company began"), null=True, blank=True)
    """Before it nothing can have happened with a customer; None: not said."""
    is_demonstration = models.BooleanField(default=False, editable=False)
    """Set when the database is made, and never changed: it cannot be promoted."""
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_company")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone at the edges."""
        return ZoneInfo(self.time_zone)


def the_company() -> Company | None:
    """The company, None before `evenhand init`."""
    return Company.objects.filter(id=Company.THE_ONE).first()


def company_zone() -> ZoneInfo | None:
    """The company's time zone, which every request asks for."""
    found = _of_company("time_zone")
    return ZoneInfo(str(found)) if found else None


def company_began_on() -> date | None:
    """The day before which nothing can have happened; asked for with every entry."""
    found = _of_company("began_on")
    return date.fromisoformat(str(found)) if found else None


def _of_company(column: str) -> object:
    """One column of the company, without the preparations of the ORM, which take longer."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM base_company WHERE id = %s",  # noqa: S608 - a name of ours
            [Company.THE_ONE],
        )
        row = cursor.fetchone()
    return row[0] if row else None


class CarriedOut(models.Model):
    """A write that was carried out, under the key that its form or caller gave it."""

    person = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    request = models.CharField(max_length=64)
    """SHA-256 of method, path and body: the same key for another request is a mistake."""
    status = models.PositiveSmallIntegerField()
    location = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    is_told_once = models.BooleanField(default=False)
    """Whether the answer held a secret: it is not here, and is not given a second time."""
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="one_write_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.location}"


class SweepRun(models.Model):
    """When something that recurs is due next, and who is at it."""

    name = models.CharField(max_length=60, primary_key=True)
    next_at = models.DateTimeField()
    runner = models.CharField(max_length=64, blank=True)
    leased_until = models.DateTimeField(null=True)
    """Until when its runner may take; null: nobody is at it."""
    done_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    """How often it has failed since it last succeeded."""
    error = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name
