"""Changes of a company's name: legal form, city, activity, brand, its name in English."""

from __future__ import annotations

import re
from functools import cache
from random import Random

from .letters_apart import converter, plain, read_out
from .record import Made
from .tables_apart import ACTIVITIES, CITIES, FORMS, INDUSTRIES, WORDS_EN

PLACES_ZH = {
    name: next(other for other in family if other[0].isascii())
    for family in CITIES
    for name in family
    if "\u4e00" <= name[0] <= "\u9fff" and len(name) > 1
}
"""Chinese names of cities, with and without 市, and their English ones."""
PLACE_ZH = re.compile("|".join(sorted(map(re.escape, PLACES_ZH), key=len, reverse=True)))
INDUSTRY_ZH = re.compile("|".join(sorted(INDUSTRIES, key=len, reverse=True)))
ACTIVITY_VI = re.compile("|".join(ACTIVITIES), re.IGNORECASE)
ACTIVITY = {name.lower(): forms for name, forms in ACTIVITIES.items()}
WORD_EN = re.compile(rf"\b(?:{'|'.join(WORDS_EN)})\b", re.IGNORECASE)
WORD = {name.lower(): short for name, short in WORDS_EN.items()}


@cache
def forms(language: str) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """A pattern for the legal form where it stands in this language, and what may stand for it."""
    others: dict[str, tuple[str, ...]] = {}
    for family in FORMS[language]:
        for form in family:
            others.setdefault(form.strip().lower(), family)
    longest = "|".join(sorted(map(re.escape, others), key=len, reverse=True))
    before, after = ("^", r"(?!\w)") if language == "vi" else ("", "$")
    gap = r"(?<!^)[\s,]+" if language == "en" else r"\s*"
    text = f"{before}(?:{longest}){after}" if language == "vi" else f"{gap}(?:{longest}){after}"
    return re.compile(text, re.IGNORECASE), others


def split(made: Made) -> tuple[str, str]:
    """The name without its legal form, and the form."""
    found = forms(made.language)[0].search(made.name)
    if found is None:
        return made.name, ""
    rest = (made.name[: found.start()] + made.name[found.end() :]).strip(" ,-")
    return (rest, found[0].strip(" ,\t\n\u00a0\u3000")) if rest else (made.name, "")


def joined(rest: str, form: str, language: str) -> str:
    if language == "vi":
        return f"{form} {rest}".strip()
    return rest + form if language == "zh" else f"{rest} {form}".strip()


def legal_form(made: Made, random: Random) -> str | None:
    """Written out, shortened, in English, or left away."""
    rest, form = split(made)
    if not form:
        return None
    if random.random() < 0.25:
        return rest
    if random.random() < 0.2:
        stock = form.lower() in {"công ty cổ phần", "ctcp", "công ty cp"}
        english = ", JSC" if stock else " Co., Ltd"
        return (
            rest + english if made.language == "vi" else joined(rest, form.upper(), made.language)
        )
    family = forms(made.language)[1].get(form.lower(), ())
    others = [other for other in family if other.lower() != form.lower()]
    return joined(rest, random.choice(others), made.language) if others else rest


def place_moved(made: Made, random: Random) -> str | None:
    """华信科技（上海）有限公司 for 上海华信科技有限公司; a Vietnamese form at the other end."""
    rest, form = split(made)
    if made.language == "zh":
        found = PLACE_ZH.match(rest)
        inner = re.search(r"[（(]([^（()）]+)[)）]", rest)
        if found and len(rest) > found.end() + 1:
            left, right = random.choice(("（）", "()"))
            return f"{rest[found.end() :]}{left}{found[0].removesuffix('市')}{right}{form}"
        return inner[1] + rest.replace(inner[0], "") + form if inner else None
    if made.language == "vi":
        return f"{rest}{random.choice((', ', ' - ', ' '))}{form}" if form else None
    words = rest.split()
    if words[0].lower() == "the" and len(words) > 1:
        return f"{' '.join(words[1:])}, The {form}".strip()
    pair = re.split(r"\s+(&|and)\s+", rest)
    if len(pair) == 3 and " " not in pair[2]:
        return f"{pair[2]} {pair[1]} {pair[0]} {form}".strip()
    return f"{made.name} ({made.city})" if made.city and made.city not in made.name else None


def abbreviated(made: Made, random: Random) -> str | None:
    """TM DV for Thương mại Dịch vụ, Intl for International, 华信科技 for all of its name."""
    if made.language == "vi":
        return ACTIVITY_VI.sub(lambda found: ACTIVITY[found[0].lower()][0], made.name)
    if made.language == "en":
        return WORD_EN.sub(lambda found: WORD[found[0].lower()], made.name)
    rest, form = split(made)
    place = PLACE_ZH.match(rest)
    core = rest[place.end() :] if place and len(rest) > place.end() + 1 else rest
    words = INDUSTRY_ZH.findall(core)
    if len(words) > 1 and random.random() < 0.5:
        return rest.replace(words[-1], "", 1) + form
    return core if core != made.name else None


def core_of(made: Made) -> str:
    """What the sign over the door says, without place, activity and form."""
    rest, _ = split(made)
    if made.language == "zh":
        rest = re.sub(r"[（(][^（()）]*[)）]", "", rest)
        return INDUSTRY_ZH.sub("", PLACE_ZH.sub("", rest, count=1))
    if made.language == "vi":
        return re.sub(r"\s+(?:và|&)\s+|[\s,\-–]+", " ", ACTIVITY_VI.sub("", rest)).strip(" -")
    return re.sub(r"^the\s+|\s*\([^)]*\)", "", rest, flags=re.IGNORECASE)


def brand(made: Made, random: Random) -> str | None:
    """What customers call it, where the registered name is longer."""
    core = core_of(made)
    if len(core) < (2 if made.language == "zh" else 4):
        return None
    if made.language == "zh":
        words = INDUSTRY_ZH.findall(made.name)
        return f"{core}{random.choice((*words[:1], '集团', '', '公司'))}"
    extra = (" Group", "", " VN") if made.language == "vi" else ("", " Group", " HQ")
    return f"{core}{random.choice(extra)}"


def english_name(made: Made, random: Random) -> str | None:
    """The name on the English side of the card: Shanghai Huaxin Technology Co., Ltd."""
    core, ending = core_of(made), random.choice((" Co., Ltd.", " Co.,Ltd", " CO., LTD", " Ltd."))
    if not core or made.language == "en":
        return None
    if made.language == "vi":
        words = [ACTIVITY[found.lower()][1] for found in ACTIVITY_VI.findall(made.name)]
        stock = "cổ phần" in made.name.lower() or "CP" in made.name
        return " ".join([plain(core), *words]) + (" JSC" if stock else ending)
    name = converter("t2s").convert(made.name)
    place = PLACE_ZH.search(name)
    said = read_out(converter("t2s").convert(core))
    words = [INDUSTRIES[found] for found in INDUSTRY_ZH.findall(name)]
    return " ".join([*([PLACES_ZH[place[0]]] if place else []), said.capitalize(), *words]) + ending


def pinyin_company(made: Made, random: Random) -> str | None:
    """Its whole name in pinyin, piece by piece: Shanghai Huaxin Keji Youxian Gongsi."""
    if made.language != "zh":
        return None
    name = converter("t2s").convert(made.name)
    pieces = re.split(f"({PLACE_ZH.pattern}|{INDUSTRY_ZH.pattern}|有限|公司)", name)
    said = [read_out(piece).capitalize() for piece in pieces if piece.strip()]
    return random.choice((" ".join(said), "".join(said).lower(), " ".join(said).upper()))


def contact_added(made: Made, random: Random) -> str | None:
    """Whom one asks for there, in the name of the company."""
    notes = {
        "zh": (" 王经理", "（李总）", "-采购部", " 财务", "（联系人：小张）"),
        "vi": (" (c. Lan)", " - A Tuấn", " - phòng kế toán", " (gặp chị Hoa)", " - P. mua hàng"),
        "en": (" - Accounts Payable", " (attn: Sarah)", " / Purchasing", " - Reception"),
    }
    return made.name + random.choice(notes[made.language])


def word_lost(made: Made, random: Random) -> str | None:
    """Without one of the words that say what it does."""
    pattern = {"zh": INDUSTRY_ZH, "vi": ACTIVITY_VI, "en": WORD_EN}[made.language]
    found = list(pattern.finditer(made.name))
    if not found:
        return None
    lost = random.choice(found)
    return re.sub(r"\s+", " ", made.name[: lost.start()] + made.name[lost.end() :]).strip()


COMPANY_KINDS = {
    "pinyin": pinyin_company, "brand": brand, "english_name": english_name,
    "contact": contact_added, "word_lost": word_lost, "legal_form": legal_form,
}  # fmt: skip
