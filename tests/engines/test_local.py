"""A million rulings are the same rulings: bulk and single agree, whatever the batches."""

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from evenhand.core.errors import NoVersionInForce
from evenhand.core.policy.load import load_policy
from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.engines import local
from evenhand.engines.disputes import Found
from evenhand.engines.local import Batch, plan_batches
from tests.engines.desk import FIRST, HEADER, MAPPING, Desk
from tests.world import rule, shipped, winners

SHOWROOM = """\
    columns: {customer: customer, who: who, at: at, recorded: recorded, activity: activity,
              grade: grade, reached: reached, on_behalf_of: for}
    facts: {dispute.as_of: 2013-06-01}
    """
BANK = """\
    columns: {customer: customer, who: who, at: at, recorded: recorded, activity: activity}
    never_claim: [nobody]
    facts: {dispute.as_of: 2013-06-01}
    """
COLUMNS = "customer,who,at,recorded,activity,grade,reached,for\n"
KINDS = {
    "showroom": ["reception", "call", "card", "follow_up", "naming", "appeal", "order", "contract"],
    "bank-applications": [
        "lead",
        "completion",
        "offer",
        "follow_up",
        "contract",
        "check",
        "ending",
    ],
}


def _contacts(policy: str, seed: int) -> list[list[str]]:
    """Contacts of some forty customers as they come in, day by day."""
    chance = random.Random(seed)  # seeded, so that a failure can be seen again
    people = ["An", "Bea", "Cas", "Dirk", *(["nobody"] if policy == "bank-applications" else [])]
    rows = []
    for day in range(1, 61):
        for _ in range(6):
            at = f"2013-0{3 + (day - 1) // 30}-{(day - 1) % 30 + 1:02}"
            hour = chance.randrange(8, 18)
            late = chance.random() < 0.1 and (day - 1) % 30 < 28
            recorded = f"{at[:8]}{int(at[8:]) + 1:02}" if late else at
            kind = chance.choice(KINDS[policy])
            grade = chance.choice(["H", "A", "B", "C", ""]) if kind == "reception" else ""
            reached = chance.choice(["true", "false", "unknown"]) if kind == "follow_up" else ""
            behalf = chance.choice(people) if chance.random() < 0.05 else ""
            customer = f"c{chance.randrange(40):02}"
            who = chance.choice(people)
            stamp = f"{recorded}T{hour:02}:30"
            rows.append([customer, who, f"{at}T{hour:02}:00", stamp, kind, grade, reached, behalf])
    return rows


def _dossiers(rows: list[list[str]], policy: str) -> Iterator[tuple[str, str]]:
    """The same contacts as one dossier for each customer, written as a person would."""
    for customer in sorted({row[0] for row in rows}):
        lines = ["dispute: {as_of: 2013-06-01}", "entries:"]
        claimants = set()
        for place, row in enumerate(rows, start=1):
            if row[0] != customer:
                continue
            _, who, at, recorded, kind, grade, reached, behalf = row
            party = behalf or who
            kinds = shipped(policy).versions[-1].kinds
            if kinds[kind].makes_party and party != "nobody":
                claimants.add(party)
            fields = f"who: {who}, kind: {kind}, at: {at}, recorded: {recorded}, sequence: {place}"
            if policy == "showroom":
                fields += f", grade: {grade}" if grade else ""
                fields += f", reached: {reached}" if reached else ""
                fields += f", on_behalf_of: {behalf}" if behalf else ""
            lines.append(f"  - {{{fields}}}")
        if len(claimants) >= 2:
            lines.append(f"claimants: [{', '.join(sorted(claimants))}]")
            yield customer, "\n".join(lines)


@pytest.mark.parametrize("policy,mapping", [("showroom", SHOWROOM), ("bank-applications", BANK)])
@pytest.mark.parametrize("seed", range(4))
def test_bulk_rules_as_one_dossier_after_another(policy: str, mapping: str, seed: int) -> None:
    rows = _contacts(policy, seed)
    if policy != "showroom":
        rows = [[*row[:5], "", "", ""] for row in rows]
    text = COLUMNS + "".join(",".join(row) + "\n" for row in rows)
    bulk = {row["customer"]: row for row in Desk(text, mapping).rulings(shipped(policy))}
    single = dict(_dossiers(rows, policy))
    assert set(bulk) == set(single)
    assert len(bulk) > 30
    for customer, dossier in single.items():
        ruling = rule(shipped(policy), dossier)
        one = bulk[customer]
        assert one["winners"] == winners(ruling), customer
        assert (one["kind"], one["by"]) == (ruling.outcome.kind, ruling.outcome.by), customer
        assert one["provisional"] == ruling.provisional
        referral = ruling.outcome.referral
        assert one["forum"] == (referral.forum if referral and referral.kind == "refer" else None)


@pytest.mark.parametrize("most", [1, 3, 7])
def test_how_disputes_are_batched_changes_no_ruling(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = _contacts("showroom", 5)
    text = COLUMNS + "".join(",".join(row) + "\n" for row in rows)
    whole = Desk(text, SHOWROOM).table(shipped("showroom"))
    monkeypatch.setattr(local, "MOST_DISPUTES", most)
    assert Desk(text, SHOWROOM).table(shipped("showroom")).equals(whole)


def test_a_batch_keeps_to_its_bounds_and_pads_few_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(HEADER + "c,An,2013-03-01,call\nc,Bea,2013-03-01,call\n")
    found = desk.find()
    many = _found(found, [2] * 10 + [3] * 4 + [4] * 4 + [5] * 2 + [50], entries=10)
    monkeypatch.setattr(local, "MOST_DISPUTES", 8)
    assert plan_batches(many) == [
        Batch(0, 8),
        Batch(8, 10),
        Batch(10, 18),
        Batch(18, 20),
        Batch(20, 21),
    ]
    monkeypatch.setattr(local, "MOST_ENTRIES", 25)
    assert plan_batches(many)[0] == Batch(0, 2)
    assert all(len(batch) >= 1 for batch in plan_batches(_found(found, [2] * 3, entries=100)))
    monkeypatch.setattr(local, "MOST_CELLS", 100)
    assert plan_batches(many)[-1] == Batch(20, 21)


def _found(found: Found, claimants: list[int], entries: int) -> Found:
    counts = np.array(claimants, dtype=np.int64)
    return replace(found, claimants=counts, entries=np.full(len(counts), entries, dtype=np.int64))


TWO_VERSIONS = """\
policy: two
title: {en: Two}
versions:
  - &base
    id: old
    effective: {from: 2010-01-01, until: 2013-03-10}
    governing_date: [deal.closed_on]
    articles: {"1": {en: One, authoritative: en}}
    steps: [{id: first, cites: ["1"], prefer: {earliest: me.first_contact}}]
    tie: {refer: negotiation}
    if_none_remain: {pool: true}
    on_missing: proceed
  - id: new
    effective: {from: 2013-03-10}
    governing_date: [deal.closed_on]
    time_zone: Asia/Shanghai
    entries: {kinds: {letter: {label: {en: letter}, contact: true}}}
    articles: {"1": {en: One, authoritative: en}}
    steps: [{id: closer, cites: ["1"], keep: me.signed}]
    tie: {refer: company}
    if_none_remain: {pool: true}
    on_missing: proceed
""".replace("- &base\n    id", "- id")

TWO = load_policy(TWO_VERSIONS, source="two.yaml", catalogue=CATALOGUE)


def _closed(day: str) -> str:
    customer = f"c{day}"
    return f"{customer},An,2013-03-01,call\n{customer},Bea,2013-03-{day},signed\n"


def test_each_dispute_falls_under_the_version_in_force_when_it_closed() -> None:
    rows = _closed("09") + _closed("10") + _closed("11") + "open,An,2013-03-01,call\n"
    rulings = Desk(HEADER + rows + "open,Bea,2013-03-02,call\n", MAPPING).rulings(TWO)
    assert [(row["customer"], row["version"], row["winners"]) for row in rulings] == [
        ("c09", "old", ["An"]),
        ("c10", "new", ["Bea"]),
        ("c11", "new", ["Bea"]),
        ("open", "new", []),
    ]
    assert rulings[3]["forum"] == "company"


def test_a_day_is_the_day_in_the_zone_of_the_version() -> None:
    rows = "c,An,2013-03-01T00:00Z,call\nc,Bea,2013-03-09T20:00Z,signed\n"  # the 10th in Shanghai
    assert Desk(HEADER + rows, MAPPING).rulings(TWO)[0]["version"] == "new"


def test_a_dispute_before_every_version_is_refused_with_its_day() -> None:
    rows = "c,An,2009-03-01,call\nc,Bea,2009-03-09,signed\n"
    with pytest.raises(NoVersionInForce, match=r"in force on 2009-03-09, .* 1 such"):
        Desk(HEADER + rows, MAPPING).rulings(TWO)


def test_one_version_that_is_named_rules_whatever_the_date() -> None:
    rows = "c,An,2009-03-01,call\nc,Bea,2009-03-09,signed\n"
    old = Policy(TWO.id, TWO.title, TWO.sha256, TWO.source, TWO.versions[:1])
    assert Desk(HEADER + rows, MAPPING).rulings(old)[0]["version"] == "old"


def test_kinds_whose_register_has_holes_make_a_ruling_provisional() -> None:
    mapping = MAPPING + "incomplete: [visit]\n"
    rows = "c,An,2013-03-01,call\nc,Bea,2013-03-02,call\n"
    assert Desk(HEADER + rows, mapping).rulings(FIRST)[0]["provisional"] is True
    assert Desk(HEADER + rows, MAPPING).rulings(FIRST)[0]["provisional"] is False
