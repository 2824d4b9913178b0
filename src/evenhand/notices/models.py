"""Notices, how they reach people, and how people want to be reached."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evenhand.base.fields import public_id_field
from evenhand.people.models import Outlet, User
from evenhand.people.roles import Role

LABEL_LENGTH: Final = 80


class NoticeSet(models.QuerySet["Notice"]):
    """Notices, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """One's own: nobody reads what another is told."""
        return self.filter(recipient=user)

    def unread(self) -> Self:
        """Those that have not been read."""
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing that one person is told. Its text is made when it is shown, in their language."""

    public_id = public_id_field()
    recipient = models.ForeignKey(User, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)
    """The key of a kind: `people.role_granted`."""
    link = models.CharField(max_length=300, blank=True)
    """Where it leads, beneath our own address; the page there checks again who may see it."""
    values = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    event = models.CharField(max_length=20, blank=True)
    """Public id of the audit event that it tells of, if it was made from one."""

    objects = NoticeSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "read_at"], name="unread_of_a_person")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event", "recipient", "kind"],
                condition=~Q(event=""),
                name="an_event_is_told_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"


class ToldEvent(models.Model):
    """That notices have been made from an audit event, whether anybody had to be told or not."""

    event = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.event


class Channel(models.TextChoices):
    """Ways beside the application itself."""

    mail = "mail", pgettext_lazy("channel", "E-mail")
    im = "im", pgettext_lazy("channel", "Chat")


class When(models.TextChoices):
    """How soon somebody wants to be told by a channel."""

    at_once = "at_once", pgettext_lazy("when", "At once")
    digest = "digest", pgettext_lazy("when", "Once a day")
    never = "never", pgettext_lazy("when", "Never")


class ImAddressSet(models.QuerySet["ImAddress"]):
    """Addresses, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """One's own; administrators see those of outlets as well."""
        own = Q(user=user)
        if Role.administrator in user.standing.roles:
            own |= Q(user=None)
        return self.filter(own)

    def working(self) -> Self:
        """Those that have not been removed."""
        return self.filter(removed_at=None)


class ImAddress(models.Model):
    """Where chat messages go: a person's own, or the group of an outlet."""

    public_id = public_id_field()
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="im_addresses"
    )
    outlet = models.ForeignKey(
        Outlet, models.PROTECT, null=True, blank=True, related_name="im_addresses"
    )
    service = models.CharField(max_length=30)
    """A name of `notices/services.py`."""
    label = models.CharField(_("name"), max_length=LABEL_LENGTH)
    secret = models.TextField()
    """The address, which lets whoever has it write there: encrypted by `base/sealing.py`."""
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    worked_at = models.DateTimeField(null=True, blank=True)
    """When a message last arrived."""

    objects = ImAddressSet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(outlet=None), name="of_a_person_or_an_outlet"
            )
        ]

    def __str__(self) -> str:
        return self.label


class Delivery(models.Model):
    """That a notice is to reach somebody by a channel, and how far that has come."""

    class State(models.TextChoices):
        """How far it has come."""

        waiting = "waiting", pgettext_lazy("delivery", "Waiting")
        sent = "sent", pgettext_lazy("delivery", "Sent")
        failed = "failed", pgettext_lazy("delivery", "Given up")
        dropped = "dropped", pgettext_lazy("delivery", "Not needed any more")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=4, choices=Channel)
    address = models.ForeignKey(
        ImAddress, models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    is_digest = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.waiting)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)
    """What went wrong last, in English: for administrators and logs, never with a secret."""
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["state", "next_try"], name="deliveries_due")]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Preference(models.Model):
    """How somebody wants to be told of a kind; without a row the kind says."""

    user = models.ForeignKey(User, models.PROTECT, related_name="notice_preferences")
    kind = models.CharField(max_length=60)
    mail = models.CharField(max_length=8, choices=When)
    im = models.CharField(max_length=8, choices=When)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_preference_for_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.mail} {self.im}"


class Hours(models.Model):
    """When somebody wants to be told: the hour of the digest, and when it is to be quiet.

    In their own time zone: that of the outlet where they work.
    """

    DIGEST: ClassVar = 8

    user = models.OneToOneField(User, models.PROTECT, related_name="notice_hours")
    digest_hour = models.PositiveSmallIntegerField(default=DIGEST)
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)
    last_digest_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(digest_hour__lt=24)
                & (Q(quiet_from=None) | Q(quiet_from__lt=24))
                & (Q(quiet_until=None) | Q(quiet_until__lt=24)),
                name="hours_of_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.digest_hour}:00"

    def is_quiet(self, now: datetime) -> bool:
        """Whether it is to be quiet at this hour, local; from 22 to 7 goes over midnight."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= now.hour < self.quiet_until
        return now.hour >= self.quiet_from or now.hour < self.quiet_until
