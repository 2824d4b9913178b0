"""Customers: what little is known of them before the next features add to it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evenhand.base.fields import public_id_field
from evenhand.base.folding import folded
from evenhand.people.models import Outlet, User
from evenhand.register.models import Entry, Payload


class CustomerSet(models.QuerySet["Customer"]):
    """Customers, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """All to those who work for the whole company; to others, of their outlets, and theirs."""
        if user.is_company_wide:
            return self
        worked = Payload.objects.filter(Q(who=user.public_id) | Q(by=user.public_id))
        mine = Q(outlet__in=user.outlet_ids) | Q(public_id__in=worked.values("customer"))
        return self.filter(mine)

    def seen(self, public_id: str, user: User) -> Customer | None:
        """The customer of a public id, if this person sees them: most are of their own outlet."""
        found = self.filter(public_id=public_id).first()
        if found is None or user.is_company_wide or found.outlet_id in user.outlet_ids:
            return found
        return found if self.visible_to(user).filter(pk=found.pk).exists() else None

    def called(self, text: str) -> Self:
        """Those whose name has this in it, however accented, or whose number ends so."""
        digits = "".join(one for one in text if one.isdigit())
        named = Q(name_folded__contains=folded(text))
        return self.filter(named | Q(telephone__endswith=digits)) if digits else self.filter(named)

    def standing(self) -> Self:
        """Those who have not been erased."""
        return self.filter(erased_at=None)


class Customer(models.Model):
    """A person or a company that buys, or may."""

    public_id = public_id_field()
    name = models.CharField(_("name"), max_length=120)
    name_folded = models.CharField(max_length=120, editable=False, db_index=True)
    telephone = models.CharField(_("telephone"), max_length=20, blank=True, db_index=True)
    """E.164."""
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="customers")
    """Where they were first received."""
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.CharField(max_length=20, blank=True)
    """Public id of whoever added them."""
    erased_at = models.DateTimeField(null=True, blank=True)
    """When everything that was known of them was erased; the row stays, and says nothing."""

    objects = CustomerSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name or self.public_id

    @property
    def today(self) -> date:
        """The day that it is at their outlet."""
        return timezone.now().astimezone(self.outlet.zone).date()


class CustomerKey(models.Model):
    """A number that two ways of writing the same customer have in common: `core/identity/keys.py`.

    Of a telephone number it can be found out by trying all there are: a key is kept, and goes, like
    the name from which it was made.
    """

    pk = models.CompositePrimaryKey("key", "customer_id")
    key = models.BigIntegerField()
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="keys")

    def __str__(self) -> str:
        return f"{self.customer_id}"


class HoldSet(models.QuerySet["LegalHold"]):
    """Holds, narrowed down."""

    def standing(self, day: date) -> Self:
        """Those that nobody ended, and whose time is not over on a day."""
        return self.filter(Q(until=None) | Q(until__gte=day), ended_at=None)


class LegalHold(models.Model):
    """That a customer is kept for now, whoever wants them erased: a court, a claim."""

    public_id = public_id_field()
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="holds")
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("until"), null=True, blank=True)
    """The last day; None: until somebody ends it."""
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = HoldSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.begun_at}"


class Erasure(models.Model):
    """That what was known of a customer was erased: when, why and by whom, and nothing else."""

    class Reason(models.TextChoices):
        """Why: those of `core/register/entry.py`."""

        request = "request", pgettext_lazy("erasure", "They asked for it")
        purpose_ended = "purpose_ended", pgettext_lazy("erasure", "What it was kept for has ended")
        retention_over = (
            "retention_over",
            pgettext_lazy("erasure", "The time for which it is kept is over"),
        )
        unlawful = "unlawful", pgettext_lazy("erasure", "It was kept against the law")

    public_id = public_id_field()
    """The one it has in the list beside the database: `base/erasures.py`."""
    customer = models.OneToOneField(Customer, models.PROTECT, related_name="erasure")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="erasure")
    """The entry of the register that tells of it."""
    reason = models.CharField(max_length=20, choices=Reason)
    by = models.CharField(max_length=20, blank=True)
    """Public id; empty: whoever keeps the machine, or a restore."""
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    """How much went, by the key of the place."""
    purged_at = models.DateTimeField(null=True, blank=True)
    """When the database had also given up the space in which it had stood."""

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.at}"


class ImportRun(models.Model):
    """A file of an old register that was imported, or is being imported, and how far it has come.

    A row is changed with the entries of a batch, in their transaction: whatever happens, none is
    lost and none is there twice.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    """Of the file: by it an interrupted import is known again."""
    file = models.CharField(max_length=255)
    mapping = models.CharField(max_length=64, blank=True)
    """SHA-256 of the mapping, under which the lines were read."""
    secret = models.BinaryField(max_length=32)
    """Makes public ids of the customers' numbers in the old register."""
    by = models.CharField(max_length=20)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    next_line = models.BigIntegerField(default=0)
    """The first line that has not been entered."""
    entries = models.BigIntegerField(default=0)
    customers = models.BigIntegerField(default=0)
    """How many were added."""
    late = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    first = models.BigIntegerField(null=True)
    """Register numbers of the first and last entry; entries of others may stand between."""
    last = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.file
