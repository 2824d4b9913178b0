"""What a dossier says is at stake, and what ratio those who share have agreed on."""

from __future__ import annotations

from collections.abc import Mapping

from evenhand.core.money import DECIMALS, Money, NoAmount, read_amount
from evenhand.core.policy.expression import nearest
from evenhand.core.policy.places import Data
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.values import NOT_KNOWN, Key, Values
from evenhand.core.said import said

MOST_PARTS = 10**6
"""Parts of an agreed ratio: percent with four decimals fit."""


def read_stake(values: Values, data: Data) -> dict[str, Money]:
    """`stake: {commission: {amount: 12000.00, currency: CNY}}`; problems go into `values`."""
    if data is None:
        return {}
    if not isinstance(data, dict):
        example = "{commission: {amount: 12000.00, currency: CNY}}"
        values.complain(
            ("stake",),
            said("`stake` says what is at stake"),
            said("e.g. stake: {example}", example=example),
        )
        return {}
    found = {}
    for name, written in data.items():
        at: Key = ("stake", name)
        if name not in values.version.stakes:
            known = list(values.version.stakes)
            hint = nearest(name, known) or said("known: {known}", known=known)
            values.complain(
                at, said("nothing at stake is called {name}", name=name), hint, at_key=True
            )
        elif (money := _money(values, at, written)) is not None:
            found[name] = money
    return in_order(found, values.version)


def in_order(stake: Mapping[str, Money], version: Version) -> dict[str, Money]:
    """In the order of the policy, whatever that of the dossier."""
    return {name: stake[name] for name in version.stakes if name in stake}


def _money(values: Values, at: Key, written: Data) -> Money | None:
    if not isinstance(written, dict) or set(written) != {"amount", "currency"}:
        message = said("{name} is an `amount` and a `currency`", name=at[-1])
        values.complain(at, message, said("e.g. {{amount: 12000.00, currency: CNY}}"))
        return None
    amount, currency = written["amount"], str(written["currency"])
    if currency not in DECIMALS:
        message = said("{currency} is no currency in use", currency=currency)
        values.complain(
            (*at, "currency"), message, said("write its ISO 4217 code, e.g. CNY, USD, VND")
        )
        return None
    where = (*at, "amount")
    if amount is None or amount in NOT_KNOWN:
        message = said("how much is at stake is not known")
        values.complain(where, message, said("leave {name} out until it is", name=at[-1]))
        return None
    if isinstance(amount, bool | dict | list):
        values.complain(where, said("an amount is a number"), said("e.g. 12000 or 12000.50"))
        return None
    try:
        return read_amount(str(amount), currency)
    except NoAmount as error:
        values.complain(where, error.message, error.hint)
        return None


def read_agreed(values: Values, data: Data, names: list[str]) -> Mapping[str, int]:
    """`agreed: {A: 60, B: 40}`, in parts: 3 and 2 is the same; problems go into `values`."""
    if data is None:
        return {}
    if not isinstance(data, dict):
        message = said("`agreed` is the ratio in which they share")
        values.complain(("agreed",), message, said("e.g. agreed: {{A: 60, B: 40}}"))
        return {}
    found: dict[str, int] = {}
    before = len(values.problems)
    for name, parts in data.items():
        at: Key = ("agreed", name)
        if name not in names:
            hint = nearest(name, names) or said("claimants: {names}", names=names)
            values.complain(at, said("{name} is no claimant", name=name), hint, at_key=True)
        elif isinstance(parts, bool) or not isinstance(parts, int) or not 0 <= parts <= MOST_PARTS:
            hint = said("percent, or any ratio such as 3 and 2; 33.5 and 66.5 are 335 and 665")
            message = said(
                "parts are whole numbers from 0 to {most:,}, which {parts} is not",
                most=MOST_PARTS,
                parts=parts,
            )
            values.complain(at, message, hint)
        else:
            found[name] = parts
    if not sum(found.values()) and len(values.problems) == before:
        values.complain(
            ("agreed",), said("nobody is agreed to have anything"), said("leave `agreed` out")
        )
    return found
