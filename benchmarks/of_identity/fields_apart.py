"""What happens to telephone numbers, addresses of both sorts, tax codes and cities."""

from __future__ import annotations

import re
from functools import cache
from random import Random

from .letters_apart import converter, is_han, plain, read_out, typo
from .record import Made
from .tables_apart import ADDRESS_WORDS, CITIES

CODES = {"zh": "86", "vi": "84", "en": "1"}
OLD_PREFIXES = {
    "32": "162",
    "33": "163",
    "34": "164",
    "35": "165",
    "36": "166",
    "37": "167",
    "38": "168",
    "39": "169",
    "70": "120",
    "79": "121",
    "77": "122",
    "76": "126",
    "78": "128",
    "83": "123",
    "84": "124",
    "85": "125",
    "81": "127",
    "82": "129",
    "56": "186",
    "58": "188",
    "59": "199",
}
"""Vietnamese mobile prefixes since 2018, and what they were before."""
DOMAINS = (
    ("gmail", "gmial"),
    ("gmail", "gmai"),
    (".com", ".con"),
    (".com", ".cm"),
    ("hotmail", "hotmial"),
    ("yahoo", "yaho"),
    ("qq.com", "qq.con"),
    ("163.com", "163.cn"),
    (".com.vn", ".com"),
    (".vn", ".com.vn"),
    ("outlook", "outlok"),
    (".com", ".com.cn"),
    (".com", ""),
    ("@", "@ "),
    ("@", "＠"),
    ("@", "(at)"),
)
PROVIDERS = {
    "zh": ("qq.com", "163.com", "126.com"),
    "vi": ("gmail.com", "yahoo.com.vn"),
    "en": ("gmail.com", "outlook.com", "yahoo.com"),
}
LABELS = {
    "zh": ("手机", "电话：", "微信同号 "),
    "vi": ("ĐT: ", "SĐT ", "Zalo "),
    "en": ("Tel: ", "M: ", "cell "),
}
ADDED = {
    "zh": ("（送货）", "门口", "（放前台）", "附近"),
    "vi": (" (gần chợ)", " (giao giờ HC)", ", VN", ", Việt Nam"),
    "en": (" (rear)", ", USA", " - leave at desk", ", c/o reception"),
}


def national(phone: str, language: str) -> str:
    """The digits without the country's code, and in Vietnam without the zero."""
    digits = re.sub(r"\D", "", phone).removeprefix("00")
    if phone.strip().startswith(("+", "00")) or len(digits) > 11:
        digits = digits.removeprefix(CODES[language])
    return digits.removeprefix("0") if language == "vi" else digits


def one_digit(text: str, random: Random) -> str:
    """One digit mistaken, or two that are side by side exchanged; never among the first four."""
    places = [at for at, char in enumerate(text) if char.isdigit()][4:]
    if len(places) < 2:
        return text
    if random.random() < 0.4:
        at = random.choice(places[:-1])
        return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    at = random.choice(places)
    return text[:at] + random.choice("0123456789") + text[at + 1 :]


def grouped(digits: str, gap: str, first: int) -> str:
    if gap != "" and len(digits) == 10 and first == 3:
        return gap.join((digits[:3], digits[3:6], digits[6:]))
    rest = [digits[at : at + 4] for at in range(first, len(digits), 4)]
    return gap.join([digits[:first], *rest])


def phone(made: Made, random: Random) -> str:
    number, code, roll = national(made.phone, made.language), CODES[made.language], random.random()
    dialled = "0" + number if made.language == "vi" else number
    if roll < 0.3:
        return grouped(dialled, random.choice(" -."), 4 if made.language == "vi" else 3)
    if roll < 0.45:
        return random.choice(
            (
                f"+{code}{number}",
                f"00{code}{number}",
                f"{code}{number}",
                f"+{code} {dialled}",
                f"({code}){number}",
            )
        )
    if roll < 0.55:
        return random.choice((number, f"{number}.0", f"'{dialled}", f"{dialled} ", f"={dialled}"))
    if roll < 0.65:
        return one_digit(dialled, random)
    if roll < 0.72:
        other = dialled[:4] + "".join(random.choices("0123456789", k=max(len(dialled) - 4, 0)))
        return random.choice((f"{dialled} / {other}", f"{other};{dialled}", other))
    if roll < 0.78 and made.language == "vi" and number[:2] in OLD_PREFIXES:
        return "0" + OLD_PREFIXES[number[:2]] + number[2:]
    if roll < 0.83:
        return random.choice(LABELS[made.language]) + dialled
    if roll < 0.87:
        return dialled[:3] + "****" + dialled[-4:]
    if roll < 0.9:
        return (
            dialled.replace("0", "O", 1) if random.random() < 0.5 else dialled.replace("1", "l", 1)
        )
    return (
        "" if roll < 0.97 else dialled + random.choice((" ext 12", "-801", "转8001", dialled[-1:]))
    )


def email(made: Made, random: Random) -> str:
    local, _, domain = made.email.partition("@")
    roll = random.random()
    if roll < 0.25 or not domain:
        return ""
    if roll < 0.4:
        return random.choice(
            (
                made.email.upper(),
                made.email.capitalize(),
                f" {made.email}",
                f"mailto:{made.email}",
                f"{made.email};",
            )
        )
    if roll < 0.6:
        fitting = [pair for pair in DOMAINS if pair[0] in made.email]
        return made.email.replace(*random.choice(fitting), 1)
    if roll < 0.75:
        slip = typo(local, random)
        return f"{slip[0] if slip else local + '1'}@{domain}"
    if roll < 0.88:
        if made.kind == "company":
            return random.choice(("info", "sales", "ketoan", "contact", "admin")) + "@" + domain
        return f"{local}@{random.choice(PROVIDERS[made.language])}"
    return random.choice(
        (
            f"{local}+crm@{domain}",
            f"{local.replace('.', '')}@{domain}",
            f"{made.email}, {local}2@{domain}",
        )
    )


def tax_code(made: Made, random: Random) -> str:
    code, roll = made.tax_code, random.random()
    if roll < 0.35:
        return ""
    if roll < 0.6:
        return random.choice(
            (
                grouped(code, " ", 4),
                grouped(code, "-", 2),
                code.lower(),
                f" {code}",
                code.replace("-", ""),
            )
        )
    if roll < 0.72:
        return {"zh": "税号：", "vi": "MST: ", "en": "Tax ID "}[made.language] + code
    if roll < 0.82:
        return random.choice(
            (code.replace("0", "O", 1), code.replace("1", "I", 1), code.replace("8", "B", 1))
        )
    if roll < 0.9:
        return (
            code.lstrip("0")
            if code[0] == "0"
            else code[:-3] + "000"
            if code.isdigit() and len(code) > 15
            else code.rstrip()
        )
    if made.language == "vi" and made.kind == "company" and roll < 0.94:
        return code.split("-")[0] if "-" in code else f"{code}-001"
    return one_digit(code, random)


@cache
def cities() -> dict[str, tuple[str, ...]]:
    """What else a city is called, by each of its names."""
    return {
        name.lower(): tuple(other for other in family if other != name)
        for family in CITIES
        for name in family
    }


def city(made: Made, random: Random) -> str:
    roll = random.random()
    if roll < 0.25:
        return ""
    others = cities().get(made.city.lower())
    if others and roll < 0.75:
        return random.choice(others)
    if is_han(made.city):
        return random.choice(
            (
                converter("s2t").convert(made.city),
                read_out(made.city).capitalize(),
                made.city.removesuffix("市"),
            )
        )
    return random.choice(
        (plain(made.city), made.city.upper(), plain(made.city).replace(" ", ""), made.city.lower())
    )


@cache
def address_words(language: str) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """A pattern for the words written out (in Chinese) or in any form, and each one's family."""
    families = ADDRESS_WORDS[language]
    forms = {
        word: family
        for family in reversed(families)
        for word in (family[:1] if language == "zh" else family)
        if word
    }
    longest = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
    text = longest if language == "zh" else rf"(?<!\w)(?:{longest})(?![\w.])"
    return re.compile(text), forms


def word_changed(made: Made, random: Random) -> str:
    """One of the words that all addresses have, in another form."""
    pattern, families = address_words(made.language)
    found = list(pattern.finditer(made.address))
    if not found:
        return plain(made.address)
    word = random.choice(found)
    other = random.choice([form for form in families[word[0]] if form != word[0]])
    return made.address[: word.start()] + other + made.address[word.end() :]


def part_lost(made: Made, random: Random) -> str:
    """Without one of its parts, say a ward that was merged away; or the other way round."""
    if is_han(made.address) and "," not in made.address:
        parts = re.findall(
            r"[^省市区县路街道号楼室]+(?:[省市区县路号楼室]|街道?|道)?", made.address
        )
        gap = ""
    else:
        parts, gap = re.split(r",\s*", made.address), ", "
    if len(parts) < 2:
        return made.address.lower()
    if random.random() < 0.25 and gap:
        return gap.join(reversed(parts))
    del parts[random.randrange(0 if gap == "" else 1, len(parts))]
    return gap.join(parts)


def address(made: Made, random: Random) -> str:
    roll = random.random()
    if roll < 0.15:
        return ""
    if roll < 0.4:
        return word_changed(made, random)
    if roll < 0.6:
        return part_lost(made, random)
    if roll < 0.75:
        return (
            converter("s2t").convert(made.address) if is_han(made.address) else plain(made.address)
        )
    if roll < 0.83:
        return made.address + random.choice(ADDED[made.language])
    if roll < 0.92:
        slip = typo(made.address, random)
        return slip[0] if slip else made.address
    if roll < 0.96 and made.city and made.city not in made.address:
        return made.city + made.address if is_han(made.address) else f"{made.address}, {made.city}"
    return random.choice(
        (made.address.upper(), made.address.lower(), made.address.replace(",", " "))
    )


FIELDS = {"phone": phone, "email": email, "tax_code": tax_code, "address": address, "city": city}
"""Each field that is not the name, and what becomes of it where it is not empty."""
