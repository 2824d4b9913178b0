"""What lets people in besides a password: links, tokens, devices; and the loss of a factor."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evenhand.base.fields import public_id_field
from evenhand.people.models.outlets import Outlet
from evenhand.people.roles import Role

if TYPE_CHECKING:
    from evenhand.people.models.people import User

LINK_LASTS = timedelta(hours=48)
RESET_LASTS = timedelta(hours=72)
DIGEST = 64


class OneTimeLink(models.Model):
    """A link by which a person sets a password, once; only its hash is kept."""

    user = models.ForeignKey("people.User", models.PROTECT, related_name="links")
    digest = models.CharField(max_length=DIGEST, unique=True)
    made_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return str(self.user)


class FactorResetSet(models.QuerySet["FactorReset"]):
    """Requests to remove factors, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """All to administrators; to others, those about themselves."""
        return self if Role.administrator in user.standing.roles else self.filter(user=user)

    def open(self) -> Self:
        """Those that wait for a second administrator."""
        since = timezone.now() - RESET_LASTS
        return self.filter(confirmed_at=None, withdrawn_at=None, asked_at__gt=since)


class FactorReset(models.Model):
    """Somebody lost their second factor: one administrator asks, another confirms."""

    public_id = public_id_field()
    user = models.ForeignKey("people.User", models.PROTECT, related_name="factor_resets")
    asked_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = FactorResetSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return str(self.user)


class ApiTokenSet(models.QuerySet["ApiToken"]):
    """Tokens, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """All to administrators; to others, their own."""
        return self if Role.administrator in user.standing.roles else self.filter(user=user)

    def usable(self) -> Self:
        """Those that are neither revoked nor too old."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class ApiToken(models.Model):
    """What a program shows to act for a person; only its hash is kept."""

    public_id = public_id_field()
    user = models.ForeignKey("people.User", models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=DIGEST, unique=True)
    scopes = models.JSONField(default=list)
    """`read:people`, `write:disputes`; `read:*` is every feature."""
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name

    def allows(self, feature: str, *, write: bool) -> bool:
        """Whether it was made for this: to write includes to read."""
        verbs = ("write",) if write else ("read", "write")
        if feature == "everybody" and not write:
            return bool(self.scopes)
        return any(f"{verb}:{what}" in self.scopes for verb in verbs for what in ("*", feature))


class DeviceSet(models.QuerySet["Device"]):
    """Shared devices, narrowed down."""

    def visible_to(self, user: User) -> Self:
        """Those in outlets that one sees."""
        return self.filter(outlet__in=Outlet.objects.visible_to(user))

    def shared(self) -> Self:
        """Those that are shared still."""
        return self.filter(revoked_at=None)


class Device(models.Model):
    """A device that stands in an outlet and is shared by the people there."""

    public_id = public_id_field()
    outlet = models.ForeignKey("people.Outlet", models.PROTECT, related_name="devices")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=DIGEST, unique=True)
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = DeviceSet.as_manager()

    class Meta:
        ordering: ClassVar = ["outlet__name", "name"]

    def __str__(self) -> str:
        return self.name

    department_id = None


class Pin(models.Model):
    """Six digits by which a person comes in quickly, on a shared device alone."""

    user = models.OneToOneField("people.User", models.PROTECT, related_name="pin")
    hash = models.CharField(max_length=128)
    tries = models.PositiveSmallIntegerField(default=0)
    """Wrong ones since the last full sign-in."""

    def __str__(self) -> str:
        return str(self.user)
