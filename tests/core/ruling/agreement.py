"""Do the product and the plain interpreter agree: on every fact, on who is left, on how it ends.

A sample is one random policy with its disputes and what the interpreter says of them; the product
is handed in, so that one with a bug planted in it can be checked the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from evenhand.core.policy.versions import OUTCOMES, Version
from evenhand.core.ruling import derive as derive_module
from evenhand.core.ruling import evaluate as evaluate_module
from evenhand.core.ruling.cases import Column, Facts, Ints
from tests.core.ruling.coverage import Coverage
from tests.core.ruling.expressions import UNKNOWN, Dispute, Value
from tests.core.ruling.interpreter import Outcome, interpret
from tests.core.ruling.random_disputes import (
    plain_column,
    plain_disputes,
    random_facts,
    slots_of,
)
from tests.core.ruling.random_policies import Data, loaded, random_policy
from tests.core.ruling.random_registers import Case, plain_case, random_case
from tests.core.ruling.scalar_derive import Deriver, Entry

Cell = tuple[str, int]
"""A fact, and of which claimant (0 for one of the deal or the dispute)."""

NO_STEP = {-1: "sole-claimant", -2: "tie", -3: "none-remain"}
"""Which step decided, where none did (core.ruling.evaluate)."""


@dataclass(frozen=True, slots=True)
class Product:
    """What is checked: derivation, completion and evaluation of a batch."""

    derive: Callable[..., Any] = derive_module.derive
    complete: Callable[..., Any] = derive_module.complete
    evaluate: Callable[..., Any] = evaluate_module.evaluate


@dataclass(frozen=True, slots=True)
class Told:
    """A ruling in a form in which both can be compared; people are sets of slots, as bits."""

    kind: str
    forum: str
    by: str
    winners: int
    remaining: tuple[int, ...]
    undecided: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A policy, its disputes as columns, and what the interpreter makes of them one by one.

    `case` holds the registers, if facts are derived; `cautious` the facts that the product may call
    unknown although the interpreter knows them; `registers`, `holes` the case as it is read.
    """

    seed: int
    policy: Data
    version: Version
    given: Facts
    case: Case | None
    slots: list[list[int]]
    disputes: list[Dispute]
    cautious: list[set[Cell]]
    told: list[Told]
    registers: list[tuple[Dispute, list[Entry]]]
    holes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something on which the two do not agree."""

    seed: int
    dispute: int
    what: str
    product: object
    interpreter: object


def sample(
    seed: int, disputes: int, coverage: Coverage, *, with_register: bool | None = None
) -> Sample:
    """The random policy of this seed, ruled one dispute at a time; every fifth has registers."""
    registers = seed % 5 == 0 if with_register is None else with_register
    policy = random_policy(Random(seed), with_register=registers)
    version = loaded(policy)
    chance = np.random.default_rng(seed)
    coverage.policies += 1
    seen: list[set[str]] = [set() for _ in range(disputes)]
    case = None
    entered: list[tuple[Dispute, list[Entry]]] = []
    holes: frozenset[str] = frozenset()
    if registers:
        case = random_case(chance, version, disputes)
        given, plain, cautious = case.given, [], []
        holes = frozenset(version.kind_names[kind] for kind in case.incomplete)
        entered = plain_case(version, case)
        for (stated, entries), found in zip(entered, seen, strict=True):
            deriver = Deriver(version, stated, entries, holes, found)
            plain.append(deriver.run())
            cautious.append(deriver.cautious)
    else:
        given = random_facts(chance, version, disputes)
        plain, cautious = plain_disputes(version, given), [set() for _ in range(disputes)]
    slots, told = slots_of(given), []
    for dispute, places, found in zip(plain, slots, seen, strict=True):
        outcome = interpret(version, dispute, found)
        coverage.note(version, dispute, outcome, found)
        told.append(by_interpreter(outcome, places))
    return Sample(seed, policy, version, given, case, slots, plain, cautious, told, entered, holes)


def check(one: Sample, product: Product | None = None) -> Iterator[Mismatch]:
    """Everything on which the product says something else."""
    product = product or Product()
    version = replace(one.version, programs={})
    told = list(one.told)
    if one.case is None:
        facts = product.complete(version, one.given)
    else:
        case = one.case
        facts = product.derive(version, case.given, case.entries, incomplete=case.incomplete).facts
        yield from _facts_differ(one, facts, told)
    rulings = product.evaluate(version, facts)
    for index, (ours, theirs) in enumerate(zip(by_evaluator(version, rulings), told, strict=True)):
        if ours != theirs:
            yield Mismatch(one.seed, index, "ruling", ours, theirs)
    yield from _pairs_differ(one, version, facts, told, product)


def _pairs_differ(
    one: Sample, version: Version, facts: Facts, told: list[Told], product: Product
) -> Iterator[Mismatch]:
    """The same of disputes between two, in a batch that has only two slots."""
    pairs = [index for index, slots in enumerate(one.slots) if len(slots) == 2]
    if not pairs:
        return
    rulings = product.evaluate(version, of_two(facts, np.array(pairs)))
    for index, ours in zip(pairs, by_evaluator(version, rulings), strict=True):
        theirs = told[index]
        first, second = (1 << slot for slot in one.slots[index])
        spread = {0: 0, 1: first, 2: second, 3: first | second}
        left = tuple(spread[who] for who in ours.remaining)
        placed = replace(ours, winners=spread[ours.winners], remaining=left)
        if placed != theirs:
            yield Mismatch(one.seed, index, "ruling of two", placed, theirs)


def of_two(facts: Facts, pairs: Ints) -> Facts:
    """Some disputes between two, without the slots that hold nobody."""
    some = facts.only(pairs)
    slots = np.argsort(~some.present, axis=0, kind="stable")[:2]

    def taken(array: Any) -> Any:
        wide = np.broadcast_to(array, some.present.shape) if array.shape[0] > 1 else None
        return array if wide is None else np.take_along_axis(wide, slots, axis=0)

    columns = {
        path: Column(taken(value), None if state is None else taken(state))
        for path, (value, state) in some.columns.items()
    }
    return Facts(taken(some.present), columns)


def _facts_differ(one: Sample, facts: Facts, told: list[Told]) -> Iterator[Mismatch]:
    """Facts on which the two differ; `told` is told again where being more cautious is allowed."""
    version = one.version
    columns = {}
    for path in sorted(version.reads & set(facts.columns)):
        shape = facts.present.shape if path.startswith("me.") else (1, facts.disputes)
        columns[path] = plain_column(version, path, facts.columns[path], shape)
    for index, slots in enumerate(one.slots):
        ours = {
            (path, who): column[slot][index]
            for path, column in columns.items()
            for who, slot in enumerate(slots if path.startswith("me.") else [0])
        }
        yield from _dispute_differs(one, index, ours, told)


def _dispute_differs(
    one: Sample, index: int, ours: dict[Cell, Value], told: list[Told]
) -> Iterator[Mismatch]:
    """The same of one dispute. What the product is more cautious about is taken for unknown."""
    dispute, cautious = one.disputes[index], one.cautious[index]
    granted: list[Cell] = []
    while True:
        wrong = {
            cell: theirs for cell in ours if not _same(ours[cell], theirs := dispute.at(*cell))
        }
        more = [cell for cell in wrong if ours[cell] is UNKNOWN and cell in cautious]
        if not more:
            break
        granted += more
        stated, entries = one.registers[index]
        deriver = Deriver(one.version, stated.with_unknown(granted), entries, one.holes)
        dispute, cautious = deriver.run(), deriver.cautious
    for (path, who), theirs in wrong.items():
        yield Mismatch(one.seed, index, f"{path} of {who}", ours[path, who], theirs)
    if granted:
        told[index] = by_interpreter(interpret(one.version, dispute), one.slots[index])


def _same(ours: Value, theirs: Value) -> bool:
    return ours == theirs and type(ours) is type(theirs)


def by_evaluator(version: Version, rulings: Any) -> list[Told]:
    """What the evaluator ruled, dispute by dispute."""
    slots = 1 << np.arange(rulings.winners.shape[0])
    left = [(slots @ one.after).tolist() for one in rulings.trace]
    unsure = [one.undecided.tolist() for one in rulings.trace]
    steps = [step.id for step in version.steps]
    rows = zip(
        rulings.kind.tolist(),
        rulings.forum.tolist(),
        rulings.decided_by.tolist(),
        (slots @ rulings.winners).tolist(),
        strict=True,
    )
    return [
        Told(
            OUTCOMES[kind],
            version.forum_names[forum] if forum >= 0 else "",
            steps[by] if by >= 0 else NO_STEP[by],
            winners,
            tuple(one[dispute] for one in left),
            tuple(one[dispute] for one in unsure),
        )
        for dispute, (kind, forum, by, winners) in enumerate(rows)
    ]


def by_interpreter(outcome: Outcome, slots: list[int]) -> Told:
    """What the interpreter ruled; claimant i stands in `slots[i]`."""
    return Told(
        outcome.kind,
        outcome.forum,
        outcome.by,
        sum(1 << slots[one] for one in outcome.winners),
        tuple(sum(1 << slots[one] for one in left) for left in outcome.remaining),
        tuple(outcome.undecided),
    )
