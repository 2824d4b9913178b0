"""One dispute at a time: outcome with the whole trace, then its text.

The headline goes from given facts to the built `Ruling`: outcome, and for each step and claimant
what was found, with conditions, values and entry ids. Text, JSON and record are made from that
object alone. Rulings are made one after the other, each of another dispute, the collector of
garbage running as for any user. A machine that does other work as well interrupts a few rulings in
a hundred for longer than they take, so that the same is also told of each dispute's shortest of
several rounds (`least`). Besides: the policies that ship, rulings in which evidence is
missing, and the whole way from a dossier with 10 to 40 entries.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from evenhand.core.policy.versions import Policy, Version
from evenhand.core.ruling.bulk import rule_bulk
from evenhand.core.ruling.derive import derive
from evenhand.core.ruling.dossier import Dossier, read_dossier
from evenhand.core.ruling.plain import as_json
from evenhand.core.ruling.rule import rule_derived
from evenhand.core.ruling.ruling import explained, rule
from evenhand.core.ruling.text import as_text
from evenhand.core.types import LANGUAGES
from parts import generate, seeded
from parts.policy import policy, version

WARM = 100
ROUNDS = 3
_Made = TypeVar("_Made")


class Clocked:
    """Wall and processor time of each call of some pieces of work, in milliseconds."""

    def __init__(self) -> None:
        self.walls: dict[str, list[float]] = {}
        self.processors: dict[str, list[float]] = {}

    def call(self, name: str, work: Callable[[], _Made]) -> _Made:
        processor, wall = time.process_time(), time.perf_counter()
        result = work()
        walled, processed = time.perf_counter() - wall, time.process_time() - processor
        self.walls.setdefault(name, []).append(walled * 1e3)
        self.processors.setdefault(name, []).append(processed * 1e3)
        return result

    def clear(self) -> None:
        self.walls.clear()
        self.processors.clear()

    def figures(self) -> dict[str, object]:
        """For each piece the 99th percentile and the median, of wall and of processor time."""
        told: dict[str, object] = {}
        for name, walls in self.walls.items():
            for clock, taken in (("", walls), ("cpu_", self.processors[name])):
                told[f"{name}_{clock}p99_ms"] = round(float(np.percentile(taken, 99)), 3)
                told[f"{name}_{clock}median_ms"] = round(float(np.median(taken)), 3)
        return told


def run(*, quick: bool) -> dict[str, object]:
    """p99 over so many rulings, and what else belongs to it."""
    many, few = (2_000, 150) if quick else (10_000, 3_000)
    figures = _headline(many) | _zen(many)
    figures |= _asked("explained_3_claimants", seeded.of_the_benchmark(few, 3))
    figures |= _asked("explained_unknowns", seeded.of_the_benchmark(few, 2, unknown=0.02))
    for name in seeded.names():
        figures |= _shipped(name, few)
    figures |= _whole_way(50 if quick else 1_500)
    return figures | {"explained_ruling_of": many, "explained_others_of": few}


def _asked(name: str, disputes: Sequence[Dossier]) -> dict[str, object]:
    """Rulings under the benchmark's policy, without a word of text."""
    clocked = Clocked()
    _rulings(clocked, name, policy(), version(), disputes)
    return clocked.figures()


def _rulings(
    clocked: Clocked, name: str, under: Policy, at: Version, disputes: Sequence[Dossier]
) -> None:
    for place, one in enumerate([*disputes[:WARM], *disputes]):
        if place == WARM:
            clocked.clear()
        clocked.call(name, lambda one=one: rule(under, at, one))


def _headline(many: int) -> dict[str, object]:
    """Facts → ruling, then text in each language, all of it, and as JSON."""
    disputes, clocked = seeded.of_the_benchmark(many), Clocked()
    figures, rounds = {}, []
    for _ in range(ROUNDS):
        _rulings(clocked, "explained_ruling", policy(), version(), disputes)
        figures = figures or clocked.figures()
        rounds.append(clocked.walls["explained_ruling"])
        clocked.clear()
    least = np.percentile(np.min(rounds, axis=0), 99)
    figures["explained_ruling_least_p99_ms"] = round(float(least), 3)
    for place, one in enumerate([*disputes[:WARM], *disputes]):
        if place == WARM:
            clocked.clear()
        ruling = rule(policy(), version(), one)
        for lang in LANGUAGES:
            clocked.call(f"render_{lang}", lambda ruling=ruling, lang=lang: as_text(ruling, lang))
        if place % 4:
            continue
        clocked.call("render_full", lambda ruling=ruling: as_text(ruling, "en", full=True))
        clocked.call("json", lambda ruling=ruling: as_json(ruling, "en"))
    figures |= clocked.figures()
    slowest = max(figures[f"render_{lang}_p99_ms"] for lang in LANGUAGES)  # type: ignore[type-var]  # numbers
    return figures | {"render_p99_ms": slowest}


def _zen(many: int) -> dict[str, object]:
    """ZEN, one dispute a call with its own trace, on the same disputes; and whether we agree."""
    try:
        from parts.rivals import by_zen, flat  # noqa: PLC0415 - the group `bench` may be missing
    except ImportError:
        return {"zen_one": "not installed: uv sync --group bench"}
    facts, clocked, engine = generate.facts(version(), many), Clocked(), by_zen.engine()
    requests = by_zen.ready(flat.columns(version(), facts, many))
    results = []
    for place, one in enumerate([*requests[:WARM], *requests]):
        if place == WARM:
            clocked.clear()
            results.clear()
        asked = one["key"], one["context"], {"trace": True}
        told = clocked.call("zen_one", lambda asked=asked: engine.evaluate(*asked))
        results.append({"data": told})
    ours = flat.ours(rule_bulk(version(), facts))
    differ = flat.mismatches(ours, by_zen.outcome(results))
    return clocked.figures() | {"zen_one_mismatches": differ}


def _shipped(name: str, few: int) -> dict[str, object]:
    """The same under a policy that ships: disputes like its examples, then the examples."""
    of, clocked = seeded.shipped(name), Clocked()
    called = name.replace("-", "_")
    disputes = seeded.varied(of, few)
    _rulings(clocked, f"{called}_explained", of.policy, of.version, disputes)
    for one in disputes:
        ruling = rule(of.policy, of.version, one)
        clocked.call(f"{called}_render", lambda ruling=ruling: as_text(ruling, "en"))
    figures = clocked.figures() | {f"{called}_steps": len(of.version.steps)}
    clocked.clear()
    for one in of.examples:
        clocked.call(f"{called}_examples", lambda one=one: rule(of.policy, of.version, one))
    return figures | clocked.figures()


def _whole_way(few: int) -> dict[str, object]:
    """The showroom's dossiers with 10 to 40 entries: read, derive, rule, explain, text."""
    of, clocked = seeded.shipped("showroom"), Clocked()
    for place, written in enumerate(seeded.registers(few + WARM)):
        if place == WARM:
            clocked.clear()
        clocked.call("whole_way", lambda written=written: _step_by_step(of, written, clocked))
    return clocked.figures() | {"whole_way_of": few}


def _step_by_step(of: seeded.Shipped, written: seeded.Located, clocked: Clocked) -> str:
    policy_, at = of.policy, of.version
    one = clocked.call("way_read", lambda: read_dossier(written, at))
    derived = clocked.call("way_derive", lambda: derive(at, one.facts, one.entries, record=True))
    ruled = clocked.call("way_rule", lambda: rule_derived(at, derived, record=True))
    ruling = clocked.call("way_explain", lambda: explained(policy_, at, one, ruled))
    return clocked.call("way_text", lambda: as_text(ruling, "en"))
