"""Single named changes of a customer's name, person or company."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

from .companies_apart import COMPANY_KINDS, abbreviated, place_moved
from .letters_apart import (
    HEARD_EN,
    converter,
    homophone,
    is_han,
    misheard_han,
    other_tone,
    plain,
    scanned,
    swapped,
    typed_keys,
    typo,
)
from .persons_apart import PERSON_KINDS, initials, one_word, reordered
from .record import Made
from .tables_apart import AUTOCORRECTED, REGIONAL

NameKind = Callable[[Made, Random], str | None]

INITIALS_VI = (
    ("tr", "ch"), ("ch", "tr"), ("s", "x"), ("x", "s"), ("l", "n"), ("d", "gi"), ("gi", "d"),
    ("v", "d"), ("gi", "r"), ("qu", "w"), ("kh", "h"), ("ph", "f"), ("d", "z"),
)  # fmt: skip
FINALS_VI = (("n", "ng"), ("ng", "n"), ("t", "c"), ("c", "t"), ("nh", "n"), ("y", "i"), ("i", "y"))
NOTES = {
    "zh": ("(VIP)", "（老客户）", " 转介绍", "-已成交", "（微信）", "【欠款】", "（重复）", "A "),
    "vi": (" (VIP)", " - kho 2", " (nợ)", " (cũ)", " - zalo", " (trùng)", "***", " - số mới"),
    "en": (" (VIP)", " - DO NOT CALL", " (old)", " *dup*", " [lead]", " - warehouse 2"),
}  # fmt: skip
OLD_ACCENTS = (("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oạ", "ọa"), ("uý", "úy"), ("uỳ", "ùy"),
               ("uỷ", "ủy"), ("uỵ", "ụy"), ("oẻ", "ỏe"), ("oè", "òe"))  # fmt: skip
I_AND_Y = tuple(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))


def one_typo(made: Made, random: Random) -> str | None:
    slip = typo(made.name, random)
    return slip[0] if slip else None


def two_typos(made: Made, random: Random) -> str | None:
    first = typo(made.name, random)
    if first is None or (is_han(made.name) and len(made.name) < 4):
        return None
    second = typo(first[0], random, first[1])
    return second[0] if second else None


def no_diacritics(made: Made, random: Random) -> str | None:  # noqa: ARG001 – nothing to choose
    return None if is_han(made.name) else plain(made.name)


def no_diacritics_one_typo(made: Made, random: Random) -> str | None:
    bare = plain(made.name)
    slip = None if is_han(made.name) or bare == made.name else typo(bare, random)
    return slip[0] if slip else None


def traditional(made: Made, random: Random) -> str | None:
    if not is_han(made.name):
        return None
    other = str(converter(random.choice(("s2t", "s2tw", "s2hk"))).convert(made.name))
    return other if other != made.name else str(converter("t2s").convert(made.name))


def by_kind(person: NameKind, company: NameKind) -> NameKind:
    """The one for persons, the other for companies."""
    return lambda made, random: (person if made.kind == "person" else company)(made, random)


pinyin = by_kind(PERSON_KINDS["pinyin"], COMPANY_KINDS["pinyin"])


def other_script(made: Made, random: Random) -> str | None:
    first, second = random.sample((traditional, pinyin), 2)
    other = first(made, random)
    return other if other not in {None, made.name} else second(made, random)


def keyboard_off(made: Made, random: Random) -> str | None:
    """Nguyeenx Vawn An, Nguye64n Va8n An: all of it, or the one word typed too fast."""
    way, words = random.choice(("telex", "telex", "vni")), made.name.split()
    marked = [at for at, word in enumerate(words) if plain(word) != word]
    if made.language != "vi" or not marked:
        return None
    for at in marked if random.random() < 0.4 else [random.choice(marked)]:
        words[at] = typed_keys(words[at], way)
    return " ".join(words)


def misheard(made: Made, random: Random) -> str | None:
    """As taken down on the telephone, by a person or by a machine."""
    if made.language == "vi":
        return random.choice((initial_heard, final_heard, tone_heard))(made, random)
    if not is_han(made.name):
        return swapped(made.name, HEARD_EN, random)
    at = random.randrange(len(made.name))
    if not is_han(made.name[at]):
        return None
    heard = random.choice((misheard_han, homophone))(made.name[at], random)
    return made.name[:at] + heard + made.name[at + 1 :] if heard else None


def one_syllable(made: Made, change: Callable[[str], str | None], random: Random) -> str | None:
    """The Vietnamese name with one syllable changed, in the name part first."""
    if made.language != "vi":
        return None
    words = made.name.split()
    places = [(at, other) for at, word in enumerate(words) if (other := change(word))]
    if not places:
        return None
    at, other = random.choice(places)
    words[at] = other.upper() if words[at].isupper() and len(words[at]) > 1 else other
    return " ".join(words)


def initial_heard(made: Made, random: Random) -> str | None:
    """Confuse tr and ch, s and x, l and n, d, gi, r and v."""

    def change(word: str) -> str | None:
        low = word.lower()
        fitting = [pair for pair in INITIALS_VI if low.startswith(pair[0])]
        if not fitting:
            return None
        one, other = max(fitting, key=lambda pair: (len(pair[0]), random.random()))
        return (other.capitalize() if word[0].isupper() else other) + word[len(one) :]

    return one_syllable(made, change, random)


def final_heard(made: Made, random: Random) -> str | None:
    """Confuse n and ng, t and c at the end, as in the South."""

    def change(word: str) -> str | None:
        low = word.lower()
        fitting = [pair for pair in FINALS_VI if low.endswith(pair[0]) and len(word) > len(pair[0])]
        longest = max(fitting, key=lambda pair: len(pair[0]), default=None)
        return word[: -len(longest[0])] + longest[1] if longest else None

    return one_syllable(made, change, random)


def tone_heard(made: Made, random: Random) -> str | None:
    """Hỏi for ngã, or the tone that the telephone's keyboard offered first."""
    return one_syllable(made, lambda word: other_tone(word, random), random)


def regional(made: Made, random: Random) -> str | None:
    """Huỳnh for Hoàng, Võ for Vũ."""
    return one_word(made, REGIONAL, random) if made.language == "vi" else None


def autocorrected(made: Made, random: Random) -> str | None:
    """What a telephone's keyboard made of it."""
    return None if is_han(made.name) else one_word(made, AUTOCORRECTED, random)


def i_or_y(made: Made, random: Random) -> str | None:
    """Mĩ for Mỹ, Lí for Lý, Hoà for Hòa."""
    pairs = OLD_ACCENTS if random.random() < 0.5 else I_AND_Y
    both = (*pairs, *((new, old) for old, new in pairs if pairs is OLD_ACCENTS))
    return swapped(made.name, both, random) if made.language == "vi" else None


def spreadsheet(made: Made, random: Random) -> str | None:
    """Saved as ANSI (?), read as Latin-1 (á»), cut at the width of a column, with an apostrophe."""
    if made.language == "vi" and random.random() < 0.6:
        if random.random() < 0.7:
            return made.name.encode("cp1258", "replace").decode("cp1258")
        return made.name.encode().decode("cp1252", "replace")
    if len(made.name) > 24 and random.random() < 0.5:
        return made.name[: random.choice((20, 24))].rstrip()
    return random.choice(("'{}", "{}\t", '"{}"', "\ufeff{}", "={}", "{}_x000D_")).format(made.name)


def spaces(made: Made, random: Random) -> str | None:
    """Doubled, missing, of the wrong kind, at both ends, or within a Chinese name."""
    if is_han(made.name):
        cut = random.randrange(1, max(len(made.name), 2))
        wide = random.choice((" ", "\u3000"))
        return random.choice((wide.join(made.name), made.name[:cut] + wide + made.name[cut:]))
    if " " not in made.name:
        return f" {made.name} "
    return random.choice((
        made.name.replace(" ", "  "), made.name.replace(" ", "\u00a0"), f" {made.name}  ",
        made.name.replace(" ", "", 1), made.name.replace(" ", "\n", 1),
    ))  # fmt: skip


def case(made: Made, random: Random) -> str | None:
    return random.choice((made.name.upper(), made.name.lower(), made.name.swapcase()))


def width(made: Made, random: Random) -> str | None:  # noqa: ARG001 – nothing to choose
    """Full-width letters and brackets, or half-width ones; in Vietnamese, letters taken apart."""
    if made.language == "vi":
        return unicodedata.normalize("NFD", made.name)
    half = unicodedata.normalize("NFKC", made.name)
    if half != made.name:
        return half
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in made.name)


def punctuation(made: Made, random: Random) -> str | None:
    """OBrien, Smith and Sons, T.M. - D.V., 华信科技 （上海）."""
    swaps = (
        ("'", ""), ("'", "’"), ("'", " "), ("-", " "), ("-", ""), (" & ", " and "), (" & ", "&"),
        (" and ", " & "), (" và ", " & "), (".", ""), (",", ""), ("（", "("), ("(", "（"),
        ("·", "."), ("·", ""), (", ", " "), ("TNHH", "T.N.H.H"),
        ("有限公司", "有限公司。"), (" ", "."),
        (" ", "_"), (" ", "-"),
    )  # fmt: skip
    fitting = [pair for pair in swaps if pair[0] in made.name]
    if not fitting:
        return made.name + random.choice((".", ",", "。"))
    one, other = random.choice(fitting)
    name = made.name.replace(one, other)
    closing = {"（": ("）", ")"), "(": (")", "）")}.get(one)
    return name.replace(*closing) if closing else name


def note(made: Made, random: Random) -> str | None:
    """What the salesman wants to remember, in the only field that he sees in the list."""
    text = random.choice(NOTES[made.language])
    return text + made.name if text == "A " else made.name + text


def phone_in_name(made: Made, random: Random) -> str | None:
    """The whole telephone number behind the name, or what tells two of the same name apart."""
    digits = re.sub(r"\D", "", made.phone)
    if len(digits) < 8:
        return None
    return made.name + random.choice((" ", "-", "")) + random.choice((made.phone, digits[-4:]))


def doubled(made: Made, random: Random) -> str | None:
    """A word or a character typed twice, or the whole name where two fields were joined."""
    words = made.name.split()
    if is_han(made.name):
        at = random.randrange(len(made.name))
        return made.name[:at] + made.name[at] + made.name[at:]
    at = random.randrange(len(words))
    return " ".join(words[: at + 1] + words[at:])


def only(kind: str, change: NameKind) -> NameKind:
    return lambda made, random: change(made, random) if made.kind == kind else None


CHANGES: dict[str, NameKind] = {
    "one_typo": one_typo, "two_typos": two_typos, "no_diacritics": no_diacritics,
    "no_diacritics_one_typo": no_diacritics_one_typo, "other_script": other_script,
    "reorder": by_kind(reordered, place_moved), "abbreviation": by_kind(initials, abbreviated),
    "traditional": traditional, "keyboard_off": keyboard_off, "misheard": misheard,
    "initial_heard": initial_heard, "final_heard": final_heard, "tone_heard": tone_heard,
    "regional": regional, "autocorrect": autocorrected,
    "i_or_y": i_or_y, "spreadsheet": spreadsheet, "spaces": spaces,
    "case": case, "width": width, "punctuation": punctuation, "note": note,
    "phone_in_name": phone_in_name, "doubled": doubled,
    "scanned": lambda made, random: scanned(made.name, random),
    **{name: only("person", kind) for name, kind in PERSON_KINDS.items()},
    **{name: only("company", kind) for name, kind in COMPANY_KINDS.items()},
    "pinyin": pinyin,
}  # fmt: skip
"""Each change by its name; None, or the name as it was, where it says nothing."""
