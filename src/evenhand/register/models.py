"""Entries, what they say, and the tree above them.

What an entry says of people stands in `Payload` and `LeafKey` alone, which may be erased; the other
tables know nothing of anybody, and of them no row is ever changed.
"""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from evenhand.base.fields import public_id_field
from evenhand.core.register.leaf import Leaf
from evenhand.core.register.merkle import Frontier
from evenhand.people.models import Outlet

if TYPE_CHECKING:
    from evenhand.people.models import User

PUBLIC_ID = 20


class Head(models.Model):
    """The end of the register: one row, on which whoever adds an entry waits."""

    THE_ONE: ClassVar = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    origin = models.CharField(max_length=100)
    """What the register calls itself in checkpoints: of each register another one."""
    size = models.BigIntegerField(default=0)
    edge = models.JSONField(default=list)
    """The right edge of the tree, in hex: what is needed to add the next entry."""
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_register")
        ]

    def __str__(self) -> str:
        return self.origin

    @property
    def frontier(self) -> Frontier:
        """The right edge, ready to go on."""
        return Frontier(self.size, map(bytes.fromhex, self.edge))


class EntrySet(models.QuerySet["Entry"]):
    """Entries, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """All to those who work for the whole company; to others, of their outlets, and theirs."""
        if user.is_company_wide:
            return self
        places = Outlet.objects.visible_to(user).values("public_id")
        mine = models.Q(payload__who=user.public_id) | models.Q(payload__by=user.public_id)
        return self.filter(models.Q(payload__outlet__in=places) | mine)

    def of_outlet(self, outlet: Outlet) -> Self:
        """Those of the book of an outlet."""
        return self.filter(payload__outlet=outlet.public_id)

    def of_page(self, outlet: Outlet, day: date) -> Self:
        """Those of a page of it: written on a day, as the day is there."""
        return self.of_outlet(outlet).filter(payload__day=day)

    def of_customer(self, public_id: str) -> Self:
        """Those about a customer."""
        return self.filter(payload__customer=public_id)


class Entry(models.Model):
    """A place in the register; `id` is the register number, from 1 and without gaps."""

    id = models.BigIntegerField(primary_key=True)
    public_id = public_id_field()
    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=64)
    commitment = models.BinaryField(max_length=32)
    leaf = models.BinaryField(max_length=32)

    objects = EntrySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"

    @property
    def in_tree(self) -> Leaf:
        """What of it is in the tree. Raises ValueError for a row that can be no leaf."""
        return Leaf(self.id, self.recorded_at.astimezone(UTC), self.kind, bytes(self.commitment))


class Payload(models.Model):
    """What an entry says; `content` is what was committed to, the rest is to find it by."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    content = models.JSONField()
    customer = models.CharField(max_length=PUBLIC_ID)
    who = models.CharField(max_length=PUBLIC_ID, db_index=True)
    """Whose deed it was."""
    by = models.CharField(max_length=PUBLIC_ID)
    """Who wrote it down."""
    outlet = models.CharField(max_length=PUBLIC_ID)
    occurred_at = models.DateTimeField()
    day = models.DateField()
    """The day on which it was written, where its outlet is: the page of the book."""
    is_late = models.BooleanField(default=False)
    """Whether that is a later day than that on which it happened."""
    corrects = models.OneToOneField(
        Entry, models.PROTECT, null=True, blank=True, related_name="correction"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["outlet", "day", "entry"], name="page_of_book"),
            models.Index(fields=["customer", "entry"], name="entries_of_customer"),
        ]

    def __str__(self) -> str:
        return str(self.entry_id)


class LeafKey(models.Model):
    """The key under which an entry was committed to: 32 random bytes, for nothing else."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.entry_id)


class Sent(models.Model):
    """That an entry was made of what somebody sent under a key: sent again, it makes no other."""

    person = models.CharField(max_length=PUBLIC_ID)
    key = models.CharField(max_length=64)
    request = models.CharField(max_length=64)
    """What was sent, as a digest: the same key for something else is a mistake."""
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="sent")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="one_entry_per_key")
        ]

    def __str__(self) -> str:
        return str(self.entry_id)


class Node(models.Model):
    """The hash of a complete subtree above the leaves; it never changes."""

    id = models.BigIntegerField(primary_key=True)
    """Level and place in one: see `number_of`."""
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.id)

    LEVELS: ClassVar = 64

    @classmethod
    def number_of(cls, level: int, place: int) -> int:
        """One number for a place in the tree.

        >>> Node.number_of(1, 0), Node.number_of(2, 0), Node.number_of(1, 1)
        (1, 2, 65)
        """
        return place * cls.LEVELS + level


class Checkpoint(models.Model):
    """A signed state of the register, as it was published."""

    id = models.BigIntegerField(primary_key=True)
    """How many entries it covers."""
    text = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return str(self.id)


class TimeStamp(models.Model):
    """What an authority said of when a checkpoint was there (RFC 3161)."""

    class State(models.TextChoices):
        """How it ended; what did not arrive is asked for again."""

        granted = "granted"
        refused = "refused"
        unreachable = "unreachable"

    checkpoint = models.OneToOneField(
        Checkpoint, models.PROTECT, primary_key=True, related_name="stamp"
    )
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices)
    token = models.BinaryField()
    """The answer of the authority, in DER; empty unless it was granted and verified."""
    stamped_at = models.DateTimeField(null=True)
    """The time that it names."""
    told = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-checkpoint"]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.state}"


class WitnessSet(models.QuerySet["Witness"]):
    """Witnesses, narrowed down."""

    def standing(self) -> Self:
        """Those that have not been ended."""
        return self.filter(ended_at=None)


class Witness(models.Model):
    """Who is sent the checkpoints: by mail to keep them, or over HTTP to countersign them."""

    public_id = public_id_field()
    name = models.CharField(max_length=100)
    address = models.TextField()
    """An e-mail address, or the URL in front of `/add-checkpoint`."""
    verifier_key = models.TextField(blank=True)
    """Of one that countersigns."""
    language = models.CharField(max_length=2, default="en")
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=PUBLIC_ID, blank=True)
    """Empty: whoever keeps the machine."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=PUBLIC_ID, blank=True)

    objects = WitnessSet.as_manager()

    class Meta:
        ordering: ClassVar = ["begun_at", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_mailed(self) -> bool:
        """Whether checkpoints go to it by mail."""
        return not self.verifier_key


class Attested(models.Model):
    """What became of sending a checkpoint to a witness."""

    class State(models.TextChoices):
        """How it ended; what did not arrive is sent again."""

        accepted = "accepted"
        refused = "refused"
        unreachable = "unreachable"
        mailed = "mailed"

    witness = models.ForeignKey(Witness, models.PROTECT, related_name="attested")
    size = models.BigIntegerField()
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices)
    cosignature = models.TextField(blank=True)
    """The verified line under the checkpoint."""
    told = models.CharField(max_length=200, blank=True)
    """What the witness answered, or why it did not."""

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["witness", "size"], name="one_answer_per_checkpoint")
        ]

    def __str__(self) -> str:
        return f"{self.size} {self.state}"


class Watched(models.Model):
    """Another register, to which we are a witness: the last checkpoint of it that we signed."""

    origin = models.TextField(unique=True)
    verifier_key = models.TextField()
    size = models.BigIntegerField(default=0)
    root = models.CharField(max_length=64, blank=True)
    """In hex."""
    text = models.TextField(blank=True)
    """The checkpoint; empty as long as none was seen."""
    at = models.DateTimeField()
    other_text = models.TextField(blank=True)
    """A checkpoint of the same size with another root: the proof that there are two registers."""

    def __str__(self) -> str:
        return self.origin
