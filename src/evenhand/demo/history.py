"""The register of the demonstration: twenty thousand entries of a hundred and fifty days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from random import Random
from typing import Final

from evenhand.customers.actions import Newcomer, add_customers
from evenhand.customers.models import Customer
from evenhand.demo.customers import Buyer, buyers
from evenhand.demo.deeds import Deed, scripted
from evenhand.demo.stories import Teller, corrected
from evenhand.demo.working import workplaces
from evenhand.people.models import Outlet, User
from evenhand.register.actions import Recorded, append_history, make_checkpoint
from evenhand.register.drafts import Draft

ENTRIES: Final = 20_000
"""How many there are before today's."""
CORRECTED: Final = 200
_SEED: Final = 20121123
_SHORTEST: Final = 2
_KNOWN: Final = 0.2
"""How many customers were known before, compared with those who came since."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is to be written: customers, and what was done in the order in which it is recorded."""

    buyers: Sequence[Buyer]
    deeds: Sequence[Deed]


def plan(now: datetime) -> Past:
    """Everything that has been recorded until a moment: the same for the same moment."""
    rng, where = Random(_SEED), workplaces(now)  # noqa: S311 - nothing is kept secret by it
    everybody = buyers(rng)
    told = [deed for one in everybody for deed in scripted(one, where[one.place])]
    others = [one for one in everybody if one.scenario is None]
    teller = Teller(rng, where)
    begins = [_begun(rng) for _ in others]
    lengths = _lengths(rng, begins, ENTRIES - CORRECTED - len(told))
    stories = [
        deed
        for one, begun, length in zip(others, begins, lengths, strict=True)
        for deed in teller.tell(one, begun, length)
    ]
    told += stories + corrected(stories, where, rng, CORRECTED)
    told += [deed for deed in teller.today(others) if deed.recorded <= now]
    return Past(everybody, sorted(told, key=lambda deed: deed.recorded))


def _begun(rng: Random) -> float:
    """After which share of the days a story begins: those known before, soon."""
    begun = rng.uniform(-_KNOWN, 1)
    return begun if begun > 0 else -begun / 3


def _lengths(rng: Random, begins: Sequence[float], total: int) -> list[int]:
    """How many deeds each story has, so many in all: the more, the earlier it begins."""
    weights = [(rng.random() + 0.1) * (1 - begun) for begun in begins]
    room = total - len(begins) * _SHORTEST
    ends, reached, whole = [0], 0.0, sum(weights)
    for weight in weights:
        reached += weight
        ends.append(round(room * reached / whole))
    return [_SHORTEST + after - before for before, after in pairwise(ends)]


def fill_history(now: datetime) -> int:
    """Write customers and entries, and sign what stands then. Gives how many entries."""
    past = plan(now)
    people = {user.login: user for user in User.objects.at_work()}
    outlets = {outlet.name: outlet for outlet in Outlet.objects.all()}
    customers = _customers(past, people, outlets)
    places = {id(deed): place for place, deed in enumerate(past.deeds, start=1)}
    written = append_history(
        [
            Recorded(
                _draft(deed, customers[deed.buyer.number], people, outlets, places),
                people[deed.by or deed.who],
                deed.recorded.astimezone(UTC),
            )
            for deed in past.deeds
        ],
        now=now,
    )
    make_checkpoint(now)
    return written


def _customers(
    past: Past, people: Mapping[str, User], outlets: Mapping[str, Outlet]
) -> Sequence[Customer]:
    began: dict[int, Deed] = {}
    for deed in past.deeds:
        began.setdefault(deed.buyer.number, deed)
    return add_customers(
        [
            Newcomer(
                one.name,
                one.telephone,
                outlets[one.place],
                people[one.owner],
                began[one.number].recorded,
            )
            for one in past.buyers
        ]
    )


def _draft(
    deed: Deed,
    customer: Customer,
    people: Mapping[str, User],
    outlets: Mapping[str, Outlet],
    places: Mapping[int, int],
) -> Draft:
    outlet = outlets[deed.place]
    return Draft(
        kind=deed.kind,
        customer=customer.public_id,
        who=people[deed.who].public_id,
        outlet=outlet.public_id,
        zone=deed.at.tzinfo or outlet.zone,
        occurred_at=deed.at.astimezone(UTC),
        on_behalf_of=people[deed.behalf].public_id if deed.behalf else "",
        corrects=places[id(deed.corrects)] if deed.corrects else None,
        note=deed.note,
        fields=dict(deed.fields),
    )
