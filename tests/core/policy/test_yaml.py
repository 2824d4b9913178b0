"""Files that are no policy at all: broken, hostile, empty; each refused quickly, at its place."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from evenhand.core.policy.places import MAX_CHARACTERS
from tests.core.policy.files import load, policy, problems, unmarked, version

HEAD = "policy: p\ntitle: {en: P}\n"

# Broken


@pytest.mark.parametrize(
    "text, message",
    [
        ("policy: [a\ntitle‸: b\n", "did not find expected ',' or ']'"),
        ("policy: a‸: b\n", "mapping values are not allowed"),
        ('policy: "abc\n‸', "unexpected end of stream"),
        ("policy: p\ntitle: ‸*nobody\n", "undefined alias"),
        ("policy: p\n‸---\npolicy: q\n", "another document"),
        ("policy: p\n  title‸: x\n", "mapping values are not allowed"),
        ("policy: p\n‸- title\n", "did not find expected"),
        ("policy: p\ntitle: ‸%x\n", "cannot start any token"),
        ("policy: p\ntitle: ‸@x\n", "cannot start any token"),
        ("policy: p\ntitle: ‸`x`\n", "cannot start any token"),
        ('policy: "a‸\\q"\n', "unknown escape character"),
        ("policy: p\ntitle: {en: x‸]\n", "did not find expected"),
    ],
)
def test_broken_yaml_is_told_at_its_place(text: str, message: str) -> None:
    text, [place] = unmarked(text)
    [problem] = problems(text)
    assert problem.message.startswith("this is not YAML: ")
    assert message in problem.message
    assert (problem.line, problem.column) == place


@pytest.mark.parametrize(
    "text", [HEAD + "versions:\n\t- id: x\n", HEAD + "versions:\n  -\tid: x\n\teffective: y\n"]
)
def test_a_tab_is_told_to_be_spaces(text: str) -> None:
    [problem] = problems(text)
    assert problem.hint == "indent with spaces, not with tabs"
    assert problem.line in (4, 5)


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\ufffe"])
def test_a_character_that_cannot_be_read_is_told_at_its_place(character: str) -> None:
    [problem] = problems(f"policy: p\ntitle: 客户{character}\n")
    assert (problem.line, problem.column) == (2, 10)
    assert "cannot be read" in problem.message


def test_half_a_character_is_refused() -> None:
    assert problems("policy: \ud800\n")


# Duplicates


def test_every_duplicate_key_is_told_with_the_line_of_the_first() -> None:
    text, places = unmarked(
        "policy: p\n‸policy: q\ntitle: {en: x, ‸en: y}\n"
        "versions:\n  - id: a\n    steps: []\n    ‸id: b\n    ‸id: c\n"
    )
    found = problems(text)
    assert [(one.line, one.column) for one in found] == places
    assert [one.message for one in found] == [
        f"{name} stands twice here" for name in ("policy", "en", "id", "id")
    ]
    assert [one.hint for one in found] == [f"the first is in line {line}" for line in (1, 3, 5, 5)]


def test_keys_that_are_written_differently_but_are_one_are_duplicates() -> None:
    text, [place] = unmarked('policy: p\n‸"policy": q\n')
    [problem] = problems(text)
    assert (problem.line, problem.column) == place


@pytest.mark.parametrize("key", ["? [a, b]", "? {a: b}"])
def test_a_key_is_one_word(key: str) -> None:
    [problem] = problems(f"{key}\n: 1\n")
    assert problem.message == "a key must be one word or text"
    assert (problem.line, problem.column) == (1, 3)


# Hostile


def bomb() -> str:
    letters = "abcdefghi"
    lines = [f"a: &a [{', '.join(['x'] * 9)}]"]
    lines += [f"{one}: &{one} [{', '.join([f'*{last}'] * 9)}]" for last, one in pairwise(letters)]
    return "\n".join(lines)


HOSTILE = {
    "an alias bomb": bomb(),
    "an alias of itself": "a: &a [*a]",
    "an alias of itself in a mapping": "a: &a {b: {c: *a}}",
    "brackets in brackets": "a: " + "[" * 5_000 + "]" * 5_000,
    "mappings in mappings": "a: " + "{a: " * 5_000 + "1" + "}" * 5_000,
    "indented deeper and deeper": "\n".join(" " * level + "a:" for level in range(1_500)),
    "lists in lists": "- " * 20_000 + "a",
    "more characters than a policy can have": "#" * (MAX_CHARACTERS + 1),
}


@pytest.mark.parametrize("fault", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence_and_quickly(fault: str) -> None:
    started = time.perf_counter()
    [problem] = problems(HOSTILE[fault])
    assert time.perf_counter() - started < 20
    assert any(word in problem.message for word in ("more than", "too deeply", "characters"))
    assert len(problem.message) < 100


@pytest.mark.parametrize(
    "fault",
    ["an alias of itself", "brackets in brackets", "indented deeper and deeper", "lists in lists"],
)
def test_what_is_nested_too_deeply_is_told_where(fault: str) -> None:
    [problem] = problems(HOSTILE[fault])
    assert problem.line
    assert problem.column


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "!a [", "&a ["])
def test_no_depth_of_nesting_brings_the_process_down(opening: str, root: Path) -> None:
    """In a process of its own: an overflow of the stack cannot be caught."""
    script = (
        "from tests.core.policy.files import problems\n"
        f"assert problems({opening!r} * 200_000)\n"
        f"assert problems('a: ' + {opening!r} * 200_000)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, cwd=root, timeout=60
    )
    assert ended.returncode == 0, ended.stderr.decode()[-500:]


def test_an_alias_that_is_meant_well_is_followed() -> None:
    text = policy(
        version(
            steps='[{id: a, cites: &c ["1"], bar: me.signed}, {id: b, cites: *c, refer: company}]',
            tie="&company {refer: company}",
            if_none_remain="*company",
        )
    )
    assert [step.cites for step in load(text).versions[0].steps] == [("1",), ("1",)]


def test_a_tag_makes_nothing() -> None:
    text, [place] = unmarked(policy(version(time_zone="‸!!python/object/apply:os.getcwd []")))
    [problem] = problems(text)
    assert (problem.line, problem.column) == place


def test_a_merge_key_is_no_part_of_the_language() -> None:
    text, [place] = unmarked(policy(version(calendar="&c {}", procedure="{‸<<: *c}")))
    [problem] = problems(text)
    assert (problem.line, problem.column) == place
    assert problem.message == "`<<` is not known here"


# Not a mapping


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# nothing\n", "---\n", "null\n", "- a\n- b\n", "policy\n", "3\n", "[]\n"]
)
def test_a_file_that_is_no_mapping_is_told_what_it_should_be(text: str) -> None:
    [problem] = problems(text)
    assert problem.message == "a policy file is a mapping that begins with `policy:`"
    assert problem.source == "p.yaml"


# Readable all the same


def test_a_byte_order_mark_shifts_no_place() -> None:
    text, places = unmarked(policy(version(time_zone="‸x"), head="policy: p\ntitle: {en: P}\n"))
    assert [(one.line, one.column) for one in problems("\ufeff" + text)] == places
    assert not problems("\ufeff" + policy())
    text, places = unmarked("policy: ‸a b\ntitle: {en: P}\nversions:\n" + version())
    assert [(one.line, one.column) for one in problems("\ufeff" + text)] == places


def test_json_is_yaml() -> None:
    assert not problems(
        '{"policy": "p", "title": {"en": "P"}, "versions": [{"id": "1", '
        '"effective": {"from": "2000-01-01"}, "articles": {"1": {"zh": "一"}}, '
        '"steps": [{"id": "a", "cites": ["1"], "refer": "company"}], '
        '"tie": {"refer": "company"}, "if_none_remain": {"refer": "company"}, '
        '"on_missing": "proceed"}]}'
    )


def test_windows_line_ends_shift_no_place() -> None:
    text, places = unmarked(policy(version(time_zone="‸x", tie="{refer: ‸nobody_at_all}")))
    found = problems(text.replace("\n", "\r\n"))
    assert [(one.line, one.column) for one in found] == sorted(places)


def test_places_are_counted_in_characters() -> None:
    text, places = unmarked(policy(version(tie="{cites: [‸客户🐱], refer: ‸nobody}")))
    assert [(one.line, one.column) for one in problems(text)] == places


@pytest.mark.parametrize(
    "written, meant",
    [("true", True), ("false", False), ("yes", True), ("off", False), ("'true'", True)],
)
def test_a_bool_is_never_read_as_its_opposite(written: str, meant: bool) -> None:
    text = policy(version(facts=f"{{me.signed: {{disputable: {written}}}}}"))
    assert problems(text) or load(text).versions[0].facts["me.signed"].disputable is meant


@pytest.mark.parametrize("written", ["maybe", "''", "2", "0.5", "[]"])
def test_what_is_no_bool_is_refused(written: str) -> None:
    text, [place] = unmarked(policy(version(facts=f"{{me.signed: {{disputable: ‸{written}}}}}")))
    [problem] = problems(text)
    assert (problem.line, problem.column) == place


@pytest.mark.parametrize(
    "written, accepted",
    [
        ("3", True),
        ("-3", True),
        ("+3", True),
        ("0", True),
        ("3.0", False),
        ("1e3", False),
        ("0x10", False),
        ("1_000", False),
        ("012", False),
        ("'3'", False),
        ("~", False),
        ("3d", False),
    ],
)
def test_only_whole_decimal_numbers_are_numbers(written: str, accepted: bool) -> None:
    item = f"{{id: x, cites: ['1'], points: {written}, when: me.signed}}"
    text = policy(version(steps=f"[{{id: a, cites: ['1'], score: [{item}]}}]"))
    assert (not problems(text)) is accepted


def test_a_date_stays_as_written() -> None:
    assert not problems(policy(version(effective="{from: 2013-01-27}")))
    assert not problems(policy(version(effective="{from: '2013-01-27'}")))
    assert problems(policy(version(effective="{from: 2013-01-27T00:00:00Z}")))


# Expressions over several lines


BLOCK = """policy: p
title: {en: P}
versions:
  - id: "1"
    effective: {from: 2000-01-01}
    articles: {"1": {zh: 一}}
    tie: {refer: company}
    if_none_remain: {refer: company}
    on_missing: proceed
    steps:
      - id: a
        cites: ["1"]
        bar: STYLE
END
      - {id: z, cites: ["1"], refer: company}
"""


@pytest.mark.parametrize("style", ["|", "|-", "|+", "| # why", "|2"])
def test_places_in_a_block_are_those_of_the_file(style: str) -> None:
    lines = ["‸me.nope ||", "me.signed &&", "  ‸me.nix", "", "&& (‸me.none)"]
    text, places = unmarked(
        BLOCK.replace("STYLE", style).replace(
            "END", "\n".join(f"          {line}".rstrip() for line in lines)
        )
    )
    found = problems(text)
    assert [(one.line, one.column) for one in found] == places
    assert [one.message for one in found] == [
        f"no fact is called me.{name}" for name in ("nope", "nix", "none")
    ]


@pytest.mark.parametrize(
    "written",
    [
        ">\n          me.signed &&\n          ‸me.nope",
        "me.signed &&\n          ‸me.nope",
        '"me.signed &&\n          ‸me.nope"',
        "'me.signed &&\n          ‸me.nope'",
        '"me.signed &&\\\n          ‸me.nope"',
        '"\\x6de.signed &&\\n\\t\\u0020‸me.nope"',
        ">-\n          me.signed &&\n\n            me.owner &&\n          ‸me.nope",
        "&anchor me.signed &&\n\n          ‸me.nope",
    ],
    ids=["folded", "plain", "double", "single", "continued", "escaped", "indented", "anchored"],
)
def test_places_in_text_that_is_folded_are_those_of_the_file(written: str) -> None:
    text, [place] = unmarked(BLOCK.replace("STYLE", written).replace("\nEND", ""))
    [problem] = problems(text)
    assert (problem.line, problem.column) == place


@pytest.mark.parametrize(
    "written",
    [
        "'me.party_kind == ''person'' && ‸me.nope'",
        '"me.party_kind == \\"person\\" && ‸me.nope"',
        "me.party_kind == 'person' && ‸me.nope",
        "\"me.party_kind == 'person' && ‸me.nope\"",
        "\"'客户' == '' && ‸me.nope\"",
    ],
)
def test_quotes_within_quotes_shift_no_place(written: str) -> None:
    text, [place] = unmarked(BLOCK.replace("STYLE", written).replace("\nEND", ""))
    [problem] = problems(text)
    assert (problem.line, problem.column) == place
