"""Rulings that were entered in the register, each with its record."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from evenhand.base.fields import public_id_field
from evenhand.customers.models import Customer
from evenhand.disputes.drawn import PARTY_KINDS
from evenhand.disputes.reach import outlets_within_reach
from evenhand.people.models import User
from evenhand.register.models import Entry, Payload


class RulingRecordSet(models.QuerySet["RulingRecord"]):
    """Entered rulings, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """Those of outlets within reach, what somebody decided, and what they are a party to."""
        outlets = outlets_within_reach(user)
        if outlets is None:
            return self
        own = Payload.objects.filter(who=user.public_id, entry__kind__in=PARTY_KINDS)
        mine = Q(customer__public_id__in=own.values("customer")) | Q(by=user)
        return self.filter(Q(customer__outlet__in=outlets) | mine)


class RulingRecord(models.Model):
    """A ruling as it was entered: its record, whose SHA-256 stands in the register; never changed.

    The columns beside the record are read from it, so that lists need not read it again.
    """

    public_id = public_id_field()
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="rulings")
    policy = models.CharField(max_length=80)
    """The id that the file gives its policy."""
    version = models.CharField(max_length=120)
    policy_sha256 = models.CharField(max_length=64)
    outcome = models.CharField(max_length=20)
    """award, share, divide, priority, refer or pool."""
    winners = models.JSONField(default=list)
    """What they were called on the day."""
    is_provisional = models.BooleanField()
    record = models.TextField()
    """Sealed, in canonical form: what `evenhand replay` reads."""
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="ruling_record")

    objects = RulingRecordSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.outcome}"
