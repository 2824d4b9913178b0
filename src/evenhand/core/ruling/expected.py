"""What an example expects of remedies, compared with what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from evenhand.core.money import Money
from evenhand.core.policy import schema
from evenhand.core.ruling.cases import TRUE
from evenhand.core.ruling.orders import (
    Compensated,
    Order,
    Portion,
    RemedyFound,
    RoleTaken,
    Sharing,
    TooMany,
    Transfer,
)
from evenhand.core.said import said

Names = tuple[str, ...]
Kind = TypeVar("Kind", bound=Order)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected; None: there is no such thing."""

    what: str
    expected: object
    found: object


def differing(
    expected: Mapping[str, schema.ExpectedRemedy], found: Iterable[RemedyFound], names: Names
) -> Iterator[Difference]:
    """What differs of what is named; `names` are the ids of the claimants by slot."""
    by_id = {one.id: one for one in found}
    for name, wanted in expected.items():
        one = by_id.get(name)
        applies = False if one is None else True if one.truth == TRUE else "maybe"
        if applies != wanted.applies:
            yield Difference(said("remedy {name} applies", name=name), wanted.applies, applies)
        elif one is not None:
            for part, value in _told(one.orders, names).items():
                asked = _asked(wanted, part)
                if asked is not None and asked != value:
                    yield Difference(
                        said("{part} of remedy {name}", part=part, name=name), asked, value
                    )


def _told(orders: tuple[Order, ...], names: Names) -> dict[str, object]:
    """What the orders of one remedy say, under the names that an example has for it."""
    transfer, sharing = _only(Transfer, orders), _only(Sharing, orders)
    paid, too_many = _only(Compensated, orders), _only(TooMany, orders)
    roles = [one for one in orders if isinstance(one, RoleTaken)]
    shares, amounts = None, None
    if sharing is not None and not sharing.open:
        people = [names[slot] for slot in sharing.people]
        parts = (Decimal(one).scaleb(-2) for one in sharing.percent)
        shares = dict(zip(people, parts, strict=True))
        amounts = _amounts(sharing.portions, people)
    cut = [one.cut for one in (sharing, paid) if one is not None]
    return {
        "to": sorted(names[slot] for slot in transfer.to) if transfer else None,
        "from": sorted(names[slot] for slot in transfer.from_) if transfer else None,
        "shares": shares,
        "amounts": amounts,
        "open": sharing.open if sharing else None,
        "roles": {one.name: sorted(names[slot] for slot in one.people) for one in roles},
        "paid": _amounts(paid.portions, [names[slot] for slot in paid.people]) if paid else None,
        "cut": any(cut) if cut else None,
        "forum": too_many.referral.forum if too_many else None,
    }


def _only(kind: type[Kind], orders: tuple[Order, ...]) -> Kind | None:
    return next((one for one in orders if isinstance(one, kind)), None)


def _amounts(portions: tuple[Portion, ...], people: list[str]) -> dict[str, dict[str, Decimal]]:
    return {
        portion.stake: {
            name: Decimal(Money(amount, portion.whole.currency).plain())
            for name, amount in zip(people, portion.amounts, strict=True)
        }
        for portion in portions
    }


def _asked(wanted: schema.ExpectedRemedy, part: str) -> object:
    """What an example expects of one part, in the form of `_told`; None if it is not named."""
    value = wanted.from_ if part == "from" else getattr(wanted, part)
    if isinstance(value, tuple):
        return sorted(value)
    if not isinstance(value, dict):
        return value
    if part == "roles":
        return {name: sorted(people) for name, people in value.items()}
    if part == "shares":
        return _numbers(value)
    return {stake: _numbers(by_person) for stake, by_person in value.items()}


def _numbers(written: Mapping[str, int | str]) -> dict[str, Decimal]:
    return {name: Decimal(str(number)) for name, number in written.items()}
