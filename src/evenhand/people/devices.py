"""Shared devices of an outlet: people of it come in quickly there, with less in their hands."""

from __future__ import annotations

import time

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from evenhand.base.models import the_company
from evenhand.people.digests import digest_of
from evenhand.people.models import Outlet, User
from evenhand.people.models.access import Device
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
