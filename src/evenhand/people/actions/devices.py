"""Shared devices and the digits by which people come in there."""

from __future__ import annotations

from itertools import pairwise

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.core.errors import Conflict
from evenhand.core.said import said
from evenhand.people.changes import subject_of
from evenhand.people.devices import DIGITS, SALT, TRIES
from evenhand.people.digests import digest_of, new_secret
from evenhand.people.models import Outlet, User
from evenhand.people.models.access import Device, Pin
from evenhand.people.permissions import REGISTER_DEVICES, require


@transaction.atomic
def register_device(outlet: Outlet, *, name: str, by: User) -> str:
    """The signed secret that the device keeps as a cookie."""
    require(by, REGISTER_DEVICES, outlet)
    secret = new_secret()
    device = Device.objects.create(outlet=outlet, name=name, digest=digest_of(secret), made_by=by)
    details = {"device": device.public_id, "name": name}
    record_event("people.device_registered", by=by, subject=subject_of(outlet), details=details)
    return signing.dumps(secret, salt=SALT)


@transaction.atomic
def revoke_device(device: Device, *, by: User) -> None:
    """A device that is shared no longer; who is signed in there by digits is out at once."""
    require(by, REGISTER_DEVICES, device)
    if not Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise Conflict(said("This device was revoked already."))
    details = {"device": device.public_id, "name": device.name}
    subject = subject_of(device.outlet)
    record_event("people.device_revoked", by=by, subject=subject, details=details)


@transaction.atomic
def set_pin(user: User, *, digits: str) -> None:
    """Set one's own digits. Raises Conflict if they are not six, or six of a kind or a row."""
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise Conflict(said("A PIN has six digits."))
    steps = {int(b) - int(a) for a, b in pairwise(digits)}
    if steps in ({0}, {1}, {-1}):
        raise Conflict(said("This PIN is guessed too easily."))
    Pin.objects.update_or_create(user=user, defaults={"hash": make_password(digits), "tries": 0})
    record_event("people.pin_set", by=user, subject=subject_of(user))


def check_pin(device: Device, user: User, digits: str) -> bool:
    """Whether these are their digits; each try is counted before it is looked at."""
    counted = Pin.objects.filter(user=user, tries__lt=TRIES).update(tries=F("tries") + 1)
    pin = Pin.objects.get(user=user)
    is_right = bool(counted) and check_password(digits, pin.hash)
    details = {"device": device.public_id}
    with transaction.atomic():
        if is_right:
            Pin.objects.filter(pk=pin.pk).update(tries=0)
            Device.objects.filter(pk=device.pk).update(last_used_at=timezone.now())
            subject = subject_of(user)
            record_event("people.switched", by=user, subject=subject, details=details)
        elif counted:
            kind = "people.pin_failed" if pin.tries < TRIES else "people.pin_locked"
            record_event(kind, by=None, subject=subject_of(user), details=details)
    return is_right


@transaction.atomic
def forget_tries(user: User) -> None:
    """A full sign-in shows who it is: digits may be tried again."""
    Pin.objects.filter(user=user).update(tries=0)
