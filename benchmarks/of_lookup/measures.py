"""What is found, and how long it takes."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks.of_identity.questions import Question
from benchmarks.of_lookup.book import Book, typed_of
from evenhand.core.identity.keys import grams, hashed, keys, sought, written
from evenhand.core.identity.normalise import normalise
from evenhand.core.identity.postings import CROWDED, MOST, Postings

Finds = Callable[[Question], list[int]]
"""Places of the records that are found, the likeliest first."""
THINKS = 0.5
"""Seconds between two questions of one of twenty askers."""


def recall(book: Book, asked: Sequence[Question], finds: Finds) -> dict[str, Any]:
    """Recall by the first and the first five customers; kinds × languages × sorts weigh alike."""
    hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for question in asked:
        found = list(dict.fromkeys(book.entity(one) for one in finds(question)))
        of = f"{question.kind_of_change} {question.language} {question.kind}"
        target = question.target_entity
        hits[of].append((found[:1] == [target], target in found[:5]))
    by_kind = {of: np.mean(ones, axis=0) for of, ones in hits.items()}
    of_name = {of: one for of, one in by_kind.items() if not of.startswith("with_")}
    vi = [one for of, one in by_kind.items() if of.startswith("two_typos vi")]
    fields = [one for of, one in by_kind.items() if of.startswith("with_")]
    told = {
        "recall_at_1": _mean(of_name.values(), 0),
        "recall_at_5": _mean(of_name.values(), 1),
        "vi_two_typos_recall_at_1": _mean(vi, 0),
        "by_kind": {of: [round(float(x), 3) for x in one] for of, one in sorted(by_kind.items())},
        "questions": len(asked),
    }
    if fields:
        told["with_a_field_recall_at_1"] = _mean(fields, 0)
    return told


def _mean(rows: Any, column: int) -> float:
    values = [float(one[column]) for one in rows]
    return round(sum(values) / max(1, len(values)), 4)


def timed(
    asked: Sequence[Question], finds: Finds, before: Callable[[], object] | None = None
) -> list[float]:
    """Milliseconds of each question."""
    times = []
    for question in asked:
        if before is not None:
            before()
        begun = time.perf_counter()
        finds(question)
        times.append(1000 * (time.perf_counter() - begun))
    return times


def shown(times: Sequence[float], prefix: str = "") -> dict[str, float]:
    """Median and 99th percentile."""
    return {
        f"{prefix}p50_ms": round(float(np.percentile(times, 50)), 3),
        f"{prefix}p99_ms": round(float(np.percentile(times, 99)), 3),
    }


def twenty(
    asked: Sequence[Question], finds: Finds, each: int, *, done: Callable[[], object] = lambda: None
) -> dict[str, float]:
    """Twenty askers at once, with half a second between two questions of each."""
    times: list[float] = []

    def ask(number: int) -> None:
        time.sleep(THINKS * number / 20)
        for turn in range(each):
            question = asked[(number * each + turn) % len(asked)]
            begun = time.perf_counter()
            finds(question)
            times.append(1000 * (time.perf_counter() - begun))
            time.sleep(THINKS)
        done()

    askers = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for one in askers:
        one.start()
    for one in askers:
        one.join()
    return shown(times, "twenty_")


def of_kinds(book: Book, asked: Sequence[Question], postings: Postings) -> dict[str, Any]:
    """What each kind of key costs, in rows of a record, and brings.

    `alone`: the part of these questions whose customer is a candidate by keys of this kind alone;
    under `none` those who are no candidate.
    """
    rows: Counter[str] = Counter()
    records = book.customers[:20_000]
    for customer in records:
        rows.update(kind for kind, _ in {*written(customer), *grams(customer)})
    only: Counter[str] = Counter()
    for question in asked:
        typed = normalise(typed_of(question.typed))
        own = book.of_entity[question.target_entity]
        there = {one for place in own for one in keys(book.customers[place])}
        shared = {hashed(*one): one[0] for one in (*sought(typed), *grams(typed))}
        shared = {key: kind for key, kind in shared.items() if key in there}
        kinds = {
            kind for key, kind in shared.items() if len(postings.sharing([key], CROWDED, MOST)[0])
        }
        if len(kinds) < 2:
            only[next(iter(kinds), "none")] += 1
    told = {kind: {"rows": round(count / len(records), 2)} for kind, count in rows.items()}
    for kind, count in only.items():
        told.setdefault(kind, {})["alone"] = round(count / len(asked), 4)
    return told
