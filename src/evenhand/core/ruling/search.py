"""A dispute on which a version and its mutant differ, as small as it can be made.

In facts, thousands at a time; and in entries of the register, for mistakes in what is derived.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from evenhand.core.policy.mutants import Mutant
from evenhand.core.policy.usage import names_in, nodes_of
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.batch import together
from evenhand.core.ruling.cases import KNOWN, Bools, Facts
from evenhand.core.ruling.chance import Chance
from evenhand.core.ruling.contrast import LEVELS, Seen, look
from evenhand.core.ruling.derive import Derived, derive
from evenhand.core.ruling.dossier import Dossier
from evenhand.core.ruling.evaluate import evaluate
from evenhand.core.ruling.shrink import cells_of, smallest
from evenhand.core.ruling.variants import Given, Variants, focused, read, smaller
from evenhand.core.ruling.worlds import Worlds
from evenhand.core.ruling.writing import dossier_of

CHUNK, CHUNKS = 4_000, 6
REGISTERS, ROUNDS = 400, 3
_CANDIDATES = 12
"""So many differing disputes are made small."""


class Search:
    """Looks for disputes on which mutants of one version differ from it."""

    def __init__(self, version: Version, worlds: Worlds, variants: Variants) -> None:
        self.version = version
        self.worlds = worlds
        self.variants = variants
        self.pool = list(variants.make(Chance(1), REGISTERS))

    def trials(self, mutant: Mutant) -> int:
        """How many disputes are looked at before a mutant counts as no different."""
        return CHUNK * CHUNKS + (len(self.pool) + REGISTERS * ROUNDS if mutant.derives else 0)

    def differences(self, mutant: Mutant) -> Iterator[tuple[Given, str]]:
        """Dossiers on which the mutant differs, and in what; the most telling first."""
        if mutant.path == ("on_missing",):
            yield from self._not_known()
            return
        yield from self._in_facts(mutant)
        if mutant.derives:
            yield from self._in_registers(mutant)

    def _not_known(self) -> Iterator[tuple[Given, str]]:
        """Two claimants of whom one thing is not known of the first."""
        for path in sorted(self.version.reads):
            scope, _, name = path.partition(".")
            if scope == "me":
                yield {"claimants": {"A": {name: "unknown"}, "B": {}}}, "missing"

    # Facts

    def _in_facts(self, mutant: Mutant) -> Iterator[tuple[Given, str]]:
        concerned = _concerned(self.version, mutant)
        chance = Chance(sum(map(ord, mutant.id)))
        found: dict[str, list[Facts]] = {level: [] for level in LEVELS}
        for _ in range(CHUNKS):
            batch = self.worlds.make(chance, CHUNK, concerned)
            apart = self._apart(mutant, batch)
            for level in LEVELS:
                few = np.flatnonzero(apart[level])[:_CANDIDATES].tolist()
                found[level] += [batch.only(np.array([one])) for one in few]
            if found["outcome"]:
                break
        for level in LEVELS:
            for small in self._small(mutant, found[level][:_CANDIDATES], level):
                for spelt_out in (False, True):
                    yield dossier_of(self.version, small, spelt_out=spelt_out), level

    def _small(self, mutant: Mutant, disputes: list[Facts], level: str) -> list[Facts]:
        def differ(batch: Facts) -> Bools:
            return self._apart(mutant, batch)[level]

        small = [smallest(self.version, one, differ) for one in disputes]
        return sorted(small, key=lambda facts: len(cells_of(self.version, facts)))

    def _apart(self, mutant: Mutant, batch: Facts) -> dict[str, Bools]:
        """At each level the disputes in which the two differ and whose dates can all be right."""
        mine = look(self.version, batch, self.version)
        theirs = look(mutant.version, batch, self.version)
        possible = _possible(batch)
        return {level: mine.differs(theirs, level) & possible for level in LEVELS}

    # Registers

    def _in_registers(self, mutant: Mutant) -> Iterator[tuple[Given, str]]:
        chance = Chance(sum(map(ord, mutant.id)))
        near = focused(self.variants, mutant)
        for rounds in range(1 + ROUNDS):
            made = list(near.make(chance, REGISTERS)) if rounds else self.pool
            apart = self._registers_apart(mutant, [dossier for _, dossier in made])
            for level in LEVELS:
                for index in np.flatnonzero(apart[level])[:_CANDIDATES].tolist():
                    yield self._smallest(mutant, made[index][0], level), level
            if any(one.any() for one in apart.values()):
                return

    def _smallest(self, mutant: Mutant, given: Given, level: str) -> Given:
        while True:
            less = [(one, read(self.version, one)) for one in smaller(given)]
            able = [(one, dossier) for one, dossier in less if dossier is not None]
            if not able:
                return given
            apart = self._registers_apart(mutant, [dossier for _, dossier in able])[level]
            if not apart.any():
                return given
            given = able[int(np.flatnonzero(apart)[0])][0]

    def _registers_apart(self, mutant: Mutant, dossiers: list[Dossier]) -> dict[str, Bools]:
        """The same for dossiers whose rulings rest on nothing unknown."""
        facts, entries = together(self.version, dossiers)
        mine, theirs = (
            derive(version, facts, entries) for version in (self.version, mutant.version)
        )
        seen, other = self._seen(self.version, mine), self._seen(mutant.version, theirs)
        sure = ~(
            evaluate(self.version, mine.facts).undecided
            | evaluate(mutant.version, theirs.facts).undecided
        )
        apart = {level: seen.differs(other, level) & sure for level in LEVELS}
        struck = (mine.register.struck >= 0) != (theirs.register.struck >= 0)
        apart["struck"] = sure & np.isin(np.arange(len(sure)), entries.dispute[struck])
        return apart

    def _seen(self, version: Version, derived: Derived) -> Seen:
        return look(version, derived.facts, self.version)


def _possible(facts: Facts) -> Bools:
    """The disputes whose dates do not contradict one another."""
    fine = np.ones(facts.disputes, dtype=bool)
    order = ("deal.previous_closed_on", "deal.closed_on", "dispute.as_of")
    for early, late in ((order[0], order[1]), (order[1], order[2])):
        if early in facts.columns and late in facts.columns:
            (a, a_state), (b, b_state) = facts.columns[early], facts.columns[late]
            assert a_state is not None
            assert b_state is not None
            both = (a_state[0] == KNOWN) & (b_state[0] == KNOWN)
            fine &= ~both | (a[0] <= b[0])
    return fine


def _concerned(version: Version, mutant: Mutant) -> frozenset[str]:
    """The facts that what was mistaken reads, be it through definitions."""
    texts = {one.path: one.node.text for one in version.defines}
    waiting = list(names_in(mutant.root))
    if mutant.root in texts or mutant.root.startswith(("params.", "tables.")):
        waiting += [mutant.root]
        users = [*texts.values(), *(node.text for step in version.steps for node in nodes_of(step))]
        using = (list(names_in(text)) for text in users)
        waiting += [name for names in using if mutant.root in names for name in names]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += names_in(texts.get(name, ""))
    return frozenset(found)
