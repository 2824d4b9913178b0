"""Disputes of the register for programs: which there are, ruled, and their rulings entered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from evenhand.base.language import language, spoken
from evenhand.base.schemas import REFUSALS, WRITE_REFUSALS, Cursor
from evenhand.core.ruling.plain import as_json
from evenhand.core.types import Language
from evenhand.customers.models import Customer
from evenhand.disputes.actions import record_ruling
from evenhand.disputes.api.trials import RulingTold
from evenhand.disputes.contested import contested_page
from evenhand.disputes.deciding import require_policy_for
from evenhand.disputes.from_register import customer_to_rule, draw_up
from evenhand.disputes.models import RulingRecord
from evenhand.disputes.offers import read_offer
from evenhand.disputes.permissions import ENTER_RULINGS
from evenhand.disputes.trial import try_dossier
from evenhand.people.callers import Callers, caller
from evenhand.people.permissions import EVERYBODY
from evenhand.policies import reading

router = Router(tags=["disputes"])


class After(Schema):
    """From where in the list."""

    after: Cursor = ""


class RulingEntered(Schema):
    """A ruling that was entered: its register number, and the SHA-256 of its record."""

    public_id: str
    number: int
    sha256: str
    outcome: str
    winners: list[str]
    provisional: bool
    policy: str
    version: str
    by: str
    at: datetime

    @staticmethod
    def of(record: RulingRecord) -> RulingEntered:
        """From its row."""
        return RulingEntered(
            public_id=record.public_id,
            number=record.entry_id,
            sha256=record.sha256,
            outcome=record.outcome,
            winners=record.winners,
            provisional=record.is_provisional,
            policy=record.policy,
            version=record.version,
            by=record.by.public_id,
            at=record.at,
        )


class ContestedCustomer(Schema):
    """A customer on whom several people worked; `last`: the number of the last such entry."""

    customer: str
    outlet: str
    claimants: list[str]
    last: int
    rulings: list[RulingEntered]


class ContestedCustomers(Schema):
    """Some of them, and where the next ones are; empty at the end."""

    items: list[ContestedCustomer]
    next: str


class CustomerRulingAsked(Schema):
    """How to rule; without a policy, under the one in force at the customer's outlet."""

    policy: Annotated[str, Field(max_length=120)] | None = None
    version: Annotated[str, Field(max_length=120)] | None = None
    lang: Language | None = None
    flips: bool = True


class CustomerRuling(RulingTold):
    """A ruling on what the register says of a customer; `remarks`: what is missing from it."""

    customer: str
    remarks: list[str]


class Seen(Schema):
    """The SHA-256 of the record that was looked at: another one is not entered."""

    seen: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""


@router.get(
    "/disputes/contested",
    auth=Callers(EVERYBODY),
    response={200: ContestedCustomers, **REFUSALS},
    operation_id="disputes_list_contested",
)
def list_contested(
    request: HttpRequest,
    told: Query[After],  # noqa: ARG001 - said here, read from the address
) -> ContestedCustomers:
    """List the contested customers within the caller's reach, the one last worked on first."""
    page, lines = contested_page(caller(request), request)
    items = [
        ContestedCustomer(
            customer=line.customer.public_id,
            outlet=line.customer.outlet.public_id,
            claimants=list(line.claimants),
            last=line.last,
            rulings=[RulingEntered.of(one) for one in line.rulings],
        )
        for line in lines
    ]
    return ContestedCustomers(items=items, next=page.next_cursor)


@router.post(
    "/customers/{public_id}/ruling",
    auth=Callers(EVERYBODY),
    response={200: CustomerRuling, **WRITE_REFUSALS},
    operation_id="disputes_rule_customer",
)
def rule_customer(
    request: HttpRequest, public_id: str, asked: CustomerRulingAsked
) -> CustomerRuling:
    """Rule the dispute over a customer as the register has it. Nothing is kept."""
    user = caller(request)
    customer = customer_to_rule(user, public_id)
    drawn = draw_up(customer)
    if asked.policy:
        read = read_offer(user, asked.policy)
    else:
        read = reading.read(require_policy_for(customer, drawn))
    trial = try_dossier(read.policy, drawn.text, version_id=asked.version, search=asked.flips)
    lang = (asked.lang or language()).value
    remarks = [spoken(one) for one in drawn.remarks]
    return CustomerRuling(
        customer=customer.public_id,
        remarks=remarks,
        **as_json(trial.ruling, lang, trial.flips),  # type: ignore[arg-type]  # checked by pydantic
    )


@router.post(
    "/customers/{public_id}/ruling-record",
    auth=Callers(ENTER_RULINGS),
    response={201: RulingEntered, **WRITE_REFUSALS},
    operation_id="disputes_enter_ruling",
)
def enter_ruling(request: HttpRequest, public_id: str, told: Seen) -> Status[RulingEntered]:
    """Rule the dispute under the policy in force, and enter the ruling in the register."""
    user = caller(request)
    customer: Customer = customer_to_rule(user, public_id)
    return Status(201, RulingEntered.of(record_ruling(customer, by=user, seen=told.seen)))
