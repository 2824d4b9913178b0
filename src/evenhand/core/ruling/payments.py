"""Compensation in money: what those who lost are paid, never more than one who won has left."""

from __future__ import annotations

from collections.abc import Mapping

from evenhand.core.money import Money
from evenhand.core.policy import schema
from evenhand.core.ruling.orders import FIXED, Compensated, Portion
from evenhand.core.ruling.shares import WHOLE, apportion, compensated, equal, most_payable
from evenhand.core.types import Text

Slots = tuple[int, ...]


def paid_out(
    stake: Mapping[str, Money],
    pay: schema.Compensation,
    winners: Slots,
    others: Slots,
    in_kind: Text = Text(),  # noqa: B008 - a frozen value
) -> Compensated:
    """What the others are paid together, equally."""
    if pay.percent is None:
        assert pay.amount is not None
        assert pay.currency is not None
        return _fixed(stake, Money(pay.amount, pay.currency), winners, others, in_kind)
    weights, cut = compensated(len(winners), len(others), pay.percent)
    first = len(winners)
    portions = []
    for name, money in at_stake(stake, pay.of):
        amounts = apportion(money.amount, weights)
        portions.append(Portion(name, money, amounts[first:], sum(amounts[:first])))
    percent = apportion(WHOLE, weights)[first:]
    return Compensated(others, winners, in_kind, percent, pay.of, tuple(portions), cut)


def _fixed(
    stake: Mapping[str, Money], pay: Money, winners: Slots, others: Slots, in_kind: Text
) -> Compensated:
    """A fixed amount, cut to what leaves every winner as much, where that can be seen."""
    weights = equal(len(others))
    comparable = [one.amount for one in stake.values() if one.currency == pay.currency]
    if not comparable:
        portion = Portion(FIXED, pay, apportion(pay.amount, weights))
        return Compensated(others, winners, in_kind, portions=(portion,), compared=False)
    whole = sum(comparable)
    paid = min(pay.amount, most_payable(whole, len(winners), len(others)))
    amounts = apportion(paid, weights)
    portion = Portion(FIXED, Money(whole, pay.currency), amounts, whole - paid)
    return Compensated(others, winners, in_kind, portions=(portion,), cut=paid < pay.amount)


def at_stake(stake: Mapping[str, Money], of: tuple[str, ...]) -> list[tuple[str, Money]]:
    """What is at stake of what is named; nothing named: all of it, in the dossier's order."""
    return [(name, money) for name, money in stake.items() if not of or name in of]
