"""Telling people, and what they do about being told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import Subject, record_event
from evenhand.base.sealing import Key, seal
from evenhand.core.errors import Conflict, NotAllowed
from evenhand.core.said import said
from evenhand.notices.kinds import Kind, kinds
from evenhand.notices.models import (
    Channel,
    Delivery,
    Hours,
    ImAddress,
    Notice,
    Preference,
    When,
)
from evenhand.notices.permissions import MANAGE_CHANNELS
from evenhand.notices.sending import mail_is_set
from evenhand.notices.services import Checked
from evenhand.notices.wishes import Wish, hours_of, wishes_of
from evenhand.people.models import Outlet, User


@transaction.atomic
def notify(
    recipients: Iterable[User],
    *,
    kind: str,
    link: str,
    values: Mapping[str, object],
    by: User | None,
    event: str = "",
    now: datetime | None = None,
) -> Sequence[Notice]:
    """Tell people something, inside the transaction of what it tells: rows only, sweeps send them.

    Nobody is told what they did themselves, and nobody who has left is told anything. With the
    public id of an audit event, each person is told of it once. Raises KeyError for a kind that no
    feature names.
    """
    told, at = kinds()[kind], now or timezone.now()
    people = {one.id: one for one in recipients if one.is_active and one != by}
    made = []
    for user in people.values():
        notice, is_new = _make(user, told, link, values, event, at)
        if is_new:
            made.append(notice)
    _plan(made, told, at)
    return made


def _make(
    user: User, kind: Kind, link: str, values: Mapping[str, object], event: str, at: datetime
) -> tuple[Notice, bool]:
    fields = {"link": link, "values": dict(values), "made_at": at}
    if not event:
        return Notice.objects.create(recipient=user, kind=kind.key, **fields), True
    return Notice.objects.get_or_create(recipient=user, kind=kind.key, event=event, defaults=fields)


def _plan(notices: Sequence[Notice], kind: Kind, at: datetime) -> None:
    """The deliveries that the recipients want, by the channels that there are."""
    users = [one.recipient for one in notices]
    wishes = wishes_of(users, kind)
    has_mail = mail_is_set()
    addresses = list(ImAddress.objects.working().filter(user__in=users))
    planned = []
    for notice in notices:
        wish = wishes[notice.recipient_id]
        if has_mail and notice.recipient.email:
            planned += _delivery(notice, wish, Channel.mail, None, at)
        for address in addresses:
            if address.user_id == notice.recipient_id:
                planned += _delivery(notice, wish, Channel.im, address, at)
    if kind.is_for_groups:
        planned += _for_groups(notices, at)
    Delivery.objects.bulk_create(planned)


def _delivery(
    notice: Notice, wish: Wish, channel: Channel, address: ImAddress | None, at: datetime
) -> list[Delivery]:
    when = wish.by(channel)
    if when == When.never:
        return []
    return [
        Delivery(
            notice=notice,
            channel=channel,
            address=address,
            is_digest=when == When.digest,
            next_try=at,
        )
    ]


def _for_groups(notices: Sequence[Notice], at: datetime) -> list[Delivery]:
    """One message to the group of each outlet in which somebody is told."""
    first: dict[int, Notice] = {}
    for notice in notices:
        if notice.recipient.post is not None:
            first.setdefault(notice.recipient.post.outlet_id, notice)
    groups = ImAddress.objects.working().filter(outlet__in=first)
    return [
        Delivery(notice=first[one.outlet_id or 0], channel=Channel.im, address=one, next_try=at)
        for one in groups
    ]


@transaction.atomic
def mark_read(notices: Iterable[Notice], *, by: User) -> int:
    """Note that one has read these of one's own notices. Gives how many were unread."""
    ids = [one.id for one in notices]
    unread = Notice.objects.visible_to(by).unread().filter(id__in=ids)
    return unread.update(read_at=timezone.now())


@transaction.atomic
def mark_all_read(*, by: User) -> int:
    """Note that one has read all of one's notices. Gives how many were unread."""
    return Notice.objects.visible_to(by).unread().update(read_at=timezone.now())


@transaction.atomic
def choose_wishes(user: User, *, wishes: Sequence[Wish], by: User) -> None:
    """Note how somebody wants to be told of each kind. Raises NotAllowed for another's wishes."""
    if by != user:
        raise NotAllowed(said("Everybody chooses for themselves how they are told."))
    for wish in wishes:
        Preference.objects.update_or_create(
            user=user, kind=wish.kind.key, defaults={"mail": wish.mail, "im": wish.im}
        )
    record_event(
        "notices.wishes_chosen",
        by=by,
        subject=_person(user),
        details={one.kind.key: {"mail": one.mail.value, "im": one.im.value} for one in wishes},
    )


@transaction.atomic
def choose_hours(
    user: User, *, digest_hour: int, quiet_from: int | None, quiet_until: int | None, by: User
) -> Hours:
    """Note when somebody wants to be told.

    Raises NotAllowed for another, Conflict for quiet without an end.
    """
    if by != user:
        raise NotAllowed(said("Everybody chooses for themselves how they are told."))
    if (quiet_from is None) != (quiet_until is None):
        raise Conflict(said("Quiet hours have a beginning and an end: choose both, or neither."))
    chosen = {"digest_hour": digest_hour, "quiet_from": quiet_from, "quiet_until": quiet_until}
    hours = hours_of(user)
    for name, value in chosen.items():
        setattr(hours, name, value)
    hours.save()
    record_event("notices.hours_chosen", by=by, subject=_person(user), details=chosen)
    return hours


@transaction.atomic
def add_im_address(
    *, address: Checked, label: str, by: User, outlet: Outlet | None = None
) -> ImAddress:
    """Add a chat address: one's own, or the group of an outlet, as an administrator.

    Raises NotAllowed.
    """
    if outlet is not None and not MANAGE_CHANNELS.held_by(by):
        raise NotAllowed(said("Only administrators say where messages to an outlet go."))
    added = ImAddress.objects.create(
        user=None if outlet else by,
        outlet=outlet,
        service=address.service.key,
        label=label.strip() or str(address.service.label),
        secret=seal(address.url, Key.addresses),
        made_by=by,
    )
    record_event(
        "notices.im_address_added",
        by=by,
        subject=_subject_of(added),
        details={"service": added.service},
    )
    return added


@transaction.atomic
def remove_im_address(address: ImAddress, *, by: User) -> None:
    """Remove a chat address; what waited for it is dropped, and the address itself forgotten.

    Raises NotAllowed if it is another's, Conflict if it has been removed.
    """
    if address.user_id != by.id and not (address.outlet_id and MANAGE_CHANNELS.held_by(by)):
        raise NotAllowed(said("This address is somebody else's."))
    removed = ImAddress.objects.working().filter(id=address.id)
    if not removed.update(removed_at=timezone.now(), secret=""):
        raise Conflict(said("This address has been removed already."))
    waiting = Delivery.objects.filter(address=address, state=Delivery.State.waiting)
    waiting.update(state=Delivery.State.dropped, done_at=timezone.now())
    record_event("notices.im_address_removed", by=by, subject=_subject_of(address))


@transaction.atomic
def note_test(
    *, channel: Channel, by: User, address: ImAddress | None = None, why: str = ""
) -> None:
    """Note that somebody sent a test message, and what came of it."""
    if address is not None and not why:
        ImAddress.objects.filter(id=address.id).update(worked_at=timezone.now())
    record_event(
        "notices.test_sent",
        by=by,
        subject=_subject_of(address) if address else _person(by),
        details={"channel": channel.value, "error": why},
    )


def _person(user: User) -> Subject:
    outlet = user.post.outlet.public_id if user.post else ""
    return Subject("person", user.public_id, user.name, outlet)


def _subject_of(address: ImAddress) -> Subject:
    outlet = address.outlet.public_id if address.outlet else ""
    return Subject("im_address", address.public_id, address.label, outlet)
