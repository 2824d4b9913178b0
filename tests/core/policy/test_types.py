"""Types never mix; each refused pair says so, with a hint where a writer meant something else."""

from __future__ import annotations

from itertools import product

import pytest

from evenhand.core.policy.expression import check
from evenhand.core.policy.versions import WorkDays, day_number, day_text
from evenhand.core.types import Type
from tests.core.policy.refusals import complaints, is_accepted, the_complaint
from tests.core.policy.situations import NAMES, Situation, ask_one, evaluate, version_for

FACT = {type_: f"me.{type_}" for type_ in Type} | {Type.BOOL: "me.flag", Type.TEXT: "me.grade"}
"""A fact of each type that always has a value."""

ARTICLE = {type_: "an" if str(type_)[0] in "aeiou" else "a" for type_ in Type}
ORDERED = set(Type) - {Type.TEXT}
SPANS = (Type.DAYS, Type.WORKDAYS, Type.ELAPSED)

SUMS = {
    ("int", "+", "int"): "int",
    ("int", "-", "int"): "int",
    ("date", "+", "days"): "date",
    ("date", "-", "days"): "date",
    ("date", "+", "workdays"): "date",
    ("date", "-", "workdays"): "date",
    ("date", "-", "date"): "days",
    ("instant", "+", "elapsed"): "instant",
    ("instant", "-", "elapsed"): "instant",
    ("instant", "-", "instant"): "elapsed",
    ("days", "+", "days"): "days",
    ("days", "-", "days"): "days",
    ("workdays", "+", "workdays"): "workdays",
    ("workdays", "-", "workdays"): "workdays",
    ("elapsed", "+", "elapsed"): "elapsed",
    ("elapsed", "-", "elapsed"): "elapsed",
}
"""All there is (docs/explain/policy-language.md §3)."""

PAIRS = list(product(Type, Type))


def named(type_: Type) -> str:
    return f"{ARTICLE[type_]} {type_}"


@pytest.mark.parametrize("operator", ["==", "!=", "<", "<=", ">", ">="])
def test_only_values_of_one_type_are_compared(operator: str) -> None:
    for left, right in PAIRS:
        text = f"{FACT[left]} {operator} {FACT[right]}"
        if left is not right:
            complaint = the_complaint(text)
            assert complaint.message == f"{named(left)} cannot be compared with {named(right)}"
        elif operator in ("==", "!=") or left in ORDERED:
            assert check(text, NAMES).type is Type.BOOL
        else:
            assert the_complaint(text).message == "a text has no order"


@pytest.mark.parametrize(
    "left, right, hint",
    [
        ("days", "workdays", "count working days from a date"),
        ("workdays", "days", "count working days from a date"),
        ("date", "instant", "compare dates with dates"),
        ("instant", "date", "compare dates with dates"),
        ("days", "elapsed", "they do not mix"),
        ("elapsed", "days", "they do not mix"),
        ("workdays", "elapsed", "they do not mix"),
        ("elapsed", "workdays", "they do not mix"),
        ("int", "text", ""),
        ("position", "date", ""),
        ("bool", "int", ""),
    ],
)
def test_a_comparison_of_two_kinds_of_time_says_what_to_write(
    left: str, right: str, hint: str
) -> None:
    complaint = the_complaint(f"{FACT[Type(left)]} <= {FACT[Type(right)]}")
    assert hint in complaint.hint
    assert bool(complaint.hint) is bool(hint)


@pytest.mark.parametrize("operator", ["+", "-"])
def test_only_what_the_table_lists_is_added_or_taken_away(operator: str) -> None:
    word = "added to" if operator == "+" else "taken from"
    for left, right in PAIRS:
        text = f"{FACT[left]} {operator} {FACT[right]}"
        result = SUMS.get((str(left), operator, str(right)))
        if result is not None:
            assert check(text, NAMES).type is Type(result)
        else:
            assert the_complaint(text).message == f"{named(right)} cannot be {word} {named(left)}"


@pytest.mark.parametrize(
    "text, hint",
    [
        ("me.date + 72h", "72h only fits instants; on dates write 3d or 3bd"),
        ("me.date - 72h", "72h only fits instants; on dates write 3d or 3bd"),
        ("me.instant + 3d", "3d and 3bd only fit dates; on instants write 72h"),
        ("me.instant - 3bd", "3d and 3bd only fit dates; on instants write 72h"),
        ("me.instant <= deal.instant + params.window", "on instants write 72h"),
        ("me.date <= deal.date + params.hours", "on dates write 3d or 3bd"),
    ],
)
def test_the_wrong_kind_of_duration_says_which_is_right(text: str, hint: str) -> None:
    assert hint in the_complaint(text).hint


@pytest.mark.parametrize("operator", ["*", "/", "%"])
def test_only_integers_are_multiplied_and_divided(operator: str) -> None:
    word = "multiplied" if operator == "*" else "divided"
    for left, right in PAIRS:
        complaint = the_complaint(f"{FACT[left]} {operator} {FACT[right]}")
        if left is right is Type.INT:
            assert "cannot be" in complaint.message or "stands an integer" in complaint.message
        else:
            wanted = f"{named(left)} cannot be {word} by {named(right)}"
            assert (complaint.message, complaint.hint) == (
                wanted,
                f"`{operator}` takes two integers",
            )


def test_texts_that_are_written_out_have_an_order_and_those_of_facts_have_none() -> None:
    """'A' comes before 'H' in the alphabet, but that is no order of grades."""
    for text, wanted in {
        "'A' < 'H'": True,
        "'abc' <= 'abd'": True,
        "'Z' < 'a'": True,
        "'' >= ''": True,
        "'é' > 'z'": True,
        "'a' > 'a\u0301'": False,
        "'\uffff' < '\U0001f431'": True,
    }.items():
        assert ask_one(text) is wanted, text
    for text in ("me.grade < 'H'", "'A' >= me.grade", "me.grade > deal.grade", "params.best < 'Z'"):
        complaint = the_complaint(text)
        assert complaint.message == "a text has no order"
        assert "list what counts" in complaint.hint


@pytest.mark.parametrize("type_", Type)
def test_only_numbers_and_durations_have_a_negative(type_: Type) -> None:
    text = f"-{FACT[type_]}"
    if type_ is Type.INT or type_ in SPANS:
        assert check(text, NAMES).type is type_
    else:
        assert the_complaint(text).message == f"{named(type_)} has no negative"


@pytest.mark.parametrize(
    "pattern", ["!{}", "{} && true", "true || {}", "{} ? 1 : 2", "others.all(o, {})"]
)
def test_only_a_bool_is_true_or_false(pattern: str) -> None:
    for type_ in Type:
        text = pattern.format(FACT[type_])
        if type_ is Type.BOOL:
            assert is_accepted(text)
        else:
            message = the_complaint(text).message
            assert message == f"this is {named(type_)}, but a bool is needed here"


def test_both_branches_of_a_choice_have_one_type() -> None:
    for left, right in PAIRS:
        text = f"me.flag ? {FACT[left]} : {FACT[right]}"
        if left is right:
            assert check(text, NAMES).type is left
        else:
            message = the_complaint(text).message
            assert message == f"the two branches differ: {named(left)} and {named(right)}"


def test_a_list_holds_values_of_the_type_that_is_looked_for() -> None:
    literal = {
        "bool": "true",
        "int": "3",
        "days": "3d",
        "workdays": "3bd",
        "elapsed": "3h",
        "text": "'A'",
    }
    for item, (type_, one) in product(Type, literal.items()):
        text = f"{FACT[item]} in [{one}]"
        if str(item) == type_:
            assert check(text, NAMES).type is Type.BOOL
        else:
            assert f"{one} is {named(Type(type_))}, but {FACT[item]} is {named(item)}" in (
                the_complaint(text).message
            )


@pytest.mark.parametrize(
    "text",
    [
        "me.int in [me.int_2]",
        "me.int in [params.limit]",
        "me.int in [1 + 1]",
        "me.int in [me.flag ? 1 : 2]",
    ],
)
def test_a_list_holds_literals_only(text: str) -> None:
    assert the_complaint(text).message == "the list may only hold literals"


@pytest.mark.parametrize(
    "text", ["me.int in 3", "me.int in me.int_2", "me.grade in 'A'", "me.int in ([1])[0]"]
)
def test_right_of_in_stands_a_list(text: str) -> None:
    assert the_complaint(text).message == "right of `in` stands a list of literals"


def test_a_text_is_only_compared_with_what_it_can_be() -> None:
    for text in (
        "me.grade == 'Z'",
        "'Z' != me.grade",
        "me.grade in ['A', 'Z']",
        "others.all(o, o.grade == 'Z')",
    ):
        complaint = the_complaint(text)
        assert "is never 'Z'" in complaint.message
        assert complaint.hint == "known: A, B, C, H"
    assert the_complaint("me.kind == 'walkin'").hint == "did you mean walk_in?"
    assert is_accepted("me.grade == deal.grade && 'A' == 'Z'")


def test_an_expression_has_the_type_its_place_asks_for() -> None:
    for have, want in PAIRS:
        found = complaints(FACT[have], want=want)
        if have is want:
            assert not found
        else:
            assert found[0].message == f"this is {named(have)}, but {named(want)} is needed here"


@pytest.mark.parametrize(
    "literal, type_, value",
    [
        ("0d", "days", 0),
        ("3d", "days", 3),
        ("3bd", "workdays", 3),
        ("72h", "elapsed", 72 * 3600),
        ("30m", "elapsed", 1800),
        ("10s", "elapsed", 10),
        ("-3d", "days", -3),
        ("(3d)", "days", 3),
    ],
)
def test_a_duration_is_counted_in_its_own_unit(literal: str, type_: str, value: int) -> None:
    assert check(literal, NAMES).type is Type(type_)
    assert ask_one(literal) == value


def test_an_hour_is_sixty_minutes_but_a_day_is_not_24_hours() -> None:
    assert ask_one("72h == 4320m && 1m == 60s") is True
    assert "cannot be compared" in the_complaint("1d == 24h").message
    assert "cannot be compared" in the_complaint("1d == 1bd").message


@pytest.mark.parametrize("text", ["3D", "3 d", "3days", "3w", "3hd", "3.5d", "d", "3bdx"])
def test_what_only_looks_like_a_duration_is_refused(text: str) -> None:
    assert complaints(text)


def test_working_days_are_counted_on_the_calendar_of_the_version() -> None:
    """`date + n` is the n-th working day after it, `date - n` before it; by 0, a date stays."""
    holidays = tuple(map(day_number, ("2013-02-11", "2013-02-12", "2013-02-15")))
    make_up = tuple(map(day_number, ("2013-02-16", "2013-02-17")))
    calendar = WorkDays((5, 6), holidays, make_up)
    first = day_number("2013-01-27")

    def works(day: int) -> bool:
        return day in make_up or (day not in holidays and (day + 3) % 7 < 5)

    def walk(day: int, steps: int) -> int:
        direction = 1 if steps > 0 else -1
        while steps:
            day += direction
            steps -= direction if works(day) else 0
        return day

    situations = [
        Situation([{"date": first + shift, "workdays": count}])
        for shift, count in product(range(40), range(-8, 9))
    ]
    for operator, sign in (("+", 1), ("-", -1)):
        node = check(f"me.date {operator} me.workdays", NAMES)
        given = evaluate(node, version_for(node, work_days=calendar), situations)
        for situation, answer in zip(situations, given, strict=True):
            day, count = situation.claimants[0]["date"], situation.claimants[0]["workdays"]
            assert isinstance(day, int)
            assert isinstance(count, int)
            assert answer == [walk(day, sign * count)], f"{day_text(day)} {operator} {count}bd"
