"""Articles of a policy, with their texts in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.core.ruling.sentences import Sentences


@dataclass(frozen=True, slots=True)
class Article:
    """An article that is cited."""

    id: str
    text: str
    source: str


def articles_of(sentences: Sentences, ids: tuple[str, ...] | list[str]) -> tuple[Article, ...]:
    """These articles of the version that was ruled under."""
    known = sentences.ruling.version.articles
    return tuple(
        Article(id_, known[id_].text.in_(sentences.lang), known[id_].source) for id_ in ids
    )
