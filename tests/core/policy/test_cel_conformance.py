"""The conformance cases of CEL: each is understood as it is meant, or refused with its place.

Most of the 582 cases are about what our language leaves out on purpose: floating point, unsigned
numbers, bytes, maps, messages, lists as values, `* / %`, an order of texts and of bools.
`cel_accepted.txt` names those that are within it; a case that comes in or drops out is a change of
the language, and has to be made there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from evenhand.core.policy.expression import FACT_LIMIT, Complaint, ExpressionRefused, Names, check
from evenhand.core.policy.tree import In, Literal, Node
from evenhand.core.policy.tree import Path as FactPath
from evenhand.core.types import FactSpec, Type
from tests.core.policy.situations import Answer, Situation, evaluate, fact, version_for
from tests.core.policy.textproto import Case, Scalar, read_cases

ACCEPTED = Path(__file__).with_name("cel_accepted.txt")
TYPES = {bool: Type.BOOL, int: Type.INT, str: Type.TEXT}
RESERVED = {"true", "false", "null", "in"}
"""Words that are never variables, even where a case binds them to show just that."""

_TOKEN = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\.?[A-Za-z_][A-Za-z0-9_]*""")


@pytest.fixture(scope="module")
def cases(data_dir: Path) -> list[Case]:
    folder = data_dir / "cel"
    if not folder.is_dir():
        pytest.skip("the conformance cases are absent from EVENHAND_DATA")
    return read_cases(folder)


def facts_of(case: Case) -> dict[str, FactSpec]:
    """The variables of a case as facts of the deal."""
    return {
        f"deal.{name}": fact(
            f"deal.{name}", TYPES[type(value)], value, *([value] if isinstance(value, str) else [])
        )
        for name, value in case.bindings.items()
        if name not in RESERVED
    }


def ours(case: Case) -> str:
    """The expression with each variable of the case, and no other word, read from the deal."""
    facts = facts_of(case)

    def read(token: re.Match[str]) -> str:
        path = f"deal.{token[0]}"
        return path if path in facts else token[0]

    return _TOKEN.sub(read, case.expr)


def checked(case: Case) -> Node | list[Complaint]:
    try:
        return check(ours(case), Names(facts_of(case)))
    except ExpressionRefused as refused:
        return refused.complaints


def accepted(cases: list[Case]) -> Iterator[tuple[Case, Node]]:
    return ((case, node) for case in cases if isinstance(node := checked(case), Node))


def result(node: Node, names: Names, values: dict[str, Answer]) -> Answer:
    return evaluate(node, version_for(node, names), [Situation([{}], values)])[0][0]


def same(given: Answer, wanted: Scalar | None) -> bool:
    """Equal and of the same type: true is not 1."""
    return given == wanted and type(given) is type(wanted)


def test_every_case_of_every_file_is_read(cases: list[Case], data_dir: Path) -> None:
    texts = [file.read_text(encoding="utf-8") for file in (data_dir / "cel").glob("*.textproto")]
    assert len(cases) == sum(len(re.findall(r"^\s*expr:", text, re.MULTILINE)) for text in texts)
    assert len({case.id for case in cases}) == len(cases) == 582
    assert sum(case.wants_error for case in cases) == 54


def test_every_accepted_case_gives_exactly_the_value_it_must(cases: list[Case]) -> None:
    wrong = [
        f"{case.id}: {case.expr} gives {given!r}, not {case.value!r}"
        for case, node in accepted(cases)
        for given in [result(node, Names(facts_of(case)), _values(case))]
        if not same(given, case.value)
    ]
    assert not wrong, "\n".join(wrong)


def _values(case: Case) -> dict[str, Answer]:
    return {f"deal.{name}": value for name, value in case.bindings.items()}


def test_every_case_that_must_fail_is_refused_at_load(cases: list[Case]) -> None:
    let_through = [case.id for case, _ in accepted(cases) if case.wants_error]
    assert not let_through


def test_every_refusal_names_a_place_within_the_expression(cases: list[Case]) -> None:
    refusals = [(ours(case), found) for case in cases if isinstance(found := checked(case), list)]
    assert refusals
    for text, complaints in refusals:
        assert complaints
        lines = text.split("\n")
        for complaint in complaints:
            assert complaint.message, text
            assert 1 <= complaint.line <= len(lines), text
            assert 1 <= complaint.column <= len(lines[complaint.line - 1]) + 1, text


def test_exactly_the_listed_cases_are_accepted(cases: list[Case]) -> None:
    header, *listed = ACCEPTED.read_text(encoding="utf-8").splitlines()
    assert listed == sorted(listed)
    assert header.startswith(f"# {len(listed)} of {len(cases)} ")
    assert sorted(case.id for case, _ in accepted(cases)) == listed


def test_an_accepted_case_gives_the_same_when_its_constants_are_facts(cases: list[Case]) -> None:
    """So that the columns are tested, and not only constants against constants."""
    wrong, tried = [], 0
    for case, node in accepted(cases):
        values = _values(case)
        lifted = _lifted(node, values)
        tried += lifted != node
        names = Names({**facts_of(case), **_declared(values)})
        given = result(lifted, names, values)
        if not same(given, case.value):
            wrong.append(f"{case.id}: {case.expr} gives {given!r}, not {case.value!r}")
    assert tried >= 80
    assert not wrong, "\n".join(wrong)


def _declared(values: dict[str, Answer]) -> dict[str, FactSpec]:
    return {
        path: fact(path, TYPES[type(value)], value, *([value] if isinstance(value, str) else []))
        for path, value in values.items()
        if isinstance(value, bool | int | str)
    }


def _lifted(node: Node, values: dict[str, Answer]) -> Node:
    """The tree with every constant that a fact can hold replaced by a fact of that value."""
    if isinstance(node, Literal):
        if isinstance(node.value, int) and abs(node.value) > FACT_LIMIT:
            return node
        name = f"constant_{len(values)}"
        values[f"deal.{name}"] = node.value == 2 if node.type is Type.BOOL else node.value
        return FactPath(node.type, False, f"deal.{name}", "deal", name)
    if isinstance(node, In):
        return replace(node, item=_lifted(node.item, values))
    changes: dict[str, object] = {}
    for field in fields(node):
        part = getattr(node, field.name)
        if isinstance(part, Node):
            changes[field.name] = _lifted(part, values)
        elif isinstance(part, tuple):
            changes[field.name] = tuple(_lifted(item, values) for item in part)
    return replace(node, **changes)  # type: ignore[arg-type]  # each field of a node by its name
