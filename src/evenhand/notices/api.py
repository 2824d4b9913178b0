"""Notices for programs."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from evenhand.base.language import spoken
from evenhand.base.paging import page_of
from evenhand.base.schemas import REFUSALS, WRITE_REFUSALS
from evenhand.core.errors import NotFound
from evenhand.core.said import said
from evenhand.notices.actions import (
    add_im_address,
    choose_hours,
    choose_wishes,
    mark_all_read,
    mark_read,
    remove_im_address,
)
from evenhand.notices.kinds import kinds
from evenhand.notices.models import ImAddress, Notice, When
from evenhand.notices.rendering import told
from evenhand.notices.services import checked
from evenhand.notices.testing import try_im
from evenhand.notices.wishes import Wish, all_wishes, hours_of
from evenhand.people.callers import Callers, caller
from evenhand.people.models import Outlet
from evenhand.people.permissions import EVERYBODY

router = Router(tags=["notices"])


class NoticeOut(Schema):
    """One thing that one was told, in one's language."""

    public_id: str
    kind: str
    text: str
    link: str
    made_at: datetime
    read_at: datetime | None


class NoticePage(Schema):
    """Some notices, and the cursor of the next ones."""

    lines: list[NoticeOut]
    next_cursor: str
    unread: int


class Count(Schema):
    """How many were changed."""

    count: int


class WishBody(Schema):
    """How one wants to be told of a kind."""

    kind: str
    mail: When
    im: When


class Preferences(Schema):
    """How and when one wants to be told."""

    wishes: list[WishBody]
    digest_hour: int = Field(8, ge=0, le=23)
    quiet_from: int | None = Field(None, ge=0, le=23)
    quiet_until: int | None = Field(None, ge=0, le=23)


class AddressIn(Schema):
    """A chat address to be added."""

    address: str = Field(max_length=1000)
    label: str = Field("", max_length=80)
    outlet: str | None = None


class AddressOut(Schema):
    """A chat address; the address itself is never told again."""

    public_id: str
    service: str
    label: str
    outlet: str | None
    worked_at: datetime | None


class Tried(Schema):
    """What came of a test message; empty if it arrived."""

    error: str


@router.get(
    "/notices",
    auth=Callers(EVERYBODY),
    response={200: NoticePage, **REFUSALS},
    operation_id="notices_list_notices",
)
def list_notices(
    request: HttpRequest,
    after: str = "",  # noqa: ARG001 - read by page_of, declared for the description
    unread: bool = False,  # noqa: FBT001, FBT002 - a query parameter
) -> NoticePage:
    """List what one was told, newest first."""
    mine = Notice.objects.visible_to(caller(request))
    page = page_of(mine.unread() if unread else mine, request, by=("-made_at", "-id"))
    lines = [_notice(one) for one in page.lines]
    return NoticePage(lines=lines, next_cursor=page.next_cursor, unread=mine.unread().count())


@router.post(
    "/notices/read",
    auth=Callers(EVERYBODY),
    response={200: Count, **WRITE_REFUSALS},
    operation_id="notices_read_all",
)
def read_all(request: HttpRequest) -> Count:
    """Note that one has read everything."""
    return Count(count=mark_all_read(by=caller(request)))


@router.post(
    "/notices/{public_id}/read",
    auth=Callers(EVERYBODY),
    response={200: Count, **WRITE_REFUSALS},
    operation_id="notices_read_one",
)
def read_one(request: HttpRequest, public_id: str) -> Count:
    """Note that one has read a notice."""
    user = caller(request)
    notice = get_object_or_404(Notice.objects.visible_to(user), public_id=public_id)
    return Count(count=mark_read([notice], by=user))


@router.get(
    "/me/notices",
    auth=Callers(EVERYBODY),
    response={200: Preferences, **REFUSALS},
    operation_id="notices_read_preferences",
)
def read_preferences(request: HttpRequest) -> Preferences:
    """Read how and when one wants to be told."""
    user = caller(request)
    hours = hours_of(user)
    return Preferences(
        wishes=[WishBody(kind=one.kind.key, mail=one.mail, im=one.im) for one in all_wishes(user)],
        digest_hour=hours.digest_hour,
        quiet_from=hours.quiet_from,
        quiet_until=hours.quiet_until,
    )


@router.put(
    "/me/notices",
    auth=Callers(EVERYBODY),
    response={200: Preferences, **WRITE_REFUSALS},
    operation_id="notices_choose_preferences",
)
def choose_preferences(request: HttpRequest, body: Preferences) -> Preferences:
    """Choose how and when one wants to be told; kinds that are not named stay as they are."""
    user = caller(request)
    wishes = [_wish(one) for one in body.wishes]
    with transaction.atomic():
        choose_wishes(user, wishes=wishes, by=user)
        choose_hours(
            user,
            digest_hour=body.digest_hour,
            quiet_from=body.quiet_from,
            quiet_until=body.quiet_until,
            by=user,
        )
    return read_preferences(request)


@router.get(
    "/me/im-addresses",
    auth=Callers(EVERYBODY),
    response={200: list[AddressOut], **REFUSALS},
    operation_id="notices_list_im_addresses",
)
def list_im_addresses(request: HttpRequest) -> list[AddressOut]:
    """List one's chat addresses; administrators see those of outlets as well."""
    found = ImAddress.objects.visible_to(caller(request)).working().select_related("outlet")
    return [_address(one) for one in found]


@router.post(
    "/me/im-addresses",
    auth=Callers(EVERYBODY),
    response={201: AddressOut, **WRITE_REFUSALS},
    operation_id="notices_add_im_address",
)
def add_address(request: HttpRequest, body: AddressIn) -> Status[AddressOut]:
    """Add a chat address: one's own, or as an administrator the group of an outlet."""
    user, outlet = caller(request), None
    if body.outlet is not None:
        outlet = get_object_or_404(Outlet.objects.visible_to(user), public_id=body.outlet)
    address = checked(body.address, allowed=settings.ENVIRONMENT.notice_hosts)
    added = add_im_address(address=address, label=body.label, by=user, outlet=outlet)
    return Status(201, _address(added))


@router.delete(
    "/me/im-addresses/{public_id}",
    auth=Callers(EVERYBODY),
    response={204: None, **WRITE_REFUSALS},
    operation_id="notices_remove_im_address",
)
def remove_address(request: HttpRequest, public_id: str) -> Status[None]:
    """Remove a chat address."""
    user = caller(request)
    remove_im_address(_visible_address(request, public_id), by=user)
    return Status(204, None)


@router.post(
    "/me/im-addresses/{public_id}/test",
    auth=Callers(EVERYBODY),
    response={200: Tried, **WRITE_REFUSALS},
    operation_id="notices_test_im_address",
)
def try_address(request: HttpRequest, public_id: str) -> Tried:
    """Send a test message to a chat."""
    failed = try_im(_visible_address(request, public_id), by=caller(request))
    return Tried(error=spoken(failed.why) if failed else "")


def _visible_address(request: HttpRequest, public_id: str) -> ImAddress:
    found = ImAddress.objects.visible_to(caller(request)).working()
    return get_object_or_404(found, public_id=public_id)


def _wish(body: WishBody) -> Wish:
    kind = kinds().get(body.kind)
    if kind is None or not kind.is_listed:
        raise NotFound(said("There is no kind of notice called {kind}.", kind=body.kind))
    return Wish(kind, body.mail, body.im)


def _notice(notice: Notice) -> NoticeOut:
    return NoticeOut(
        public_id=notice.public_id,
        kind=notice.kind,
        text=told(notice).text,
        link=notice.link,
        made_at=notice.made_at,
        read_at=notice.read_at,
    )


def _address(address: ImAddress) -> AddressOut:
    return AddressOut(
        public_id=address.public_id,
        service=address.service,
        label=address.label,
        outlet=address.outlet.public_id if address.outlet else None,
        worked_at=address.worked_at,
    )
