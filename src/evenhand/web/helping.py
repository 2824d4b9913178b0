"""Help: short pages in every language, written as Markdown beside this file."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER: Final = Path(__file__).parent / "help"

PAGES: Final = (
    "evenhand",
    "register",
    "rulings",
    "disputes",
    "policies",
    "words",
    "signing-in",
    "who-sees-what",
    "data",
)
"""In the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of a page, and where it begins."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page: its title, what it says as HTML, and its headings."""

    slug: str
    title: str
    html: str
    headings: Sequence[Heading]


@cache
def help_page(slug: str, lang: str) -> HelpPage:
    """One page in one language. Raises KeyError if there is none of this name."""
    if slug not in PAGES:
        raise KeyError(slug)
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse((FOLDER / lang / f"{slug}.md").read_text(encoding="utf-8"))
    title, rest = tokens[1].content, tokens[3:]
    headings = []
    for number, place in enumerate(_headings(rest), start=1):
        anchor = f"part-{number}"
        rest[place].attrSet("id", anchor)
        headings.append(Heading(anchor, rest[place + 1].content))
    html = markdown.renderer.render(rest, markdown.options, {})
    return HelpPage(slug, title, html, tuple(headings))


def _headings(tokens: Sequence[Token]) -> list[int]:
    return [place for place, token in enumerate(tokens) if token.type == "heading_open"]


def help_pages(lang: str, wanted: str = "") -> list[HelpPage]:
    """Every page; with something wanted, those of which the title or a heading has it.

    Of a page whose title has it not, only the headings that have it.

    >>> [page.slug for page in help_pages("en", "backup")]
    ['data']
    """
    pages = [help_page(slug, lang) for slug in PAGES]
    sought = _folded(wanted)
    if not sought:
        return pages
    found = []
    for page in pages:
        hits = tuple(one for one in page.headings if sought in _folded(one.text))
        if sought in _folded(page.title):
            found.append(page)
        elif hits:
            found.append(HelpPage(page.slug, page.title, page.html, hits))
    return found


def _folded(text: str) -> str:
    """Without regard to case and to Vietnamese marks, which many leave out when they search."""
    plain = unicodedata.normalize("NFD", text.strip().casefold().replace("đ", "d"))
    return "".join(one for one in plain if not unicodedata.combining(one))
