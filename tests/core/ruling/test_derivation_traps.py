"""Registers in which a derivation goes wrong easily, with the value the language gives them."""

from __future__ import annotations

import json

import pytest

from evenhand.core.policy.places import locate
from evenhand.core.policy.versions import day_number
from evenhand.core.ruling.derive import derive
from evenhand.core.ruling.dossier import read_dossier
from tests.core.ruling.expressions import ABSENT, UNKNOWN, Value
from tests.core.ruling.random_disputes import plain_column
from tests.core.ruling.random_policies import LABEL, Data, loaded, small_policy

CALLED: Data = {"reduce": "count", "kinds": ["call"]}
FIRST_GRADE: Data = {"reduce": "first", "of": "grade", "kinds": ["call"], "where": "entry.reached"}
LAST_GRADE: Data = {**FIRST_GRADE, "reduce": "last"}
GAP: Data = {"reduce": "longest_gap", "kinds": ["call"]}
LATE: Data = {
    "reduce": "overdue",
    "of": "now",
    "kinds": ["call"],
    "every": "7d",
    "until": "deal.closed_on",
}
GRADED: Data = {**LATE, "every": "tables.every", "graded_by": "grade"}
ALIVE: Data = {**GRADED, "reduce": "live_since", "of": ""}
CLOSED: Data = {"closed_on": "2013-03-20"}
"""A Wednesday."""


def call(day: object, **fields: object) -> Data:
    """An entry of A, a call unless said otherwise."""
    return {"who": "A", "kind": "call", "at": day, **fields}


def derived(derive_: Data, entries: list[Data], deal: Data | None = None, **more: object) -> Value:
    """The fact me.f of A, who is the only claimant. Nothing on record is absent, if not said."""
    policy = small_policy([{"keep": "has(me.f)"}], {})
    version = policy["versions"][0]  # type: ignore[index]  # data of a policy file
    grades = {"by": "me.grade", "H": "3d", "A": "7d", "B": "15d", "C": "30d"}
    version["tables"] = {"every": grades}
    missing = more.pop("missing", "absent")
    version["facts"]["me.f"] = {"label": LABEL, "missing": missing, "derive": derive_}
    version["time_zone"] = more.pop("time_zone", "UTC")
    ready = loaded(policy)
    dossier = {"claimants": {"A": more.pop("facts", {})}, "deal": deal or {}, "entries": entries}
    read = read_dossier(locate(json.dumps({**dossier, **more}), "dossier"), ready)
    facts = derive(ready, read.facts, read.entries, incomplete=read.incomplete).facts
    return plain_column(ready, "me.f", facts.columns["me.f"], (1, 1))[0][0]


def test_a_deal_that_did_not_close_begins_after_the_one_before() -> None:
    contract = call("2013-01-10", kind="contract")
    entries = [call("2013-01-05"), contract, call("2013-03-01")]
    assert derived(CALLED, entries, {"closed_on": None}) == 1


def test_a_contact_without_a_date_is_no_contact_of_1970() -> None:
    assert derived(GAP, [call("2013-03-01"), call("unknown")]) is UNKNOWN
    assert derived(LATE, [call("2013-03-01"), call("unknown")], CLOSED) is UNKNOWN


def test_a_contact_without_a_date_may_belong_to_the_deal_before() -> None:
    deal = {**CLOSED, "previous_closed_on": "2013-01-10"}
    assert derived(CALLED, [call("2013-03-01")], deal) == 1
    assert derived(CALLED, [call("unknown")], deal) is UNKNOWN


def test_an_instant_falls_on_its_day_in_the_time_zone_of_the_policy() -> None:
    late = {**LATE, "until": "deal.closed_at"}
    deal: Data = {**CLOSED, "closed_at": "2013-03-20T02:00:00+08:00"}
    assert derived(late, [call("2013-03-01T10:00")], deal, time_zone="Asia/Shanghai") == 12
    assert derived(late, [call("2013-03-01T10:00")], {**deal, "closed_on": "2013-03-19"}) == 11


def test_no_contact_moves_the_clock_before_its_start() -> None:
    late = {**LATE, "start": "me.known_since"}
    known = {"known_since": "2013-03-10"}
    assert derived(late, [call("2013-03-05")], CLOSED, facts=known) == 3
    assert derived(late, [call("2013-03-11")], CLOSED, facts=known) == 2


def test_a_shorter_grade_restarts_a_longer_one_extends_and_neither_cures() -> None:
    def late(*entries: Data) -> Value:
        return derived(GRADED, list(entries), CLOSED)

    first = call("2013-03-01", grade="A")  # due on the 8th
    assert late(first) == 12
    assert late(first, call("2013-03-05", grade="H", kind="grade")) == 12  # due on the 8th
    assert late(first, call("2013-03-06", grade="H", kind="grade")) == 11  # on the 9th
    assert late(first, call("2013-03-06", grade="B", kind="grade")) == 4  # on the 16th
    assert late(first, call("2013-03-09", grade="B", kind="grade")) == 12  # too late
    assert late(first, call("2013-03-06", grade="unknown", kind="grade")) is UNKNOWN


def test_a_streak_lives_while_no_gap_is_too_long() -> None:
    days = ["2013-02-20", "2013-03-01", "2013-03-08", "2013-03-15"]
    entries = [call(day, grade="A") for day in days]
    assert derived(ALIVE, entries, CLOSED) == day_number("2013-03-01")
    assert derived(ALIVE, entries, {"closed_on": "2013-03-23"}) is ABSENT


def test_without_an_end_nothing_is_told() -> None:
    for entry in (call("2013-03-01", grade="unknown"), call("unknown", grade="A")):
        assert derived(GRADED, [entry]) is ABSENT
        assert derived(ALIVE, [entry]) is ABSENT


@pytest.mark.parametrize(
    "derive_, calls, expected",
    [
        (LAST_GRADE, [("H", True), ("A", "?"), ("H", "?")], UNKNOWN),
        (LAST_GRADE, [("A", "?"), ("H", True), ("H", "?")], "H"),
        (FIRST_GRADE, [(None, True), ("A", "?"), ("H", "?"), ("A", True)], UNKNOWN),
        (FIRST_GRADE, [("A", "?"), (None, True), ("A", "?"), ("A", True)], "A"),
        (FIRST_GRADE, [("H", "?")], UNKNOWN),
        (FIRST_GRADE, [("H", False), ("A", True), ("C", "?")], "A"),
    ],
)
def test_what_may_or_may_not_count_is_tried_both_ways(
    derive_: Data, calls: list[tuple[str | None, object]], expected: Value
) -> None:
    entries = [
        call("2013-03-01", reached=reached, **({"grade": grade} if grade else {}))
        for grade, reached in calls
    ]
    assert derived(derive_, entries) == expected


@pytest.mark.parametrize("reduce, ranks", [("min", (4, 0)), ("max", (-1, 0))])
def test_none_at_all_is_not_the_only_other_extreme(reduce: str, ranks: tuple[int, int]) -> None:
    least: Data = {"reduce": reduce, "of": "rank", "kinds": ["call"], "where": "entry.reached"}
    entries = [call("2013-03-01", rank=rank, reached="?") for rank in ranks]
    assert derived(least, entries, missing=0) is UNKNOWN
    assert derived(least, [*entries, call("2013-03-02", rank=0, reached=True)], missing=0) == 0
    twice: Data = {"reduce": "count", "kinds": ["call"], "where": "entry.reached"}
    assert derived(twice, entries, missing=2) is UNKNOWN


def test_holes_in_the_register_hide_whatever_rests_on_them() -> None:
    entries = [call("2013-03-01", grade="A")]
    assert derived(CALLED, entries, incomplete=["call"]) is UNKNOWN
    assert derived(CALLED, entries, incomplete=["visit"]) == 1
    assert derived(GRADED, entries, CLOSED, incomplete=["visit"]) is UNKNOWN
