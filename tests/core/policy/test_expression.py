"""The expression language as it is written: names, places, numbers, texts, what lies outside."""

from __future__ import annotations

import time
from dataclasses import replace

import cel
import pytest

from evenhand.core.policy.expression import FACT_LIMIT, check
from evenhand.core.policy.grammar import MAX_DEPTH, MAX_LENGTH
from evenhand.core.policy.tree import Literal, Path, paths
from evenhand.core.types import Type
from tests.core.policy.refusals import complaints, is_accepted, the_complaint
from tests.core.policy.situations import FACTS, NAMES, Situation, ask, ask_one, fact

MOST = 2**63 - 1
LEAST = -(2**63)

# What lies outside


@pytest.mark.parametrize(
    "text, column, message, hint",
    [
        ("me.int > 3.5", 10, "numbers with a fraction lie outside the language", "whole units"),
        ("me.int > 1e3", 10, "numbers with a fraction lie outside the language", "whole units"),
        ("me.int > .5", 10, "numbers with a fraction lie outside the language", "whole units"),
        ("me.int > 3u", 10, "unsigned numbers lie outside the language", ""),
        ("me.int > 0x1FU", 10, "unsigned numbers lie outside the language", ""),
        ("me.grade == b'A'", 13, "bytes lie outside the language", ""),
        ("me.grade == rb'A'", 13, "bytes lie outside the language", ""),
        ("me.int[0] == 1", 1, "reading by [index] lies outside the language", ""),
        ("me['int'] == 1", 1, "reading by [index] lies outside the language", ""),
        ("{'a': 1}", 1, "'{' cannot stand here", "maps and objects lie outside the language"),
        ("null == me.int", 1, "null is not a value", "ask has(path)"),
        ("size(others) > 1", 1, "there is no function size", "write others.size()"),
        ("int('3') > 1", 1, "there is no function int", "only has(…) is known"),
        ("timestamp('2013-01-27')", 1, "there is no function timestamp", "only has(…) is known"),
        (
            "me.grade.startsWith('A')",
            1,
            "me.grade.startsWith('A') is not known",
            ".all(), .exists()",
        ),
        ("others.map(o, o.int)", 1, "others.map(o, o.int) is not known", ".all(), .exists()"),
        ("others.filter(o, o.flag)", 1, "others.filter(o, o.flag) is not known", ".exists()"),
        (
            "others.exists_one(o, o.flag)",
            1,
            "others.exists_one(o, o.flag) is not known",
            ".exists()",
        ),
        ("me.all(o, o.flag)", 1, "me.all(o, o.flag) is not known", "others and claimants"),
        ("+3 > 1", 1, "a plus sign in front is not known", ""),
        ("me.int = 3", 8, "'=' cannot stand here", "equality is written =="),
        ("me.flag & me.sign", 9, "'&' cannot stand here", "and is written &&"),
        ("me.flag | me.sign", 9, "'|' cannot stand here", "or is written ||"),
        ("me.flag and me.sign", 9, "'and' cannot stand here", "and is written &&"),
        ("me.flag or me.sign", 9, "'or' cannot stand here", "or is written ||"),
        ("me.int == 3;", 12, "';' cannot stand here", ""),
        ("me.int == 3)", 12, "')' cannot stand here", ""),
        ("me.grade == “A”", 13, "'“' cannot stand here", "two straight quotes"),
        ("me.grade == 'A", 13, '"\'" cannot stand here', "two straight quotes"),
        ("me.grade == 'A\nB'", 13, '"\'" cannot stand here', "two straight quotes"),
        ("1_000 > me.int", 1, "'1' cannot stand here", ""),
        ("٣ > me.int", 1, "'٣' cannot stand here", ""),
        ("me.int.x", 1, "me.int.x is not a value", "a path has two parts"),
        ("(me).int", None, None, None),
    ],
)
def test_what_lies_outside_is_refused_with_its_place(
    text: str, column: int | None, message: str | None, hint: str | None
) -> None:
    if column is None:
        assert is_accepted(text)  # brackets around a name change nothing, here as in CEL
        return
    complaint = complaints(text)[0]
    assert (complaint.line, complaint.column, complaint.message) == (1, column, message)
    assert hint is not None
    assert hint in complaint.hint
    assert bool(complaint.hint) is bool(hint)


def test_not_is_written_with_an_exclamation_mark() -> None:
    complaint = complaints("not me.flag")[0]
    assert "not is written !" in complaint.hint


@pytest.mark.parametrize("character", "（）［］｛｝，．：；！？＝＆｜＜＞＋－＇＂３ａ\u3000。、")
def test_a_full_width_character_is_named_and_placed(character: str) -> None:
    complaint = the_complaint(f"me.flag && {character}")
    assert (complaint.line, complaint.column) == (1, 12)
    assert complaint.message == f"{character!r} cannot stand here"
    assert "full-width" in complaint.hint


@pytest.mark.parametrize(
    "text",
    ["1 < 2 < 3", "me.int == 1 == true", "me.int in [1] in [true]", "me.int < 2 == me.flag"],
)
def test_comparisons_are_not_chained(text: str) -> None:
    complaint = the_complaint(text)
    assert complaint.message == "comparisons cannot be chained"
    assert complaint.hint == "join them with &&"


def test_comparisons_in_brackets_are_compared() -> None:
    assert ask_one("(1 < 2) == (2 < 3)") is True


@pytest.mark.parametrize("text", ["me.int in [1, 2,]", "me.int in []"])
def test_a_list_may_end_with_a_comma_or_be_empty(text: str) -> None:
    assert is_accepted(text)


def test_a_list_of_nothing_but_a_comma_is_refused() -> None:
    assert complaints("me.int in [,]")
    assert complaints("me.int in [1,,2]")


# Places


@pytest.mark.parametrize(
    "text, line, column",
    [
        ("me.nope", 1, 1),
        ("  me.nope", 1, 3),
        ("me.flag && me.nope", 1, 12),
        ("me.flag &&\n  me.nope", 2, 3),
        ("me.flag\n\n\n   && (me.nope || me.sign)", 4, 8),
        ("me.flag // why: me.wrong\n&& me.nope", 2, 4),
        ("me.grade == '客户' || me.nope", 1, 1),
        ("'客户' == '🐱' && me.nope", 1, 16),
        ("'''a\nb''' == '' && me.nope", 2, 15),
        ("me.flag &&\n me.sign &&\n me.int ! 3", 3, 9),
        ("me.flag &&\r\n me.nope", 2, 2),
        ("me.flag &&\t me.nope", 1, 13),
        ("others.all(o,\n o.nope)", 2, 2),
        ("me.flag ? 1 : me.nope", 1, 15),
        ("me.int in [1, 9223372036854775808]", 1, 15),
        ("me.int > 99999999999999999999d", 1, 10),
        ("me.grade == '\\q'", 1, 13),
        ("me.int > (1 + true)", 1, 11),
    ],
)
def test_a_complaint_names_line_and_column_within_the_expression(
    text: str, line: int, column: int
) -> None:
    complaint = complaints(text)[0]
    assert (complaint.line, complaint.column) == (line, column)


@pytest.mark.parametrize(
    "text",
    ["me.flag &&", "me.flag && (me.sign", "me.flag ? 1", "!", "me.", "others.all(o,", "me.int +"],
)
def test_an_expression_that_breaks_off_is_told_so_at_its_end(text: str) -> None:
    complaint = the_complaint(text)
    assert complaint.message == "the expression ends too early"
    assert (complaint.line, complaint.column) == (1, len(text) + 1)


@pytest.mark.parametrize("text", ["me.flag &&  ", "me.flag &&\n\n", "me.flag && // and\n"])
def test_what_follows_the_last_word_is_not_the_end(text: str) -> None:
    complaint = the_complaint(text)
    assert (complaint.line, complaint.column) == (1, len("me.flag &&") + 1)


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n"])
def test_an_empty_expression_is_told_so(text: str) -> None:
    complaint = the_complaint(text)
    assert complaint.message == "the expression is empty"
    assert (complaint.line, complaint.column) == (1, 1)


def test_nothing_but_a_comment_is_an_expression_that_ends_too_early() -> None:
    assert the_complaint("// me.flag").message == "the expression ends too early"


@pytest.mark.parametrize("space", ["\f", "\v", "\x85", "\u2028", "\r"])
def test_only_a_line_feed_begins_a_line(space: str) -> None:
    complaint = complaints(f"'{space}' == ''\n && me.int = 3")[0]
    assert (complaint.line, complaint.column) == (2, 12)
    assert complaint.message == "'=' cannot stand here"


def test_all_problems_of_an_expression_are_told_at_once() -> None:
    found = complaints("me.nope > 1 && (me.int == true || o.flag) &&\n deal.int > 2.5 && me.flag")
    assert [(one.line, one.column) for one in found] == [(1, 1), (1, 17), (1, 35), (2, 13)]


def test_one_mistake_is_told_once() -> None:
    the_complaint("!(me.nope + 1 > 2 && true ? me.flag : me.sign) || -me.int < 3")


# Names


@pytest.mark.parametrize(
    "text, message, hint",
    [
        ("me.flga", "no fact is called me.flga", "did you mean me.flag?"),
        ("deal.instnat", "no fact is called deal.instnat", "did you mean deal.instant?"),
        ("others.all(o, o.alowed)", "no fact is called me.alowed", "did you mean o.allowed?"),
        ("deal.allowed", "no fact is called deal.allowed", "did you mean me.allowed?"),
        ("me.zzz", "no fact is called me.zzz", "declare it under facts, findings or define"),
        ("params.limt > 3", "no param is called limt", "did you mean limit?"),
        ("tables.alwys > 3d", "no table is called alwys", "did you mean always?"),
        ("dael.flag", "dael cannot be read here", "did you mean deal?"),
        ("o.flag", "o cannot be read here", "known here: deal, dispute, me, params, tables"),
        ("entry.kind == 'call'", "a register entry, and there is none here", ""),
        ("flag", "flag is not a value", "did you mean me.flag?"),
        ("me", "me is not a value", "name what of it, e.g. me.…"),
        ("others.all(o, o)", "o is not a value", "name what of it, e.g. o.…"),
        ("True", "True is not a value", ""),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(text: str, message: str, hint: str) -> None:
    complaint = the_complaint(text)
    assert message in complaint.message
    assert hint in complaint.hint


def test_only_the_scopes_of_the_place_can_be_read() -> None:
    without_me = replace(
        NAMES, scopes=frozenset({"deal", "dispute", "params", "tables", "claimants"})
    )
    complaint = the_complaint("me.flag", without_me)
    assert (
        complaint.message
        == "me cannot be read here: me is who is asked one by one, and there is none here"
    )
    assert (
        "others cannot be read here" in the_complaint("others.all(o, o.flag)", without_me).message
    )
    assert "others cannot be read here" in the_complaint("others.size() > 1", without_me).message
    assert (
        "me.grade, which cannot be read here"
        in the_complaint("tables.always > 3d", without_me).message
    )
    assert (
        is_accepted(
            "claimants.all(c, c.flag && deal.flag) && tables.of_deal == tables.of_deal", without_me
        )
        is False
    )
    assert is_accepted("claimants.all(c, c.flag && deal.flag) && claimants.size() > 1", without_me)


def test_a_fact_is_read_of_whoever_is_named() -> None:
    node = check("others.all(o, o.int > me.int && o.int < deal.int + params.limit)", NAMES)
    assert [(path.owner, path.fact) for path in paths(node)] == [
        ("other", "me.int"),
        ("me", "me.int"),
        ("other", "me.int"),
        ("deal", "deal.int"),
        ("params", "params.limit"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "allowed",
        "existing",
        "has_card",
        "in_store",
        "true_x",
        "nullable",
        "size_of_deal",
        "in_days",
    ],
)
def test_a_name_that_begins_like_a_keyword_is_one_name(name: str) -> None:
    spec = FACTS[f"me.{name}"]
    for text, owner in ((f"me.{name}", "me"), (f"others.all(o, o.{name} == o.{name})", "other")):
        node = check(text, NAMES)
        assert {(path.owner, path.name) for path in paths(node)} == {(owner, name)}
    assert the_complaint(name).message == f"{name} is not a value"
    if spec.type is Type.BOOL:
        assert ask_one(f"!me.{name}", **{name: False}) is True
        assert ask_one(f"me.{name} in [true]", **{name: True}) is True
    else:
        assert ask_one(f"me.{name} in [3, 4]", **{name: 4}) is True


def test_a_variable_may_begin_like_a_keyword() -> None:
    two = Situation([{"flag": True}, {"flag": False}])
    for variable in ("in_other", "other", "has_", "truth", "a", "_", "O2"):
        assert ask(f"others.all({variable}, {variable}.flag)", two) == [[False, True]]


@pytest.mark.parametrize(
    "variable",
    [
        "me",
        "deal",
        "dispute",
        "params",
        "tables",
        "entry",
        "others",
        "claimants",
        "true",
        "false",
        "null",
    ],
)
def test_a_variable_hides_no_other_name(variable: str) -> None:
    complaint = the_complaint(f"others.all({variable}, me.flag)")
    assert complaint.message == f"{variable} cannot be the name of a variable"
    assert complaint.column == 12


def test_in_needs_no_space_but_is_never_found_inside_a_word() -> None:
    assert ask_one("'A'in['A']") is True
    assert ask_one("me.int in[3]", int=3) is True
    assert complaints("me.int inn [3]")
    assert complaints("me.intin [3]")
    assert is_accepted("me.int in params.sizes")
    assert complaints("me.int inparams.sizes")


# Quantifiers


@pytest.mark.parametrize(
    "text",
    [
        "others.all(o, others.all(p, p.flag))",
        "others.all(o, o.flag && claimants.exists(p, p.flag))",
        "claimants.exists(c, others.size() > 1)",
        "others.all(o, o.int > 1 ? claimants.all(o, o.flag) : false)",
    ],
)
def test_a_quantifier_inside_another_is_refused(text: str) -> None:
    complaint = the_complaint(text)
    assert complaint.message == "a quantifier inside another is refused"
    assert complaint.hint == "name the inner one under define and read it as o.name"


def test_the_inner_quantifier_may_be_a_define() -> None:
    facts = {**FACTS, "me.alone": fact("me.alone", Type.BOOL, "unknown")}
    names = replace(NAMES, facts=facts, defines={"me.alone": check("others.size() == 0", NAMES)})
    assert is_accepted("others.all(o, o.alone)", names)


def test_quantifiers_may_stand_side_by_side() -> None:
    two = Situation([{"int": 1}, {"int": 2}])
    first = "others.all(o, o.int > me.int) && claimants.exists(o, o.int == 2)"
    assert ask(f"{first} || others.exists(p, p.int == 9)", two) == [[True, False]]
    assert the_complaint("others.all(o, o.flag) && o.flag").message == "o cannot be read here"


@pytest.mark.parametrize(
    "text",
    [
        "others.all(o)",
        "others.all()",
        "others.all(o, o.flag, 1)",
        "others.all(o.int, o.flag)",
        "others.exists(1, true)",
    ],
)
def test_a_quantifier_takes_a_variable_and_a_condition(text: str) -> None:
    assert "takes a variable and a condition" in the_complaint(text).message


def test_size_takes_nothing() -> None:
    assert "takes nothing" in the_complaint("others.size(1) > 1").message
    assert check("claimants.size()", NAMES).type is Type.INT


# Numbers


@pytest.mark.parametrize(
    "text, value",
    [
        ("0", 0),
        ("-0", 0),
        ("007", 7),
        ("0x1F", 31),
        ("-0X1f", -31),
        (str(MOST), MOST),
        (str(LEAST), LEAST),
        ("0x7FFFFFFFFFFFFFFF", MOST),
        ("-0x8000000000000000", LEAST),
        ("- 3", -3),
        ("--3", 3),
        ("-(-3)", 3),
        ("1 - -1", 2),
        ("1-1", 0),
        ("5 - 3 - 1", 1),
        ("5 - (3 - 1)", 3),
        ("-2 + 3", 1),
        ("-(2 + 3)", -5),
        (f"{MOST} - 0", MOST),
        (f"-{MOST} - 0", -MOST),
        (f"true ? {MOST} : {LEAST}", MOST),
    ],
)
def test_a_number_is_what_it_says(text: str, value: int) -> None:
    assert ask_one(text) == value


@pytest.mark.parametrize(
    "text", [str(MOST + 1), str(LEAST - 1), "0x8000000000000000", "-0x8000000000000001", "9" * 400]
)
def test_a_number_beyond_64_bits_is_refused(text: str) -> None:
    assert "does not fit into 64 bits" in the_complaint(text).message


@pytest.mark.parametrize(
    "text",
    [
        f"{MOST} + 1",
        f"{LEAST} - 1",
        f"{LEAST} + -1",
        f"-({LEAST})",
        f"0 - ({LEAST})",
        f"1 - (-{MOST})",
        f"me.int + {MOST}",
        f"me.int - {MOST}",
        f"(me.flag ? {MOST} : 0) + 1",
        f"-(me.flag ? {LEAST} : 0)",
        f"{MOST} - 1 + 2",
        f"params.limit + {MOST}",
        f"me.int + {MOST - FACT_LIMIT + 1}",
    ],
)
def test_a_sum_that_could_leave_64_bits_is_refused(text: str) -> None:
    assert the_complaint(text).message == "this can leave 64 bits"


def test_a_sum_that_just_stays_within_64_bits_is_right_for_the_largest_fact() -> None:
    rest = MOST - FACT_LIMIT
    assert ask_one(f"me.int + {rest}", int=FACT_LIMIT) == MOST
    assert ask_one(f"me.int - {rest}", int=-FACT_LIMIT) == -MOST
    assert ask_one(f"-me.int - {rest}", int=FACT_LIMIT) == -MOST
    assert ask_one(f"{LEAST} < me.int && me.int < {MOST}", int=0) is True


def test_a_duration_has_a_limit_too() -> None:
    assert ask_one(f"{FACT_LIMIT}d") == FACT_LIMIT
    assert "longer than any time this can hold" in the_complaint(f"{FACT_LIMIT + 1}d").message
    assert "longer than any time this can hold" in the_complaint(f"{FACT_LIMIT // 60}h").message


# Texts

TEXTS = {
    "''": "",
    '""': "",
    "'a'": "a",
    '"a"': "a",
    "'it''s'": None,
    '"it\'s"': "it's",
    "'\"'": '"',
    r"'\''": "'",
    r'"\""': '"',
    r"'\\'": "\\",
    r"'\\n'": "\\n",
    r"'a\nb'": "a\nb",
    r"'\a\b\f\n\r\t\v'": "\a\b\f\n\r\t\v",
    r"'\?\`'": "?`",
    r"'\x41\X41'": "AA",
    r"'\xff'": "ÿ",
    r"'\101\377\000'": "Aÿ\0",
    r"'\u5ba2\u6237'": "客户",
    r"'\U0001f431'": "🐱",
    "'客户 🐱'": "客户 🐱",
    r"'e\u0301'": "e\u0301",
    r"r'\n'": r"\n",
    r"R'\q'": r"\q",
    r'r"\u0041"': r"\u0041",
    "'''a\nb'''": "a\nb",
    '"""it\'s "here" now"""': 'it\'s "here" now',
    "''''''": "",
    "r'''\\n\n'''": "\\n\n",
    r"'''\''''": "'",
    "'// no comment'": "// no comment",
    "'me.int > 3 && x'": "me.int > 3 && x",
    r"'\q'": None,
    r"'\8'": None,
    r"'\7'": None,
    r"'\12'": None,
    r"'\18'": None,
    r"'\400'": None,
    r"'\xg1'": None,
    r"'\x4'": None,
    r"'\u041'": None,
    r"'\U0041'": None,
    r"'\ud800'": None,
    r"'\U0000dfff'": None,
    r"'\U00110000'": None,
    "'\\\n'": None,
    "'a\nb'": None,
    r"'\'": None,
    "'a\"": None,
}
"""A text as written, and the text it stands for; None: refused."""


@pytest.mark.parametrize("written, meant", TEXTS.items(), ids=map(repr, TEXTS))
def test_a_text_stands_for_what_the_specification_says(written: str, meant: str | None) -> None:
    if meant is None:
        assert complaints(written)
        return
    node = check(written, NAMES)
    assert isinstance(node, Literal)
    assert (node.type, node.value) == (Type.TEXT, meant)
    assert ask_one(f"{written} == {written}") is True


def test_another_cel_reads_every_text_alike() -> None:
    for written, meant in TEXTS.items():
        if meant is not None:
            assert cel.evaluate(written) == meant, written


def test_texts_are_compared_letter_by_letter() -> None:
    for text, wanted in {
        "'a' == 'A'": False,
        "'é' == 'e\u0301'": False,
        "'a' == 'a '": False,
        "'ａ' == 'a'": False,
        r"'\u0041' == 'A'": True,
        "'' == ' '": False,
    }.items():
        assert ask_one(text) is wanted, text


# Comments and space


@pytest.mark.parametrize(
    "text",
    [
        "me.int > 3 // more than three",
        "// first\nme.int > 3",
        "me.int // number\n > // than\n 3",
        "me.int>3",
        " \t\r\n me.int\n>\n3 \n",
        "( ( me . int ) > 3 )",
        "me.int > 3 //",
        "me.int > 3 // 客户 ' \" && (",
    ],
)
def test_comments_and_space_change_nothing(text: str) -> None:
    assert ask_one(text, int=4) is True
    assert ask_one(text, int=3) is False


# Limits


def test_an_expression_has_at_most_4000_characters() -> None:
    longest = "me.flag".ljust(MAX_LENGTH)
    assert MAX_LENGTH == 4_000
    assert is_accepted(longest)
    assert "4,001 characters; at most 4,000 are allowed" in the_complaint(longest + " ").message


@pytest.mark.parametrize(
    "before, after",
    [
        ("!", ""),
        ("!(", ")"),
        ("(true && ", ")"),
        ("(true == ", ")"),
        ("(", " ? true : false)"),
        ("true ? true : ", ""),
        ("others.all(o, ", ")"),
        ("has(", ")"),
        ("-", ""),
        ("- (1 + ", ")"),
        ("[", "]"),
        ("me[", "]"),
    ],
)
def test_what_is_nested_too_deeply_is_refused_quickly(before: str, after: str) -> None:
    deepest = (MAX_LENGTH - len("me.flag")) // len(before + after)
    started = time.perf_counter()
    for depth in (10, 20, 30, 40, 50, 60, 61, 62, 100, 300, 999, deepest):
        found = complaints(before * depth + "me.flag" + after * depth)
        if depth > MAX_DEPTH and depth <= deepest:
            assert [one.message for one in found] == [
                f"the expression is nested more than {MAX_DEPTH} deep"
            ]
    assert time.perf_counter() - started < 5


def test_sixty_signs_in_a_row_are_the_limit() -> None:
    assert is_accepted("!" * (MAX_DEPTH - 1) + "true")
    assert the_complaint("!" * MAX_DEPTH + "true").hint == "name its parts under define"


def test_brackets_alone_are_not_depth() -> None:
    assert ask_one("(" * 1_900 + "me.int" + ")" * 1_900 + " > 3", int=4) is True


@pytest.mark.parametrize("pattern", ["1+", "me.int + ", "-me.int - "])
def test_a_long_sum_is_right_or_refused(pattern: str) -> None:
    for count in (50, 200, 400, 4_000 // len(pattern) - 2):
        text = pattern * count + "0"
        if is_accepted(text):
            assert isinstance(ask_one(text, int=1), int)


def test_a_long_row_of_conditions_is_right() -> None:
    assert ask_one(" && ".join(["me.flag"] * 350), flag=True) is True
    assert ask_one(" || ".join(["me.flag"] * 350), flag=False) is False


def test_the_source_of_every_part_is_kept_as_written() -> None:
    node = check("me.flag && others.all(o, o.int  >  me.int) // why", NAMES)
    assert node.text == "me.flag && others.all(o, o.int  >  me.int)"
    assert [part.text for part in node.children()] == ["me.flag", "others.all(o, o.int  >  me.int)"]
    assert isinstance(node.children()[0], Path)
