"""The book that is asked, the questions, and which of them have no answer that is nearest alone.

A question is left out if another customer of the book is at least as near to what was typed as the
one who is meant, both by what stands there (marks and spaces aside; a name that contains what was
typed is at no distance) and by its letters as normalised (in order, sorted, or with initials). Both
must say so: what the normaliser alone makes of a name excuses nobody. A Chinese name typed in
pinyin is measured by its letters alone. All records are compared, not those that an index brings.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from benchmarks.of_identity.made import write
from benchmarks.of_identity.questions import Known, Question, fold, questions
from benchmarks.of_identity.record import Made
from evenhand.core.identity.normalise import Customer, Typed, normalise
from evenhand.core.identity.text import HAN, folded

_PIECE = 100_000


def typed_of(made: Made) -> Typed:
    """A made record, as somebody types it."""
    return Typed(
        name=made.name, phone=made.phone, email=made.email, tax=made.tax_code,
        address=made.address, city=made.city,
    )  # fmt: skip


@dataclass
class Book:
    """Records, normalised, and whom each is of."""

    known: list[Known]
    customers: list[Customer]
    of_entity: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found: dict[str, list[int]] = defaultdict(list)
        for place, (_, _, entity) in enumerate(self.known):
            found[entity].append(place)
        self.of_entity = dict(found)

    def entity(self, place: int) -> str:
        return self.known[place][2]

    def name(self, place: int) -> str:
        return self.known[place][1].name

    @cached_property
    def texts(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """Every record: its name as it stands there, its letters, those sorted, its outline."""
        return (
            [fold(folded(made.name)) for _, made, _ in self.known],
            [one.latin for one in self.customers],
            [one.spaced for one in self.customers],
            [one.outline or one.latin for one in self.customers],
        )


def _normalised(some: list[Made]) -> list[Customer]:
    return [normalise(typed_of(one)) for one in some]


def book_of(file: Path | None, records: int, folder: Path) -> Book:
    """The book of a file, or one made now."""
    if file is None:
        file = folder / "book.parquet"
        write(file, records, 11)
    table = pq.read_table(file).slice(0, records)
    columns = ("language_true", "kind_true", "name", "phone", "email", "tax_code", "address", "city")
    values = [[one or "" for one in table.column(name).to_pylist()] for name in columns]
    mades = [Made(*row) for row in zip(*values, strict=True)]
    ids, entities = (table.column(name).to_pylist() for name in ("record_id", "entity"))
    pieces = [mades[start : start + 10_000] for start in range(0, len(mades), 10_000)]
    with ProcessPoolExecutor(2, get_context("fork")) as pool:
        customers = [one for some in pool.map(_normalised, pieces) for one in some]
    return Book(list(zip(ids, mades, entities, strict=True)), customers)


def asked_of(book: Book, count: int, family: str) -> tuple[list[Question], list[Question]]:
    """Questions of a family that have an answer, by name and by one more field; and those left out."""
    of_all = [one for one in questions(book.known, count, 5, family) if one.target_entity]
    asked, left_out = [], []
    for question in of_all:
        by_name = not question.kind_of_change.startswith("with_")
        (left_out if by_name and is_ambiguous(book, question) else asked).append(question)
    return asked, left_out


def is_ambiguous(book: Book, question: Question) -> bool:
    """Whether another customer is as near to what was typed as the one who is meant."""
    typed = question.typed.name
    customer = normalise(typed_of(question.typed))
    plain = fold(folded(typed))
    stands, latin, spaced, outline = book.texts
    own = set(book.of_entity[question.target_entity])
    crosses = bool(HAN.search(stands[min(own)])) != bool(HAN.search(plain))
    if not crosses:
        near = min(0 if plain in stands[one] else OSA.distance(plain, stands[one]) for one in own)
        if not _other(own, [(plain, stands)], near, within=plain):
            return False
    columns = [(customer.latin, latin), (customer.spaced, spaced), (customer.latin, outline)]
    if customer.outline and customer.outline != customer.latin:
        columns.append((customer.outline, latin))
    near = min(OSA.distance(text, column[one]) for text, column in columns for one in own)
    return _other(own, columns, near)


def _other(
    own: set[int], columns: Sequence[tuple[str, list[str]]], near: int, *, within: str = ""
) -> bool:
    """Whether another record is at most so far away in one of the columns."""
    for text, column in columns:
        for start, some in _pieces(column):
            far = cdist((text,), some, scorer=OSA.distance, score_cutoff=near, dtype=np.int32, workers=2)
            found = set((np.flatnonzero(far[0] <= near) + start).tolist())
            if within:
                found |= {start + n for n, one in enumerate(some) if within in one}
            if found - own:
                return True
    return False


def _pieces(column: list[str]) -> Iterator[tuple[int, list[str]]]:
    for start in range(0, len(column), _PIECE):
        yield start, column[start : start + _PIECE]


def some_of(asked: list[Question], count: int) -> list[Question]:
    """As many of each kind as there can be, for whoever is slow."""
    mixed = [one for one in asked if not one.kind_of_change.startswith("with_")]
    random.Random(7).shuffle(mixed)
    groups: dict[Any, list[Question]] = defaultdict(list)
    for one in mixed:
        groups[one.kind_of_change, one.language, one.kind].append(one)
    each = max(1, count // len(groups))
    return [one for some in groups.values() for one in some[:each]]
