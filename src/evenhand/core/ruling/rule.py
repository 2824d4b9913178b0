"""Rule a batch.

Derive, evaluate, and see whether missing evidence could change it. The one way in for one dispute
and for millions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import Bools, Entries, Facts, Ints
from evenhand.core.ruling.derive import Derived, derive
from evenhand.core.ruling.evaluate import KIND, MISSING, Rulings, evaluate
from evenhand.core.ruling.provisional import Missing, missing

SEARCHED = 20_000
"""In one batch, the unknowns of at most so many disputes are tried out.

Further ones count as provisional.
"""


@dataclass(frozen=True, slots=True)
class Ruled:
    """Rulings of a batch, with missing evidence taken into account.

    `kind`, `winners`, `decided_by`, `forum` as in Rulings, after `on_missing`; `proceeding` what
    they are when one proceeds on what is known. `provisional`: shape (disputes,). `missing`: by
    dispute, where some step was undecided.
    """

    kind: Ints
    winners: Bools
    decided_by: Ints
    forum: Ints
    provisional: Bools
    missing: Mapping[int, Missing]
    proceeding: Rulings
    derived: Derived


def rule_many(
    version: Version,
    given: Facts,
    entries: Entries,
    *,
    incomplete: frozenset[int] = frozenset(),
    record: bool = False,
) -> Ruled:
    """Rule every dispute of a batch under one version."""
    derived = derive(version, given, entries, incomplete=incomplete, record=record)
    return rule_derived(version, derived, record=record)


def rule_derived(
    version: Version, derived: Derived, *, record: bool = False, searched: int = SEARCHED
) -> Ruled:
    """Rule every dispute of a batch whose facts are derived already.

    The unknowns of at most `searched` disputes are tried out; further ones count as provisional.
    """
    rulings = evaluate(version, derived.facts, record=record)
    undecided = np.flatnonzero(rulings.undecided)
    found = {
        int(index): missing(version, derived.facts, int(index)) for index in undecided[:searched]
    }
    provisional = rulings.undecided.copy()
    for index, one in found.items():
        provisional[index] = bool(one.depends_on)
    return _with_missing(version, rulings, derived, provisional, found)


def _with_missing(
    version: Version,
    rulings: Rulings,
    derived: Derived,
    provisional: Bools,
    found: Mapping[int, Missing],
) -> Ruled:
    kind, winners, decided_by, forum = awaiting(
        version, provisional, rulings.kind, rulings.winners, rulings.decided_by, rulings.forum
    )
    return Ruled(kind, winners, decided_by, forum, provisional, found, rulings, derived)


def awaiting(
    version: Version, provisional: Bools, kind: Ints, winners: Bools, decided_by: Ints, forum: Ints
) -> tuple[Ints, Bools, Ints, Ints]:
    """Outcomes in which what is provisional waits for evidence, if the policy has it wait."""
    if version.on_missing is None or not provisional.any():
        return kind, winners, decided_by, forum
    return (
        np.where(provisional, np.int8(KIND["refer"]), kind),
        winners & ~provisional,
        np.where(provisional, np.int16(MISSING), decided_by),
        np.where(provisional, np.int16(version.forum_names.index(version.on_missing.forum)), forum),
    )
