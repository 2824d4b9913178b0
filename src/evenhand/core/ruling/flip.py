"""What would have changed a ruling: the smallest changes that lead to another outcome.

One change, or two facts at once, of which neither is enough: facts that may be disputed or are not
known, an entry that counts or not, a number or a rule of the policy, the manager's mark. Everything
is tried through the evaluator that ruled, and what is told was ruled once more by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from evenhand.core.ruling.cases import FALSE, KNOWN, TRUE, Column, Facts
from evenhand.core.ruling.changes import Change, Flip, Flips, end
from evenhand.core.ruling.confirm import confirmed
from evenhand.core.ruling.flip_facts import FactFlips, is_number
from evenhand.core.ruling.marks import try_marks
from evenhand.core.ruling.options import Range
from evenhand.core.ruling.reading import read_by_derivations
from evenhand.core.ruling.ruling import Ruling, outcome_of
from evenhand.core.ruling.seen import see, seen
from evenhand.core.ruling.underneath import Under, Underneath

_ORDER = {"fact": 0, "entry": 1, "number": 2, "rule": 3}


def what_would_change(ruling: Ruling) -> Flips:
    """The flips of a ruling, as it is on what is known."""
    version, derived = ruling.version, ruling.ruled.derived
    read = {path: one for path, one in derived.facts.columns.items() if path in version.reads}
    facts = Facts(derived.facts.present, read)
    base = seen(ruling.ruled.proceeding)
    of_facts, others = FactFlips(version, facts, base), _Others(ruling, facts)
    single = [*of_facts.singles(), *others.under(), *others.rules()]
    single.sort(key=lambda flip: _ORDER[flip.changes[0].kind])  # stable: nearest first
    pairs, listed = of_facts.pairs()
    marks = try_marks(version, facts, base)
    worlds = of_facts.worlds + others.worlds + (marks.worlds if marks else 0)
    found = [*single, *listed]
    told = confirmed(version, facts, others.underneath, found)
    exhaustive = of_facts.exhaustive and others.exhaustive and len(told) == len(found)
    return Flips(tuple(told), pairs, worlds + len(found), exhaustive, marks)


class _Others:
    """Entries, rules, and numbers that derivations read."""

    def __init__(self, ruling: Ruling, facts: Facts) -> None:
        self.version, self.facts = ruling.version, facts
        self.base = seen(ruling.ruled.proceeding)
        self.underneath = Underneath(self.version, ruling.dossier, ruling.ruled.derived)
        self.exhaustive = True
        self.worlds = 0

    def under(self) -> Iterator[Flip]:
        """Entries, strikes and numbers that derivations read."""
        judged = [*self.underneath.entries(), *self.underneath.strikes()]
        yield from self._derived([(one, (one.value, KNOWN, 0, 0)) for one in judged])
        read = sorted(read_by_derivations(self.version))
        numbers, whole = self.underneath.numbers(
            [path for path in read if is_number(self.version, path)]
        )
        self.exhaustive &= whole
        yield from self._derived(numbers)

    def _derived(self, tried: list[tuple[Under, Range]]) -> Iterator[Flip]:
        if not tried:
            return
        come_out = see(self.version, self.underneath.facts([one for one, _ in tried]))
        self.worlds += len(tried)
        for index in np.flatnonzero(come_out.differs(self.base)).tolist():
            one, (value, state, low, high) = tried[index]
            change = Change(one.path, one.row, value, state, end(low), end(high))
            yield Flip((change,), outcome_of(self.version, come_out, index))

    def rules(self) -> Iterator[Flip]:
        """Each rule and each item of a score, left out."""
        names = [f"rules.{step.id}" for step in self.version.steps]
        names += [f"rules.{step.id}.{one.id}" for step in self.version.steps for one in step.items]
        off = np.where(np.eye(len(names), dtype=bool), FALSE, TRUE).astype(np.int8)
        switches = {name: Column(off[None, index]) for index, name in enumerate(names)}
        present = np.repeat(self.facts.present, len(names), axis=1)
        come_out = see(self.version, Facts(present, {**self.facts.columns, **switches}))
        self.worlds += len(names)
        for index in np.flatnonzero(come_out.differs(self.base)).tolist():
            change = Change(names[index], 0, FALSE, KNOWN)
            yield Flip((change,), outcome_of(self.version, come_out, index))
