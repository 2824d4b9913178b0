"""Random registers: the same entries as columns and one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import NONPARTY, Column, Entries, Facts
from tests.core.ruling.expressions import Dispute, Value
from tests.core.ruling.random_derivations import KINDS
from tests.core.ruling.random_disputes import (
    DAY,
    HOUR,
    MARCH,
    plain,
    plain_disputes,
    random_facts,
    random_values,
    slots_of,
)
from tests.core.ruling.scalar_derive import Entry

Array = NDArray[np.int64]
WEIGHTS = (4, 4, 2, 4, 3, 4, 1, 1, 1, 1)
AS_OF = MARCH + 20
SHANGHAI = 8 * HOUR


@dataclass(frozen=True, slots=True)
class Case:
    """A batch of disputes with their registers."""

    given: Facts
    entries: Entries
    incomplete: frozenset[int]


def random_case(random: Generator, version: Version, disputes: int) -> Case:
    """Some facts stated, the others to follow from up to a dozen entries a dispute."""
    given = _given(random, version, disputes)
    size = random.integers(0, 13, size=disputes)
    dispute = np.repeat(np.arange(disputes), size)
    count = len(dispute)
    order = np.arange(count) - np.repeat(np.cumsum(size) - size, size)
    sequence = order * 2 + random.integers(0, 2, size=count) + 1
    kinds = np.array([version.kind_names.index(name) for name in KINDS])
    kind = random.choice(kinds, p=np.array(WEIGHTS) / sum(WEIGHTS), size=count)
    made_by, behalf = _people(random, given, dispute)
    columns = _times(random, version, kind, order) | _fields(random, version, count)
    entries = Entries(dispute, made_by, behalf, kind, sequence, columns)
    holes = (
        random.choice(kinds, size=random.integers(1, 3)) if random.random() < 0.15 else kinds[:0]
    )
    return Case(given, entries, frozenset(holes.tolist()))


def _given(random: Generator, version: Version, disputes: int) -> Facts:
    """What is stated: given facts, the day of assessment, something of the deal, little else."""
    stated = {
        path
        for path in version.reads.union(*(one.reads for one in version.reducers.values()))
        if path in version.facts and path not in version.reducers and path != "dispute.as_of"
    }
    stated = {
        path for path in sorted(stated) if not path.startswith("deal.") or random.random() < 0.6
    }
    overridden = {path for path in sorted(version.reducers) if random.random() < 0.1}
    given = random_facts(random, version, disputes, paths=frozenset(stated | overridden))
    shape = (1, disputes)
    columns = dict(given.columns)
    masks = dict(given.stated)
    columns["dispute.as_of"] = Column(random.integers(AS_OF - 9, AS_OF + 6, size=shape))
    masks["dispute.as_of"] = random.random(shape) < 0.8
    for path in ("deal.closed_on", "deal.previous_closed_on", "deal.closed_at"):
        if random.random() < 0.4:
            late = path != "deal.previous_closed_on"
            days = random.integers(AS_OF - 10, AS_OF - 3, size=shape) if late else MARCH
            values = days * DAY + 9 * HOUR if path.endswith("_at") else days
            state = random.choice((0, 2), p=(0.1, 0.9), size=shape).astype(np.int8)
            columns[path] = Column(np.broadcast_to(values, shape).copy(), state)
            masks[path] = random.random(shape) < 0.5
    return replace(given, columns=columns, stated=masks)


def _people(random: Generator, given: Facts, dispute: Array) -> tuple[Array, Array]:
    """Who made each entry, and on whose behalf: mostly their own."""
    slots = slots_of(given)
    chance = random.random((len(dispute), 2))
    made_by = np.array(
        [
            NONPARTY if lot < 0.06 else random.choice(slots[one])
            for one, lot in zip(dispute, chance[:, 0], strict=True)
        ],
        dtype=np.int64,
    )
    behalf = made_by.copy()
    for index in np.flatnonzero(chance[:, 1] < 0.15):
        behalf[index] = random.choice([*slots[dispute[index]], NONPARTY])
    return made_by, behalf


def _times(random: Generator, version: Version, kind: Array, order: Array) -> dict[str, Column]:
    """Days roughly in register order; some dates and many hours are not known."""
    count = len(order)
    zone = SHANGHAI if version.time_zone == "Asia/Shanghai" else 0
    day = MARCH + order * 2 + random.integers(-2, 4, size=count)
    recorded = day + random.choice((0, 0, 0, 1, 4), size=count)
    hour = random.integers(0, 24, size=count) * HOUR
    closing = np.isin(kind, [version.kind_names.index(name) for name in ("contract", "order")])
    undated = (random.random(count) < 0.03) & ~closing
    timeless = undated | (random.random(count) < 0.25)

    def known(unknown: NDArray[np.bool_]) -> NDArray[np.int8]:
        return np.where(unknown, 1, 2).astype(np.int8)

    rubbish = random.integers(-5, 5, size=count)
    return {
        "entry.occurred_on": Column(np.where(undated, rubbish, day), known(undated)),
        "entry.occurred_at": Column(
            np.where(timeless, rubbish, day * DAY - zone + hour), known(timeless)
        ),
        "entry.recorded_on": Column(recorded),
        "entry.recorded_at": Column(recorded * DAY - zone + hour, known(timeless)),
    }


def _fields(random: Generator, version: Version, count: int) -> dict[str, Column]:
    """Fields that an entry may leave out."""
    columns = {}
    for path in ("entry.reached", "entry.complete", "entry.altered", "entry.found_false"):
        if random.random() < 0.8:
            unknown = 0.25 if path == "entry.reached" else 0.08
            known = (1 - unknown) / 2
            truths = random.choice(3, p=(known, unknown, known), size=count)
            columns[path] = Column(truths.astype(np.int8))
    for path, often in (("entry.grade", 0.35), ("entry.rank", 0.6)):
        if random.random() < 0.9:
            values = random_values(random, version, version.facts[path], (count,))
            state = random.choice(3, p=(0.97 - often, 0.03, often), size=count)
            columns[path] = Column(values, state.astype(np.int8))
    return columns


# The same one by one


def plain_case(version: Version, case: Case) -> list[tuple[Dispute, list[Entry]]]:
    """Each dispute with what was stated of it and its entries in register order."""
    disputes = plain_disputes(version, case.given, complete=False)
    place = [{slot: index for index, slot in enumerate(row)} for row in slots_of(case.given)]
    registers: list[list[Entry]] = [[] for _ in disputes]
    entries = case.entries
    fields = {path: _plain_field(version, path, column) for path, column in entries.columns.items()}
    for index, dispute in enumerate(entries.dispute.tolist()):
        who = place[dispute]
        registers[dispute].append(
            Entry(
                int(entries.sequence[index]),
                version.kind_names[int(entries.kind[index])],
                who.get(int(entries.made_by[index]), NONPARTY),
                who.get(int(entries.on_behalf_of[index]), NONPARTY),
                {path: values[index] for path, values in fields.items()},
            )
        )
    return list(zip(disputes, registers, strict=True))


def _plain_field(version: Version, path: str, column: Column) -> list[Value]:
    type_ = version.facts[path].type
    values = column.value.tolist()
    states = [2] * len(values) if column.state is None else column.state.tolist()
    return [
        plain(version, type_, value, state) for value, state in zip(values, states, strict=True)
    ]
