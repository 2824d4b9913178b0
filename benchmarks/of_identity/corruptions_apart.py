"""A second family of corruptions: the same customer as recorded by somebody else.

It was written apart from the first, from what salespeople, call centres, scanners, spreadsheets
and old systems do to Chinese, Vietnamese and English customer data. It is only ever run: nothing
is tuned on it.
"""

from __future__ import annotations

import random as rolling
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

from .fields_apart import FIELDS
from .letters_apart import plain
from .names_apart import CHANGES, NameKind
from .record import Made
from .tables_apart import words

IDENTIFIERS = ("phone", "email", "tax_code")

LOSSY = frozenset(
    words(
        "given_only brand two_typos no_diacritics_one_typo generation_order married nickname "
        "word_lost missing_middle hong_kong wade_giles english_name abbreviation pinyin "
        "other_script misheard autocorrect spreadsheet regional keyboard_off"
    )
)
"""After these a name alone may not be enough: some identifier has to survive beside it."""

WEIGHTS = {
    "one_typo": 6, "no_diacritics": 8, "other_script": 3, "legal_form": 8, "abbreviation": 4,
    "title": 5, "note": 4, "case": 5, "spaces": 3, "punctuation": 3, "misheard": 3, "reorder": 3,
    "brand": 4, "english_name": 2, "pinyin": 3, "missing_middle": 3, "nickname": 3,
    "given_only": 2, "keyboard_off": 2, "tone_heard": 2,
}  # fmt: skip
"""How often a change is made, where it can be; the others 1."""

RARE = frozenset({"two_typos", "doubled", "married", "generation_order"})
"""Seen, but seldom."""


def telling(kind: NameKind) -> NameKind:
    """The kind, with None where it would leave the name as it was, or nothing of it."""

    def change(made: Made, random: Random) -> str | None:
        if not made.name.strip():
            return None
        name = kind(made, random)
        return None if name == made.name or not name or not name.strip() else name

    return change


NAME_KINDS: dict[str, Callable[[Made, rolling.Random], str | None]] = {
    name: telling(kind) for name, kind in CHANGES.items()
}
"""Single changes of the name alone by what they are called; None where one does not apply."""


@cache
def weighted(gentle: bool) -> tuple[list[str], list[float]]:  # noqa: FBT001 – a key of the cache
    """The kinds to draw from, and how often each is drawn."""
    kinds = [kind for kind in NAME_KINDS if not (gentle and kind in LOSSY)]
    return kinds, [0.4 if kind in RARE else WEIGHTS.get(kind, 1) for kind in kinds]


def renamed(made: Made, random: Random, *, gentle: bool) -> Made:
    """With another form of the name: the first of some draws that applies."""
    for kind in random.choices(*weighted(gentle), k=8):
        if (name := NAME_KINDS[kind](made, random)) is not None:
            return replace(made, name=name)
    return made


def field_changed(made: Made, field: str, random: Random) -> Made:
    return replace(made, **{field: FIELDS[field](made, random)})


def legacy(made: Made) -> Made:
    """Through an old system that knows only capitals without diacritics."""
    name, address, city = (plain(text).upper() for text in (made.name, made.address, made.city))
    return replace(made, name=name, address=address, city=city)


def survived(field: str, made: Made, other: Made) -> bool:
    """Whether the identifier can still be read, however it is written."""
    before, after = (
        re.sub(r"[^a-z0-9@]", "", getattr(record, field).lower()) for record in (made, other)
    )
    return (before[-8:] if field == "phone" else before) in after


def anchored(made: Made, other: Made, random: Random) -> Made:
    """With one identifier as it was, when none survived; any of them may be the one."""
    kept = [field for field in IDENTIFIERS if getattr(made, field)]
    if not kept or any(survived(field, made, other) for field in kept):
        return other
    field = random.choice(kept)
    return replace(other, **{field: getattr(made, field)})


def corrupt(made: Made, random: rolling.Random) -> Made:
    """The same customer as recorded by somebody else: mostly one to three changes, at times many.

    A name that lost much keeps an identifier; where there is none to keep, the name loses little.
    So whoever sees both records still says "the same", or "probably".
    """
    fields = [field for field in FIELDS if getattr(made, field)]
    bad = random.random() < 0.1
    count = random.choice((4, 5, 6)) if bad else random.choice((0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3))
    if not bad and not count and random.random() < 0.5:
        count = 1
    on_name = count > 0 and (bad or random.random() < 0.35 + 0.2 * count)
    changed = made
    for field in random.sample(fields, min(len(fields), count - on_name)):
        changed = field_changed(changed, field, random)
    if bad or random.random() < 0.1:
        for field in IDENTIFIERS:
            if random.random() < 0.4:
                changed = replace(changed, **{field: ""})
    if not on_name:
        return anchored(made, changed, random) if bad else changed
    gentle = not (made.phone or made.email or made.tax_code) or random.random() < 0.55
    changed = renamed(changed, random, gentle=gentle)
    if bad and random.random() < 0.5:
        changed = renamed(changed, random, gentle=True)
    if bad and random.random() < 0.2 and made.language != "zh":
        changed = legacy(changed)
    return changed if gentle and not bad else anchored(made, changed, random)
