"""The company of the demonstration: its people, its register, and who sees whose customers."""

from datetime import UTC, datetime

import pytest
import time_machine

from evenhand.core.identity.telephone import e164
from evenhand.customers.models import Customer
from evenhand.demo.actions import fill_demonstration
from evenhand.demo.cast import BUSINESSES, CAST, OUTLETS
from evenhand.demo.history import ENTRIES
from evenhand.people.models import Outlet, User
from evenhand.people.roles import Role
from evenhand.policies.models import Adoption
from evenhand.register.models import Entry, Payload
from evenhand.register.proofs import verify_register

AFTER_MIDNIGHT = datetime(2027, 2, 28, 16, 30, tzinfo=UTC)
"""In Shanghai it is March already, in Hanoi and in London not."""


@pytest.mark.django_db
def test_the_demonstration_is_filled_at_any_moment() -> None:
    """All of it in one test: it is filled once, which takes seconds."""
    with time_machine.travel(AFTER_MIDNIGHT, tick=False):
        fill_demonstration()
        forty_people_work_in_four_businesses_under_policies_of_their_own()
        the_register_is_full_and_verifies()
        customers_can_be_telephoned_and_are_seen_by_their_business_alone()


def forty_people_work_in_four_businesses_under_policies_of_their_own() -> None:
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


def the_register_is_full_and_verifies() -> None:
    entries = Entry.objects.count()
    assert entries >= ENTRIES
    assert verify_register().flaw is None
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


def customers_can_be_telephoned_and_are_seen_by_their_business_alone() -> None:
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
