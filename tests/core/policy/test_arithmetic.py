"""Multiplying, dividing, and lists of constants: never a failure while a dispute is ruled."""

from __future__ import annotations

from itertools import product

import pytest

from evenhand.core.policy.expression import FACT_LIMIT, check
from evenhand.core.policy.tree import In, Literal
from evenhand.core.types import Type
from tests.core.policy.refusals import is_accepted, the_complaint
from tests.core.policy.situations import NAMES, UNKNOWN, Answer, Situation, ask, ask_one

MOST = 2**63 - 1
LEAST = -(2**63)

# Products


@pytest.mark.parametrize(
    "text, value",
    [
        ("7 * 3", 21),
        ("-7 * 3", -21),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("2 * 3 - 4 * 5", -14),
        ("20 / 3 * 3", 18),
        ("20 * 3 / 7 % 5", 3),
        ("100 - 10 / 2 - 3", 92),
        ("-(7 * 3)", -21),
        ("2 * -3", -6),
        ("7 / 2", 3),
        ("-7 / 2", -3),
        ("7 / -2", -3),
        ("-7 / -2", 3),
        ("7 % 3", 1),
        ("-7 % 3", -1),
        ("7 % -3", 1),
        ("-7 % -3", -1),
        ("6 % 3", 0),
        ("0 / 5", 0),
        (f"{MOST} / 1", MOST),
        (f"{LEAST} / 1", LEAST),
        (f"{LEAST} / 2", LEAST // 2),
        (f"{LEAST} % 2", 0),
        (f"{MOST} % 10", 7),
        (f"{LEAST} % 10", -8),
        (f"{MOST} / -1", -MOST),
        ("3037000499 * 3037000499", 3037000499**2),
        ("params.limit * params.limit / params.limit", 7),
    ],
)
def test_products_and_quotients_are_those_of_the_specification(text: str, value: int) -> None:
    assert ask_one(text) == value


def test_a_quotient_is_cut_off_towards_zero_and_a_rest_has_the_sign_of_what_is_divided() -> None:
    numbers = (*range(-20, 21), FACT_LIMIT, -FACT_LIMIT, FACT_LIMIT - 1)
    situations = [Situation([{"int": number}]) for number in numbers]
    for divisor in (1, 2, 3, 7, -1, -2, -3, FACT_LIMIT, MOST, LEAST):
        quotients = ask(f"me.int / {divisor}", *situations)
        rests = ask(f"me.int % {divisor}", *situations)
        for number, [quotient], [rest] in zip(numbers, quotients, rests, strict=True):
            size = abs(number) // abs(divisor)
            exact = size if (number < 0) is (divisor < 0) else -size
            assert (quotient, rest) == (exact, number - exact * divisor)


@pytest.mark.parametrize(
    "text", ["me.int * deal.int", "me.int * (me.flag ? 1 : 2)", "me.int * others.size()"]
)
def test_two_facts_are_not_multiplied(text: str) -> None:
    complaint = the_complaint(text)
    assert complaint.message == "two facts cannot be multiplied"
    assert complaint.hint == "one side is an integer or a param"


@pytest.mark.parametrize("operator", ["/", "%"])
@pytest.mark.parametrize(
    "divisor",
    ["me.int_2", "(me.flag ? 1 : 2)", "claimants.size()", "(me.int - me.int)", "tables.of_deal"],
)
def test_nothing_is_divided_by_what_depends_on_facts(operator: str, divisor: str) -> None:
    message = the_complaint(f"me.int {operator} {divisor}").message
    assert message == f"right of `{operator}` stands an integer or a param"


@pytest.mark.parametrize("operator", ["/", "%"])
@pytest.mark.parametrize(
    "divisor", ["0", "-0", "(params.limit - 7)", "0x0", "(1 / 2)", "(4 % 2)", "[].size()"]
)
def test_nothing_is_divided_by_zero(operator: str, divisor: str) -> None:
    assert (
        the_complaint(f"me.int {operator} {divisor}").message
        == f"right of `{operator}` stands zero"
    )


@pytest.mark.parametrize(
    "text",
    ["me.int / (params.limit - 6)", "me.int % (me.flag ? 2 : 2)", "3 * (params.limit + me.int)"],
)
def test_what_is_the_same_whatever_the_facts_are_may_be_worked_out(text: str) -> None:
    assert is_accepted(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAST} / -1",
        f"{LEAST} % -1",
        f"{LEAST} * -1",
        f"{MOST} * 2",
        f"{LEAST} * 2",
        "5000000000 * 5000000000",
        "-5000000000 * 5000000000",
        "me.int * 9300",
        "-9300 * me.int",
        "me.int * 100 * 100",
        "(me.int + me.int_2) * 5000",
    ],
)
def test_a_product_that_could_leave_64_bits_is_refused(text: str) -> None:
    assert the_complaint(text).message == "this can leave 64 bits"


def test_a_product_that_just_stays_within_64_bits_is_right_for_the_largest_fact() -> None:
    for sign in (1, -1):
        fact = sign * FACT_LIMIT
        assert ask_one("me.int * 9223", int=fact) == fact * 9223
        assert ask_one("me.int * -9222 + me.int", int=fact) == fact * -9221
        assert ask_one("me.int * 9223 / 9223", int=fact) == fact
        assert ask_one("me.int / 1000 * 9223000", int=fact) == fact * 9223


@pytest.mark.parametrize(
    "text, greatest, number",
    [
        ("me.int % 10", 9, 19),
        ("me.int % -10", 9, 19),
        ("-(me.int % 10)", 9, -19),
        ("9 % 4 + me.int % 3", 3, 2),
        ("me.int / 1000", FACT_LIMIT // 1000, FACT_LIMIT),
        ("me.int / -1000", FACT_LIMIT // 1000, -FACT_LIMIT),
        ("(me.flag ? 5 : 3) % 7", 5, 0),
        ("(me.flag ? 5 : 3) - (me.sign ? -4 : 2)", 9, 0),
        ("me.int * -3", FACT_LIMIT * 3, -FACT_LIMIT),
        ("(me.int - 1) * 2", FACT_LIMIT * 2 - 2, FACT_LIMIT),
    ],
)
def test_how_large_a_number_can_become_is_known_exactly(
    text: str, greatest: int, number: int
) -> None:
    """Up to the last unit: one more would leave 64 bits."""
    rest = MOST - greatest
    assert ask_one(f"{text} + {rest}", int=number, flag=True, sign=True) == MOST
    assert the_complaint(f"{text} + {rest + 1}").message == "this can leave 64 bits"


@pytest.mark.parametrize(
    "text",
    [
        "me.maybe_int * 3",
        "3 * me.maybe_int",
        "me.maybe_int / 3",
        "me.maybe_int % 3",
        "7 + me.maybe_int * 2 % 5",
    ],
)
def test_a_product_of_what_is_absent_or_unknown_is_absent_or_unknown(text: str) -> None:
    assert check(text, NAMES).nullable
    assert ask_one(text, maybe_int=None) is None
    assert ask_one(text, maybe_int=UNKNOWN) is UNKNOWN


# Lists of constants


@pytest.mark.parametrize(
    "text, value",
    [
        ("[1, 2] == [1, 2]", True),
        ("[1, 2] == [2, 1]", False),
        ("[1, 2] != [1, 2, 3]", True),
        ("[] == []", True),
        ("[] == [1]", False),
        ("['a'] == ['A']", False),
        ("[true] == [false]", False),
        ("[3d] == [3d]", True),
        ("[1] + [2, 3] == [1, 2] + [3]", True),
        ("[] + [] == []", True),
        ("[7, 8, 9][0]", 7),
        ("([7] + [8, 9])[2]", 9),
        ("['a', 'b'][1]", "b"),
        ("[].size()", 0),
        ("[1, 2, 3].size() + size([4])", 4),
        ("2 in [1] + [2]", True),
        ("(1 in [1]) == ([2] == [2])", True),
    ],
)
def test_lists_of_constants_are_worked_out(text: str, value: object) -> None:
    assert ask_one(text) == value


def test_of_a_list_only_its_values_right_of_in_are_left_to_evaluate() -> None:
    for text in ("[1, 2] == [1, 2]", "[7, 8][1]", "[1].size()", "'a' < 'b'"):
        node = check(text, NAMES)
        assert isinstance(node, Literal)
        assert node.text == text
    node = check("me.int in [1] + [2, 3]", NAMES)
    assert isinstance(node, In)
    assert [literal.value for literal in node.among] == [1, 2, 3]


@pytest.mark.parametrize(
    "text, message",
    [
        ("[1]", "a list is no single value"),
        ("!([true])", "a list is no single value"),
        ("me.flag ? 1 : [2]", "a list is no single value"),
        ("[1] < [2]", "a list has no order"),
        ("[1] == 1", "a list can only be compared with a list"),
        ("[1] == ['a']", "a list of int cannot be compared with a list of text"),
        ("[1, 'a']", "'a' is a text, but 1 is an int"),
        ("[1] - [1]", "only a list can be added to a list, and nothing taken from it"),
        ("[1] + 1", "only a list can be added to a list, and nothing taken from it"),
        ("[1] * 2", "`*` is not known for lists"),
        ("[1, 2][2]", "this list has 2 values, so [2] is none"),
        ("[1, 2][-1]", "this list has 2 values, so [-1] is none"),
        ("[][0]", "this list has 0 values, so [0] is none"),
        ("[1, 2][me.int]", "an index is an integer written out"),
        ("[1, 2][true]", "an index is an integer written out"),
        ("[me.int] == [1]", "the list may only hold literals"),
    ],
)
def test_what_a_list_is_not(text: str, message: str) -> None:
    assert the_complaint(text).message == message


def test_a_param_may_be_a_list() -> None:
    assert ask_one("me.grade in params.top", grade="A") is True
    assert ask_one("me.grade in params.top", grade="B") is False
    assert ask_one("me.int in params.sizes + [7]", int=7) is True
    assert ask_one("params.sizes[1] + params.sizes.size() + size(params.top)") == 9
    assert ask_one("params.sizes == [1, 5] && params.top != ['H']") is True
    assert the_complaint("params.siezs == [1]").hint == "did you mean sizes?"
    assert not is_accepted("me.int in params.top")


def test_a_list_of_lists_is_refused() -> None:
    assert not is_accepted("[[1]] == [[1]]")


def test_bools_have_an_order_false_before_true() -> None:
    truths: tuple[Answer, ...] = (False, True, UNKNOWN)
    pairs = list(product(truths, truths))
    given = ask("me.flag < me.sign", *(Situation([{"flag": a, "sign": b}]) for a, b in pairs))
    for (a, b), row in zip(pairs, given, strict=True):
        assert row == [UNKNOWN if UNKNOWN in (a, b) else (a is False and b is True)]
    assert check("me.flag <= true", NAMES).type is Type.BOOL
