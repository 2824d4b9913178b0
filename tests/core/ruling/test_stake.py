"""What a dossier says is at stake, and what was agreed: exact, or refused at its place."""

import pytest

from evenhand.core.errors import DossierRefused
from evenhand.core.money import Money
from evenhand.core.policy.places import locate
from evenhand.core.ruling.dossier import Dossier, read_dossier
from tests.world import policy

UNDER = policy(
    "- {id: k, cites: ['1'], keep: me.signed}",
    "stakes: {spiff: {label: {en: spiff}}}\n",
).versions[0]


def read(rest: str) -> Dossier:
    return read_dossier(locate("claimants: {A: {}, B: {}}\n" + rest, "d.yaml"), UNDER)


def test_amounts_are_minor_units_in_the_order_of_the_policy() -> None:
    dossier = read(
        'stake: {spiff: {amount: 5, currency: VND}, commission: {amount: "12000.5", currency: CNY}}'
    )
    assert list(dossier.stake.items()) == [
        ("commission", Money(1200050, "CNY")),
        ("spiff", Money(5, "VND")),
    ]


def test_nothing_at_stake_and_nothing_agreed_may_be_left_out() -> None:
    assert (read("").stake, read("").agreed) == ({}, {})
    assert (read("stake:\nagreed:").stake, read("agreed: {A: 0, B: 3}").agreed) == (
        {},
        {"A": 0, "B": 3},
    )


@pytest.mark.parametrize(
    "rest,place,message",
    [
        ("stake: {commission: {amount: 1.2e4, currency: CNY}}", (2, 30), "1.2e4 is not an amount"),
        ("stake: {commission: {amount: '12,000', currency: CNY}}", (2, 30), "is not an amount"),
        ("stake: {commission: {amount: 0.001, currency: CNY}}", (2, 30), "more decimals than CNY"),
        ("stake: {commission: {amount: 1.5, currency: VND}}", (2, 30), "VND, which has none"),
        ("stake: {commission: {amount: -1, currency: CNY}}", (2, 30), "-1 is negative"),
        ("stake: {commission: {amount: 10000000000001, currency: CNY}}", (2, 30), "is larger than"),
        ("stake: {commission: {amount: unknown, currency: CNY}}", (2, 30), "is not known"),
        ("stake: {commission: {amount: true, currency: CNY}}", (2, 30), "an amount is a number"),
        ("stake: {commission: {amount: 1, currency: RMB}}", (2, 43), "RMB is no currency in use"),
        ("stake: {commission: {amount: 1}}", (2, 21), "an `amount` and a `currency`"),
        ("stake: {commission: 12}", (2, 21), "an `amount` and a `currency`"),
        ("stake: {comission: {amount: 1, currency: CNY}}", (2, 9), "nothing at stake is called"),
        ("stake: 12", (2, 8), "`stake` says what is at stake"),
        ("agreed: {A: 60.5, B: 39.5}", (2, 13), "parts are whole numbers"),
        ("agreed: {A: -1, B: 2}", (2, 13), "parts are whole numbers"),
        ("agreed: {A: 1000001, B: 2}", (2, 13), "parts are whole numbers"),
        ("agreed: {A: 60, C: 40}", (2, 17), "C is no claimant"),
        ("agreed: {A: 0, B: 0}", (2, 9), "nobody is agreed to have anything"),
        ("agreed: half", (2, 9), "the ratio in which they share"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    rest: str, place: tuple[int, int], message: str
) -> None:
    with pytest.raises(DossierRefused) as refused:
        read(rest)
    problem = refused.value.problems[0]
    assert (problem.line, problem.column) == place
    assert message in problem.message


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(DossierRefused) as refused:
        read("stake: {commission: {amount: x, currency: CNY}, bonus: {amount: 1, currency: X}}\n"
             "agreed: {A: 1.5}")  # fmt: skip
    assert len(refused.value.problems) == 3
