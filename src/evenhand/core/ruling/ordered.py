"""Orders as data in no language: people by id, money in minor units, reasons as codes."""

from __future__ import annotations

from evenhand.core.money import Money
from evenhand.core.policy.versions import Otherwise
from evenhand.core.ruling.canonical import Json
from evenhand.core.ruling.orders import (
    Compensated,
    GoesFirst,
    Note,
    Order,
    Portion,
    RoleTaken,
    Sharing,
    TooMany,
    Transfer,
)

Names = tuple[str, ...]
Slots = tuple[int, ...]


def money_told(money: Money) -> Json:
    """An amount in minor units."""
    return {"amount": money.amount, "currency": money.currency}


def order_told(order: Order, names: Names) -> dict[str, Json]:
    """One order; `names` are the ids of the claimants by slot."""
    match order:
        case Transfer(to, from_):
            return {"order": "transfer", "to": _named(to, names), "from": _named(from_, names)}
        case GoesFirst(people):
            return {"order": "priority", "claimants": _named(people, names)}
        case RoleTaken(name, _, people, between):
            who, among = _named(people, names), _named(between, names)
            return {"order": "role", "role": name, "claimants": who, "between": among}
        case Sharing():
            return _sharing(order, names)
        case Compensated():
            return _compensated(order, names)
        case TooMany(people, at_most, referral):
            who = _named(people, names)
            told = _referral(referral)
            return {"order": "refer", "claimants": who, "at_most": at_most, **told}
        case Note():
            return {"order": "note"}


def _sharing(order: Sharing, names: Names) -> dict[str, Json]:
    return {
        "order": "share",
        "claimants": _named(order.people, names),
        "of": [*order.of],
        "shares": _by_person(order.people, order.percent, names),
        "amounts": [_portion(one, order.people, names) for one in order.portions],
        "open": order.open or None,
        "cut": order.cut,
    }


def _compensated(order: Compensated, names: Names) -> dict[str, Json]:
    return {
        "order": "compensate",
        "claimants": _named(order.people, names),
        "by": _named(order.winners, names),
        "in_kind": bool(order.in_kind),
        "of": [*order.of],
        "shares": _by_person(order.people, order.percent, names),
        "amounts": [_portion(one, order.people, names) for one in order.portions],
        "cut": order.cut,
        "compared": order.compared,
    }


def _portion(portion: Portion, people: Slots, names: Names) -> dict[str, Json]:
    return {
        "stake": portion.stake,
        "whole": portion.whole.amount,
        "currency": portion.whole.currency,
        "amounts": _by_person(people, portion.amounts, names),
        "rest": portion.rest,
    }


def _by_person(people: Slots, numbers: tuple[int, ...], names: Names) -> Json:
    """A number for each person, in their order; nothing where none are told."""
    if not numbers:
        return None
    return {names[slot]: number for slot, number in zip(people, numbers, strict=True)}


def _referral(referral: Otherwise) -> dict[str, Json]:
    within = referral.within.text if referral.within else None
    return {"forum": referral.forum, "within": within, "then": referral.then or None}


def _named(slots: Slots, names: Names) -> list[Json]:
    return [names[slot] for slot in slots]
