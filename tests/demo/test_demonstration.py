"""The demonstration's company: the same every time, with a past, and customers in dispute."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction

from evenhand.core.identity.telephone import e164
from evenhand.core.policy.places import Located, locate
from evenhand.core.register.entry import KINDS
from evenhand.core.ruling.ruling import rule_dossier
from evenhand.customers.models import Customer
from evenhand.demo.actions import fill_demonstration
from evenhand.demo.cast import BUSINESSES, CAST, OUTLETS
from evenhand.demo.deeds import Deed
from evenhand.demo.history import ENTRIES, plan
from evenhand.demo.scenarios import Scenario
from evenhand.demo.scenes import SCENARIOS
from evenhand.people.models import Outlet, User
from evenhand.people.roles import Role
from evenhand.policies.models import Adoption
from evenhand.register.models import Entry, Payload
from evenhand.register.proofs import verify_register
from tests.world import shipped

pytestmark = pytest.mark.xdist_group("demonstration")

TIER = {place.name: place.tier for place in OUTLETS}
WORKS_AT = {player.login: player.outlet for player in CAST}
AFTER_MIDNIGHT = datetime(2027, 2, 28, 16, 30, tzinfo=UTC)
"""In Shanghai it is March already, in Hanoi and in London not."""
MOMENTS = [
    pytest.param(AFTER_MIDNIGHT, id="month-end"),
    pytest.param(datetime(2026, 10, 4, 6, 0, tzinfo=UTC), id="holiday"),
    pytest.param(datetime(2028, 1, 1, 10, 0, tzinfo=UTC), id="new-year-on-a-weekend"),
]


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration, filled once for all that is asked of it here."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(AFTER_MIDNIGHT, tick=False),
        transaction.atomic(),
    ):
        fill_demonstration()
        yield
        transaction.set_rollback(True)


def test_forty_people_work_in_four_businesses_under_policies_of_their_own(company: None) -> None:
    assert User.objects.at_work().count() == len(CAST) == 40
    policies = {
        place.name: Adoption.objects.in_force(
            Outlet.objects.get(name=place.name), AFTER_MIDNIGHT.date()
        )
        for place in OUTLETS
    }
    for business in BUSINESSES:
        for place in business.places:
            adoption = policies[place.name]
            assert adoption is not None
            assert adoption.text.policy == business.policy


def test_the_register_is_full_and_verifies(company: None) -> None:
    entries = Entry.objects.count()
    assert entries >= ENTRIES
    assert "all" in str(verify_register().said)
    assert not Entry.objects.filter(recorded_at__gt=AFTER_MIDNIGHT).exists()
    said = Payload.objects.all()
    assert not said.filter(content__has_key="clock").exists()
    assert 0.02 < said.filter(is_late=True).count() / entries < 0.07
    assert said.exclude(corrects=None).count() > 150
    assert said.filter(content__has_key="on_behalf_of").count() > 150
    assert all(
        one.corrects is not None and one.corrects.recorded_at < one.entry.recorded_at
        for one in said.exclude(corrects=None).select_related("corrects", "entry")
    )


def test_customers_can_be_telephoned_and_are_seen_by_their_business_alone(company: None) -> None:
    assert Customer.objects.count() == 2_000
    numbers = [one.telephone for one in Customer.objects.exclude(telephone="")]
    assert len(set(numbers)) == len(numbers) > 1_900
    assert all(e164(number, "CN") == number for number in numbers)
    for player in CAST:
        if Role.salesperson in player.roles or Role.head in player.roles:
            seen = Customer.objects.visible_to(User.objects.get(login=player.login))
            business = next(
                one for one in BUSINESSES if player.outlet in {place.name for place in one.places}
            )
            outlets = {place.name for place in business.places}
            assert set(seen.values_list("outlet__name", flat=True)) <= outlets
            assert seen.exists()


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
