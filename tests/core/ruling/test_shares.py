"""Shares and payments: they sum to the unit, keep floors, and never pay a loser more."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.core.money import DECIMALS, LIMIT, Money, NoAmount, read_amount
from evenhand.core.policy.schema import Compensation
from evenhand.core.ruling.payments import paid_out
from evenhand.core.ruling.shares import (
    WHOLE,
    Weights,
    apportion,
    by_points,
    by_rank,
    compensated,
    equal,
    in_two,
    most_payable,
    with_floor,
)

AMOUNTS = st.one_of(st.integers(0, 20), st.integers(0, LIMIT))
POINTS = st.lists(st.integers(-9, 30), min_size=1, max_size=6)
PEOPLE = st.integers(1, 6)


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    """Any way of sharing."""
    points = draw(POINTS)
    floor = draw(st.integers(0, 100 // len(points)))
    firsts, others = draw(PEOPLE), draw(PEOPLE)
    percent = draw(st.integers(1, 50))
    return draw(
        st.sampled_from(
            [
                equal(len(points)),
                by_points(points),
                with_floor(by_points(points), floor),
                in_two(firsts, others, percent),
                compensated(firsts, others, percent)[0],
                tuple(Fraction(max(0, one) + 1, 7) for one in points),
            ]
        )
    )


@given(AMOUNTS, weights())
def test_units_sum_to_the_whole_and_nobody_is_a_unit_off(total: int, parts: Weights) -> None:
    units = apportion(total, parts)
    assert sum(units) == total
    for got, weight in zip(units, parts, strict=True):
        assert abs(got - total * weight / sum(parts)) < 1


@given(AMOUNTS, weights())
def test_one_unit_more_at_stake_costs_nobody_more_than_a_unit(total: int, parts: Weights) -> None:
    before, after = apportion(total, parts), apportion(total + 1, parts)
    loss = [old - new for old, new in zip(before, after, strict=True)]
    assert max(loss) <= 1
    if len(parts) <= 2 or len(set(parts)) == 1:
        assert max(loss) <= 0


def test_with_three_unequal_parts_a_unit_may_wander() -> None:
    """Why the claim above is no stronger: largest remainder is not monotone in the whole."""
    parts = by_points([6, 6, 2])
    assert apportion(10, parts) == (4, 4, 2)
    assert apportion(11, parts) == (5, 5, 1)


@given(AMOUNTS, weights(), st.randoms(use_true_random=False))
def test_the_order_of_people_moves_one_unit_at_most(
    total: int, parts: Weights, chance: random.Random
) -> None:
    order = list(range(len(parts)))
    chance.shuffle(order)
    here = apportion(total, parts)
    there = apportion(total, [parts[place] for place in order])
    for place, original in enumerate(order):
        assert abs(there[place] - here[original]) <= 1
    if len(set(parts)) == len(parts) and len({total * one % 1 for one in parts}) == len(parts):
        assert [here[place] for place in order] == list(there)


@given(AMOUNTS, weights())
def test_who_has_the_larger_part_never_gets_less_if_named_first(total: int, parts: Weights) -> None:
    order = sorted(parts, reverse=True)
    units = apportion(total, order)
    assert list(units) == sorted(units, reverse=True)


@given(POINTS, st.data())
def test_a_floor_is_kept_by_everybody_and_in_every_amount(
    points: list[int], data: st.DataObject
) -> None:
    floor = data.draw(st.integers(0, 100 // len(points)))
    total = data.draw(AMOUNTS)
    parts = with_floor(by_points(points), floor)
    assert sum(parts) == 1
    assert min(parts) >= Fraction(floor, 100)
    assert min(apportion(WHOLE, parts)) >= floor * 100
    assert min(apportion(total, parts)) >= total * floor // 100


@given(POINTS)
def test_more_points_are_never_a_smaller_part(points: list[int]) -> None:
    parts = with_floor(by_points(points), 100 // len(points) // 2)
    ranked = sorted(zip(points, parts, strict=True))
    assert [part for _, part in ranked] == sorted(parts)


def test_points_below_nought_count_as_nought_and_all_at_nought_share_equally() -> None:
    assert [*by_points([-3, 4, 0])] == [0, 1, 0]
    assert by_points([-3, 0]) == equal(2)


def test_equal_ranks_have_equal_parts_and_missing_places_are_made_up_for() -> None:
    assert by_rank([50, 30, 20], [1, 1, 2]) == (Fraction(2, 5), Fraction(2, 5), Fraction(1, 5))
    assert by_rank([50, 30, 20], [1, 2, 2]) == (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))
    assert by_rank([50, 30, 20], [1, 2]) == (Fraction(5, 8), Fraction(3, 8))


@given(PEOPLE, PEOPLE, AMOUNTS, st.integers(1, 50))
def test_a_percentage_never_pays_a_loser_more_than_a_winner(
    firsts: int, others: int, stake: int, percent: int
) -> None:
    parts, cut = compensated(firsts, others, percent)
    units = apportion(stake, parts)
    assert max(units[firsts:]) <= min(units[:firsts])
    assert cut is (Fraction(percent, others) > Fraction(100 - percent, firsts))


@given(st.integers(0, 60), st.integers(1, 4), st.integers(1, 4))
def test_the_most_payable_is_the_most_that_leaves_no_winner_less(
    stake: int, winners: int, others: int
) -> None:
    def fair(paid: int) -> bool:
        left = apportion(stake - paid, equal(winners))
        return max(apportion(paid, equal(others))) <= min(left)

    assert most_payable(stake, winners, others) == max(
        paid for paid in range(stake + 1) if fair(paid)
    )


@given(AMOUNTS, st.integers(1, 10**12), PEOPLE, PEOPLE)
def test_a_fixed_amount_is_cut_where_the_stake_cannot_bear_it(
    stake: int, amount: int, firsts: int, others: int
) -> None:
    winners, losers = tuple(range(firsts)), tuple(range(firsts, firsts + others))
    pay = Compensation(amount=amount, currency="CNY")
    found = paid_out({"commission": Money(stake, "CNY")}, pay, winners, losers)
    (portion,) = found.portions
    assert sum(portion.amounts) + portion.rest == stake
    assert max(portion.amounts) <= portion.rest // firsts
    assert found.cut is (sum(portion.amounts) < amount)
    assert sum(portion.amounts) == min(amount, most_payable(stake, firsts, others))


def test_a_fixed_amount_in_a_currency_nothing_is_at_stake_in_is_told_as_not_compared() -> None:
    pay = Compensation(amount=500, currency="CNY")
    found = paid_out({"commission": Money(10, "VND")}, pay, (0,), (1, 2))
    assert not found.compared
    assert found.portions[0].amounts == (250, 250)


# Money


@pytest.mark.parametrize(
    "text,currency,amount",
    [
        ("12000.50", "CNY", 1200050), ("12000", "CNY", 1200000), ("7", "VND", 7), ("0", "JPY", 0),
        ("0.005", "BHD", 5), ("1.50000", "USD", 150), ("7.00", "VND", 7), ("0.0001", "CLF", 1),
        ("10000000000000.00", "CNY", LIMIT),
    ],
)  # fmt: skip
def test_an_amount_is_read_to_the_minor_unit(text: str, currency: str, amount: int) -> None:
    assert read_amount(text, currency) == Money(amount, currency)


@pytest.mark.parametrize(
    "text,currency,message",
    [
        ("12,000", "CNY", "is not an amount"), ("1e4", "CNY", "is not an amount"),
        ("nan", "CNY", "is not an amount"), ("-1", "CNY", "negative"), ("", "CNY", "is not"),
        ("1.005", "CNY", "more decimals than CNY, which has 2"), ("٣", "CNY", "is not an amount"),
        ("0.5", "VND", "more decimals than VND, which has none"), ("1.", "CNY", "is not an amount"),
        ("10000000000000.01", "CNY", "larger"), ("9" * 400, "CNY", "larger"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_the_reason(
    text: str, currency: str, message: str
) -> None:
    with pytest.raises(NoAmount, match=message):
        read_amount(text, currency)


@given(st.integers(0, LIMIT), st.sampled_from(sorted(DECIMALS)))
def test_an_amount_comes_back_as_it_was_written(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert read_amount(money.plain(), currency) == money
