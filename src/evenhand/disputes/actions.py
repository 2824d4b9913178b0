"""What is done about disputes: a ruling is entered in the register."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import Subject, record_event
from evenhand.core.errors import AlreadyThere, Conflict, NotAllowed
from evenhand.core.ruling.record import sealed
from evenhand.core.said import said
from evenhand.customers.models import Customer
from evenhand.disputes.deciding import Decided, decide
from evenhand.disputes.drawn import RULING
from evenhand.disputes.models import RulingRecord
from evenhand.disputes.permissions import may_enter_ruling
from evenhand.people.models import User
from evenhand.register.actions import Wanted
from evenhand.register.drafts import Draft
from evenhand.register.models import Entry, Payload
from evenhand.register.together import append_entry


@transaction.atomic
def record_ruling(
    customer: Customer, *, by: User, seen: str = "", now: datetime | None = None
) -> RulingRecord:
    """Rule the dispute over a customer as the register has it, and enter the ruling there.

    Under the policy in force, and no other. `seen`: the SHA-256 of the record that was looked at;
    another one is not entered. Raises NotAllowed for a party or somebody out of reach, Conflict if
    nobody else claims the customer, no policy is in force, or something was entered meanwhile,
    AlreadyThere for the same ruling once more.
    """
    now = now or timezone.now()
    decided = decide(customer, now)
    if not may_enter_ruling(by, customer.outlet, decided.drawn.parties):
        raise NotAllowed(
            said("A ruling is entered by those who decide here and are no party to the dispute.")
        )
    if not decided.drawn.is_contested:
        raise Conflict(said("Only one person worked on this customer: there is no dispute."))
    if seen and seen != decided.sha256:
        raise _overtaken()
    entry = _enter(customer, decided, by, now)
    made = _keep(customer, decided, by, entry)
    record_event(
        "disputes.ruling_entered",
        by=by,
        subject=Subject(
            "ruling_record", made.public_id, f"№ {entry.pk}", customer.outlet.public_id
        ),
        details={"outcome": made.outcome, "policy": made.policy, "record": made.sha256},
    )
    return made


def _enter(customer: Customer, decided: Decided, by: User, now: datetime) -> Entry:
    draft = Draft(
        kind=RULING,
        customer=customer.public_id,
        who=by.public_id,
        outlet=customer.outlet.public_id,
        zone=customer.outlet.zone,
        occurred_at=now,
        fields={"record": decided.sha256},
    )
    entry = append_entry(Wanted(draft, by))
    # Whoever enters something waits for those before: now nothing can come between any more.
    since = Payload.objects.filter(
        customer=customer.public_id, entry__gt=decided.drawn.entries[-1].number
    ).exclude(entry__kind=RULING)
    if since.exclude(entry__in=decided.drawn.left_out).exists():
        raise _overtaken()
    known = RulingRecord.objects.filter(customer=customer, sha256=decided.sha256).first()
    if known is not None:
        raise AlreadyThere(
            said("This ruling stands in the register already: № {number}.", number=known.entry_id)
        )
    return entry


def _keep(customer: Customer, decided: Decided, by: User, entry: Entry) -> RulingRecord:
    ruling = decided.trial.ruling
    return RulingRecord.objects.create(
        customer=customer,
        policy=ruling.policy.id,
        version=ruling.version.id,
        policy_sha256=ruling.policy.sha256,
        outcome=ruling.outcome.kind,
        winners=[ruling.label(slot) for slot in ruling.outcome.winners],
        is_provisional=ruling.provisional,
        record=sealed(decided.record).decode(),
        sha256=decided.sha256,
        by=by,
        at=entry.recorded_at,
        entry=entry,
    )


def _overtaken() -> Conflict:
    return Conflict(
        said("Something was entered about this customer meanwhile. Look at the ruling once more.")
    )
