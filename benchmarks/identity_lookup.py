"""The typed look-up: is this customer already in the book? How often it is found, and how fast.

usage: identity_lookup.py [--quick] [--db sqlite|postgresql|both|none] [--records N] [--file FILE]

A made book (`of_identity/made.py`, seed 11; 1,000,000 records, with --quick 100,000) is asked by
name alone, changed in one way, and by name and one more field; by changes of both families: near,
on which the look-up was tuned, and apart, which is only ever run. Questions to which another
customer is at least as near are left out, and counted (`of_lookup/book.py` says how that is told);
`all` is the recall with them. Recall weighs each change × language × sort alike.

Cold: everything remembered of earlier questions is forgotten, and the processor's caches are
filled with something else before each question. Twenty askers are threads of one process, with
half a second between two questions of each. `first_` of a database are the same questions
the first time. Rivals answer fewer questions. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - the line above finds what follows

from benchmarks.of_identity.questions import Question  # noqa: E402 - as above
from benchmarks.of_lookup.book import Book, asked_of, book_of, some_of, typed_of  # noqa: E402 - as above
from benchmarks.of_lookup.databases import Installed, installed, through  # noqa: E402 - as above
from benchmarks.of_lookup.measures import of_kinds, recall, shown, timed, twenty  # noqa: E402 - as above
from benchmarks.of_lookup.rivals import of_tantivy  # noqa: E402 - as above
from evenhand.core.identity import forms, kernels, keys, names, normalise, places, text  # noqa: E402 - as above
from evenhand.core.identity.lookup import Index  # noqa: E402 - as above
from tests.on_postgres import binary, postgres  # noqa: E402 - as above

FULL, QUICK = 1_000_000, 100_000
ASKED, ASKED_QUICK = 6_000, 600
SLOW, SLOW_QUICK = 400, 48
IN_DATABASE_QUICK = 30_000
_OTHER = np.zeros(8_000_000, np.int64)


def forget() -> None:
    """Nothing that was remembered of an earlier question, nor in the processor's caches."""
    for module in (forms, kernels, keys, names, normalise, places, text):
        for one in vars(module).values():
            if hasattr(one, "cache_clear") and hasattr(one, "cache_info"):
                one.cache_clear()
    _OTHER.sum()


def in_memory(book: Book, seconds: dict[str, float]) -> Index:
    begun = time.perf_counter()
    index = Index()
    index.fill((place, customer, book.name(place)) for place, customer in enumerate(book.customers))
    seconds["build_s"] = round(time.perf_counter() - begun, 1)
    return index


def of_index(
    book: Book, index: Index, told: dict[str, Any], asked: dict[str, Any], *, quick: bool
) -> None:
    """Recall of both families, times, and how soon a new record is found."""

    def finds(question: Question) -> list[int]:
        return [one.record for one in index.find(typed_of(question.typed))]

    for family, (answerable, left_out) in asked.items():
        found = recall(book, answerable, finds)
        whole = recall(book, [*answerable, *left_out], finds)
        found["all"] = {name: whole[name] for name in ("recall_at_1", "recall_at_5")}
        told |= found if family == "near" else {family: found}
        found["left_out"] = len(left_out)
        if family == "near":
            told["left_out"] = len(left_out)
    questions = [one for one in asked["near"][0] if "with_" not in one.kind_of_change]
    told["kinds_of_keys"] = of_kinds(book, questions, index.postings)
    told |= shown(timed(questions, finds))
    told |= shown(
        timed(questions[:: 1 + len(questions) // (150 if quick else 800)], finds, forget), "cold_"
    )
    told |= twenty(questions, finds, 10 if quick else 50)
    times = []
    for number in range(200):
        question = questions[number % len(questions)]
        record = len(book.known) + number
        typed = typed_of(question.typed)
        begun = time.perf_counter()
        index.add(record, normalise.normalise(typed), typed.name)
        assert record in [one.record for one in index.find(typed, shown=50)] or not typed.name
        times.append(1000 * (time.perf_counter() - begun))
    told["new_record_findable_ms"] = round(float(np.percentile(times, 99)), 2)
    for number in range(200):
        index.remove(len(book.known) + number)


def _note(begun: float, what: str) -> None:
    print(f"{time.perf_counter() - begun:7.1f} s  {what}", file=sys.stderr)


@contextmanager
def databases(which: str, folder: Path) -> Iterator[dict[str, Future[Installed]]]:
    """Installations on these databases, made while something else is done."""
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(1))
        there: dict[str, Future[Installed]] = {}
        if which in ("sqlite", "both"):
            there["sqlite"] = pool.submit(installed, folder / "sqlite", "")
        if which in ("postgresql", "both") and binary("initdb") is not None:
            url = stack.enter_context(postgres())
            there["postgresql"] = pool.submit(installed, folder / "postgresql", url)
        yield there


def of_databases(
    book: Book,
    index: Index,
    there: dict[str, Future[Installed]],
    near: list[Question],
    *,
    quick: bool,
) -> dict[str, Any]:
    """The same through the application's databases: with --quick of a part of the book."""
    count = min(len(book.known), IN_DATABASE_QUICK if quick else FULL)
    keys_, whose = index.postings.rows()
    part = Book(book.known[:count], book.customers[:count])
    within = [one for one in near if max(book.of_entity[one.target_entity]) < count]
    asked = some_of(within, 200 if quick else 2_000)
    questions = (asked, some_of(within, SLOW_QUICK if quick else SLOW), 4 if quick else 20)
    rows = keys_[whose < count], whose[whose < count]
    told = {name: through(one.result(), part, rows, questions) for name, one in there.items()}
    return {name: one | {"records": count} for name, one in told.items()}


def of_rivals(book: Book, slow: list[Question]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, is_normalised in (("tantivy_normalised", True), ("tantivy_default", False)):
        begun = time.perf_counter()
        finds = of_tantivy(book, is_normalised=is_normalised)
        built = time.perf_counter() - begun
        found = recall(book, slow, finds)
        told[name] = {one: found[one] for one in ("recall_at_1", "recall_at_5", "questions")}
        told[name] |= shown(timed(slow, finds)) | {"build_s": round(built, 1)}
    return told


def main() -> None:
    reads = argparse.ArgumentParser(description="Measure the typed look-up.")
    reads.add_argument("--quick", action="store_true")
    reads.add_argument("--db", choices=("sqlite", "postgresql", "both", "none"), default="both")
    reads.add_argument("--records", type=int)
    reads.add_argument("--file", type=Path, help="A book that was made before.")
    ask = reads.parse_args()
    quick = ask.quick
    gc.disable()
    told: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name, databases(ask.db, Path(name)) as there:
        folder = Path(name)
        begun = time.perf_counter()
        book = book_of(ask.file, ask.records or (QUICK if quick else FULL), folder)
        told["records"] = len(book.known)
        told["made_and_normalised_s"] = round(time.perf_counter() - begun, 1)
        index = in_memory(book, told)
        told["index_mb"] = round(index.nbytes / 1e6)
        told["rows_per_record"] = round(len(index.postings) / len(book.known), 1)
        gc.freeze()
        begun = time.perf_counter()
        asked = {
            family: asked_of(book, ASKED_QUICK if quick else ASKED, family)
            for family in ("near", "apart")
        }
        _note(begun, "questions")
        told["questions_s"] = round(time.perf_counter() - begun, 1)
        of_index(book, index, told, asked, quick=quick)
        near = asked["near"][0]
        slow = some_of(near, SLOW_QUICK if quick else SLOW)
        _note(begun, "memory")
        told["db"] = of_databases(book, index, there, near, quick=quick)
        _note(begun, "databases")
        told["rivals"] = of_rivals(book, slow)
        _note(begun, "rivals")
    told["rivals"] |= told["db"].get("postgresql", {}).pop("rivals", {})
    for name in ("p50_ms", "p99_ms"):
        each = [one[name] for one in told["db"].values() if name in one]
        if each:
            told[f"db_{name}"] = max(each)
    told["peak_gb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
