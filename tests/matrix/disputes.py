"""Ruling a dossier: whoever has signed in may try one; of the register, who may look into it."""

from pathlib import Path
from typing import Any

from evenhand.customers.models import Customer
from evenhand.disputes.actions import record_ruling
from evenhand.disputes.models import RulingRecord
from evenhand.disputes.samples import DEMONSTRATION
from evenhand.people.models import User
from evenhand.policies.models import PolicyText
from tests.cast import Cast
from tests.disputes.contest import Contest, put_in_force
from tests.matrix.rows import ALL, NONE, Row, at

LAPSE = (DEMONSTRATION / "1-lapse.yaml").read_text(encoding="utf-8")
RECORD = Path("tests/core/ruling/records/1-lapse.json").read_text(encoding="utf-8")
DOSSIER = {"policy": "showroom", "way": "text", "text": LAPSE}


def _given(**body: Any) -> Any:
    return lambda *_: body


def _contest(cast: Cast, whose: User) -> None:
    """A customer of where somebody works, whom they and a colleague of theirs worked."""
    if not PolicyText.objects.exists():
        put_in_force(cast)
    Customer.objects.filter(name="Contested").update(name="")
    is_there = whose == cast["other_salesperson"]
    contest = Contest.over(cast, "Contested", cast.there if is_there else cast.here)
    contest.entry(_login(cast, whose), "reception", "2025-11-02T10:00")
    beside = "other_head" if is_there else "store_head"
    contest.entry(beside, "reception", "2025-11-03T10:00")


def _enter(cast: Cast, whose: User) -> None:
    _contest(cast, whose)
    decider = "hr" if whose == cast["general_manager"] else "general_manager"
    record_ruling(_customer(), by=cast[decider])


def _login(cast: Cast, whose: User) -> str:
    return next(login for login, user in cast.people.items() if user == whose)


def _customer() -> Customer:
    return Customer.objects.get(name="Contested")


def _of_customer(path: str) -> Any:
    return lambda *_: path.format(_customer().public_id)


def _of_ruling(path: str) -> Any:
    return lambda *_: path.format(RulingRecord.objects.get(customer=_customer()).public_id)


READERS = frozenset({"head", "general_manager", "hr", "mediator", "sales_operations", "auditor"})
WIDE_READERS = READERS - {"head", "mediator"}
LOOKED_INTO = {"own": ALL, "team": READERS, "other": WIDE_READERS}
"""A party looks into their own dispute, whatever else they may do."""
DECIDED = {
    "own": NONE,
    "team": frozenset({"general_manager", "hr", "mediator"}),
    "other": frozenset({"general_manager", "hr"}),
}
"""Nobody decides in their own case; the head of one team not between it and the head of all."""

ROWS = (
    Row("rule", ALL, at("/rule/")),
    Row("rule", ALL, at("/rule/"), method="post", body=_given(**DOSSIER, do="rule")),
    Row("ruling_paper", ALL, at("/rule/paper"), method="post", body=_given(**DOSSIER)),
    Row("ruling_record", ALL, at("/rule/record"), method="post", body=_given(**DOSSIER)),
    Row("ruling_text", ALL, at("/rule/text"), method="post", body=_given(**DOSSIER)),
    Row("replay", ALL, at("/replay/")),
    Row(
        "disputes_rule_dossier",
        ALL,
        at("/api/v1/rulings"),
        method="post",
        body=_given(policy="showroom", dossier=LAPSE),
    ),
    Row("contested", ALL, at("/disputes/contested/"), prepare=_contest),
    Row("disputes_list_contested", ALL, at("/api/v1/disputes/contested"), prepare=_contest),
    Row("rule", LOOKED_INTO, _of_customer("/rule/?customer={}&do=rule"), prepare=_contest),
    Row(
        "disputes_rule_customer",
        LOOKED_INTO,
        _of_customer("/api/v1/customers/{}/ruling"),
        method="post",
        prepare=_contest,
    ),
    Row(
        "entered_rulings",
        DECIDED,
        _of_customer("/disputes/contested/{}/rulings"),
        method="post",
        prepare=_contest,
    ),
    Row(
        "disputes_enter_ruling",
        DECIDED,
        _of_customer("/api/v1/customers/{}/ruling-record"),
        method="post",
        prepare=_contest,
    ),
    Row("entered_ruling", LOOKED_INTO, _of_ruling("/disputes/rulings/{}/"), prepare=_enter),
    Row("entered_record", LOOKED_INTO, _of_ruling("/disputes/rulings/{}/record"), prepare=_enter),
    Row(
        "disputes_replay_record",
        ALL,
        at("/api/v1/replays"),
        method="post",
        body=_given(record=RECORD),
    ),
)
