"""Sweeps that tell people: at once, once a day, and of what others recorded."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F
from django.utils import timezone

from evenhand.base.models import the_company
from evenhand.notices.from_events import make_from_events
from evenhand.notices.kinds import Kind, kinds
from evenhand.notices.models import Delivery, Hours, ImAddress, Notice, When
from evenhand.notices.sending import Failed, send_im, send_mail
from evenhand.notices.wishes import hours_of, quiet_until, wishes_of, zone_of
from evenhand.people.models import User

__all__ = ["deliver_due", "make_from_events", "send_digests"]

logger = logging.getLogger(__name__)

State = Delivery.State

BACKOFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
"""How long to wait after each failure; after the last one it is given up."""
LEASE: Final = timedelta(minutes=10)
"""For so long a delivery belongs to the sweep that took it; if that dies, another takes it up."""
_AT_ONCE: Final = 200


def deliver_due(now: datetime) -> int:
    """Send what is to be sent at once and is due. Gives how many left."""
    due = Delivery.objects.filter(state=State.waiting, is_digest=False, next_try__lte=now)
    sent = 0
    for delivery in due.order_by("next_try", "id").select_related(
        "notice__recipient", "address__outlet"
    )[:_AT_ONCE]:
        if _claim(delivery, now):
            sent += _deliver(delivery, now)
    return sent


def _claim(delivery: Delivery, now: datetime) -> bool:
    """Take it, unless another sweep has."""
    mine = Delivery.objects.filter(id=delivery.id, state=State.waiting, next_try=delivery.next_try)
    return bool(mine.update(next_try=now + LEASE))


def _deliver(delivery: Delivery, now: datetime) -> bool:
    user = delivery.notice.recipient
    if not is_still_wanted(delivery):
        return _drop([delivery], now)
    if delivery.address is None or delivery.address.user_id is not None:
        rest = quiet_until(hours_of(user), now, zone_of(user))
        if rest is not None:
            Delivery.objects.filter(id=delivery.id).update(next_try=rest)
            return False
    failed = _send(user, [delivery.notice], delivery.address, is_digest=False)
    return _note([delivery], failed, now)


def _send(
    user: User, notices: Sequence[Notice], address: ImAddress | None, *, is_digest: bool
) -> Failed | None:
    if address is None:
        return send_mail(user, notices, is_digest=is_digest)
    language = user.language
    if address.outlet_id is not None:
        company = the_company()
        language = company.language if company else language
    return send_im(address, notices, language=language, is_digest=is_digest)


def is_still_wanted(delivery: Delivery) -> bool:
    """Whether it still makes sense: much may have happened since it was planned.

    The recipient still works here and may still know it, has not read it, and wants it; the
    address is still there.
    """
    notice, kind = delivery.notice, kinds().get(delivery.notice.kind)
    if kind is None or not notice.recipient.is_active or not kind.still_allowed(notice):
        return False
    if delivery.address is not None and delivery.address.removed_at is not None:
        return False
    if delivery.address is not None and delivery.address.outlet_id is not None:
        return True
    return notice.read_at is None and _wants(notice.recipient, kind, delivery.channel)


def _wants(user: User, kind: Kind, channel: str) -> bool:
    return wishes_of([user], kind)[user.id].by(channel) != When.never


def _drop(deliveries: Sequence[Delivery], now: datetime) -> bool:
    ids = [one.id for one in deliveries]
    Delivery.objects.filter(id__in=ids).update(state=State.dropped, done_at=now)
    return False


def _note(deliveries: Sequence[Delivery], failed: Failed | None, now: datetime) -> bool:
    """Write down what came of it: sent, to be tried again, or given up."""
    for delivery in deliveries:
        mine = Delivery.objects.filter(id=delivery.id)
        if failed is None:
            mine.update(state=State.sent, attempts=F("attempts") + 1, error="", done_at=now)
        elif delivery.attempts < len(BACKOFF):
            mine.update(
                attempts=F("attempts") + 1,
                error=str(failed.why)[:300],
                next_try=now + BACKOFF[delivery.attempts],
            )
        else:
            logger.warning("gave up a notice by %s: %s", delivery.channel, failed.why)
            mine.update(
                state=State.failed,
                attempts=F("attempts") + 1,
                error=str(failed.why)[:300],
                done_at=now,
            )
    address = deliveries[0].address
    if failed is None and address is not None:
        ImAddress.objects.filter(id=address.id).update(worked_at=now)
    return failed is None


def send_digests(now: datetime) -> int:
    """Send each person what has gathered, once a day at their hour. Gives how many left."""
    waiting = Delivery.objects.filter(state=State.waiting, is_digest=True, next_try__lte=now)
    people = User.objects.filter(notices__deliveries__in=waiting).distinct()
    return sum(_digest(user, now) for user in people)


def _digest(user: User, now: datetime) -> int:
    hours, local = hours_of(user), now.astimezone(zone_of(user))
    if local.hour < hours.digest_hour:
        return 0
    last = hours.last_digest_at
    if last is not None and last.astimezone(local.tzinfo).date() >= local.date():
        return 0
    if not _claim_digest(hours, now):
        return 0
    mine = Delivery.objects.filter(
        state=State.waiting, is_digest=True, next_try__lte=now, notice__recipient=user
    ).select_related("notice__recipient", "address")
    gathered = list(mine.order_by("notice__made_at", "id"))
    wanted = [one for one in gathered if is_still_wanted(one)]
    _drop([one for one in gathered if one not in wanted], now)
    sent, has_failed = 0, False
    for address in dict.fromkeys(one.address for one in wanted):
        parts = [one for one in wanted if one.address == address]
        failed = _send(user, [one.notice for one in parts], address, is_digest=True)
        sent += _note(parts, failed, now)
        has_failed |= failed is not None
    if has_failed:  # to be tried again today
        Hours.objects.filter(user=user).update(last_digest_at=last)
    return sent


def _claim_digest(hours: Hours, now: datetime) -> bool:
    """Take somebody's digest of today, unless another sweep has."""
    Hours.objects.get_or_create(user=hours.user)
    mine = Hours.objects.filter(user=hours.user, last_digest_at=hours.last_digest_at)
    return bool(mine.update(last_digest_at=now))


def given_up(since: timedelta = timedelta(days=30)) -> int:
    """How many deliveries were given up lately: told in the settings."""
    at = timezone.now() - since
    return Delivery.objects.filter(state=State.failed, done_at__gte=at).count()
