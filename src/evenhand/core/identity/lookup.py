"""The look-up: is this customer already in our book? In memory, one record at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from evenhand.core.identity.bigrams import bigrams, shared
from evenhand.core.identity.faces import WRITTEN, Face, face, whole
from evenhand.core.identity.keys import asked, hashed, keys
from evenhand.core.identity.model import Model
from evenhand.core.identity.normalise import Customer, Typed, normalise
from evenhand.core.identity.packing import packed, unpacked
from evenhand.core.identity.postings import MOST, Records, candidates
from evenhand.core.identity.ranking import SHOWN, Found, looked_up
from evenhand.core.identity.segments import Rows

WEIGHED: Final = 80
"""Candidates whose names are compared."""

LOOKED_AT: Final = 16
"""Candidates of which the whole record is compared."""

_BITS: Final = 0.01
"""What a bit of a shared key counts beside the likeness of the names."""

_CITY: Final = 0.1
"""What the city counts beside it."""


class Index:
    """Customers in memory, findable by what somebody types of them.

    Many may ask while one adds, and whoever adds is one at a time: an addition is found by the very
    next question.
    """

    def __init__(self, model: Model | None = None) -> None:
        self._model = model
        self.postings = Rows()
        """The keys, and whose they are, by place: records are counted from 0 as they were added."""
        self._records: list[int] = []
        self._packed: list[bytes] = []
        self._latin: list[str] = []
        self._spaced: list[str] = []
        self._wholes: list[str] = []
        self._stems: list[str] = []
        self._outlines: list[str] = []
        self._written: list[str] = []
        self._bigrams = _Numbers()
        self._cities = _Numbers()
        self._places: dict[int, int] = {}
        self._texts: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._places)

    @property
    def nbytes(self) -> int:
        """Memory in bytes, about: keys, texts and records."""
        texts = sum(50 + len(one) for one in self._texts)
        texts += sum(60 + len(one) for one in self._written)
        records = sum(33 + len(one) for one in self._packed)
        return self.postings.nbytes + texts + records + 200 * len(self._packed)

    def add(self, record: int, customer: Customer, written: str = "") -> None:
        """Add a customer, or put them in the place of the one with this number.

        Args:
            record: The number under which they are found.
            customer: As they are compared.
            written: Their name as it was written: it settles what else is equal.
        """
        self._forget(record)
        self.postings.add(self._keep(record, face(customer, written)), keys(customer))

    change = add

    def remove(self, record: int) -> None:
        """Take a customer out; one that is not there is no mistake."""
        self._forget(record)

    def fill(self, records: Iterable[tuple[int, Customer, str]]) -> None:
        """Add many that are not there yet: number, customer, name as written."""
        found, lengths = array("q"), array("i")
        first = len(self._records)
        for record, customer, written in records:
            self._keep(record, face(customer, written))
            some = keys(customer)
            found.extend(some)
            lengths.append(len(some))
        places = np.arange(first, first + len(lengths), dtype=np.int32)
        self.postings.fill(np.frombuffer(found, np.int64), np.repeat(places, lengths))

    def candidates(self, customer: Customer, *, most: int = MOST) -> Sequence[int]:
        """Numbers of the records that share a key with this customer."""
        places, _ = candidates(self.postings, asked(customer), most=most)
        return [self._records[place] for place in places.tolist()]

    def find(self, typed: Typed, *, shown: int = SHOWN) -> list[Found]:
        """Who may be the customer that somebody types, the likeliest first."""
        customer = normalise(typed)
        asks = face(customer, typed.name)
        return looked_up(asks, self.postings, self._foremost, self._model, shown)

    def _foremost(
        self, asks: Face, places: Records, bits: NDArray[np.float32]
    ) -> Iterator[tuple[float, int, Face]]:
        """Those whose names look most alike: by letters, then by names and as written."""
        beside = bits * np.float32(_BITS) + self._in_the_city(asks, places)
        if len(places) > WEIGHED:
            share = shared(bigrams(whole(asks.customer)), self._bigrams.of(places))
            most = np.argpartition(share + beside, -WEIGHED)[-WEIGHED:]
            places, beside = places[most], beside[most]
        there = places.tolist()
        written = [self._written[place] for place in there]
        near = np.float32(WRITTEN) * _likeness(asks.written, written) + self._alike(asks, there)
        order = near + (near >= 1) + beside  # the same name comes first
        best = np.argsort(-order)[:LOOKED_AT]
        for nearness, place in zip(near[best].tolist(), places[best].tolist(), strict=True):
            if kept := self._packed[place]:
                known = unpacked(kept, self._stems[place], self._written[place])
                yield nearness, self._records[place], known

    def _in_the_city(self, asks: Face, places: Records) -> NDArray[np.float32] | np.float32:
        """What it counts to be where was typed: of a thousand of one name those are looked at."""
        if not asks.customer.city:
            return np.float32(0)
        here = self._cities.of(places) == np.uint64(_number(asks.customer.city))
        counts: NDArray[np.float32] = here * np.float32(_CITY)
        return counts

    def _alike(self, asks: Face, places: list[int]) -> NDArray[np.float32]:
        customer = asks.customer
        columns = [(whole(customer), self._wholes), (customer.spaced, self._spaced)]
        if customer.outline:
            columns.append((customer.latin, self._outlines))
        else:
            columns.append((asks.stem, self._stems))
            if not customer.symbols and asks.stem != customer.latin:
                columns.append((asks.stem, self._latin))
        rows = [
            _likeness(text, [column[place] for place in places]) for text, column in columns if text
        ]
        most: NDArray[np.float32] = (
            np.maximum.reduce(rows) if rows else np.zeros(len(places), np.float32)
        )
        return most

    def _keep(self, record: int, kept: Face) -> int:
        place = len(self._records)
        own = self._texts.setdefault
        customer = kept.customer
        self._latin.append(own(customer.latin, customer.latin))
        self._spaced.append(own(customer.spaced, customer.spaced))
        text = whole(customer)
        self._wholes.append(own(text, text))
        self._bigrams.append(bigrams(text))
        self._cities.append(_number(customer.city))
        self._stems.append(own(kept.stem, kept.stem))
        self._outlines.append(own(customer.outline, customer.outline))
        self._written.append(kept.written)
        self._packed.append(packed(kept))
        self._records.append(record)
        self._places[record] = place
        return place

    def _forget(self, record: int) -> None:
        place = self._places.pop(record, None)
        if place is not None:
            self.postings.remove(place)
            for column in (
                self._latin, self._spaced, self._wholes, self._stems, self._outlines,
                self._written,
            ):  # fmt: skip
                column[place] = ""
            self._packed[place] = b""


class _Numbers:
    """A number of each record. Whoever reads while one is added reads the ones before it."""

    def __init__(self) -> None:
        self._all = np.zeros(1024, np.uint64)
        self._count = 0

    def append(self, number: int) -> None:
        if self._count == len(self._all):
            self._all = np.concatenate((self._all, np.zeros_like(self._all)))
        self._all[self._count] = number
        self._count += 1

    def of(self, places: Records | list[int]) -> NDArray[np.uint64]:
        found: NDArray[np.uint64] = self._all[places]
        return found


def _number(text: str) -> int:
    """A number of 64 bits by which texts are told apart."""
    return hashed("", text) & (2**64 - 1)


def _likeness(text: str, others: Sequence[str]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = cdist(
        (text,), others, scorer=OSA.normalized_similarity, dtype=np.float32
    )[0]
    return found
