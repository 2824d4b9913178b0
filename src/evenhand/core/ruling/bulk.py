"""Rule millions: in pieces that fit the processor's cache, with trace codes.

The evaluator is the one that rules a single dispute. What it did is kept as small codes instead of
columns; from the codes and the facts of a dispute its reasons can be told again (rule that dispute
alone with `record`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import K3, TRUE, Bools, Entries, Facts, Ints, no_entries
from evenhand.core.ruling.derive import derive
from evenhand.core.ruling.evaluate import Rulings, StepTrace, evaluate, program
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.provisional import missing
from evenhand.core.ruling.rule import SEARCHED, awaiting

PIECE = 131_072
"""Claimants of whole disputes that are ruled at a time: more would not fit the cache."""
PIECE_ENTRIES = 131_072
"""Entries from which facts are derived at a time."""

Spread = Callable[[Callable[[slice], None], Iterable[slice]], Iterable[None]]
"""Calls a function for each part, as `map` does: one after the other, or several at a time."""

NOT_ASKED = 0
"""Else a code is one more than the truth value: 1 false, 2 unknown, 3 true."""

Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Trace:
    """What every step did in every dispute, in codes: 0 not asked, 1 false, 2 unknown, 3 true.

    Four codes share a byte, two bits each, the first lowest. `guards`: shape (bytes, disputes), for
    each step whether it ran: 0 not reached, else its `when` (true without one). `found`: shape
    (bytes, claimants, disputes), for each of `rows` what it found of every claimant who was asked;
    in an award among everyone those removed before are asked too. The row of a step holds its
    condition; of `prefer` 3 best, 2 unknown, 1 beaten; of `score` 3 ahead, 2 ahead as far as is
    known, 1 behind; of a referral nothing. The row of an item holds its condition, or whether the
    claimant came first; of a mark 3 given, 2 unknown, 1 not given.
    """

    guards: Codes
    found: Codes

    def guard(self, step: int) -> Codes:
        """The codes of a step: shape (disputes,)."""
        return _unpacked(self.guards, step)

    def row(self, row: int) -> Codes:
        """The codes of a row: shape (claimants, disputes)."""
        return _unpacked(self.found, row)


@dataclass(frozen=True, slots=True)
class Bulk:
    """The rulings of a batch, as in `Ruled`, without what they rest on but with its codes."""

    kind: Ints
    winners: Bools
    decided_by: Ints
    forum: Ints
    provisional: Bools
    trace: Trace


def rows(version: Version) -> tuple[str, ...]:
    """The rows of `Trace.found`: step ids, and for score items step and item with a dot between."""
    return tuple(
        name
        for step in version.steps
        for name in (step.id, *(f"{step.id}.{item.id}" for item in step.items))
    )


@dataclass(frozen=True, slots=True)
class Pace:
    """How the work is cut and spread.

    `piece`: most disputes at a time, 0 for what suits the cache.
    """

    piece: int = 0
    spread: Spread = map


def rule_bulk(
    version: Version,
    given: Facts,
    entries: Entries | None = None,
    *,
    incomplete: frozenset[int] = frozenset(),
    searched: int = SEARCHED,
    traced: bool = True,
    pace: Pace = Pace(),
) -> Bulk:
    """Rule every dispute of a batch, with the outcomes that `rule_many` has.

    Without entries, from fact columns alone: they may be integers of any width from 16 bits, and
    narrow ones are faster. Without `traced` the trace has no rows. Cost: a million disputes of two
    claimants, seven steps and ten criteria in some 0.1 s from facts.
    """
    register = no_entries() if entries is None else entries
    work = Work(version, given, incomplete, searched, traced=traced)
    parts = _pieces(given, register, pace.piece)
    return rule_parts(work, parts, lambda part: _standing(register, part), pace.spread)


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be ruled, as in `rule_bulk`."""

    version: Version
    given: Facts
    incomplete: frozenset[int] = frozenset()
    searched: int = SEARCHED
    traced: bool = True


def rule_parts(
    work: Work,
    parts: Iterator[slice],
    standing: Callable[[slice], Entries],
    spread: Spread = map,
) -> Bulk:
    """Rule all disputes part by part; the entries of each are asked for when it is its turn.

    `standing` numbers the disputes of a part from 0. `spread` may call what it is handed on
    several threads.
    """
    version, given = work.version, work.given
    whole = _all_given(version, given)
    bulk = _room(version, given, traced=work.traced)
    doubts: dict[int, tuple[Ints, Facts]] = {}

    def rule(part: slice) -> None:
        facts = given.only(part)
        if not whole:
            facts = derive(version, facts, standing(part), incomplete=work.incomplete).facts
        rulings = evaluate(version, facts, note=_Coder(version, bulk.trace, part).note)
        _write(bulk, rulings, part)
        undecided = np.flatnonzero(rulings.undecided)
        if len(undecided):
            doubts[part.start] = (undecided + part.start, facts.only(undecided))

    program(version)  # compiled before several threads want it
    for done in spread(rule, parts):
        assert done is None
    _search(version, bulk.provisional, doubts, work.searched)
    return _after_missing(version, bulk)


def joined(parts: Sequence[Bulk]) -> Bulk:
    """The rulings of several batches under one version as those of one."""
    return Bulk(
        np.concatenate([one.kind for one in parts]),
        np.concatenate([one.winners for one in parts], axis=1),
        np.concatenate([one.decided_by for one in parts]),
        np.concatenate([one.forum for one in parts]),
        np.concatenate([one.provisional for one in parts]),
        Trace(
            np.concatenate([one.trace.guards for one in parts], axis=-1),
            np.concatenate([one.trace.found for one in parts], axis=-1),
        ),
    )


def _all_given(version: Version, given: Facts) -> bool:
    """Is every fact that the policy reads given of everybody, so that none has to be derived."""
    return all(path in given.columns and path not in given.stated for path in version.reads)


def _pieces(given: Facts, entries: Entries, piece: int) -> Iterator[slice]:
    """Disputes to rule together: few enough, of few enough entries."""
    most = piece or max(PIECE // max(given.claimants, 1), 1)
    first = 0
    while first < given.disputes:
        last = min(first + most, given.disputes)
        begin = int(np.searchsorted(entries.dispute, first))
        if len(entries) > begin + PIECE_ENTRIES:
            enough = int(entries.dispute[begin + PIECE_ENTRIES])
            last = min(last, max(enough, first + 1))
        yield slice(first, last)
        first = last


def _standing(entries: Entries, part: slice) -> Entries:
    """The entries of some of the disputes, which are numbered anew."""
    begin, end = np.searchsorted(entries.dispute, (part.start, part.stop)).tolist()
    own = entries.only(slice(begin, end))
    return replace(own, dispute=own.dispute - part.start)


def _room(version: Version, given: Facts, *, traced: bool) -> Bulk:
    """Arrays for everything that comes out."""
    claimants, disputes = given.present.shape
    steps, found = (len(version.steps), len(rows(version))) if traced else (0, 0)
    return Bulk(
        np.empty(disputes, dtype=np.int8),
        np.empty((claimants, disputes), dtype=bool),
        np.empty(disputes, dtype=np.int16),
        np.empty(disputes, dtype=np.int16),
        np.empty(disputes, dtype=bool),
        Trace(
            np.zeros(((steps + 3) // 4, disputes), dtype=np.uint8),
            np.zeros(((found + 3) // 4, claimants, disputes), dtype=np.uint8),
        ),
    )


def _search(
    version: Version,
    provisional: Bools,
    doubts: Mapping[int, tuple[Ints, Facts]],
    searched: int,
) -> None:
    """Where an unknown mattered to a step, whether it matters to the outcome."""
    for first in sorted(doubts):
        disputes, facts = doubts[first]
        for place, dispute in enumerate(disputes[: max(searched, 0)].tolist()):
            provisional[dispute] = bool(missing(version, facts, place).depends_on)
        searched -= len(disputes)


def _after_missing(version: Version, bulk: Bulk) -> Bulk:
    """What waits for evidence is referred, if the policy says so."""
    kind, winners, decided_by, forum = awaiting(
        version, bulk.provisional, bulk.kind, bulk.winners, bulk.decided_by, bulk.forum
    )
    return Bulk(kind, winners, decided_by, forum, bulk.provisional, bulk.trace)


def _write(bulk: Bulk, rulings: Rulings, part: slice) -> None:
    """What came out of some of the disputes, into its place."""
    bulk.kind[part] = rulings.kind
    bulk.winners[:, part] = rulings.winners
    bulk.decided_by[part] = rulings.decided_by
    bulk.forum[part] = rulings.forum
    bulk.provisional[part] = rulings.undecided


class _Coder:
    """Writes what each step did to some of the disputes into the trace, if there is one."""

    def __init__(self, version: Version, trace: Trace, part: slice) -> None:
        names = [step.id for step in version.steps]
        self.first = [rows(version).index(name) for name in names] if trace.guards.size else []
        self.guards, self.found = trace.guards[:, part], trace.found[:, :, part]

    def note(self, step: StepTrace, frame: Frame) -> None:
        """The codes of one step."""
        if not self.first:
            return
        reached, narrowed = step.reached, step.narrowed
        when = _TRUE if step.when is None else step.when[0]
        _pack(self.guards, step.step.index, (when,), reached)
        if narrowed is None:
            return
        asked = frame.everybody if step.step.override else step.before
        ran = asked & (reached if step.when is None else reached & (step.when[0] == TRUE))
        first, results = self.first[step.step.index], (narrowed.result, *narrowed.found)
        for begin in range(-(first % 4), len(results), 4):
            shared = results[max(begin, 0) : begin + 4]
            _pack(self.found, first + max(begin, 0), shared, ran)


_TRUE: K3 = np.full((1,), TRUE, dtype=np.int8)


def _pack(into: Codes, place: int, truths: tuple[K3, ...], asked: Bools) -> None:
    """One code more than each truth where it was asked, into the bits of one byte from `place`."""
    weights = [np.uint8(1 << 2 * bit) for bit in range(place % 4, place % 4 + len(truths))]
    ones = np.uint8(sum(map(int, weights)))
    codes: Codes = truths[0].view(np.uint8) * weights[0] + ones
    for weight, truth in zip(weights[1:], truths[1:], strict=True):
        codes = codes + truth.view(np.uint8) * weight
    into[place // 4] |= codes * asked.view(np.uint8)


def _unpacked(codes: Codes, place: int) -> Codes:
    code: Codes = codes[place // 4] >> np.uint8(2 * (place % 4)) & np.uint8(3)
    return code
