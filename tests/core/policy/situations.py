"""A small world in which the expressions of these tests are read: its facts, and situations.

A situation is one dispute as plain Python: what each claimant has, what deal and dispute have. It
is laid out in columns here, evaluated by the product's own compiler, and the answers are turned
back into plain Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

import numpy as np

from evenhand.core.policy.expression import Names, Table, check
from evenhand.core.policy.lists import Constants
from evenhand.core.policy.load import load_policy
from evenhand.core.policy.tree import Literal, Node, walk
from evenhand.core.policy.versions import Version, Vocabulary, WorkDays
from evenhand.core.ruling.cases import ABSENT as ABSENT_CODE
from evenhand.core.ruling.cases import FALSE, KNOWN, TRUE, Bools, Column
from evenhand.core.ruling.cases import UNKNOWN as UNKNOWN_CODE
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.logic import Compiler
from evenhand.core.types import FactSpec, Type


class Unknown:
    """The evidence is missing."""

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN: Final = Unknown()
Answer = bool | int | str | Unknown | None
"""A value in the unit of its type, None for absent."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One dispute: facts of each claimant by name, those of deal and dispute by path.

    What is left out is absent, or unknown for a bool. `still_in`: slots of claimants, default all.
    """

    claimants: Sequence[Mapping[str, Answer]] = ({},)
    facts: Mapping[str, Answer] = field(default_factory=dict)
    still_in: Sequence[int] | None = None


def fact(path: str, type_: Type, missing: object = "absent", *values: str) -> FactSpec:
    """A declared fact; `missing` other than absent or unknown means that it always has a value."""
    return FactSpec(path, type_, missing=missing, values=values)


GRADES = ("A", "B", "C", "H")
_SCALES = (Type.INT, Type.DATE, Type.INSTANT, Type.DAYS, Type.WORKDAYS, Type.ELAPSED, Type.POSITION)


def _of_every_type(scope: str) -> Iterable[FactSpec]:
    """For each type `x` a fact that always has a value and one, `maybe_x`, that may be absent."""
    for name in ("flag", "sign", "mark"):
        yield fact(f"{scope}.{name}", Type.BOOL, "unknown")
    for type_ in _SCALES:
        yield fact(f"{scope}.{type_}", type_, 0)
        yield fact(f"{scope}.{type_}_2", type_, 0)
        yield fact(f"{scope}.maybe_{type_}", type_)
    yield fact(f"{scope}.grade", Type.TEXT, "A", *GRADES)
    yield fact(f"{scope}.maybe_grade", Type.TEXT, "absent", *GRADES)


FACTS: dict[str, FactSpec] = {
    spec.path: spec
    for spec in (
        *_of_every_type("me"),
        *_of_every_type("deal"),
        fact("me.allowed", Type.BOOL, "unknown"),
        fact("me.existing", Type.BOOL, "unknown"),
        fact("me.has_card", Type.BOOL, "unknown"),
        fact("me.in_store", Type.BOOL, "unknown"),
        fact("me.in_days", Type.INT, 0),
        fact("me.true_x", Type.BOOL, "unknown"),
        fact("me.nullable", Type.BOOL, "unknown"),
        fact("me.size_of_deal", Type.INT, 0),
        fact("me.kind", Type.TEXT, "walk_in", "walk_in", "call"),
        fact("dispute.as_of", Type.DATE),
        fact("dispute.change_demanded", Type.BOOL, "unknown"),
    )
}
PARAMS = {
    "limit": Literal(Type.INT, False, "7", 7),
    "window": Literal(Type.DAYS, False, "3d", 3),
    "working_window": Literal(Type.WORKDAYS, False, "3bd", 3),
    "hours": Literal(Type.ELAPSED, False, "72h", 72 * 3600),
    "strict": Literal(Type.BOOL, False, "true", TRUE),
    "best": Literal(Type.TEXT, False, "H", "H"),
    "start": Literal(Type.DATE, False, "2013-01-27", 15732),
}
TABLES = {
    "every": Table("every", "me.maybe_grade", Type.DAYS, {"H": 3, "A": 7, "B": 15, "C": 30}),
    "always": Table("always", "me.grade", Type.DAYS, {"H": 3, "A": 7, "B": 15, "C": 30}),
    "some": Table("some", "me.grade", Type.DAYS, {"H": 3}),
    "of_deal": Table("of_deal", "deal.grade", Type.INT, {"H": 1, "A": 2}),
}
LISTS = {
    "top": Constants(
        tuple(Literal(Type.TEXT, False, f"'{one}'", one) for one in "HA"), "params.top"
    ),
    "sizes": Constants(tuple(Literal(Type.INT, False, str(n), n) for n in (1, 5)), "params.sizes"),
}
NAMES = Names(FACTS, PARAMS, TABLES, lists=LISTS)

POLICY = """
policy: smallest
title: {en: Smallest}
versions:
  - id: "1"
    effective: {from: 2000-01-01}
    articles: {"1": {zh: 一}}
    steps: [{id: first, cites: ["1"], refer: company}]
    tie: {refer: company}
    if_none_remain: {refer: company}
    on_missing: proceed
"""


@cache
def smallest() -> Version:
    """The only version of the smallest policy there is."""
    return load_policy(POLICY, catalogue=CATALOGUE).versions[0]


def version_for(node: Node, names: Names = NAMES, work_days: WorkDays | None = None) -> Version:
    """The smallest version, with the names an expression was read in and all texts it needs."""
    texts = {value for spec in names.facts.values() for value in spec.values}
    literals = [part for part in (*names.params.values(), *walk(node)) if isinstance(part, Literal)]
    texts |= {str(literal.value) for literal in literals if literal.type is Type.TEXT}
    ordered = tuple(sorted(texts))
    return replace(
        smallest(),
        params=names.params,
        tables=names.tables,
        facts=names.facts,
        work_days=work_days or smallest().work_days,
        vocabulary=Vocabulary(ordered, {text: code for code, text in enumerate(ordered)}),
    )


def ask(text: str, *situations: Situation, names: Names = NAMES) -> list[list[Answer]]:
    """What the expression gives, for each situation and each of its claimants who is still in."""
    node = check(text, names)
    return evaluate(node, version_for(node, names), situations)


def ask_one(text: str, **values: Answer) -> Answer:
    """What the expression gives for a single claimant with these facts."""
    return ask(text, Situation([values]))[0][0]


def evaluate(node: Node, version: Version, situations: Sequence[Situation]) -> list[list[Answer]]:
    """What a checked expression gives when all situations are asked at once."""
    return answers(node, version, situations, frame_of(version, situations))


def answers(
    node: Node, version: Version, situations: Sequence[Situation], frame: Frame
) -> list[list[Answer]]:
    """The same for situations that have been laid out before."""
    compiler = Compiler(version)
    if node.type is Type.BOOL:
        column = Column(compiler.truth(node)(frame))
    else:
        column = compiler.value(node)(frame)
    shape = frame.remaining.shape
    values = np.broadcast_to(column.value, shape).tolist()
    states = np.broadcast_to(KNOWN if column.state is None else column.state, shape).tolist()
    return [
        [
            _answer(node.type, values[slot][place], states[slot][place], version.vocabulary)
            for slot in _still_in(situation)
        ]
        for place, situation in enumerate(situations)
    ]


def _still_in(situation: Situation) -> Sequence[int]:
    return range(len(situation.claimants)) if situation.still_in is None else situation.still_in


def _answer(type_: Type, value: int, state: int, vocabulary: Vocabulary) -> Answer:
    if type_ is Type.BOOL:
        return UNKNOWN if value == UNKNOWN_CODE else {FALSE: False, TRUE: True}[value]
    if state != KNOWN:
        return UNKNOWN if state == UNKNOWN_CODE else {ABSENT_CODE: None}[state]
    return vocabulary.text(value) if type_ is Type.TEXT else value


def frame_of(version: Version, situations: Sequence[Situation], filler: int = 0) -> Frame:
    """The situations side by side, in columns; `filler` stands where there is no value."""
    slots = max(len(situation.claimants) for situation in situations)
    remaining: Bools = np.zeros((slots, len(situations)), dtype=np.bool_)
    present: Bools = np.zeros((slots, len(situations)), dtype=np.bool_)
    for place, situation in enumerate(situations):
        remaining[list(_still_in(situation)), place] = True
        present[: len(situation.claimants), place] = True
    columns = {
        path: _column(spec, version.vocabulary, _rows(spec, situations), slots, filler)
        for path, spec in version.facts.items()
    }
    return Frame(columns=columns, remaining=remaining, everybody=present)


def _rows(spec: FactSpec, situations: Sequence[Situation]) -> list[list[Answer]]:
    if spec.scope == "me":
        return [[one.get(spec.name) for one in situation.claimants] for situation in situations]
    return [[situation.facts.get(spec.path)] for situation in situations]


def _column(
    spec: FactSpec, vocabulary: Vocabulary, rows: list[list[Answer]], slots: int, filler: int
) -> Column:
    shape = (slots if spec.scope == "me" else 1, len(rows))
    filler = filler % len(vocabulary.texts) if spec.type is Type.TEXT else filler
    value = np.full(shape, filler, dtype=np.int64)
    state = np.full(shape, ABSENT_CODE, dtype=np.int8)
    for place, row in enumerate(rows):
        for slot, given in enumerate(row):
            state[slot, place] = _state(spec.type, given)
            if given is not None and not isinstance(given, Unknown):
                value[slot, place] = vocabulary.code(given) if isinstance(given, str) else given
    return Column(state) if spec.type is Type.BOOL else Column(value, state)


def _state(type_: Type, given: Answer) -> int:
    """Of a bool, the state *is* the truth value; it is never absent."""
    if isinstance(given, Unknown):
        return UNKNOWN_CODE
    if type_ is Type.BOOL:
        return UNKNOWN_CODE if given is None else TRUE if given else FALSE
    return ABSENT_CODE if given is None else KNOWN
