"""Single disputes by a seed: of the benchmark's policy, of the policies that ship, from entries."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from evenhand.core.policy.load import load_policy
from evenhand.core.policy.places import Located, locate
from evenhand.core.policy.versions import Policy, Version
from evenhand.core.ruling.cases import UNKNOWN, Facts, no_entries
from evenhand.core.ruling.derive import derive
from evenhand.core.ruling.dossier import Dossier, Given, read_dossier
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.reasons import amount_of
from evenhand.core.types import Type
from parts import generate
from parts.policy import version

FOLDER = Path(__file__).resolve().parents[2] / "policies"
REDRAWN = 0.3
"""How often a fact of an example is replaced by what another example has."""

KINDS = ("reception", "call", "visit", "follow_up", "follow_up", "call", "card", "grade")
Cell = tuple[int, int]
"""A value and its state."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A policy that ships, its newest version, and the dossiers of that version's examples."""

    policy: Policy
    version: Version
    examples: tuple[Dossier, ...]


@lru_cache(maxsize=8)
def shipped(name: str) -> Shipped:
    path = FOLDER / name / "policy.yaml"
    text = path.read_text(encoding="utf-8")
    policy = load_policy(text, source=path.name, catalogue=CATALOGUE)
    newest, located = policy.versions[-1], locate(text, path.name)
    base = located.version(newest.id)
    dossiers = [
        read_dossier(located, newest, (*base, "examples", index, "given"))
        for index in range(len(newest.examples))
    ]
    return Shipped(policy, newest, tuple(dossiers))


def names() -> list[str]:
    """The policies that ship."""
    return sorted(path.parent.name for path in FOLDER.glob("*/policy.yaml"))


def dossier(facts: Facts) -> Dossier:
    """A dispute of which every fact is given."""
    claimants = tuple(f"Claimant {letter}" for letter in "ABCDEFGH"[: facts.claimants])
    labels = dict(zip(claimants, claimants, strict=True))
    return Dossier(claimants, labels, facts, no_entries(), frozenset())


def of_the_benchmark(count: int, claimants: int = 2, unknown: float = 0.0) -> list[Dossier]:
    """Disputes of the benchmark's policy."""
    facts = generate.facts(version(), count, claimants, unknown=unknown)
    return [dossier(facts.only(np.array([index]))) for index in range(count)]


def varied(of: Shipped, count: int, seed: int = generate.SEED) -> list[Dossier]:
    """Disputes like the examples of a policy, everything known or known to be absent.

    Each takes the facts of one example; some of them are replaced by those of other examples.
    """
    chance = random.Random(seed)
    known = [derive(of.version, one.facts, one.entries).facts for one in of.examples]
    pool = {path: [*_cells(of.version, path, known)] for path in sorted(of.version.reads)}
    return [dossier(_like(chance.choice(known), pool, of.version, chance)) for _ in range(count)]


def _cells(of: Version, path: str, known: list[Facts]) -> Iterator[Cell]:
    for facts in known:
        for slot in range(facts.claimants if path.startswith("me.") else 1):
            cell = amount_of(facts.columns[path], slot)
            if not _is_unknown(of, path, cell):
                yield cell


def _is_unknown(of: Version, path: str, cell: Cell) -> bool:
    value, state = cell
    return (value if of.facts[path].type is Type.BOOL else state) == UNKNOWN


def _like(facts: Facts, pool: dict[str, list[Cell]], of: Version, chance: random.Random) -> Facts:
    given = Given(facts.claimants)
    for path, cells in pool.items():
        spec = of.facts[path]
        for slot in range(facts.claimants if spec.scope == "me" else 1):
            cell = amount_of(facts.columns[path], slot)
            if cells and (_is_unknown(of, path, cell) or chance.random() < REDRAWN):
                cell = chance.choice(cells)
            given.put(spec, slot, *cell)
    return given.facts()


def registers(count: int, seed: int = generate.SEED) -> list[Located]:
    """Dossiers of the showroom as a person writes them: two or three claimants, 10–40 entries."""
    chance = random.Random(seed)
    return [Located(_register(chance), f"dossier {index}") for index in range(count)]


def _register(chance: random.Random) -> dict[str, Any]:
    people = ["li", "chen", "wang"][: chance.choice([2, 2, 3])]
    days = sorted(chance.randint(1, 28) for _ in range(chance.randint(10, 40)))
    entries = [_entry(chance, day, people) for day in days]
    entries.append({"who": chance.choice(people), "kind": "contract", "at": "2013-03-29T16:00"})
    for place, entry in enumerate(entries, start=1):
        entry["id"] = f"e{place}"
    facts = {"change_demanded": False}
    return {
        "claimants": {name: {"grade": chance.choice("HABC")} for name in people},
        "deal": {"closed_on": "2013-03-29"},
        "dispute": {"as_of": "2013-04-02"} | facts,
        "entries": entries,
    }


def _entry(chance: random.Random, day: int, people: list[str]) -> dict[str, Any]:
    time = f"2013-03-{day:02}T{chance.randint(9, 17):02}:{chance.randint(0, 59):02}"
    told: dict[str, Any] = {"who": chance.choice(people), "kind": chance.choice(KINDS), "at": time}
    if told["kind"] == "grade" or chance.random() < 0.2:
        told["grade"] = chance.choice("HABC")
    if chance.random() < 0.05:
        told["recorded"] = f"2013-03-{min(day + 2, 29):02}"
    return told
