"""People."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evenhand.base.fields import public_id_field
from evenhand.base.folding import folded
from evenhand.base.models import LANGUAGES
from evenhand.people.models.outlets import Outlet
from evenhand.people.models.periods import Post
from evenhand.people.roles import COMPANY_WIDE, Held, Reach, Role, Standing


class UserSet(models.QuerySet["User"]):
    """People, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """All to those who work for the whole company; to others, whom they work beside."""
        if user.is_company_wide:
            return self
        beside = Q(posts__in=Post.objects.on(timezone.localdate()).filter(user.beside))
        return self.filter(beside | Q(id=user.id)).distinct()

    def called(self, text: str) -> Self:
        """Those whose name or login name has this in it, however it is accented."""
        sought = folded(text)
        return self.filter(Q(name_folded__contains=sought) | Q(login__contains=sought))

    def colleagues_of(self, person: User) -> Self:
        """Those who work in the same outlet today and may sign in, apart from the person."""
        posts = Post.objects.on(timezone.localdate())
        outlets = posts.filter(user=person).values("outlet")
        beside = posts.filter(outlet__in=outlets).values("user")
        return self.at_work().filter(id__in=beside).exclude(id=person.id)

    def standing_within(self, reach: Reach, day: date) -> Self:
        """Those whose post on a day lies within a reach; everybody, if that is everywhere."""
        if reach.everywhere:
            return self
        within = Q(outlet__in=reach.outlets) | Q(department__in=reach.departments)
        return self.filter(id__in=Post.objects.on(day).filter(within).values("user"))

    def at_work(self) -> Self:
        """Those who may sign in."""
        return self.filter(is_active=True)


class UserManager(BaseUserManager["User"].from_queryset(UserSet)):  # type: ignore[misc]  # built by Django at run time
    """Makes people."""

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> User:  # noqa: ANN401 - the model's own
        """A person with a password, or with none that would let them in."""
        user: User = self.model(login=login, **fields)
        user.name_folded = folded(user.name)
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

    public_id = public_id_field()
    login = models.CharField(_("login name"), max_length=60, unique=True)
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_folded = models.TextField(editable=False)
    """How the name is looked for: `find` compares with it."""
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
