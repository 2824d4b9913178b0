"""What the demonstration makes up: the same every time, until now, decided as scenarios say."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from evenhand.core.policy.places import Located, locate
from evenhand.core.register.entry import KINDS
from evenhand.core.ruling.ruling import rule_dossier
from evenhand.demo.cast import CAST, OUTLETS
from evenhand.demo.deeds import Deed
from evenhand.demo.history import ENTRIES, plan
from evenhand.demo.scenarios import Scenario
from evenhand.demo.scenes import SCENARIOS
from tests.world import shipped

TIER = {place.name: place.tier for place in OUTLETS}
WORKS_AT = {player.login: player.outlet for player in CAST}
MOMENTS = [
    pytest.param(datetime(2027, 2, 28, 16, 30, tzinfo=UTC), id="month-end-in-shanghai-alone"),
    pytest.param(datetime(2026, 10, 4, 6, 0, tzinfo=UTC), id="holiday"),
    pytest.param(datetime(2028, 1, 1, 10, 0, tzinfo=UTC), id="new-year-on-a-weekend"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("now", MOMENTS)
def test_a_past_is_the_same_every_time_and_ends_now(now: datetime) -> None:
    past, again, later = plan(now), plan(now), plan(now + timedelta(minutes=20))
    assert list(map(told, past.deeds)) == list(map(told, again.deeds))
    assert list(map(told, later.deeds))[: len(past.deeds)] == list(map(told, past.deeds))
    assert len(past.buyers) == 2_000
    assert len(past.deeds) >= ENTRIES
    assert all(deed.at <= deed.recorded <= now for deed in past.deeds)
    assert past.deeds[0].at > now - timedelta(days=152)
    claim: dict[int, set[str]] = defaultdict(set)
    for deed in past.deeds:
        if KINDS[deed.kind].makes_party:
            claim[deed.buyer.number].add(deed.behalf or deed.who)
    contested = {number for number, people in claim.items() if len(people) > 1}
    assert contested == {buyer.number for buyer in past.buyers if buyer.scenario}


@pytest.mark.django_db
@pytest.mark.parametrize("now", MOMENTS)
def test_each_shared_customer_is_decided_as_its_scenario_says(now: datetime) -> None:
    deeds: dict[int, list[Deed]] = defaultdict(list)
    past = plan(now)
    for deed in past.deeds:
        deeds[deed.buyer.number].append(deed)
    for buyer in past.buyers:
        if buyer.scenario:
            ruling = rule_dossier(
                shipped(buyer.policy), dossier(buyer.scenario, deeds[buyer.number], now)
            )
            outcome, claimants = ruling.outcome, ruling.dossier.claimants
            assert (outcome.by, {claimants[slot] for slot in outcome.winners}) == (
                buyer.scenario.by,
                set(buyer.scenario.winners),
            ), buyer.scenario.name


def test_every_business_has_customers_who_are_decided_by_different_steps() -> None:
    assert sum(map(len, SCENARIOS.values())) == 40
    for scenarios in SCENARIOS.values():
        assert len(scenarios) >= 8
        assert len({one.by for one in scenarios}) >= 6


def told(deed: Deed) -> tuple[object, ...]:
    return (deed.buyer.name, deed.buyer.telephone, *written(deed).values())


def written(deed: Deed) -> dict[str, Any]:
    """A deed as a dossier has it."""
    entry = {
        "who": deed.who,
        "kind": deed.kind,
        "at": deed.at.replace(tzinfo=None).isoformat(),
        "recorded": deed.recorded.replace(tzinfo=None).isoformat(),
    }
    if deed.kind == "correction":
        return entry | {"field": deed.fields["field"]}
    return entry | ({"on_behalf_of": deed.behalf} if deed.behalf else {}) | dict(deed.fields)


def dossier(scenario: Scenario, deeds: list[Deed], now: datetime) -> Located:
    """What is on record of a customer, with what no entry tells."""
    zone = deeds[0].at.tzinfo
    today = now.astimezone(zone).date()

    def given(facts: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: (today - timedelta(days=value)).isoformat() if name.endswith("_since") else value
            for name, value in facts.items()
        }

    entries = [
        {"id": str(place), **written(deed)}
        | ({"corrects": str(deeds.index(deed.corrects))} if deed.corrects else {})
        for place, deed in enumerate(deeds)
    ]
    whole = {
        "time_zone": str(zone),
        "claimants": {
            who: {"outlet_tier": TIER[WORKS_AT[who]]} | given(scenario.facts.get(who, {}))
            for who in scenario.people
        },
        "dispute": {"as_of": today.isoformat(), **scenario.dispute},
        "entries": entries,
    }
    return locate(json.dumps(whole, ensure_ascii=False), scenario.name)
