"""Letter by letter: what fingers, keyboards, ears, scanners and romanisations do to a text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from random import Random

from opencc import OpenCC
from pypinyin import lazy_pinyin

from .tables_apart import COMPOUND_SURNAMES, LOOKALIKES, NAME_CHARS, SURNAME_READINGS

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
TONES = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
"""Each Vietnamese tone mark: its key in TELEX and its key in VNI."""
SHAPES = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
SCANNED = (
    ("rn", "m"), ("m", "rn"), ("l", "1"), ("I", "l"), ("O", "0"), ("o", "0"), ("cl", "d"),
    ("S", "5"), ("B", "8"), ("e", "c"), ("h", "b"), ("ii", "u"), ("w", "vv"), ("g", "q"),
    ("i", "l"), ("G", "6"),
    ("ê", "é"), ("ữ", "ử"), ("ạ", "a"), ("ơ", "o"), ("ư", "u"), ("đ", "d"), ("ễ", "ể"), ("ậ", "ặ"),
)  # fmt: skip
HEARD_EN = (
    ("ph", "f"), ("ck", "k"), ("ie", "y"), ("ee", "ea"), ("th", "t"), ("sch", "sh"), ("ll", "l"),
    ("tt", "t"), ("nn", "n"), ("ss", "s"), ("rr", "r"), ("ei", "ie"), ("ey", "y"), ("c", "k"),
    ("y", "i"), ("z", "s"), ("v", "w"), ("x", "ks"), ("son", "sen"), ("er", "ar"), ("mac", "mc"),
)  # fmt: skip
FUZZY_ZH = (
    ("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("n", "l"),
    ("l", "n"), ("hu", "fu"), ("h", "f"), ("f", "h"), ("r", "l"), ("z", "zh"), ("s", "sh"),
    ("in", "ing"), ("en", "eng"), ("an", "ang"),
)  # fmt: skip
WADE_INITIALS = {
    "zh": "ch", "ch": "ch'", "sh": "sh", "b": "p", "p": "p'", "d": "t", "t": "t'", "g": "k",
    "k": "k'", "j": "ch", "q": "ch'", "x": "hs", "z": "ts", "c": "ts'", "r": "j",
}  # fmt: skip
WADE_WHOLE = {
    "zhi": "chih", "chi": "ch'ih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tz'u",
    "si": "szu", "yi": "i", "you": "yu", "yu": "yü", "yuan": "yüan", "yue": "yüeh", "yun": "yün",
    "yan": "yen", "ye": "yeh", "er": "erh", "he": "ho", "ge": "ko", "ke": "k'o", "e": "o",
    "gui": "kuei", "kui": "k'uei", "yong": "yung", "guo": "kuo", "huo": "huo", "shuo": "shuo",
}  # fmt: skip


@cache
def converter(way: str) -> OpenCC:
    return OpenCC(way)


@lru_cache(maxsize=65536)
def reading(char: str) -> str:
    """The toneless pinyin of one character; of anything else, itself."""
    return lazy_pinyin(char)[0]


@lru_cache(maxsize=65536)
def read_out(text: str) -> str:
    """The toneless pinyin of a word, in one piece."""
    return "".join(lazy_pinyin(text))


def is_han(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def surname_length(name: str) -> int:
    return 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1


def syllables(name: str) -> tuple[list[str], list[str]]:
    """The pinyin of the surname and of the given name of a person."""
    length = surname_length(name)
    family = [SURNAME_READINGS.get(name[0], reading(name[0]))] if length == 1 else []
    return family or [reading(char) for char in name[:2]], [reading(char) for char in name[length:]]


def wade_giles(syllable: str) -> str:
    """As on Taiwanese passports: without apostrophes and umlauts."""
    if (whole := WADE_WHOLE.get(syllable)) is None:
        found = re.match("zh|ch|sh|[bpmfdtnlgkhjqxzcsrwy]?", syllable)
        initial = found[0] if found else ""
        final = syllable[len(initial) :].replace("ong", "ung")
        final = "o" if final == "uo" and initial not in {"k", "g", "h", "sh"} else final
        final = "ien" if final == "ian" else final
        final = final + "h" if final.endswith(("ie", "ue")) else final
        whole = WADE_INITIALS.get(initial, initial) + final
    return whole.replace("'", "").replace("ü", "u")


@cache
def sounding(syllable: str) -> str:
    """The characters that names and companies often have and that are read like this."""
    return "".join(dict.fromkeys(char for char in NAME_CHARS if reading(char) == syllable))


@cache
def common_sounding() -> dict[str, str]:
    """The 3,755 characters of GB 2312's first level by their reading."""
    found: dict[str, str] = {}
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA):
            char = bytes((row, cell)).decode("gb2312")
            found[reading(char)] = found.get(reading(char), "") + char
    return found


def homophone(char: str, random: Random) -> str | None:
    said = reading(char)
    others = [other for other in sounding(said) if other != char]
    others = others or [other for other in common_sounding().get(said, "") if other != char]
    return random.choice(others) if others else None


def misheard_han(char: str, random: Random) -> str | None:
    """A character that sounds nearly like this one to somebody from elsewhere, or to a machine."""
    said = reading(char)
    nearly = []
    for one, other in FUZZY_ZH:
        if said.startswith(one) and one[0] not in "aei":
            nearly.append(sounding(other + said[len(one) :]))
        elif said.endswith(one) and one[0] in "aei":
            nearly.append(sounding(said[: -len(one)] + other))
    chars = [found for found in "".join(nearly) if found != char]
    return random.choice(chars) if chars else None


LOOKS: dict[str, str] = {
    char: group.replace(char, "") for group in reversed(LOOKALIKES) for char in group
}


def lookalike(char: str, random: Random) -> str | None:
    return random.choice(LOOKS[char]) if char in LOOKS else None


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Without diacritics."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)


def typed_keys(word: str, way: str) -> str:
    """The word as "telex" or "vni" keys show it when the input method was off."""
    keys, tone, last = [], "", ""
    for char in unicodedata.normalize("NFD", word.replace("đ", "\x00").replace("Đ", "\x01")):
        if char in TONES:
            tone = TONES[char][way == "vni"]
        elif char in SHAPES:
            telex = last.lower() if SHAPES[char] == "6" else "w"
            keys.append(SHAPES[char] if way == "vni" else telex)
        elif char in "\x00\x01":
            keys.append(("d" if char == "\x00" else "D") + ("9" if way == "vni" else "d"))
        else:
            keys.append(char)
            last = char
    return "".join(keys) + tone


def other_tone(word: str, random: Random) -> str | None:
    """The same vowels under another tone, or under none."""
    decomposed = unicodedata.normalize("NFD", word)
    marks = [char for char in decomposed if char in TONES]
    if not marks:
        return None
    confused = {"\u0309": "\u0303", "\u0303": "\u0309"}.get(marks[0])
    mark = confused if confused and random.random() < 0.6 else random.choice(["", *TONES])
    return unicodedata.normalize("NFC", decomposed.replace(marks[0], mark, 1))


@cache
def beside(letter: str) -> str:
    """The keys beside a letter on a keyboard."""
    for row in ROWS:
        if (place := row.find(letter)) >= 0:
            return row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    return ""


def typo(text: str, random: Random, spared: int = -9) -> tuple[str, int] | None:
    """One slip of a finger (of the input method, in Chinese), and where; nothing near `spared`.

    Digits stay: factory 2 is not factory 3.
    """
    places = [at for at, char in enumerate(text) if char.isalpha() and abs(at - spared) > 1]
    if not places:
        return None
    at = random.choice(places)
    char, following = text[at], text[at + 1 : at + 2]
    if is_han(char):
        other = (random.random() < 0.3 and lookalike(char, random)) or homophone(char, random)
        return (text[:at] + other + text[at + 1 :], at) if other else None
    way = random.random()
    if plain(char) != char and way < 0.6:
        return text[:at] + plain(char) + text[at + 1 :], at
    near = beside(plain(char).lower())
    if way < 0.3 and near:
        key = random.choice(near)
        slip = key.upper() if char.isupper() else key
    elif way < 0.55 and at:
        slip = ""
    elif way < 0.75:
        slip = char + char.lower()
    elif following.isalpha() and following.lower() != char.lower() and not is_han(following):
        first = following.upper() if char.isupper() else following
        return text[:at] + first + (char.lower() if at == 0 else char) + text[at + 2 :], at
    else:
        slip = ""
    return text[:at] + slip + text[at + 1 :], at


def swapped(text: str, pairs: tuple[tuple[str, str], ...], random: Random) -> str | None:
    """One of the pairs put in place of one of its occurrences, keeping a capital."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return None
    found = [(one, other) for one, other in pairs if one.lower() in lowered]
    if not found:
        return None
    one, other = random.choice(found)
    starts = [at for at in range(len(text)) if lowered.startswith(one.lower(), at)]
    at = random.choice(starts)
    other = other.capitalize() if text[at].isupper() and one.islower() else other
    return text[:at] + other + text[at + len(one) :]


def scanned(text: str, random: Random) -> str | None:
    """As a scanner reads it: letters and characters of the same look."""
    han = [at for at, char in enumerate(text) if char in LOOKS]
    if han:
        at = random.choice(han)
        return text[:at] + random.choice(LOOKS[text[at]]) + text[at + 1 :]
    found = [(one, other) for one, other in SCANNED if one in text]
    if not found:
        return None
    one, other = random.choice(found)
    at = random.choice([spot.start() for spot in re.finditer(one, text)])
    return text[:at] + other + text[at + len(one) :]
