"""The register for programs: entries, their receipts, and whether a receipt holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field, StringConstraints

from evenhand.base.ids import PATTERN
from evenhand.base.paging import page_of
from evenhand.base.schemas import REFUSALS, Cursor
from evenhand.core.register.receipt import write_receipt
from evenhand.people.api.shapes import Named
from evenhand.people.callers import Callers, caller
from evenhand.people.models import Outlet
from evenhand.people.permissions import EVERYBODY
from evenhand.register.actions import make_checkpoint
from evenhand.register.models import Entry
from evenhand.register.proofs import receipt_of
from evenhand.register.reading import Line, entry_for, lines_of
from evenhand.register.verifying import judged

router = Router(tags=["register"])

Id = Annotated[str, StringConstraints(pattern=f"^({PATTERN})?$")]
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
LONGEST_RECEIPT = 200_000
"""Characters; a receipt of the longest entry has a tenth of it."""


class EntryOut(Schema):
    """An entry of the register; once erased, only its number, time and kind are left."""

    number: int
    public_id: str
    kind: str
    recorded_at: datetime
    is_erased: bool = False
    occurred_at: datetime | None = None
    is_late: bool = False
    customer: Named | None = None
    who: Named | None = None
    by: Named | None = None
    on_behalf_of: Named | None = None
    outlet: Named | None = None
    corrects: int | None = None
    corrected_by: int | None = None
    note: str = ""
    fields: dict[str, Any] = Field(default_factory=dict)


class EntryPage(Schema):
    """Some entries in their order, and the cursor of the next ones."""

    lines: list[EntryOut]
    next_cursor: str


class Which(Schema):
    """Which entries are asked for."""

    outlet: Id = ""
    day: date | None = None
    customer: Id = ""
    after: Cursor = ""


class ReceiptIn(Schema):
    """A receipt as it was handed out."""

    receipt: str = Field(max_length=LONGEST_RECEIPT)


class Judgement(Schema):
    """Whether a receipt holds, and why or why not."""

    holds: bool
    said: str
    number: int | None = None


@router.get(
    "/register/entries",
    auth=Callers(EVERYBODY),
    response={200: EntryPage, **REFUSALS},
    operation_id="register_list_entries",
)
def list_entries(request: HttpRequest, told: Query[Which]) -> EntryPage:
    """List the entries that one may see, newest first: of a customer, or of an outlet's page."""
    user = caller(request)
    found = Entry.objects.visible_to(user)
    if told.outlet:
        outlet = get_object_or_404(Outlet.objects.visible_to(user), public_id=told.outlet)
        found = found.of_page(outlet, told.day) if told.day else found.of_outlet(outlet)
    if told.customer:
        found = found.of_customer(told.customer)
    page = page_of(found, request, by=("-id",))
    return EntryPage(
        lines=[entry_shape(line) for line in lines_of(page.lines)], next_cursor=page.next_cursor
    )


@router.get(
    "/register/entries/{number}",
    auth=Callers(EVERYBODY),
    response={200: EntryOut, **REFUSALS},
    operation_id="register_read_entry",
)
def read_entry(request: HttpRequest, number: Number) -> EntryOut:
    """Read an entry."""
    return entry_shape(lines_of([entry_for(caller(request), number)])[0])


@router.get(
    "/register/entries/{number}/receipt",
    auth=Callers(EVERYBODY),
    response={200: dict[str, Any], **REFUSALS},
    operation_id="register_read_receipt",
)
def read_receipt(request: HttpRequest, number: Number) -> HttpResponse:
    """Hand out the receipt of an entry, byte for byte as it verifies elsewhere."""
    entry = entry_for(caller(request), number)
    receipt = write_receipt(receipt_of(entry, make_checkpoint()))
    return HttpResponse(receipt, content_type="application/json")


@router.post(
    "/register/receipts/verification",
    auth=Callers(EVERYBODY),
    response={200: Judgement, **REFUSALS},
    operation_id="register_verify_receipt",
)
def verify_receipt(request: HttpRequest, body: ReceiptIn) -> Judgement:  # noqa: ARG001 - the library hands it over
    """Verify a receipt against this register."""
    told = judged(body.receipt)
    return Judgement(holds=told.holds, said=told.words, number=told.number)


def entry_shape(line: Line) -> EntryOut:
    """An entry as programs are told of it."""
    entry, payload = line.entry, line.payload
    if payload is None:
        return EntryOut(
            number=entry.pk,
            public_id=entry.public_id,
            kind=entry.kind,
            recorded_at=entry.recorded_at,
            is_erased=True,
            corrected_by=line.correction,
        )
    outlet = line.outlet
    behalf = line.said.get("on_behalf_of", "")
    return EntryOut(
        number=entry.pk,
        public_id=entry.public_id,
        kind=entry.kind,
        recorded_at=entry.recorded_at,
        occurred_at=payload.occurred_at,
        is_late=payload.is_late,
        customer=Named(public_id=payload.customer, name=line.customer),
        who=Named(public_id=payload.who, name=line.who),
        by=Named(public_id=payload.by, name=line.by),
        on_behalf_of=Named(public_id=behalf, name=line.on_behalf_of) if behalf else None,
        outlet=Named(public_id=outlet.public_id, name=outlet.name) if outlet else None,
        corrects=payload.corrects_id,
        corrected_by=line.correction,
        note=line.said.get("note", ""),
        fields=dict(line.fields),
    )
