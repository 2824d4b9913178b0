"""Known, absent, unknown: the truth tables of every operator, exhaustively (§3)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from itertools import product

import pytest

from tests.core.policy.situations import UNKNOWN, Answer, Situation, Unknown, ask

TRUTHS: tuple[bool | Unknown, ...] = (False, UNKNOWN, True)
Truth = bool | Unknown


def kleene_and(*items: Truth) -> Truth:
    if False in items:
        return False
    return UNKNOWN if UNKNOWN in items else True


def kleene_or(*items: Truth) -> Truth:
    if True in items:
        return True
    return UNKNOWN if UNKNOWN in items else False


def kleene_not(item: Truth) -> Truth:
    return item if isinstance(item, Unknown) else not item


def kleene_choice(condition: Truth, then: Truth, otherwise: Truth) -> Truth:
    if isinstance(condition, Unknown):
        return then if then is otherwise else UNKNOWN
    return then if condition else otherwise


def table(
    text: str, *names: str, values: Sequence[Answer] = TRUTHS
) -> dict[tuple[Answer, ...], Answer]:
    """What an expression gives for every combination of values of these facts of `me`."""
    combinations = list(product(values, repeat=len(names)))
    situations = [Situation([dict(zip(names, one, strict=True))]) for one in combinations]
    given = ask(text, *situations)
    return {one: row[0] for one, row in zip(combinations, given, strict=True)}


@pytest.mark.parametrize(
    "text, names, meant",
    [
        ("!me.flag", ["flag"], kleene_not),
        ("me.flag && me.sign", ["flag", "sign"], kleene_and),
        ("me.flag || me.sign", ["flag", "sign"], kleene_or),
        ("me.flag && me.sign && me.mark", ["flag", "sign", "mark"], kleene_and),
        ("me.flag || me.sign || me.mark", ["flag", "sign", "mark"], kleene_or),
        ("me.flag ? me.sign : me.mark", ["flag", "sign", "mark"], kleene_choice),
        (
            "me.flag && me.sign || me.mark",
            ["flag", "sign", "mark"],
            lambda a, b, c: kleene_or(kleene_and(a, b), c),
        ),
        (
            "me.flag && (me.sign || me.mark)",
            ["flag", "sign", "mark"],
            lambda a, b, c: kleene_and(a, kleene_or(b, c)),
        ),
        (
            "!me.flag && me.sign",
            ["flag", "sign"],
            lambda a, b: kleene_and(kleene_not(a), b),
        ),
    ],
)
def test_logic_follows_kleene(text: str, names: list[str], meant: Callable[..., Truth]) -> None:
    given = table(text, *names)
    assert len(given) == 3 ** len(names)
    for values, answer in given.items():
        assert answer is meant(*values), (text, values)


@pytest.mark.parametrize(
    "text, equal", [("me.flag == me.sign", True), ("me.flag != me.sign", False)]
)
def test_two_bools_are_compared_only_when_both_are_known(text: str, equal: bool) -> None:
    for (a, b), answer in table(text, "flag", "sign").items():
        assert answer is (UNKNOWN if UNKNOWN in (a, b) else (a is b) is equal)


@pytest.mark.parametrize("listed", [[], [True], [False], [True, False]])
def test_an_unknown_bool_is_in_no_list_for_certain_but_surely_not_in_an_empty_one(
    listed: list[bool],
) -> None:
    text = f"me.flag in [{', '.join(str(one).lower() for one in listed)}]"
    for (value,), answer in table(text, "flag").items():
        wanted = value in listed if value is not UNKNOWN or not listed else UNKNOWN
        assert answer is wanted


@pytest.mark.parametrize("listed", [[], [1], [2, 3], [1, 2, 3]])
def test_an_unknown_number_is_in_no_list_for_certain_but_surely_not_in_an_empty_one(
    listed: list[int],
) -> None:
    text = f"me.int in [{', '.join(map(str, listed))}]"
    for (value,), answer in table(text, "int", values=(1, 2, 9, UNKNOWN)).items():
        wanted = value in listed if value is not UNKNOWN or not listed else UNKNOWN
        assert answer is wanted


@pytest.mark.parametrize("listed", [[], ["A"], ["A", "H"]])
def test_an_unknown_text_is_in_no_list_for_certain_but_surely_not_in_an_empty_one(
    listed: list[str],
) -> None:
    text = f"me.grade in [{', '.join(map(repr, listed))}]"
    for (value,), answer in table(text, "grade", values=("A", "B", "H", UNKNOWN)).items():
        wanted = value in listed if value is not UNKNOWN or not listed else UNKNOWN
        assert answer is wanted


@pytest.mark.parametrize("name", ["maybe_int", "maybe_date", "maybe_position", "maybe_elapsed"])
def test_has_is_true_false_or_unknown_as_a_value_is_known_absent_or_unknown(name: str) -> None:
    assert table(f"has(me.{name})", name, values=(5, 0, None, UNKNOWN)) == {
        (5,): True,
        (0,): True,
        (None,): False,
        (UNKNOWN,): UNKNOWN,
    }


def test_has_of_what_is_never_absent_is_true_unless_it_is_unknown() -> None:
    assert table("has(me.int)", "int", values=(5, UNKNOWN)) == {(5,): True, (UNKNOWN,): UNKNOWN}
    assert table("has(me.maybe_grade)", "maybe_grade", values=("A", None, UNKNOWN)) == {
        ("A",): True,
        (None,): False,
        (UNKNOWN,): UNKNOWN,
    }


@pytest.mark.parametrize(
    "written, meant",
    [
        ("==", operator.eq),
        ("!=", operator.ne),
        ("<", operator.lt),
        ("<=", operator.le),
        (">", operator.gt),
        (">=", operator.ge),
    ],
)
def test_a_comparison_is_known_only_when_both_sides_are(
    written: str, meant: Callable[[Answer, Answer], bool]
) -> None:
    text = f"me.int {written} me.int_2"
    for (a, b), answer in table(text, "int", "int_2", values=(1, 2, UNKNOWN)).items():
        assert answer is (UNKNOWN if UNKNOWN in (a, b) else meant(a, b))


@pytest.mark.parametrize("name", ["int", "date", "days", "instant", "position", "elapsed"])
def test_a_value_of_unknown_size_is_not_even_equal_to_itself_for_certain(name: str) -> None:
    assert table(f"me.{name} == me.{name}", name, values=(1, UNKNOWN)) == {
        (1,): True,
        (UNKNOWN,): UNKNOWN,
    }


def test_a_guarded_comparison_of_what_is_absent_is_decided_by_its_guard() -> None:
    values = (1, 9, None, UNKNOWN)
    for text, wanted in {
        "has(me.maybe_int) && me.maybe_int > 3": [False, True, False, UNKNOWN],
        "!has(me.maybe_int) || me.maybe_int > 3": [False, True, True, UNKNOWN],
        "has(me.maybe_int) ? me.maybe_int > 3 : true": [False, True, True, UNKNOWN],
        "!has(me.maybe_int) ? false : me.maybe_int > 3": [False, True, False, UNKNOWN],
        "(has(me.maybe_int) ? me.maybe_int : 4) > 3": [False, True, True, UNKNOWN],
    }.items():
        assert list(table(text, "maybe_int", values=values).values()) == wanted, text


@pytest.mark.parametrize("written, meant", [("+", operator.add), ("-", operator.sub)])
def test_arithmetic_with_an_absent_value_is_absent_else_with_an_unknown_one_unknown(
    written: str, meant: Callable[[Answer, Answer], Answer]
) -> None:
    text = f"me.maybe_int {written} deal.maybe_int"
    values: tuple[Answer, ...] = (2, 5, None, UNKNOWN)
    combinations = list(product(values, repeat=2))
    given = ask(
        text, *(Situation([{"maybe_int": a}], {"deal.maybe_int": b}) for a, b in combinations)
    )
    for (a, b), row in zip(combinations, given, strict=True):
        if a is None or b is None:
            assert row == [None]
        elif isinstance(a, Unknown) or isinstance(b, Unknown):
            assert row == [UNKNOWN]
        else:
            assert row == [meant(a, b)]


def test_the_negative_of_what_is_absent_is_absent_and_of_what_is_unknown_unknown() -> None:
    assert table("-me.maybe_int", "maybe_int", values=(3, None, UNKNOWN)) == {
        (3,): -3,
        (None,): None,
        (UNKNOWN,): UNKNOWN,
    }


@pytest.mark.parametrize("written", ["+", "-"])
def test_working_days_from_an_absent_or_unknown_date_lead_nowhere(written: str) -> None:
    text = f"me.maybe_date {written} me.maybe_workdays"
    given = table(text, "maybe_date", "maybe_workdays", values=(3, None, UNKNOWN))
    for (a, b), answer in given.items():
        if None in (a, b):
            assert answer is None
        else:
            assert (answer is UNKNOWN) is (UNKNOWN in (a, b))


def test_a_choice_with_an_unknown_condition_is_known_only_if_it_makes_no_difference() -> None:
    values = (1, 2, None, UNKNOWN)
    combinations = list(product(TRUTHS, values, values))
    given = ask(
        "me.flag ? me.maybe_int : deal.maybe_int",
        *(
            Situation([{"flag": c, "maybe_int": a}], {"deal.maybe_int": b})
            for c, a, b in combinations
        ),
    )
    for (condition, a, b), [answer] in zip(combinations, given, strict=True):
        if isinstance(condition, Unknown):
            assert answer is (a if a is b else UNKNOWN)
        else:
            assert answer is (a if condition else b)


def test_a_choice_of_texts_follows_the_same_rule() -> None:
    grades: tuple[Answer, ...] = ("A", "B", UNKNOWN)
    combinations = list(product(TRUTHS, grades, grades))
    given = ask(
        "me.flag ? me.grade : deal.grade",
        *(Situation([{"flag": c, "grade": a}], {"deal.grade": b}) for c, a, b in combinations),
    )
    for (condition, a, b), [answer] in zip(combinations, given, strict=True):
        if isinstance(condition, Unknown):
            assert answer == (a if a == b else UNKNOWN)
        else:
            assert answer == (a if condition else b)


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("tables.always", {"H": 3, "B": 15, UNKNOWN: UNKNOWN}),
        ("tables.some", {"H": 3, "B": None, UNKNOWN: UNKNOWN}),
        ("has(tables.some)", {"H": True, "B": False, UNKNOWN: UNKNOWN}),
        ("has(tables.always)", {"H": True, "B": True, UNKNOWN: UNKNOWN}),
        ("has(tables.some) && tables.some == 3d", {"H": True, "B": False, UNKNOWN: UNKNOWN}),
    ],
)
def test_a_table_looked_up_by_what_is_unknown_gives_something_unknown(
    text: str, wanted: dict[Answer, Answer]
) -> None:
    given = table(text, "grade", values=list(wanted))
    assert {value: answer for (value,), answer in given.items()} == wanted


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("tables.every", {"H": 3, None: None, UNKNOWN: UNKNOWN}),
        ("has(tables.every)", {"H": True, None: False, UNKNOWN: UNKNOWN}),
    ],
)
def test_a_table_looked_up_by_what_is_absent_gives_nothing(
    text: str, wanted: dict[Answer, Answer]
) -> None:
    given = table(text, "maybe_grade", values=list(wanted))
    assert {value: answer for (value,), answer in given.items()} == wanted


# Quantifiers


def _rows(most: int) -> Iterable[tuple[Truth, ...]]:
    """Every row of truth values of one to `most` claimants."""
    for count in range(1, most + 1):
        yield from product(TRUTHS, repeat=count)


def _batch(rows: Iterable[tuple[Truth, ...]]) -> list[Situation]:
    return [Situation([{"flag": value} for value in row]) for row in rows]


@pytest.mark.parametrize("kind, meant", [("all", kleene_and), ("exists", kleene_or)])
def test_a_quantifier_over_claimants_asks_everybody(kind: str, meant: Callable[..., Truth]) -> None:
    rows = list(_rows(4))
    given = ask(f"claimants.{kind}(c, c.flag)", *_batch(rows))
    for row, answers in zip(rows, given, strict=True):
        assert answers == [meant(*row)] * len(row)


@pytest.mark.parametrize("kind, meant", [("all", kleene_and), ("exists", kleene_or)])
def test_a_quantifier_over_others_asks_everybody_but_me(
    kind: str, meant: Callable[..., Truth]
) -> None:
    """Of nobody, `all` is true and `exists` false."""
    rows = list(_rows(4))
    given = ask(f"others.{kind}(o, o.flag)", *_batch(rows))
    for row, answers in zip(rows, given, strict=True):
        assert answers == [meant(*row[:me], *row[me + 1 :]) for me in range(len(row))]


@pytest.mark.parametrize("kind, meant", [("all", kleene_and), ("exists", kleene_or)])
def test_who_is_out_is_not_asked(kind: str, meant: Callable[..., Truth]) -> None:
    rows = list(product(TRUTHS, repeat=3))
    for still_in in ([0], [2], [0, 2], [1, 2], [0, 1, 2]):
        situations = [Situation([{"flag": one} for one in row], {}, still_in) for row in rows]
        for row, everybody, others in zip(
            rows,
            ask(f"claimants.{kind}(c, c.flag)", *situations),
            ask(f"others.{kind}(o, o.flag)", *situations),
            strict=True,
        ):
            assert everybody == [meant(*(row[slot] for slot in still_in))] * len(still_in)
            assert others == [
                meant(*(row[slot] for slot in still_in if slot != me)) for me in still_in
            ]


@pytest.mark.parametrize("kind, meant", [("all", kleene_and), ("exists", kleene_or)])
def test_disputes_of_different_size_do_not_disturb_each_other(
    kind: str, meant: Callable[..., Truth]
) -> None:
    given = ask(
        f"others.{kind}(o, o.int > me.int)",
        Situation([{"int": 1}]),
        Situation([{"int": 1}, {"int": 2}, {"int": UNKNOWN}, {"int": 0}]),
        Situation([{"int": 1}, {"int": 2}]),
    )
    assert given == [
        [meant()],
        [
            meant(True, UNKNOWN, False),
            meant(False, UNKNOWN, False),
            UNKNOWN,
            meant(True, True, UNKNOWN),
        ],
        [meant(True), meant(False)],
    ]


def test_within_a_quantifier_me_is_still_me() -> None:
    rows: tuple[tuple[int, Truth], ...] = ((3, True), (5, False), (4, UNKNOWN))
    situation = Situation([{"int": number, "flag": flag} for number, flag in rows], {"deal.int": 4})
    for text, wanted in {
        "others.all(o, o.int < me.int)": [False, True, False],
        "others.exists(o, o.int == deal.int)": [True, True, False],
        "others.all(o, me.flag)": [True, False, UNKNOWN],
        "others.exists(o, o.flag && !me.flag)": [False, True, UNKNOWN],
        "claimants.all(c, c.int <= me.int)": [False, True, False],
        "claimants.exists(c, c.int > deal.int) && me.int < 5": [True, False, True],
        "others.all(o, true)": [True, True, True],
        "others.exists(o, true)": [True, True, True],
        "others.exists(o, params.strict && deal.int == 4)": [True, True, True],
    }.items():
        assert ask(text, situation) == [wanted], text


def test_size_counts_those_still_in() -> None:
    situations = [
        Situation([{}]),
        Situation([{}, {}, {}]),
        Situation([{}, {}, {}, {}], {}, [0, 3]),
        Situation([{}, {}], {}, [1]),
    ]
    assert ask("claimants.size()", *situations) == [[1], [3, 3, 3], [2, 2], [1]]
    assert ask("others.size()", *situations) == [[0], [2, 2, 2], [1, 1], [0]]
    assert ask("others.size() + 1 == claimants.size()", *situations) == [
        [True],
        [True] * 3,
        [True] * 2,
        [True],
    ]
