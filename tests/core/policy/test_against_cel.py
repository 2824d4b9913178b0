"""Against another implementation of CEL: no mismatch over random expressions and situations.

`EVENHAND_CEL_EXPRESSIONS` says how many expressions (default 2,000).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

import cel
import pytest

from evenhand.core.policy import tree
from evenhand.core.policy.expression import check
from evenhand.core.policy.tree import Node, walk
from evenhand.core.policy.versions import Version
from evenhand.core.types import Type
from tests.core.policy.generated import DAY, Expression, expression, filled_in, situations
from tests.core.policy.refusals import complaints
from tests.core.policy.situations import (
    FACTS,
    NAMES,
    PARAMS,
    TABLES,
    UNKNOWN,
    Answer,
    Situation,
    answers,
    frame_of,
    version_for,
)

COUNT = int(os.environ.get("EVENHAND_CEL_EXPRESSIONS", "2000"))
START = datetime(1970, 1, 1, tzinfo=UTC)


@cache
def generated(count: int) -> list[tuple[Expression, Node]]:
    """The first expressions, without those few that we refuse and CEL does not."""
    made, refused = [], []
    for one in map(expression, range(count)):
        if found := complaints(one.ours):
            refused += [said.message for said in found]
        else:
            made.append((one, check(one.ours, NAMES)))
    assert all(
        message == "this can leave 64 bits" or " is never '" in message for message in refused
    )
    assert len(made) > 0.97 * count
    return made


@cache
def version() -> Version:
    """One for all: no text is generated that is not a grade."""
    return version_for(check("'A' == 'A'", NAMES))


def theirs(type_: Type, value: Answer) -> object:
    """One of our values as a value of CEL."""
    if type_ in (Type.DATE, Type.INSTANT):
        assert isinstance(value, int)
        return START + timedelta(seconds=value * (DAY if type_ is Type.DATE else 1))
    if type_ in (Type.DAYS, Type.ELAPSED):
        assert isinstance(value, int)
        return timedelta(seconds=value * (DAY if type_ is Type.DAYS else 1))
    return value


def ours(type_: Type, value: object) -> Answer:
    """A value of CEL as one of ours."""
    if isinstance(value, datetime):
        value -= START
    if isinstance(value, timedelta):
        unit = timedelta(days=1) if type_ in (Type.DATE, Type.DAYS) else timedelta(seconds=1)
        count, rest = divmod(value, unit)
        assert not rest
        return count
    assert isinstance(value, bool | int | str)
    return value


def activations(situation: Situation) -> Iterator[cel.Context]:
    """What CEL reads, for each claimant who is still in: absent facts are keys left out."""
    still_in = situation.still_in or range(len(situation.claimants))
    claimants = [
        {"id": slot}
        | {
            name: theirs(FACTS[f"me.{name}"].type, value)
            for name, value in situation.claimants[slot].items()
            if f"me.{name}" in FACTS and value is not None
        }
        for slot in still_in
    ]
    shared = {
        "deal": {
            path.partition(".")[2]: theirs(FACTS[path].type, value)
            for path, value in situation.facts.items()
            if path in FACTS and value is not None
        },
        "params": {
            name: theirs(one.type, one.value == 2 if one.type is Type.BOOL else one.value)
            for name, one in PARAMS.items()
        },
        "tables": {
            name: {key: theirs(table.type, value) for key, value in table.values.items()}
            for name, table in TABLES.items()
        },
        "claimants": claimants,
    }
    return (cel.Context({**shared, "me": me}) for me in claimants)


def in_cel(program: cel.Program, type_: Type, activation: cel.Context) -> Answer:
    try:
        return ours(type_, program.execute(activation))
    except KeyError:  # what is not there was read
        return None


def test_every_expression_gives_what_another_cel_gives() -> None:
    batch = situations(1, 50)
    frame = frame_of(version(), batch)
    readings = [list(activations(situation)) for situation in batch]
    wrong, count = [], 0
    for number, (one, node) in enumerate(generated(COUNT)):
        program = cel.compile(one.theirs)
        given = answers(node, version(), batch, frame)
        for place in range(number % 10, len(batch), 10):
            wanted = [in_cel(program, one.type, reading) for reading in readings[place]]
            count += len(wanted)
            if given[place] != wanted:
                wrong.append(
                    f"{one.ours}\n{one.theirs}\n{batch[place]}: {given[place]}, not {wanted}"
                )
    assert count >= 4 * COUNT
    assert not wrong, f"{len(wrong)} mismatches; the shortest:\n" + "\n".join(
        sorted(wrong, key=len)[:3]
    )


def test_the_expressions_hold_every_part_of_the_language() -> None:
    parts = {type(part) for _, node in generated(500) for part in walk(node)}
    kinds = {
        kind for kind in vars(tree).values() if isinstance(kind, type) and issubclass(kind, Node)
    }
    assert parts == kinds - {Node}


def test_neither_truth_value_is_rare() -> None:
    batch = situations(1, 50)
    frame = frame_of(version(), batch)
    given = [
        answer
        for one, node in generated(500)
        if one.type is Type.BOOL
        for row in answers(node, version(), batch, frame)
        for answer in row
    ]
    assert 0.3 < sum(answer is True for answer in given) / len(given) < 0.7


@pytest.mark.parametrize("unknown", [0.0, 0.2], ids=["all is known", "a fifth is unknown"])
def test_a_batch_gives_what_its_cases_give_one_by_one(unknown: float) -> None:
    batch = situations(2, 50, unknown=unknown)
    frame = frame_of(version(), batch)
    alone = [([situation], frame_of(version(), [situation])) for situation in batch]
    for one, node in generated(150):
        at_once = answers(node, version(), batch, frame)
        assert at_once == [answers(node, version(), *each)[0] for each in alone], one.ours


def test_what_stands_where_there_is_no_value_is_never_seen() -> None:
    batch = situations(3, 50, unknown=0.3)
    frames = [frame_of(version(), batch, filler) for filler in (0, 3)]
    for one, node in generated(COUNT // 4):
        first, second = (answers(node, version(), batch, frame) for frame in frames)
        assert first == second, one.ours


def test_what_is_known_despite_unknowns_holds_however_they_turn_out() -> None:
    """Each situation is filled in 20 ways; no answer that was known is contradicted."""
    doubtful = situations(4, 20, unknown=0.25)
    filled = [[filled_in(situation, seed) for seed in range(20)] for situation in doubtful]
    flat = [situation for ways in filled for situation in ways]
    frame, frame_of_all = frame_of(version(), doubtful), frame_of(version(), flat)
    known = 0
    for one, node in generated(COUNT // 4):
        given = answers(node, version(), doubtful, frame)
        every = answers(node, version(), flat, frame_of_all)
        for place, row in enumerate(given):
            for way in every[place * 20 : place * 20 + 20]:
                assert all(b == a for a, b in zip(row, way, strict=True) if a is not UNKNOWN), (
                    f"{one.ours}\n{doubtful[place]}: {row}, but also {way}"
                )
            known += sum(answer is not UNKNOWN for answer in row)
    assert known > 10_000
