"""Erasing customers, and what keeps them, for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field

from evenhand.base.schemas import REFUSALS, WRITE_REFUSALS, listed, one_of
from evenhand.core.register.entry import ERASED_BECAUSE
from evenhand.customers.actions import end_hold, erase_customer, place_hold
from evenhand.customers.erasing import map_of
from evenhand.customers.models import Customer, LegalHold
from evenhand.customers.permissions import ERASE, HOLD
from evenhand.people.api.bodies import IdInPath
from evenhand.people.callers import Callers, caller

router = Router(tags=["customers"])

Because = Annotated[str, AfterValidator(one_of(ERASED_BECAUSE)), listed(ERASED_BECAUSE)]


class PlaceOut(Schema):
    """How often a customer appears in a place."""

    place: str
    label: str
    count: int


class MapOut(Schema):
    """Where a customer appears, and what would remain."""

    places: list[PlaceOut]
    mentions: list[int]
    copies: int


class ErasureIn(Schema):
    """Why, and the numbers of entries about others that are to go as well."""

    reason: Because
    also: list[int] = Field(default_factory=list, max_length=50)


class ErasureOut(Schema):
    """What was erased: how many rows of each place, and the entry that says so."""

    public_id: str
    at: datetime
    reason: str
    number: int
    counts: dict[str, int]


class HoldIn(Schema):
    """Why a customer is kept, and the last day of it."""

    reason: str = Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")
    until: date | None = None


class HoldOut(Schema):
    """A hold."""

    public_id: str
    reason: str
    until: date | None
    begun_by: str
    begun_at: datetime
    ended_at: datetime | None


@router.get(
    "/customers/{public_id}/erasure",
    auth=Callers(ERASE),
    response={200: MapOut, **REFUSALS},
    operation_id="customers_read_erasure_map",
)
def read_erasure_map(request: HttpRequest, public_id: IdInPath) -> MapOut:
    """Read where a customer appears, before anything is erased."""
    found = map_of(_seen(request, public_id))
    return MapOut(
        places=[
            PlaceOut(place=one.place.key, label=str(one.place.label), count=one.count)
            for one in found.found
        ],
        mentions=found.mentions,
        copies=len(found.copies),
    )


@router.post(
    "/customers/{public_id}/erasure",
    auth=Callers(ERASE),
    response={201: ErasureOut, **WRITE_REFUSALS},
    operation_id="customers_erase",
)
def erase(request: HttpRequest, public_id: IdInPath, body: ErasureIn) -> Status[ErasureOut]:
    """Erase what is known of a customer, everywhere. It cannot be undone."""
    done = erase_customer(
        _seen(request, public_id),
        reason=body.reason,
        by=caller(request),
        also=frozenset(body.also),
    )
    answer = ErasureOut(
        public_id=done.public_id,
        at=done.at,
        reason=done.reason,
        number=done.entry_id,
        counts=done.counts,
    )
    return Status(201, answer)


@router.get(
    "/customers/{public_id}/holds",
    auth=Callers(HOLD),
    response={200: list[HoldOut], **REFUSALS},
    operation_id="customers_list_holds",
)
def list_holds(request: HttpRequest, public_id: IdInPath) -> list[HoldOut]:
    """List what keeps a customer, and what did."""
    holds = _seen(request, public_id).holds.select_related("begun_by")
    return [_shape(one) for one in holds]


@router.post(
    "/customers/{public_id}/holds",
    auth=Callers(HOLD),
    response={201: HoldOut, **WRITE_REFUSALS},
    operation_id="customers_place_hold",
)
def add_hold(request: HttpRequest, public_id: IdInPath, body: HoldIn) -> Status[HoldOut]:
    """Keep what is known of a customer, whoever wants it erased."""
    whom, by = _seen(request, public_id), caller(request)
    return Status(201, _shape(place_hold(whom, reason=body.reason, until=body.until, by=by)))


@router.delete(
    "/customers/{public_id}/holds/{hold}",
    auth=Callers(HOLD),
    response={204: None, **WRITE_REFUSALS},
    operation_id="customers_end_hold",
)
def remove_hold(request: HttpRequest, public_id: IdInPath, hold: IdInPath) -> Status[None]:
    """End a hold; that there was one stays."""
    found = get_object_or_404(_seen(request, public_id).holds, public_id=hold)
    end_hold(found, by=caller(request))
    return Status(204, None)


def _seen(request: HttpRequest, public_id: str) -> Customer:
    seen = Customer.objects.visible_to(caller(request)).select_related("outlet")
    found: Customer = get_object_or_404(seen, public_id=public_id)
    return found


def _shape(hold: LegalHold) -> HoldOut:
    return HoldOut(
        public_id=hold.public_id,
        reason=hold.reason,
        until=hold.until,
        begun_by=hold.begun_by.public_id,
        begun_at=hold.begun_at,
        ended_at=hold.ended_at,
    )
