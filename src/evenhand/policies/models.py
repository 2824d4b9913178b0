"""The texts of policies, and the adoptions that put them in force."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evenhand.base.fields import public_id_field
from evenhand.base.language import language
from evenhand.core.types import Text
from evenhand.people.models import Outlet, User


class PolicyTextSet(models.QuerySet["PolicyText"]):
    """Texts of policies, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """All to those who work for the whole company; to others, what was ever decided for them.

        A proposal is for those who decide on it, until it is adopted.
        """
        if user.is_company_wide:
            return self
        theirs = Adoption.objects.visible_to(user).values("text")
        return self.filter(id__in=theirs)


class PolicyText(models.Model):
    """The exact text of a policy file as it was taken in; never changed afterwards.

    The columns beside it are read from the text, so that lists need not read it again.
    """

    public_id = public_id_field()
    policy = models.CharField(max_length=80, db_index=True)
    """The id that the file gives its policy."""
    title = models.JSONField()
    """By language."""
    versions = models.JSONField()
    """Ids with their days, oldest first: {"id", "from", "until"}."""
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    examples = models.PositiveIntegerField()
    failing = models.PositiveIntegerField()
    """So many of its examples came out otherwise when it was taken in."""
    note = models.CharField(max_length=300, blank=True)
    taken_in_at = models.DateTimeField(db_index=True)
    taken_in_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="policy_texts"
    )
    """None: it came with Evenhand."""

    objects = PolicyTextSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-taken_in_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.mark})"

    @property
    def name(self) -> str:
        """Its title, in the language of now."""
        return Text(**self.title).in_(language()) or self.policy

    @property
    def mark(self) -> str:
        """The beginning of its SHA-256: what tells two texts of one policy apart."""
        return self.sha256[:8]


class AdoptionSet(models.QuerySet["Adoption"]):
    """Adoptions, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """All to those who work for the whole company; to others, those that are theirs to obey."""
        if user.is_company_wide:
            return self
        theirs = Q(outlet=None) | Q(outlet__in=user.outlet_ids)
        return self.adopted().filter(theirs)

    def proposed(self) -> Self:
        """Those that wait for a decision."""
        return self.filter(adopted_at=None, ended_at=None)

    def adopted(self) -> Self:
        """Those that were decided on, whether they still hold or not."""
        return self.exclude(adopted_at=None)

    def holding(self, outlet: Outlet | None) -> Self:
        """Those that concern an outlet: its own and the company's. None: the company's alone."""
        return self.filter(Q(outlet=None) | Q(outlet=outlet) if outlet else Q(outlet=None))

    def on(self, outlet: Outlet | None, day: date) -> Self:
        """What holds at an outlet on a day, what goes before others first."""
        held = self.adopted().filter(Q(until_day=None) | Q(until_day__gte=day), from_day__lte=day)
        return held.holding(outlet).order_by(
            F("outlet").desc(nulls_last=True), "-from_day", "-adopted_at"
        )

    def in_force(self, outlet: Outlet | None, day: date) -> Adoption | None:
        """What is in force at an outlet on a day: its own adoption, else the company's."""
        return self.on(outlet, day).select_related("text", "outlet").first()

    def forthcoming(self, outlet: Outlet | None, day: date) -> Self:
        """What is decided for a later day, the nearest first."""
        later = self.adopted().filter(ended_at=None, from_day__gt=day).holding(outlet)
        return later.select_related("text", "outlet").order_by("from_day", "id")


class Adoption(models.Model):
    """The decision that a text is in force, at an outlet or in the whole company, from a day on.

    Proposed by one person, decided by another. What was decided stays on record when it ends.
    """

    class State(models.TextChoices):
        """How far it has come."""

        proposed = "proposed", pgettext_lazy("adoption", "Proposed")
        rejected = "rejected", pgettext_lazy("adoption", "Rejected or withdrawn")
        adopted = "adopted", pgettext_lazy("adoption", "Adopted")
        ended = "ended", pgettext_lazy("adoption", "Ended")

    public_id = public_id_field()
    text = models.ForeignKey(PolicyText, models.PROTECT, related_name="adoptions")
    outlet = models.ForeignKey(
        Outlet, models.PROTECT, null=True, blank=True, related_name="adoptions"
    )
    """None: the whole company."""
    from_day = models.DateField(_("in force from"))
    until_day = models.DateField(null=True, blank=True)
    """The last day it held, once it has ended; before `from_day`: it never did."""
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    proposed_why = models.CharField(max_length=500, blank=True)
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_why = models.CharField(max_length=500, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)

    objects = AdoptionSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-proposed_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["outlet", "from_day"],
                condition=Q(adopted_at__isnull=False, ended_at=None),
                name="one_adoption_of_an_outlet_from_a_day",
            ),
            models.UniqueConstraint(
                fields=["from_day"],
                condition=Q(outlet=None, adopted_at__isnull=False, ended_at=None),
                name="one_adoption_of_the_company_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(adopted_by=None) | ~Q(adopted_by=F("proposed_by")),
                name="nobody_adopts_what_they_proposed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text.name}, {self.place}, {self.from_day}"

    @property
    def place(self) -> str:
        """Where it holds."""
        return self.outlet.name if self.outlet else str(_("The whole company"))

    @property
    def state(self) -> State:
        """How far it has come."""
        if self.adopted_at is None:
            return self.State.proposed if self.ended_at is None else self.State.rejected
        return self.State.adopted if self.ended_at is None else self.State.ended
