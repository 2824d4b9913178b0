"""Stored files by their hash, and what each is attached to."""

from __future__ import annotations

from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from evenhand.base.fields import public_id_field
from evenhand.people.models import Department, Outlet, User
from evenhand.people.roles import Role

SEES_FILES: Final = frozenset({Role.head, Role.general_manager, Role.auditor})
"""Who sees the files of others, within reach; everybody sees their own."""


class StoredFile(models.Model):
    """Bytes that are kept once, however often they are handed in."""

    class State(models.TextChoices):
        """What the virus scanner says."""

        pending = "pending", pgettext_lazy("file", "Being checked")
        clean = "clean", pgettext_lazy("file", "Checked")
        infected = "infected", pgettext_lazy("file", "Locked: virus found")
        unscanned = "unscanned", pgettext_lazy("file", "Not scanned for viruses")

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10)
    """A name of `files/kinds.py`."""
    state = models.CharField(max_length=10, choices=State, db_index=True)
    found = models.CharField(max_length=200, blank=True)
    """What the scanner calls what it found."""
    scanned_at = models.DateTimeField(null=True, blank=True)
    has_shown_copy = models.BooleanField(default=False)
    """Whether a re-encoded picture without its EXIF lies beside it."""
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.sha256[:12]


class AttachmentSet(models.QuerySet["Attachment"]):
    """Attachments, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """One's own, and those within the reach of who heads or audits.

        What else somebody may see, as a party to something, the feature says that it belongs to.
        """
        reach = user.standing.reach(SEES_FILES)
        if reach.everywhere:
            return self
        within = Q(outlet__in=reach.outlets) | Q(department__in=reach.departments)
        return self.filter(Q(by=user) | within)

    def standing(self) -> Self:
        """Those that have not been removed."""
        return self.filter(removal=None)

    def about(self, kind: str, public_id: str) -> Self:
        """Those of one subject."""
        return self.filter(subject_kind=kind, subject=public_id)


class Attachment(models.Model):
    """A file that somebody attached to something."""

    public_id = public_id_field()
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    """What it was called where it came from; cleaned, and never part of a path."""
    subject_kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    """Public id of what it is attached to: features above know what that is."""
    outlet = models.ForeignKey(
        Outlet, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="attachments")
    at = models.DateTimeField(default=timezone.now)
    form_key = models.CharField(max_length=64)

    objects = AttachmentSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject"], name="attachment_of_a_subject")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["by", "form_key", "stored"], name="one_attachment_of_a_form"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_removed(self) -> bool:
        """Whether somebody took it away; the bytes are kept."""
        return hasattr(self, "removal")


class Removal(models.Model):
    """That an attachment was taken away, by whom and when."""

    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="removal")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.attachment} {self.at}"
