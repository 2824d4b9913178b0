"""The book that is asked, the questions, and which of them have no answer that is nearest alone.

A question is left out if another customer of the book is at least as near to what was typed as the
one who is meant, both by what stands there (marks and spaces aside; a name that contains what was
typed is at no distance) and by its letters as normalised (in order, sorted, or with initials). Both
must say so: what the normaliser alone makes of a name excuses nobody. A Chinese name typed in
pinyin is measured by its letters alone. All records are compared, not those that an index brings.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
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
    def stands(self) -> list[str]:
        """Every name as it stands there: simplified, without marks and spaces."""
        return [fold(folded(made.name)) for _, made, _ in self.known]

    @cached_property
    def columns(self) -> tuple[Column, Column, Column, Column]:
        """Names as they stand there; their letters, those sorted; and their outlines."""
        return (
            Column(self.stands),
            Column([one.latin for one in self.customers]),
            Column([one.spaced for one in self.customers]),
            Column([one.outline or one.latin for one in self.customers]),
        )


class Column:
    """Texts, each once, by length: what is much longer or shorter need not be compared."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        places: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            places[text].append(place)
        self._places = dict(places)
        by_length: dict[int, list[str]] = defaultdict(list)
        for text in self._places:
            by_length[len(text)].append(text)
        self._by_length = dict(by_length)

    @cached_property
    def _whole(self) -> tuple[str, list[str], list[int]]:
        ones = list(self._places)
        begins = list(accumulate((len(one) + 1 for one in ones), initial=0))
        return "\n".join(ones), ones, begins

    def has_other(self, own: set[int], text: str, near: int) -> bool:
        """Whether a record that is none of these is at most so far from a text."""
        for length in sorted(self._by_length, key=lambda one: abs(one - len(text))):
            if abs(length - len(text)) > near:
                return False
            some = self._by_length[length]
            far = cdist((text,), some, scorer=OSA.distance, score_cutoff=near, dtype=np.int32)[0]
            if any(self._is_other(own, some[one]) for one in np.flatnonzero(far <= near).tolist()):
                return True
        return False

    def is_within_other(self, own: set[int], text: str) -> bool:
        """Whether a record that is none of these contains a text."""
        whole, ones, begins = self._whole
        at = whole.find(text)
        while at >= 0:
            number = bisect_right(begins, at) - 1
            if self._is_other(own, ones[number]):
                return True
            at = whole.find(text, begins[number + 1] - 1)
        return False

    def _is_other(self, own: set[int], text: str) -> bool:
        return any(one not in own for one in self._places[text])


def _normalised(some: list[Made]) -> list[Customer]:
    return [normalise(typed_of(one)) for one in some]


def book_of(file: Path | None, records: int, folder: Path) -> Book:
    """The book of a file, or one made now."""
    if file is None:
        file = folder / "book.parquet"
        write(file, records, 11)
    table = pq.read_table(file).slice(0, records)
    columns = (
        "language_true",
        "kind_true",
        "name",
        "phone",
        "email",
        "tax_code",
        "address",
        "city",
    )
    values = [[one or "" for one in table.column(name).to_pylist()] for name in columns]
    mades = [Made(*row) for row in zip(*values, strict=True)]
    ids, entities = (table.column(name).to_pylist() for name in ("record_id", "entity"))
    pieces = [mades[start : start + 10_000] for start in range(0, len(mades), 10_000)]
    with ProcessPoolExecutor(2, get_context("fork")) as pool:
        customers = [one for some in pool.map(_normalised, pieces) for one in some]
    return Book(list(zip(ids, mades, entities, strict=True)), customers)


def asked_of(book: Book, count: int, family: str) -> tuple[list[Question], list[Question]]:
    """Questions of a family, by name and by one more field; and those that are left out.

    The look-up was tuned on those of seed 5.
    """
    of_all = [one for one in questions(book.known, count, 23, family) if one.target_entity]
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
    stands, latin, spaced, outline = book.columns
    own = set(book.of_entity[question.target_entity])
    crosses = bool(HAN.search(stands.texts[min(own)])) != bool(HAN.search(plain))
    if not crosses:
        names = [stands.texts[one] for one in own]
        near = min(0 if plain in name else OSA.distance(plain, name) for name in names)
        if not (stands.is_within_other(own, plain) or stands.has_other(own, plain, near)):
            return False
    pairs = [(customer.latin, latin), (customer.spaced, spaced), (customer.latin, outline)]
    if customer.outline and customer.outline != customer.latin:
        pairs.append((customer.outline, latin))
    near = min(OSA.distance(text, column.texts[one]) for text, column in pairs for one in own)
    return any(column.has_other(own, text, near) for text, column in pairs)


def some_of(asked: list[Question], count: int) -> list[Question]:
    """As many of each kind as there can be, for whoever is slow."""
    mixed = [one for one in asked if not one.kind_of_change.startswith("with_")]
    random.Random(7).shuffle(mixed)
    groups: dict[Any, list[Question]] = defaultdict(list)
    for one in mixed:
        groups[one.kind_of_change, one.language, one.kind].append(one)
    each = max(1, count // len(groups))
    return [one for some in groups.values() for one in some[:each]]
