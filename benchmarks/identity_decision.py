"""Deciding "taken": how many customers who are in the book are said to be, at what false alarms.

A made book is asked for customers who are in it and for as many who are not, by name alone and by
name and one more field (telephone, e-mail, tax code, address or city in turn); both are typed by
somebody else, changed as `of_identity/corruptions.py` (near) or `corruptions_apart.py` (apart) do.
An alarm is right if it is about the customer who is meant. The model is the one that ships, learned
from other made customers (seed 7); the threshold is read off questions of seed 5, family near, and
then held: the curve of the others is printed beside what that threshold gives on them. Edit
distance (rapidfuzz) on the same normalised names is the rival.

    python benchmarks/identity_decision.py --quick      100,000 records; without it 300,000
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks.of_identity.made import rows  # noqa: E402 - by the path set above
from benchmarks.of_identity.questions import Known, Question, questions  # noqa: E402 - as above
from benchmarks.of_lookup.book import typed_of  # noqa: E402 - as above
from evenhand.core.identity.cluster import THRESHOLD  # noqa: E402 - as above
from evenhand.core.identity.decide import decide_among  # noqa: E402 - as above
from evenhand.core.identity.lookup import Index  # noqa: E402 - as above
from evenhand.core.identity.model import Model  # noqa: E402 - as above
from evenhand.core.identity.normalise import Typed, normalise  # noqa: E402 - as above
from evenhand.engines.identity.shipped import for_looking_up, shipped  # noqa: E402 - as above

SEED_OF_BOOK, TUNING, HELD_OUT = 31, 5, 23
RATES = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, answered: the weight of the best, whether it is the right one, its likeness."""

    taken: bool
    by_name: bool
    weight: float
    right: bool
    alike: float
    alike_right: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--records", type=int)
    told = parser.parse_args()
    records = told.records or (100_000 if told.quick else 300_000)
    count = 4_000 if told.quick else 12_000
    known = [(rid, made, entity) for block in rows(records, SEED_OF_BOOK, "near")
             for rid, made, entity, _ in block]  # fmt: skip
    index = Index()
    index.fill((i, normalise(typed_of(made)), made.name) for i, (_, made, _) in enumerate(known))
    model = for_looking_up(shipped(), records)
    figures: dict[str, Any] = {"records": records}
    threshold: dict[bool, float] = {}
    for name, seed, family in (
        ("tuning", TUNING, "near"), ("near", HELD_OUT, "near"), ("apart", HELD_OUT, "apart"),
    ):  # fmt: skip
        asked = ask(index, model, known, questions(known, count, seed, family))
        for by_name, word, rate in ((False, "more", 0.01), (True, "name", 0.02)):
            some = [one for one in asked if one.by_name is by_name]
            if name == "tuning":
                threshold[by_name] = _threshold([one.weight for one in some if not one.taken], rate)
            figures[f"{name}_{word}"] = curve(some, threshold[by_name])
            figures[f"{name}_{word}"]["at_the_products"] = shares(some, THRESHOLD)
    print(json.dumps(figures, indent=1))
    return 0


def ask(
    index: Index, model: Model, known: Sequence[Known], some: Sequence[Question]
) -> list[Asked]:
    """Every question; of customers who are not in the book also without the second field."""
    found = []
    for question in some:
        typed, taken = typed_of(question.typed), bool(question.target_entity)
        by_name = taken and not question.kind_of_change.startswith("with_")
        found.append(_answered(index, model, known, question, typed, by_name=by_name))
        if not taken:
            alone = typed._replace(phone="", email="", tax="", address="", city="")
            found.append(_answered(index, model, known, question, alone, by_name=True))
    return found


def _answered(
    index: Index,
    model: Model,
    known: Sequence[Known],
    question: Question,
    typed: Typed,
    *,
    by_name: bool,
) -> Asked:
    asks = model.told(normalise(typed))
    best, alike = (-99.0, False), (0.0, False)
    likely = index.find(typed)
    told = [model.told(one.customer) for one in likely]
    for one, there, decided in zip(likely, told, decide_among(model, asks, told), strict=True):
        right = bool(question.target_entity) and known[one.record][2] == question.target_entity
        best = max(best, (decided.weight, right))
        likeness = OSA.normalized_similarity(asks.spaced, there.spaced)
        alike = max(alike, (likeness, right))
    return Asked(bool(question.target_entity), by_name, *best, *alike)


def curve(asked: Sequence[Asked], threshold: float) -> dict[str, Any]:
    """Taken customers found at rates of false alarms; and at the threshold that is held."""
    taken = [one for one in asked if one.taken]
    absent = [one for one in asked if not one.taken]
    at = {}
    for rate in RATES:
        weight = _threshold([one.weight for one in absent], rate)
        alike = _threshold([one.alike for one in absent], rate)
        at[str(rate)] = {
            "found": _share(taken, lambda one, of=weight: one.weight > of and one.right),
            "edit_distance": _share(
                taken, lambda one, of=alike: one.alike > of and one.alike_right
            ),
        }
    return {
        "taken": len(taken),
        "absent": len(absent),
        "curve": at,
        "at_the_tuned": shares(asked, threshold),
    }


def shares(asked: Sequence[Asked], threshold: float) -> dict[str, float]:
    """What one threshold gives."""
    taken = [one for one in asked if one.taken]
    absent = [one for one in asked if not one.taken]
    return {
        "threshold": round(threshold, 2),
        "found": _share(taken, lambda one: one.weight > threshold and one.right),
        "false_alarms": _share(absent, lambda one: one.weight > threshold),
    }


def _threshold(weights: Sequence[float], rate: float) -> float:
    """The weight that so many of those who are not in the book exceed, at the most."""
    ordered = sorted(weights, reverse=True)
    return ordered[int(rate * len(ordered))]


def _share(asked: Sequence[Asked], holds: Any) -> float:
    return round(sum(map(holds, asked)) / max(len(asked), 1), 4)


if __name__ == "__main__":
    sys.exit(main())
