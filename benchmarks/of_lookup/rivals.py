"""What others offer for the same: tantivy and pg_trgm, in our order or in theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import tantivy

from benchmarks.of_identity.questions import Question
from benchmarks.of_lookup.book import Book, typed_of
from benchmarks.of_lookup.measures import Finds
from evenhand.core.identity.faces import face, likeness_to
from evenhand.core.identity.normalise import normalise

TAKEN = 100
"""Of how many of a rival's best the order is made anew."""


def grams(text: str) -> list[str]:
    return list(dict.fromkeys(text[at : at + n] for n in (2, 3) for at in range(len(text) - n + 1)))


def rescored(book: Book, question: Question, places: Iterable[int]) -> list[int]:
    """The same order as ours, of what a rival found."""
    asks = face(normalise(typed_of(question.typed)), question.typed.name)
    alike = likeness_to(asks)
    scored = [(-alike(face(book.customers[one], book.name(one))), one) for one in places]
    return [one for _, one in sorted(scored)[:10]]


def of_tantivy(book: Book, *, is_normalised: bool) -> Finds:
    """2–3-grams of the normalised text in our order, or its own tokenizer on names as written."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("place", stored=True)
    builder.add_text_field("name", tokenizer_name="grams" if is_normalised else "default")
    schema = builder.build()
    index = tantivy.Index(schema)
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 3, False)).build()
    index.register_tokenizer("grams", analyzer)
    writer = index.writer(200_000_000)
    for place, customer in enumerate(book.customers):
        text = customer.spaced if is_normalised else book.name(place)
        writer.add_document(tantivy.Document(place=place, name=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def best(query: Any, count: int) -> list[int]:
        hits = searcher.search(query, count).hits
        return [int(searcher.doc(address)["place"][0]) for _, address in hits]

    def by_grams(question: Question) -> list[int]:
        spaced = normalise(typed_of(question.typed)).spaced
        should = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "name", one))
            for one in grams(spaced)
        ]
        if not should:
            return []
        return rescored(book, question, best(tantivy.Query.boolean_query(should), TAKEN))

    def as_it_stands(question: Question) -> list[int]:
        name = question.typed.name.lower()
        words = "".join(one if one.isalnum() else " " for one in name).split()
        should = [
            (tantivy.Occur.Should, tantivy.Query.fuzzy_term_query(schema, "name", one, 1))
            for one in words
        ]
        return best(tantivy.Query.boolean_query(should), 10) if should else []

    return by_grams if is_normalised else as_it_stands


def of_trigrams(book: Book, run: Callable[[str, tuple[Any, ...]], list[Any]]) -> dict[str, Finds]:
    """pg_trgm: GIN, similarity from .3 on; the normalised text in our order, and as it stands."""
    query = "SELECT place FROM {0} WHERE name %% %s ORDER BY similarity(name, %s) DESC LIMIT {1}"

    def normalised(question: Question) -> list[int]:
        spaced = normalise(typed_of(question.typed)).spaced
        rows = run(query.format("trigrams_normal", TAKEN), (spaced, spaced))
        return rescored(book, question, [place for (place,) in rows])

    def raw(question: Question) -> list[int]:
        name = question.typed.name
        return [place for (place,) in run(query.format("trigrams_raw", 10), (name, name))]

    return {"pg_trgm_normalised": normalised, "pg_trgm_raw": raw}
