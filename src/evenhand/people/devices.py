"""Shared devices of an outlet: people of it come in quickly there, with less in their hands."""

from __future__ import annotations

import time
from itertools import pairwise

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.base.models import the_company
from evenhand.core.errors import Conflict
from evenhand.core.said import said
from evenhand.people.actions import subject_of
from evenhand.people.digests import digest_of, new_secret
from evenhand.people.models import Outlet, User
from evenhand.people.models.access import Device, Pin
from evenhand.people.permissions import REGISTER_DEVICES, require
from evenhand.people.roles import Held, Role, Standing

SALT = "evenhand.people.device"
COOKIE = "__Host-device" if settings.ENVIRONMENT.is_https else "device"
COOKIE_LASTS = 400 * 24 * 3600
TRIES = 5
DIGITS = 6
ON_DEVICE = "on_device"
SEEN = "seen_on_device"
KEPT = frozenset({Role.salesperson, Role.complaint_handler})
"""Roles that six digits give; whoever decides signs in fully for that."""


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


def device_of(request: HttpRequest) -> Device | None:
    """The shared device that asks, if it is one."""
    try:
        secret = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_LASTS)
    except signing.BadSignature:
        return None
    found = Device.objects.select_related("outlet").filter(revoked_at=None)
    return found.filter(digest=digest_of(str(secret))).first()


def people_of(device: Device) -> list[User]:
    """Who may switch to themselves there: who works in its outlet today and has set digits."""
    today = timezone.localdate()
    posts = device.outlet.posts.on(today).values("user")
    return list(User.objects.at_work().filter(id__in=posts, pin__isnull=False))


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


def forget_tries(user: User) -> None:
    """A full sign-in shows who it is: digits may be tried again."""
    Pin.objects.filter(user=user).update(tries=0)


def mark_session(request: HttpRequest, device: Device) -> None:
    """Note that this session was opened with digits, on this device."""
    request.session[ON_DEVICE] = device.public_id
    request.session[SEEN] = time.time()


def is_on_device(request: HttpRequest) -> bool:
    """Whether six digits are all that this session was opened with."""
    return ON_DEVICE in request.session


def is_locked(request: HttpRequest) -> bool:
    """Whether nobody has touched the device for too long, or it is shared no longer."""
    company = the_company()
    idle = 60 * (company.lock_after_minutes if company else 5)
    device = device_of(request)
    if device is None or device.public_id != request.session[ON_DEVICE]:
        return True
    if time.time() - float(request.session.get(SEEN, 0)) > idle:
        return True
    request.session[SEEN] = time.time()
    return False


def limit(user: User, outlet: Outlet) -> None:
    """Leave of a person's roles what digits give: a salesperson's, where they work."""
    kept = [one for one in user.standing.held if one.role in KEPT and one.outlet is not None]
    if not any(one.role is Role.salesperson for one in kept):
        kept.append(Held(Role.salesperson, outlet.id))
    user.standing = Standing.of(kept)
