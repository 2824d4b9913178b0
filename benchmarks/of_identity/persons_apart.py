"""Changes of a person's name: order, titles, nicknames, romanisations, marriage."""

from __future__ import annotations

from functools import cache
from random import Random

from .letters_apart import converter, is_han, plain, surname_length, syllables, wade_giles
from .record import Made
from .tables_apart import (
    CANTONESE,
    MEN_EN,
    MEN_ZH,
    NICKNAMES,
    SPELLINGS,
    WOMEN_EN,
    WOMEN_ZH,
    Families,
    words,
)

ENGLISH_NAMES = words("Kevin Jason David Tony Eric Amy Cindy Vivian Grace Lily Leo Jenny")
TITLES = {
    "zh": {"f": ("女士", "小姐", "姐"), "m": ("先生", "总"), "": ("总", "经理", "老师", "老板")},
    "vi": {
        "f": ("chị ", "cô ", "bà ", "Ms ", "c. "),
        "m": ("anh ", "ông ", "Mr ", "a. "),
        "": ("KH ", "a/c ", "Mr/Ms "),
    },
    "en": {
        "f": ("Ms ", "Mrs. ", "Miss ", "Dr "),
        "m": ("Mr ", "Mr. ", "Dr. "),
        "": ("Dr ", "Attn: ", "c/o "),
    },
}
MARRIED = words("Taylor Brown Walker Hughes Green Nguyen Carter Reed Cooper Bennett")


def sex(made: Made) -> str:
    """What a colleague would guess of the name: "f", "m", or "" when it does not show."""
    if made.language == "vi":
        words = plain(made.name).lower().split()[1:]
        return "f" if "thi" in words[:-1] else "m" if "van" in words[:-1] else ""
    if made.language == "zh":
        given = made.name[surname_length(made.name) :]
        woman, man = not WOMEN_ZH.isdisjoint(given), not MEN_ZH.isdisjoint(given)
        return "" if woman == man else "f" if woman else "m"
    first = made.name.split()[0].capitalize()
    return "f" if first in WOMEN_EN else "m" if first in MEN_EN else ""


def han_person(made: Made) -> str | None:
    """The name in simplified characters, where it is a Chinese one of two to four."""
    if made.language != "zh" or not 2 <= len(made.name) <= 4 or not made.name.isalpha():
        return None
    return converter("t2s").convert(made.name) if is_han(made.name) else None


def pinyin_person(made: Made, random: Random) -> str | None:
    """Wang Jianguo, Jianguo Wang, WANG JIANGUO, WANG/JIANGUO, wangjianguo, Wang Jian Guo."""
    if (name := han_person(made)) is None:
        return None
    family, given = syllables(name)
    surname, first = "".join(family).capitalize(), "".join(given)
    return random.choice((
        f"{surname} {first.capitalize()}", f"{first.capitalize()} {surname}",
        f"{surname} {first.capitalize()}".upper(), f"{surname}/{first}".upper(),
        f"{surname}{first}".lower(), " ".join([surname, *(part.capitalize() for part in given)]),
        f"{first.capitalize()} {surname.upper()}",
    ))  # fmt: skip


def taiwanese(made: Made, random: Random) -> str | None:
    """Wade-Giles: Wang Chien-Kuo."""
    if (name := han_person(made)) is None:
        return None
    family, given = syllables(name)
    surname = "-".join(wade_giles(part).capitalize() for part in family)
    parts = [wade_giles(part) for part in given]
    first = parts[0].capitalize() + "".join(f"-{part}" for part in parts[1:])
    return random.choice(
        (f"{surname} {first}", f"{first} {surname}", f"{surname}, {first.title()}")
    )


def hong_kong(made: Made, random: Random) -> str | None:
    """Cantonese: CHAN Tai Man, or Chan Tai-man."""
    name = han_person(made)
    if name is None or any(char not in CANTONESE for char in name):
        return None
    said, length = [CANTONESE[char] for char in name], surname_length(name)
    first, given = " ".join(said[:length]), " ".join(said[length:])
    hyphened = given.replace(" ", "-").capitalize()
    return random.choice((f"{first.upper()} {given}", f"{first} {hyphened}", f"{given} {first}"))


def reordered(made: Made, random: Random) -> str | None:
    """The family name at the other end: forms with two fields, and lists sorted by surname."""
    if (name := han_person(made)) is not None:
        length = surname_length(name)
        gap = random.choice((" ", "", ","))
        return made.name[length:] + gap + made.name[:length]
    words = made.name.split()
    if len(words) < 2:
        return None
    if made.language == "vi":
        cut = random.choice((1, len(words) - 1))
        return " ".join(words[cut:] + words[:cut])
    rest = " ".join(words[:-1])
    return random.choice((f"{words[-1]}, {rest}", f"{words[-1]} {rest}", f"{words[-1]},{rest}"))


def initials(made: Made, random: Random) -> str | None:
    """J. Smith, J.R. Smith; Ng. T. H. Nhung, N.T.H. Nhung, Nguyễn T. H. Nhung."""
    words = made.name.split()
    if len(words) < 2 or is_han(made.name):
        return None
    head, last = [word[0].upper() for word in words[:-1]], words[-1]
    if made.language == "en":
        first = words[0] if len(words) > 2 and random.random() < 0.5 else f"{head[0]}."
        middle = "".join(f" {letter}." for letter in head[1:])
        return first + (middle if random.random() < 0.7 else "") + " " + last
    if len(words) == 2:
        return f"{'Ng' if words[0].startswith('Ng') else head[0]}. {last}"
    short = "Ng" if words[0].startswith("Ng") else head[0]
    return random.choice((
        ".".join(head) + f". {last}", " ".join([f"{short}.", *(f"{x}." for x in head[1:]), last]),
        " ".join([words[0], *(f"{x}." for x in head[1:]), last]),
    ))  # fmt: skip


def titled(made: Made, random: Random) -> str | None:
    """With what one is addressed by: 王建国先生, 王总（王建国）, chị, Mr."""
    title = random.choice(TITLES[made.language][sex(made)])
    if made.language != "zh":
        return title + made.name
    if (name := han_person(made)) is not None and title in {"总", "经理", "老师"}:
        surname = made.name[: surname_length(name)]
        return random.choice(
            (made.name + title, f"{surname}{title}（{made.name}）", made.name + title)
        )
    return made.name + title


def given_only(made: Made, random: Random) -> str | None:
    """How one speaks of a known customer: 建国, 建国哥, chị Hồng Nhung, Jonathan S."""
    words = made.name.split()
    title = random.choice(TITLES[made.language][sex(made)])
    if (name := han_person(made)) is not None:
        given = made.name[surname_length(name) :]
        return (
            None
            if len(given) < 2
            else given + random.choice(("", "哥" if sex(made) == "m" else ""))
        )
    if len(words) < 2 or is_han(made.name):
        return None
    if made.language == "vi":
        return title + " ".join(words[-2:] if len(words) > 2 else words[-1:])
    return f"{words[0]} {words[-1][0]}."


@cache
def members(families: Families, name: str) -> tuple[str, ...]:
    """What else may stand for this word."""
    found = [other for family in families if name in family for other in family]
    return tuple(other for other in dict.fromkeys(found) if other != name)


def one_word(made: Made, families: Families, random: Random) -> str | None:
    """The name with one of its words in another form."""
    words = made.name.split()
    places = [at for at, word in enumerate(words) if members(families, word.capitalize())]
    if not places:
        return None
    at = random.choice(places)
    other = random.choice(members(families, words[at].capitalize()))
    words[at] = other.upper() if words[at].isupper() else other
    return " ".join(words)


def nickname(made: Made, random: Random) -> str | None:
    """Bob for Robert; 阿国（王建国）; the English name that a Chinese customer goes by."""
    if (name := han_person(made)) is not None:
        surname = "".join(syllables(name)[0]).capitalize()
        english = random.choice(ENGLISH_NAMES)
        return random.choice((
            f"{made.name} {english}", f"{english} {surname}（{made.name}）",
            f"{made.name}({english})",
            f"阿{made.name[-1]}（{made.name}）", f"老{made.name[0]} {made.name}",
        ))  # fmt: skip
    if made.language != "en" or len(made.name.split()) < 2:
        return None
    first, *rest = made.name.split()
    others = members(NICKNAMES, first.capitalize())
    return " ".join([random.choice(others), *rest]) if others else None


def variant_spelling(made: Made, random: Random) -> str | None:
    """Katherine for Catherine, Smyth for Smith."""
    return one_word(made, SPELLINGS, random) if made.language == "en" else None


def married(made: Made, random: Random) -> str | None:
    """A woman's name with the husband's beside it; in Hong Kong, before it."""
    if sex(made) != "f":
        return None
    if (name := han_person(made)) is not None:
        return (
            random.choice("陈黄李林何郭".replace(name[0], "")) + made.name
            if len(name) == 3
            else None
        )
    words = made.name.split()
    if made.language == "vi" or len(words) < 2:
        return None
    other = random.choice(MARRIED)
    return random.choice(
        (f"{made.name}-{other}", f"{made.name} {other}", f"{made.name} (now {other})")
    )


def missing_middle(made: Made, random: Random) -> str | None:
    words = made.name.split()
    if len(words) < 3 or is_han(made.name):
        return None
    dropped = random.randrange(1, len(words) - 1)
    if len(words) == 3 or made.language == "en" or random.random() < 0.3:
        return f"{words[0]} {words[-1]}"
    return " ".join(words[:dropped] + words[dropped + 1 :])


def generation_order(made: Made, random: Random) -> str | None:  # noqa: ARG001 – nothing to choose
    """The two characters of the given name, or the two middle names, the other way round."""
    if (name := han_person(made)) is not None:
        length = surname_length(name)
        given = made.name[length:]
        return made.name[:length] + given[::-1] if len(given) == 2 else None
    words = made.name.split()
    if made.language != "vi" or len(words) < 4:
        return None
    return " ".join([words[0], words[2], words[1], *words[3:]])


PERSON_KINDS = {
    "pinyin": pinyin_person, "wade_giles": taiwanese, "hong_kong": hong_kong, "title": titled,
    "given_only": given_only, "nickname": nickname, "spelling": variant_spelling,
    "married": married, "missing_middle": missing_middle, "generation_order": generation_order,
}  # fmt: skip
