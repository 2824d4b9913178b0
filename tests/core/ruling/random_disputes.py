"""Random disputes: the same as columns for the evaluator and as plain values for the interpreter.

Under every value that is absent or unknown stands rubbish, which nobody may see.
"""

from __future__ import annotations

import re
from datetime import date

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import Bools, Column, Facts
from evenhand.core.types import FactSpec, Type
from tests.core.ruling.expressions import ABSENT, EPOCH, UNKNOWN, Dispute, Value

SLOTS = 5
MARCH = (date(2013, 3, 1) - EPOCH).days
HOUR, DAY = 3_600, 86_400
CLAIMANTS = (0.08, 0.32, 0.30, 0.17, 0.13)
"""How often one, two … five people claim the same customer."""

_RANGES = {
    Type.INT: (-1, 5, 1),
    Type.DATE: (MARCH, MARCH + 18, 1),
    Type.INSTANT: (MARCH * DAY, (MARCH + 6) * DAY, 6 * HOUR),
    Type.DAYS: (0, 9, 1),
    Type.WORKDAYS: (0, 6, 1),
    Type.ELAPSED: (0, 73 * HOUR, 6 * HOUR),
    Type.POSITION: (1, 12, 1),
}
_UNITS = {"d": 1, "bd": 1, "h": HOUR}


def random_facts(
    random: Generator, version: Version, disputes: int, *, paths: frozenset[str] | None = None
) -> Facts:
    """Facts of a batch; some slots hold nobody, some facts are not stated of everybody."""
    count = random.choice(SLOTS, p=CLAIMANTS, size=disputes) + 1
    order = random.random((SLOTS, disputes)).argsort(axis=0)
    present: Bools = order < count
    columns, stated = {}, {}
    for path in sorted(version.reads if paths is None else paths):
        chance = random.random()
        if chance < 0.06:
            continue
        rows = SLOTS if path.startswith("me.") else 1
        if chance < 0.12:
            stated[path] = random.random((rows, disputes)) < 0.8
        shape = (1, 1) if 0.12 <= chance < 0.15 else (rows, disputes)
        columns[path] = _column(random, version, version.facts[path], shape)
    return Facts(present, columns, stated)


def _column(random: Generator, version: Version, spec: FactSpec, shape: tuple[int, int]) -> Column:
    if spec.type is Type.BOOL:
        true = random.choice((0.3, 0.5, 0.75))
        unknown = random.choice((0.0, 0.1, 0.2))
        truths = random.choice(3, p=(1 - true - unknown, unknown, true), size=shape)
        return Column(truths.astype(np.int8))
    values = random_values(random, version, spec, shape)
    if random.random() < 0.12:
        return Column(values)
    absent = 0.15 if spec.nullable else 0.0
    state = random.choice(3, p=(absent, 0.12, 0.88 - absent), size=shape)
    return Column(values, state.astype(np.int8))


def random_values(
    random: Generator, version: Version, spec: FactSpec, shape: tuple[int, ...]
) -> NDArray[np.int64]:
    """Values of a fact, close enough together that they are often equal."""
    if spec.type is Type.TEXT:
        codes = np.array([version.vocabulary.code(text) for text in spec.values])
        return random.choice(codes, size=shape)
    return random.choice(np.arange(*_RANGES[spec.type]), size=shape)


# The same as plain values


def plain(version: Version, type_: Type, value: int, state: int) -> Value:
    """A value of a column and its state, as the interpreter reads it."""
    if type_ is Type.BOOL:
        return UNKNOWN if value == 1 else value == 2
    if state != 2:
        return ABSENT if state == 0 else UNKNOWN
    return version.vocabulary.text(value) if type_ is Type.TEXT else value


def plain_column(
    version: Version, path: str, column: Column, shape: tuple[int, int]
) -> list[list[Value]]:
    """A whole column as plain values, by slot and dispute."""
    type_ = version.facts[path].type
    values = np.broadcast_to(column.value, shape).tolist()
    known = np.int8(2) if column.state is None else column.state
    states = np.broadcast_to(known, shape).tolist()
    if type_ is Type.BOOL:
        return [[UNKNOWN if one == 1 else one == 2 for one in row] for row in values]
    texts = version.vocabulary.texts if type_ is Type.TEXT else ()
    return [
        [
            (texts[one] if texts else one) if at == 2 else (ABSENT, UNKNOWN)[at]
            for one, at in zip(row, row_states, strict=True)
        ]
        for row, row_states in zip(values, states, strict=True)
    ]


def nothing_on_record(spec: FactSpec) -> Value:
    """What a fact means when nothing is on record (§4): its `missing`."""
    missing = spec.missing
    if missing == "absent":
        return ABSENT
    if missing == "unknown":
        return UNKNOWN
    if spec.type in {Type.BOOL, Type.INT}:
        assert isinstance(missing, bool | int)
        return missing
    text = str(missing)
    if spec.type is Type.TEXT:
        return text
    if spec.type is Type.DATE:
        return (date.fromisoformat(text) - EPOCH).days
    length = re.fullmatch(r"([0-9]+)(bd|d|h)", text)
    assert length is not None, f"{spec.path}: {text}"
    return int(length[1]) * _UNITS[length[2]]


def slots_of(given: Facts) -> list[list[int]]:
    """For each dispute the slots in which somebody stands."""
    return [np.flatnonzero(given.present[:, dispute]).tolist() for dispute in range(given.disputes)]


def plain_disputes(version: Version, given: Facts, *, complete: bool = True) -> list[Dispute]:
    """The disputes one by one; a fact that is not stated means what it declares, or is left out."""
    slots = slots_of(given)
    claimants: list[list[dict[str, Value]]] = [[{} for _ in row] for row in slots]
    shared: list[dict[str, Value]] = [{} for _ in slots]
    for path in sorted(version.reads | set(given.columns)):
        mine = path.startswith("me.")
        shape = given.present.shape if mine else (1, given.disputes)
        if path not in given.columns and not complete:
            continue
        nothing = nothing_on_record(version.facts[path])
        rows = [[nothing] * shape[1]] * shape[0]
        if path in given.columns:
            rows = plain_column(version, path, given.columns[path], shape)
        mask = given.stated[path].tolist() if path in given.stated else None
        for dispute, places in enumerate(slots):
            for index, slot in enumerate(places if mine else [0]):
                target = claimants[dispute][index] if mine else shared[dispute]
                if mask is None or path not in given.columns or mask[slot][dispute]:
                    target[path] = rows[slot][dispute]
                elif complete:
                    target[path] = nothing
    return [Dispute(tuple(mine), facts) for mine, facts in zip(claimants, shared, strict=True)]
