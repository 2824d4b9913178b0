"""Faults that were found once, E1 to E13, and the edges of what was added when they were mended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenhand.core.policy.expression import check
from evenhand.core.policy.guards import implied
from evenhand.core.policy.lists import Constants
from evenhand.core.policy.tree import Arithmetic, In, Literal, Node
from evenhand.core.ruling.breakpoints import beyond_reach
from evenhand.core.ruling.phrases import Phrases
from evenhand.core.types import Type
from tests.core.policy.files import load, policy, problems, unmarked, version
from tests.core.policy.refusals import complaints, is_accepted, the_complaint
from tests.core.policy.situations import (
    FACTS,
    NAMES,
    UNKNOWN,
    Answer,
    Situation,
    ask,
    ask_one,
    fact,
)

STEP = '[{{id: a, cites: ["1"], keep: {}}}, {{id: z, cites: ["1"], refer: company}}]'
LISTS = replace(
    NAMES,
    lists={
        "hot": Constants(tuple(Literal(Type.TEXT, False, one, one) for one in "HA"), "params.hot"),
        "none": Constants((), "params.none"),
    },
)


def test_e1_a_table_asked_by_what_is_unknown_is_unknown() -> None:
    assert ask_one("has(tables.some)", grade=UNKNOWN) is UNKNOWN
    assert ask_one("tables.some", grade=UNKNOWN) is UNKNOWN
    assert ask_one("has(tables.every)", maybe_grade=None) is False


def test_e2_a_table_that_somebody_else_has_a_row_in_guards_nothing_of_mine() -> None:
    defines: dict[str, Node] = {"me.has_interval": check("has(tables.every)", NAMES)}
    facts = {**FACTS, "me.has_interval": fact("me.has_interval", Type.BOOL, "unknown")}
    names = replace(NAMES, facts=facts, defines=defines)
    asked_of_another = "others.exists(o, o.has_interval && tables.every > 3d)"
    assert the_complaint(asked_of_another, names).message == "tables.every may be absent"
    assert is_accepted("me.has_interval && tables.every > 3d", names)


def test_e3_a_sum_of_a_thousand_terms_is_refused_and_does_not_crash() -> None:
    assert "nested more than" in the_complaint("+".join(["1"] * 1_000)).message
    assert "nested more than" in the_complaint("+".join(["me.int"] * 500)).message
    assert ask_one("+".join(["1"] * 60)) == 60


def test_e3_definitions_that_double_are_read_once_and_a_tower_of_them_is_refused() -> None:
    tower = {"me.a0": "has(me.known_since)"}
    tower |= {f"me.a{n + 1}": f"me.a{n} && me.a{n} && me.a{n}" for n in range(50)}
    written = ", ".join(f"{path}: {{is: {text}}}" for path, text in tower.items())
    guarded = "me.a50 && me.known_since > dispute.as_of || !has(dispute.as_of)"
    found = problems(policy(version(define=f"{{{written}}}", steps=STEP.format(f'"{guarded}"'))))
    assert [one.message for one in found] == ["dispute.as_of may be absent"]
    tower |= {f"me.b{n}": f"me.b{n - 1}" if n else "me.signed" for n in range(62)}
    written = ", ".join(f"{path}: {{is: {text}}}" for path, text in tower.items())
    [problem] = problems(policy(version(define=f"{{{written}}}")))
    assert problem.message == "these definitions stand on one another more than 60 deep"


def test_e3_what_a_definition_implies_is_not_worked_out_again_and_again() -> None:
    defines: dict[str, Node] = {"me.d0": check("has(me.maybe_int)", NAMES)}
    names = replace(NAMES, facts=dict(FACTS), defines=defines)
    for number in range(1, 40):
        before = f"me.d{number - 1}"
        names = replace(names, facts={**names.facts, before: fact(before, Type.BOOL, "unknown")})
        defines[f"me.d{number}"] = check(f"{before} && {before}", names)
    assert implied(defines["me.d39"], truth=True, defines=defines) == {"me.maybe_int"}


@pytest.mark.parametrize(
    "text",
    [
        "(has(me.maybe_int) ? deal.maybe_int : 1) > 2",
        "((has(me.maybe_int) && me.maybe_int > 1) ? deal.maybe_int : 1) > 2",
    ],
)
def test_e4_only_what_may_be_absent_is_named(text: str) -> None:
    assert the_complaint(text).message == "deal.maybe_int may be absent"


def test_e5_nothing_is_in_an_empty_list_whatever_it_is() -> None:
    for text in ("me.int in []", "me.flag in []", "me.grade in []"):
        assert ask_one(text, int=UNKNOWN, flag=UNKNOWN, grade=UNKNOWN) is False


def test_e6_a_list_may_end_with_a_comma_but_not_consist_of_one() -> None:
    assert is_accepted("me.int in [1,]")
    assert complaints("me.int in [,]")


@pytest.mark.parametrize("character", "＆｜＜＞＋－３ａ＇＂，。、\u3000【】")
def test_e7_what_a_chinese_keyboard_types_is_named(character: str) -> None:
    assert "full-width" in the_complaint(f"me.flag {character}").hint


@pytest.mark.parametrize("space", ["\f", "\v", "\x85", "\u2028"])
def test_e8_only_a_line_feed_ends_a_line(space: str) -> None:
    complaint = the_complaint(f"'{space}' == '' && me.int = 3")
    assert (complaint.line, complaint.column) == (1, 21)
    assert complaint.hint == "equality is written =="


def test_e9_what_breaks_off_is_told_at_its_end() -> None:
    assert the_complaint("me.flag &&").column == 11
    assert the_complaint("me.flag &&  // why").column == 11


@pytest.mark.parametrize("text", ["not me.flag", "me.sign && not me.flag", "not (me.flag)"])
def test_e10_not_is_answered_with_an_exclamation_mark(text: str) -> None:
    assert the_complaint(text).hint == "not is written !"


@pytest.mark.parametrize(
    "written",
    [
        "|\n          me.signed &&\n            ‸me.nope",
        ">-\n          me.signed &&\n          ‸me.nope",
        ">\n          me.signed\n\n\n          && ‸me.nope",
        "me.signed &&\n            ‸me.nope",
        "'me.party_kind == ''person'' &&\n          ‸me.nope'",
        '"me.party_kind == \\"p\\u0065rson\\"\\t&&\\n \\\n          ‸me.nope"',
        '"\\x20me.signed &&\\\n          ‸me.nope"',
        '&x "me.signed && ‸me.nope"',
        "!!str 'me.signed && ‸me.nope'",
    ],
)
def test_e11_an_expression_over_several_lines_is_told_exactly(written: str) -> None:
    block = f'[]\n      - id: a\n        cites: ["1"]\n        keep: {written}\n'
    text = policy(version(steps=block).replace("steps: []", "steps:"))
    text, [place] = unmarked(text)
    [problem] = problems(text)
    assert (problem.line, problem.column) == place
    assert problem.message == "no fact is called me.nope"


def test_e12_a_choice_and_a_definition_have_a_closed_list() -> None:
    define = (
        "{me.d: {is: \"me.signed ? 'x' : 'y'\"}, me.e: {is: 'me.signed ? me.d : me.party_kind'}}"
    )
    for text, wanted in {
        "me.d == 'x'": [],
        "me.d == 'typo'": ["me.d is never 'typo'"],
        "me.d in ['y', 'typo']": ["me.d is never 'typo'"],
        "me.e == 'person'": [],
        "me.e == 'y'": [],
        "me.e == 'H'": ["me.e is never 'H'"],
        "me.party_kind == params.who": ["me.party_kind is never params.who"],
    }.items():
        file = policy(version(define=define, params="{who: perso}", steps=STEP.format(f'"{text}"')))
        assert [one.message for one in problems(file)] == wanted, text


def test_e13_every_text_that_is_written_has_a_code() -> None:
    note = "{note: {en: x}}"
    found = load(
        policy(
            version(
                conduct=f"[{{id: c, cites: ['1'], when: \"'p' == 'q'\", consequence: {note}}}]",
                remedies="[{id: r, on: [award], when: \"'s' == 't'\", do: {note: x}}]",
                facts="{me.calls: {label: {en: c}, derive: {reduce: count, "
                "where: \"(entry.reached ? 'u' : 'v') == 'u'\"}}}",
            )
        )
    )
    assert set("pqstuv") <= set(found.versions[0].vocabulary.texts)


# What was added


@pytest.mark.parametrize(
    "text, value",
    [
        ("me.int * 100 + 1", 701),
        ("2 * me.int % 4", 2),
        ("me.int / 2", 3),
        ("-me.int / 2", -3),
        ("me.int / -2", -3),
        ("-me.int % 2", -1),
        ("me.int % -2", 1),
        ("me.int / params.limit", 1),
        ("me.int % (params.limit - 4)", 1),
        ("100 - me.int * 2 / 3 - 1", 95),
        ("-9223372036854775808 / 2", -(2**62)),
        ("-9223372036854775808 % 10", -8),
        ("9223372036854775807 / -1", -(2**63 - 1)),
        ("(me.flag ? 6 : 8) / 2", 3),
    ],
)
def test_products_and_quotients_are_those_of_cel(text: str, value: int) -> None:
    assert ask_one(text, int=7, flag=True) == value


@pytest.mark.parametrize(
    "text, message",
    [
        ("me.int / 0", "right of `/` stands zero"),
        ("me.int % (2 - 2)", "right of `%` stands zero"),
        ("me.int / me.int_2", "right of `/` stands an integer or a param"),
        ("7 % me.int", "right of `%` stands an integer or a param"),
        ("me.int * me.int_2", "two facts cannot be multiplied"),
        ("me.int * me.int", "two facts cannot be multiplied"),
        ("me.int * 10000", "this can leave 64 bits"),
        ("-9223372036854775808 / -1", "this can leave 64 bits"),
        ("-9223372036854775808 % -1", "this can leave 64 bits"),
        ("me.days * 2", "a days cannot be multiplied by an int"),
        ("me.flag / 2", "a bool cannot be divided by an int"),
    ],
)
def test_what_could_fail_or_is_no_number_is_refused(text: str, message: str) -> None:
    assert the_complaint(text).message == message


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("me.grade in params.hot", True),
        ("me.grade in params.hot + ['B']", True),
        ("me.grade == params.hot[1]", False),
        ("params.hot.size() + size(params.none) == 2", True),
        ("params.hot == ['H', 'A']", True),
        ("params.hot != ['A', 'H']", True),
        ("me.grade in params.none", False),
        ("[1, 2][1] == 2 && ([1] + [2, 3])[2] == 3", True),
    ],
)
def test_lists_are_worked_out_at_load(text: str, wanted: bool) -> None:
    assert ask(text, Situation([{"grade": "H"}]), names=LISTS) == [[wanted]]


def test_of_a_list_only_its_literals_are_left() -> None:
    node = check("me.grade in params.hot + ['B']", LISTS)
    assert isinstance(node, In)
    assert [literal.value for literal in node.among] == ["H", "A", "B"]
    assert check("[7, 8][1]", NAMES) == Literal(Type.INT, False, "[7, 8][1]", 8)


@pytest.mark.parametrize(
    "text, message",
    [
        ("[1, 2][2] == 1", "this list has 2 values, so [2] is none"),
        ("[1, 2][-1] == 1", "this list has 2 values, so [-1] is none"),
        ("[1, 2][me.int] == 1", "an index is an integer written out"),
        ("[1, 'a'] == [1]", "'a' is a text, but 1 is an int"),
        ("[1] == ['a']", "a list of int cannot be compared with a list of text"),
        ("[1] < [2]", "a list has no order"),
        ("[1] == 1", "a list can only be compared with a list"),
        ("[[1]] == [1]", "a list is no single value"),
        ("params.hot", "a list is no single value"),
        ("[1] + 1", "only a list can be added to a list, and nothing taken from it"),
        ("[2] - [1]", "only a list can be added to a list, and nothing taken from it"),
        ("me.grade in params.hto", "no param is called hto"),
        ("has(params.hot)", "has(params.hot) is always true: a param always has a value"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(text: str, message: str) -> None:
    assert the_complaint(text, LISTS).message == message


def test_a_grade_is_never_compared_by_the_alphabet() -> None:
    for text in ("me.grade < 'H'", "'A' < me.grade", "me.grade >= deal.grade", "params.best < 'Z'"):
        complaint = the_complaint(text)
        assert complaint.message == "a text has no order"
        assert "the alphabet is no order" in complaint.hint
    assert ask_one("'Z' < 'a' && 'a' < 'é' && '\uffff' < '🐱'") is True


def test_false_comes_before_true_and_an_unknown_nowhere() -> None:
    both: list[tuple[Answer, Answer]] = [
        (False, True),
        (True, True),
        (True, False),
        (UNKNOWN, True),
        (True, UNKNOWN),
    ]
    given = ask("me.flag < me.sign", *(Situation([{"flag": a, "sign": b}]) for a, b in both))
    assert given == [[True], [False], [False], [UNKNOWN], [UNKNOWN]]


def test_a_product_is_read_out_with_the_brackets_it_needs() -> None:
    phrases = Phrases(load(policy()).versions[0], "en")
    for text, wanted in {
        "2 * (1 + 3)": "2 × (1 + 3)",
        "2 * 1 + 3": "2 × 1 + 3",
        "7 - (3 - 1)": "7 − (3 − 1)",
        "7 - 3 - 1": "7 − 3 − 1",
        "8 / (4 / 2) % 3": "8 ÷ (4 ÷ 2) mod 3",
        "-(1 + 2)": "−(1 + 2)",
    }.items():
        assert phrases.expression(check(text, NAMES)) == wanted


def test_each_part_of_a_long_sum_keeps_its_own_source() -> None:
    node = check("(1 + me.int) - 2 - (3) // why", NAMES)
    assert node.text == "(1 + me.int) - 2 - (3)"
    assert isinstance(node, Arithmetic)
    assert node.left.text == "(1 + me.int) - 2"


def test_the_facts_that_a_division_reads_are_known_also_through_definitions() -> None:
    found = load(
        policy(
            version(
                define='{me.a: {is: me.contacts + 1}, me.b: {is: "me.a / 2"}}',
                steps=STEP.format('"me.b > 1 && me.receptions > 1"'),
            )
        )
    )
    assert {"me.a", "me.contacts"} <= beyond_reach(found.versions[0])
    assert "me.receptions" not in beyond_reach(found.versions[0])
