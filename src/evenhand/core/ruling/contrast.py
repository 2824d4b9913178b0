"""A version and a mutant of it, side by side on the same disputes: where they differ, and in what.

In the outcome first (kind, winners, forum); else in the step that decides; else in conduct; else in
what is struck from the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import TRUE, Bools, Facts, Ints
from evenhand.core.ruling.evaluate import evaluate, framed
from evenhand.core.ruling.logic import Compiler

LEVELS = ("outcome", "by", "conduct", "struck")


@dataclass(frozen=True, slots=True)
class Seen:
    """What two versions are compared in: arrays with a dispute a column, by level."""

    rows: dict[str, Ints]

    def differs(self, other: Seen, level: str) -> Bools:
        """The disputes in which they differ at a level."""
        return np.asarray((self.rows[level] != other.rows[level]).any(axis=0))


def look(version: Version, facts: Facts, original: Version) -> Seen:
    """How a version, perhaps a mutant of the original, rules disputes on what is known of them."""
    rulings = evaluate(version, facts)
    order = {step.id: index for index, step in enumerate(original.steps)}
    # What stands for no step is negative, and so counts from the end.
    codes = np.array([*(order[step.id] for step in version.steps), -4, -3, -2, -1])
    outcome = np.vstack([rulings.kind[None], rulings.forum[None], rulings.winners])
    by = codes[rulings.decided_by][None]
    struck = np.zeros((1, facts.disputes), dtype=np.int64)
    conduct = _conduct(version, facts, original)
    return Seen({"outcome": outcome, "by": by, "conduct": conduct, "struck": struck})


def _conduct(version: Version, facts: Facts, original: Version) -> Ints:
    """To whom each clause of the original applies; a clause left out applies to nobody."""
    frame = framed(version, facts)
    kept = {clause.id: clause.when for clause in version.conduct}
    rows = [np.zeros((1, facts.disputes), dtype=np.int8)]
    for clause in original.conduct:
        when = kept.get(clause.id)
        if when is None:
            rows.append(np.zeros_like(facts.present, dtype=np.int8))
        else:
            truth = Compiler(version).truth(when)(frame)
            rows.append(((truth == TRUE) & facts.present).astype(np.int8))
    return np.concatenate(rows)
