"""Outlets, departments, ranks, people, their roles, posts and absences."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evenhand.base.ids import new_id
from evenhand.base.models import LANGUAGES, Country
from evenhand.people.roles import COMPANY_WIDE, Held, Reach, Role, Standing


def _public_id() -> models.CharField[str, str]:
    return models.CharField(max_length=20, unique=True, default=new_id, editable=False)


class OutletSet(models.QuerySet["Outlet"]):
    """Outlets, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """All to those who work for the whole company; to others, where they work or serve."""
        return self if user.is_company_wide else self.filter(id__in=user.outlet_ids)

    def open(self) -> Self:
        """Those that have not closed."""
        return self.filter(closed_on=None)


class Outlet(models.Model):
    """A place where customers are received."""

    class Tier(models.TextChoices):
        """Its place in the company; registrations protect the second tier and partners."""

        main = "main", pgettext_lazy("tier", "Main store")
        second = "second", pgettext_lazy("tier", "Second tier")
        partner = "partner", pgettext_lazy("tier", "Partner")

    public_id = _public_id()
    name = models.CharField(_("name"), max_length=120, unique=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier, default=Tier.main)
    time_zone = models.CharField(_("time zone"), max_length=50)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = OutletSet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone: what decides which day it is there."""
        return ZoneInfo(self.time_zone)

    @property
    def outlet_id(self) -> int:
        """Where it stands: in itself."""
        return self.id

    department_id = None


class DepartmentSet(models.QuerySet["Department"]):
    """Departments, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """Those of the outlets that this person sees."""
        return self.filter(outlet__in=Outlet.objects.visible_to(user))

    def open(self) -> Self:
        """Those that have not closed, in outlets that have not either."""
        return self.filter(closed_on=None, outlet__closed_on=None)


class Department(models.Model):
    """A group of an outlet that works under one head."""

    public_id = _public_id()
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="departments")
    name = models.CharField(_("name"), max_length=120)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = DepartmentSet.as_manager()

    class Meta:
        ordering: ClassVar = ["outlet__name", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["outlet", "name"], name="one_department_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def department_id(self) -> int:
        """Where it stands: in itself."""
        return self.id


class RankSet(models.QuerySet["Rank"]):
    """Ranks, narrowed down."""

    def visible_to(self, _user: User) -> Self:
        """All: a rank tells nothing of anybody."""
        return self


class Rank(models.Model):
    """How senior a post is: a higher level is more senior."""

    public_id = _public_id()
    name = models.CharField(_("name"), max_length=80, unique=True)
    level = models.PositiveSmallIntegerField(_("level"), unique=True)

    objects = RankSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-level"]

    def __str__(self) -> str:
        return self.name


class UserSet(models.QuerySet["User"]):
    """People, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """All to those who work for the whole company; to others, whom they work beside."""
        if user.is_company_wide:
            return self
        beside = Q(posts__in=Post.objects.on(timezone.localdate()).filter(user.beside))
        return self.filter(beside | Q(id=user.id)).distinct()

    def at_work(self) -> Self:
        """Those who may sign in."""
        return self.filter(is_active=True)


class UserManager(BaseUserManager["User"].from_queryset(UserSet)):  # type: ignore[misc]  # built by Django at run time
    """Makes people."""

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> User:  # noqa: ANN401 - the model's own
        """A person with a password, or with none that would let them in."""
        user: User = self.model(login=login, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who works here."""

    class Theme(models.TextChoices):
        """How pages look."""

        auto = "auto", pgettext_lazy("theme", "As the device")
        light = "light", pgettext_lazy("theme", "Light")
        dark = "dark", pgettext_lazy("theme", "Dark")

    public_id = _public_id()
    login = models.CharField(_("login name"), max_length=60, unique=True)
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.auto)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """What they are called in events."""
        return self.name

    @cached_property
    def standing(self) -> Standing:
        """The roles held today; asked of the database once a request."""
        today = timezone.localdate()
        return Standing.of(
            Held(Role(role), outlet, department)
            for role, outlet, department in self.grants.on(today).values_list(
                "role", "outlet_id", "department_id"
            )
        )

    @cached_property
    def post(self) -> Post | None:
        """Where they work today."""
        today = timezone.localdate()
        return self.posts.on(today).select_related("outlet", "department", "rank").first()

    @property
    def is_company_wide(self) -> bool:
        """Whether they work for the whole company."""
        return bool(self.standing.roles & COMPANY_WIDE)

    @property
    def outlet_ids(self) -> frozenset[int]:
        """Row numbers of the outlets where they work or hold a role."""
        held = {one.outlet for one in self.standing.held if one.outlet is not None}
        return frozenset(held | ({self.post.outlet_id} if self.post else set()))

    @property
    def beside(self) -> Q:
        """Which posts are those of people they work beside: all of their outlets."""
        return Q(outlet__in=self.outlet_ids)

    def leads(self) -> Reach:
        """Where they are head."""
        return self.standing.reach({Role.head})

    def reads_every_event(self) -> bool:
        """Whether the whole company's audit trail is open to them."""
        return bool(self.standing.roles & {Role.auditor, Role.general_manager, Role.administrator})

    def outlets_led(self) -> frozenset[str]:
        """Public ids of the outlets they head."""
        led = Outlet.objects.filter(id__in=self.leads().outlets)
        return frozenset(led.values_list("public_id", flat=True))

    @property
    def role_labels(self) -> list[str]:
        """The roles held, in the language of now, in the order they are listed."""
        return [str(role.label) for role in Role if role in self.standing.roles]


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
        """Those that still hold on a day: one that was ended holds no more from that moment."""
        return super().on(day).filter(ended_at=None)


class RoleGrant(models.Model):
    """A role given to a person, for the company, an outlet or a department, for a time."""

    public_id = _public_id()
    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
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

    public_id = _public_id()
    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
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

    public_id = _public_id()
    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="stands_in"
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
