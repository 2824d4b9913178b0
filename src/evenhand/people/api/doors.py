"""What lets people in, for programs: links, sign-out, lost factors, tokens, shared devices.

What takes a person in front of a screen is left to pages: to make a token, to set a password,
digits or a second factor, and to share the device one holds.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from ninja import Router, Schema, Status

from evenhand.base.once import tell_once
from evenhand.base.schemas import REFUSALS, WRITE_REFUSALS
from evenhand.people.actions.devices import revoke_device
from evenhand.people.actions.factors import (
    ask_factor_reset,
    confirm_factor_reset,
    withdraw_factor_reset,
)
from evenhand.people.actions.links import make_link
from evenhand.people.actions.sessions import sign_out_everywhere
from evenhand.people.actions.tokens import revoke_token
from evenhand.people.api.bodies import IdInPath
from evenhand.people.api.shapes import Named, called
from evenhand.people.callers import Callers, caller, person_of
from evenhand.people.models.access import (
    LINK_LASTS,
    RESET_LASTS,
    ApiToken,
    Device,
    FactorReset,
)
from evenhand.people.permissions import EVERYBODY, KEEP_DOORS, REGISTER_DEVICES

router = Router(tags=["people"])


class Link(Schema):
    """A link by which a person sets a password; it is told once."""

    url: str
    until: datetime


class SignedOut(Schema):
    """How many sessions ended; tokens and links of the person ended too."""

    sessions: int


class Reset(Schema):
    """Lost factors of a person, which are removed when a second administrator confirms."""

    public_id: str
    person: Named
    asked_by: Named
    asked_at: datetime
    until: datetime


class Token(Schema):
    """A token, without what a program has to show."""

    public_id: str
    name: str
    person: Named
    scopes: list[str]
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class SharedDevice(Schema):
    """A device that the people of an outlet share."""

    public_id: str
    name: str
    outlet: Named
    made_at: datetime
    last_used_at: datetime | None


# Links and sessions


@router.post(
    "/people/{public_id}/link",
    auth=Callers(KEEP_DOORS),
    response={201: Link, **WRITE_REFUSALS},
    operation_id="people_make_link",
)
def new_link(request: HttpRequest, public_id: IdInPath) -> Status[Link]:
    """Make a link by which a person sets a password, once; the one before it no longer works."""
    secret = make_link(person_of(request, public_id), by=caller(request))
    tell_once(request)
    url = request.build_absolute_uri(reverse("welcome_link", args=[secret]))
    return Status(201, Link(url=url, until=timezone.now() + LINK_LASTS))


@router.post(
    "/people/{public_id}/sign-out",
    auth=Callers(KEEP_DOORS),
    response={200: SignedOut, **WRITE_REFUSALS},
    operation_id="people_sign_out_person",
)
def sign_out_person(request: HttpRequest, public_id: IdInPath) -> SignedOut:
    """Sign a person out everywhere; their tokens and links end."""
    count = sign_out_everywhere(person_of(request, public_id), by=caller(request))
    return SignedOut(sessions=count)


@router.post(
    "/me/sign-out",
    auth=Callers(EVERYBODY),
    response={200: SignedOut, **WRITE_REFUSALS},
    operation_id="people_sign_out_me",
)
def sign_out_me(request: HttpRequest) -> SignedOut:
    """Sign oneself out everywhere, the token included with which one calls."""
    return SignedOut(sessions=sign_out_everywhere(caller(request), by=caller(request)))


# Lost factors


@router.get(
    "/factor-resets",
    auth=Callers(KEEP_DOORS),
    response={200: list[Reset], **REFUSALS},
    operation_id="people_list_factor_resets",
)
def list_resets(request: HttpRequest) -> list[Reset]:
    """List the lost factors that wait for a second administrator."""
    seen = FactorReset.objects.visible_to(caller(request)).open()
    return [_reset(one) for one in seen.select_related("user", "asked_by")]


@router.post(
    "/people/{public_id}/factor-reset",
    auth=Callers(KEEP_DOORS),
    response={201: Reset, **WRITE_REFUSALS},
    operation_id="people_ask_factor_reset",
)
def ask_reset(request: HttpRequest, public_id: IdInPath) -> Status[Reset]:
    """Ask that a person's lost factors be removed."""
    return Status(201, _reset(ask_factor_reset(person_of(request, public_id), by=caller(request))))


@router.post(
    "/factor-resets/{public_id}/confirmation",
    auth=Callers(KEEP_DOORS),
    response={204: None, **WRITE_REFUSALS},
    operation_id="people_confirm_factor_reset",
)
def confirm_reset(request: HttpRequest, public_id: IdInPath) -> Status[None]:
    """Confirm what another administrator asked for: the factors are removed."""
    seen = FactorReset.objects.visible_to(caller(request))
    reset = get_object_or_404(seen, public_id=public_id)
    confirm_factor_reset(reset, by=caller(request))
    return Status(204, None)


@router.post(
    "/factor-resets/{public_id}/withdrawal",
    auth=Callers(EVERYBODY),
    response={204: None, **WRITE_REFUSALS},
    operation_id="people_withdraw_factor_reset",
)
def withdraw_reset(request: HttpRequest, public_id: IdInPath) -> Status[None]:
    """Let a request rest: an administrator's, or what is about oneself."""
    resets = FactorReset.objects.visible_to(caller(request))
    reset = get_object_or_404(resets, public_id=public_id)
    withdraw_factor_reset(reset, by=caller(request))
    return Status(204, None)


# Tokens


@router.get(
    "/me/tokens",
    auth=Callers(EVERYBODY),
    response={200: list[Token], **REFUSALS},
    operation_id="people_list_my_tokens",
)
def my_tokens(request: HttpRequest) -> list[Token]:
    """List one's own tokens, those that ended included."""
    return [_token(one) for one in caller(request).tokens.select_related("user")]


@router.get(
    "/tokens",
    auth=Callers(KEEP_DOORS),
    response={200: list[Token], **REFUSALS},
    operation_id="people_list_tokens",
)
def all_tokens(request: HttpRequest) -> list[Token]:
    """List everybody's tokens that still work."""
    seen = ApiToken.objects.visible_to(caller(request)).usable()
    return [_token(one) for one in seen.select_related("user")]


@router.post(
    "/tokens/{public_id}/revocation",
    auth=Callers(EVERYBODY),
    response={204: None, **WRITE_REFUSALS},
    operation_id="people_revoke_token",
)
def end_token(request: HttpRequest, public_id: IdInPath) -> Status[None]:
    """Revoke a token: one's own, or as an administrator anybody's."""
    mine = ApiToken.objects.visible_to(caller(request)).select_related("user")
    token = get_object_or_404(mine, public_id=public_id)
    revoke_token(token, by=caller(request))
    return Status(204, None)


# Shared devices


@router.get(
    "/devices",
    auth=Callers(REGISTER_DEVICES),
    response={200: list[SharedDevice], **REFUSALS},
    operation_id="people_list_devices",
)
def list_devices(request: HttpRequest) -> list[SharedDevice]:
    """List the shared devices of outlets that the caller sees."""
    return [_device(one) for one in _devices(request)]


@router.post(
    "/devices/{public_id}/revocation",
    auth=Callers(REGISTER_DEVICES),
    response={204: None, **WRITE_REFUSALS},
    operation_id="people_revoke_device",
)
def end_device(request: HttpRequest, public_id: IdInPath) -> Status[None]:
    """Share a device no longer."""
    device = get_object_or_404(_devices(request), public_id=public_id)
    revoke_device(device, by=caller(request))
    return Status(204, None)


def _devices(request: HttpRequest) -> QuerySet[Device]:
    return Device.objects.visible_to(caller(request)).shared().select_related("outlet")


def _reset(reset: FactorReset) -> Reset:
    return Reset(
        public_id=reset.public_id,
        person=called(reset.user),
        asked_by=called(reset.asked_by),
        asked_at=reset.asked_at,
        until=reset.asked_at + RESET_LASTS,
    )


def _token(token: ApiToken) -> Token:
    return Token(
        public_id=token.public_id,
        name=token.name,
        person=called(token.user),
        scopes=token.scopes,
        made_at=token.made_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        revoked_at=token.revoked_at,
    )


def _device(device: Device) -> SharedDevice:
    return SharedDevice(
        public_id=device.public_id,
        name=device.name,
        outlet=called(device.outlet),
        made_at=device.made_at,
        last_used_at=device.last_used_at,
    )
