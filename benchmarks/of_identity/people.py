"""Names of people written otherwise: order, initials, nicknames, pinyin."""

from __future__ import annotations

import random

from pypinyin import lazy_pinyin

from benchmarks.of_identity import en, zh

_DOUBLE = {e.partition(":")[0] for e in zh.SURNAMES.split() if len(e.partition(":")[0]) == 2}
_DOUBLE |= {zh.to_traditional(name) for name in _DOUBLE}
_READ = zh.READINGS | {zh.to_traditional(name): read for name, read in zh.READINGS.items()}


def apart(name: str) -> tuple[str, str]:
    """Surname and given name of a Chinese name."""
    size = 2 if len(name) > 2 and name[:2] in _DOUBLE else 1
    return name[:size], name[size:]


def sounds(name: str) -> list[str]:
    """Toneless pinyin: the surname in its own reading, then each character of the given name."""
    family, given = apart(name)
    return [_READ.get(family) or "".join(lazy_pinyin(family)), *lazy_pinyin(given)]


def romanised(name: str, chance: random.Random) -> str:
    """In pinyin: surname first or last, joined or spaced, in one of the usual cases."""
    family, *given = sounds(name)
    if chance.random() < 0.4:
        family, given = family.replace("lv", "lu"), [one.replace("lv", "lu") for one in given]
    together, draw = "".join(given), chance.random()
    if draw < 0.3:
        whole = f"{family} {together}"
    elif draw < 0.55:
        whole = f"{together} {family}"
    elif draw < 0.8:
        whole = f"{family}{together}"
    elif draw < 0.92:
        whole = " ".join((family, *given))
    else:
        whole = f"{together}{family}"
    style = chance.random()
    return whole.title() if style < 0.5 else whole if style < 0.85 else whole.upper()


def reordered(language: str, name: str, chance: random.Random) -> str | None:
    """The surname at the other end."""
    words = name.split()
    if language == "zh" or len(words) < 2:
        return None
    if language == "vi":
        rest = " ".join(words[1:])
        if len(words) == 2 or chance.random() < 0.7:
            return f"{rest} {words[0]}"
        return f"{words[-1]} {' '.join(words[:-1])}"
    last, rest = words[-1], " ".join(words[:-1])
    if last in {"Jr", "Jr.", "Sr", "Sr."} and len(words) > 2:
        last, rest = words[-2], " ".join((*words[:-2], last))
    return f"{last}, {rest}" if chance.random() < 0.7 else f"{last} {rest}"


def abbreviated(language: str, name: str, chance: random.Random) -> str | None:
    """Middle names as initials or left out, first names as initials or nicknames."""
    words = name.split()
    if language == "zh" or len(words) < 2:
        return None
    if language == "vi":
        return _vietnamese(words, chance)
    first, draw = words[0], chance.random()
    nicks = en.NICKNAMES.get(first)
    if nicks and draw < 0.6:
        return " ".join((chance.choice(nicks.split()), *words[1:]))
    if len(words) > 2 + (words[-1] in {"Jr", "Sr"}) and draw < 0.8:
        middle = words[1]
        if len(middle) > 2 and draw < 0.7:
            return " ".join((first, f"{middle[0]}.", *words[2:]))
        return " ".join((first, *words[2:]))
    return " ".join((f"{first[0]}." if chance.random() < 0.6 else first[0], *words[1:]))


def _vietnamese(words: list[str], chance: random.Random) -> str | None:
    if len(words) < 3:
        return None
    middle, draw = words[1:-1], chance.random()
    if draw < 0.35:
        return " ".join((words[0], *(f"{word[0]}." for word in middle), words[-1]))
    if draw < 0.55:
        return " ".join((words[0], *(word[0] for word in middle), words[-1]))
    if draw < 0.7:
        return ".".join((words[0][0], *(word[0] for word in middle))) + f". {words[-1]}"
    kept = middle[1:] if len(middle) > 1 else ()
    return " ".join((words[0], *kept, words[-1]))
