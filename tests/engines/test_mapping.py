"""A mapping file is checked like a policy: every problem at once, each with its place."""

import pytest

from evenhand.core.errors import ContactsRefused
from evenhand.engines.disputes import check_mapping
from tests.engines.desk import FIRST, mapping


def _problems(text: str) -> list[str]:
    with pytest.raises(ContactsRefused) as refused:
        check_mapping(mapping(text), FIRST.versions[0])
    return [str(problem) for problem in refused.value.problems]


def test_every_fault_of_form_is_told_with_line_and_column() -> None:
    problems = _problems("""\
        colums: {}
        columns: {customer: c, who: w}
        time: {zone: Asia/Peking, formats: iso}
        ignore_other: perhaps
        """)
    assert [problem.split(": ")[0] for problem in problems] == [
        "map.yaml:1:1",
        "map.yaml:2:10",
        "map.yaml:3:1",
        "map.yaml:4:1",
    ]
    assert "a mapping has no such entry" in problems[0]
    assert "columns.at" in problems[1]
    assert "Asia/Peking is no known time zone" in problems[2]


def test_a_file_that_is_no_yaml_is_refused_with_its_place() -> None:
    assert "map.yaml:2" in _problems("columns: {\n  customer: [}")[0]


def test_numbers_and_truths_are_words_of_the_file() -> None:
    content = mapping("""\
        columns: {customer: c, who: w, at: t, activity: a}
        kinds: {call: [1, true, call]}
        not_persons: [112, ""]
        """).content
    assert content.kinds is not None
    assert [pattern.activity for pattern in content.kinds["call"]] == ["1", "true", "call"]
    assert content.not_persons == ("112", "")


def test_a_row_is_something_either_by_a_column_or_always() -> None:
    assert "say what a row is" in _problems("columns: {customer: c, who: w, at: t}")[0]
    both = "columns: {customer: c, who: w, at: t, activity: a}\nevery_row_is: call"
    assert "say what a row is" in _problems(both)[0]


def test_a_phase_needs_a_column() -> None:
    problem = _problems("""\
        columns: {customer: c, who: w, at: t, activity: a}
        kinds: {call: {activity: W_*, phase: START}}
        """)[0]
    assert "columns.phase names no column" in problem


def test_kinds_fields_and_facts_are_those_of_the_policy() -> None:
    problems = _problems("""\
        columns: {customer: c, who: w, at: t, activity: a, grad: g, sequence: s, occurred_on: d}
        kinds:
          cal: x
        values:
          reached: {yes: true}
        facts:
          dispute.as_off: 2013-01-01
          dispute.as_of: yesterday
          me.grade: Z
        incomplete: [letter]
        """)
    text = "\n".join(problems)
    assert "did you mean call?" in text
    assert "did you mean grade?" in text
    assert "occurred_on is not given" in text
    assert "columns names no column for reached" in text
    assert "did you mean dispute.as_of?" in text
    assert "dispute.as_of is a date such as 2013-01-27, not yesterday" in text
    assert "me.grade is one of H, A, B, C, not Z" in text
    assert "knows no entry kind letter" in text
    assert len(problems) == 8
    assert "map.yaml:3:3" in text
    assert "map.yaml:8:3" in text


def test_a_bool_is_never_absent() -> None:
    problems = _problems("""\
        columns: {customer: c, who: w, at: t, activity: a}
        kinds: {call: x}
        facts: {dispute.together_at_closing: null}
        """)
    assert "dispute.together_at_closing is yes or no" in problems[0]
