"""An event: one thing that somebody did."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import ClassVar, Protocol, Self

from django.db import models

from evenhand.base.fields import public_id_field


class Reader(Protocol):
    """Somebody who reads events: people live above this feature."""

    public_id: str

    def reads_every_event(self) -> bool:
        """Whether the whole company's events are open to them."""

    def outlets_led(self) -> AbstractSet[str]:
        """Public ids of the outlets whose events are open to them."""


class EventSet(models.QuerySet["Event"]):
    """Events, narrowed down."""

    def visible_to(self, reader: Reader) -> Self:
        """What this person may read: all, those of outlets they lead, and in any case their own."""
        if reader.reads_every_event():
            return self
        own = models.Q(actor=reader.public_id) | models.Q(subject=reader.public_id)
        return self.filter(own | models.Q(outlet__in=reader.outlets_led()))


class Event(models.Model):
    """One thing that somebody did, told by public ids and the labels of the day.

    It holds no foreign keys: who is removed later stays named in what they did.
    """

    public_id = public_id_field()
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=60, db_index=True)
    """Feature and past tense: `people.person_added`."""
    actor = models.CharField(max_length=20, blank=True, db_index=True)
    """Public id; empty: the system itself."""
    actor_label = models.CharField(max_length=200, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=64, blank=True, db_index=True)
    subject_label = models.CharField(max_length=300, blank=True)
    outlet = models.CharField(max_length=20, blank=True, db_index=True)
    """Whose head may read it."""
    request = models.CharField(max_length=16, blank=True)
    """Id of the request in which it happened, as the log and the answer have it."""
    details = models.JSONField(default=dict)
    """What was changed, by name; never a secret, a password or a token."""

    objects = EventSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_label}"
