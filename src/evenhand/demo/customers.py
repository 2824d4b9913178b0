"""The two thousand customers of the demonstration, before anything has happened with them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from evenhand.demo.cast import BUSINESSES, OUTLETS, cast_of
from evenhand.demo.names import names, numbers
from evenhand.demo.scenarios import Scenario
from evenhand.demo.scenes import SCENARIOS
from evenhand.people.roles import Role

COUNT: Final = {"showroom": 800, "media-agency": 350, "five-step": 450, "rules-of-engagement": 400}
"""How many customers each business has, by its policy."""
_UNREACHABLE: Final = 0.03
"""Of how many no telephone number is known."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer-to-be: `owner` is the login of whoever received them first."""

    number: int
    name: str
    telephone: str
    place: str
    policy: str
    owner: str
    scenario: Scenario | None = None


def buyers(rng: Random) -> list[Buyer]:
    """All of them; of each business those of its scenarios come first."""
    found: list[Buyer] = []
    phones = {
        country: iter(numbers(country, rng, most))
        for country, most in (("CN", 1_300), ("VN", 500), ("GB", 450), ("SG", 450))
    }
    country_of = {place.name: place.country for place in OUTLETS}
    for business in BUSINESSES:
        scripted = SCENARIOS[business.policy]
        sellers = [one for one in cast_of(business) if Role.salesperson in one.roles]
        told = [(one.customer, one.place, one.people[0], one) for one in scripted]
        drawn = names(business.policy, rng, COUNT[business.policy] - len(scripted))
        others = [
            (name, seller.outlet, seller.login, None)
            for name, seller in zip(drawn, rng.choices(sellers, k=len(drawn)), strict=True)
        ]
        for name, place, owner, scenario in [*told, *others]:
            telephone = next(phones[country_of[place]])
            if scenario is None and rng.random() < _UNREACHABLE:
                telephone = ""
            found.append(
                Buyer(len(found), name, telephone, place, business.policy, owner, scenario)
            )
    return found
