"""What of a name tells it from others: the words without trade and legal form, the brand.

More is taken away here than in `names`, where two customers are compared: a key or a likeness that
is too short costs a candidate, a name that is too short would join two customers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from evenhand.core.identity.forms import HAN_TRADES
from evenhand.core.identity.names import COMPANY
from evenhand.core.identity.normalise import Customer
from evenhand.core.identity.places import without_place
from evenhand.core.identity.readings import cut, syllables
from evenhand.core.identity.text import HAN

BRAND: Final = 4
"""Syllables with which a Chinese company's name begins that are looked at."""

_PHRASES: Final = tuple(
    """thuong mai|dich vu|xay dung|san xuat|xuat nhap khau|van tai|kinh doanh|du lich|dau tu
bat dong san|phat trien|tu van|thiet ke|co khi|dien may|noi that|cong nghe|thong tin|vien thong
quang cao|truyen thong|vat lieu|nong san|thuc pham|duoc pham|giao duc|may mac|ky thuat
cua hang|cong ty|co phan|doanh nghiep|tu nhan|chi nhanh|trach nhiem|huu han|mot thanh vien
hai thanh vien|tap doan
hop tac xa|ho kinh doanh|viet nam|mien bac|mien nam|mien trung|sai gon""".replace("\n", "|").split(
        "|"
    )
)
_WORDS: Final = (
    "tnhh", "ctcp", "dntn", "cty", "congty", "vietnam", "brothers", "manufacturing",
    "management", "services", "service", "associates", "international", "technology",
    "technologies", "group", "holdings", "enterprises", "engineering", "industries",
    "distribution", "construction", "systems", "solutions", "trading", "logistics",
    "consulting", "partners", "motors", "limited", "company", "corporation", "incorporated",
)  # fmt: skip
_EXACT: Final = frozenset({
    "mtv", "1tv", "tv", "cp", "llc", "llp", "lc", "ltd", "inc", "corp", "plc", "co", "and",
    "va", "so", "the", "of", "sons", "jsc", "dn", "ct", "kt", "dt", "pt", "tm", "dv", "sx",
    "xd", "xnk", "o", "to", "y", "te", "hkd", "htx", "llcc",
})  # fmt: skip
_HAN_END: Final = re.compile("[(（]?(?:有限|股份|责任|集团|工厂|公|分)[^ ]{0,8}$")
_PINYIN_END: Final = re.compile("(?:youxian|gufen|zeren|jituan|gongsi)+$")
_HAN_RUN: Final = re.compile(f"{HAN.pattern}+")
_PINYIN: Final = re.compile("[a-z]{4,60}")


def kernel(customer: Customer) -> tuple[str, ...]:
    """The words that tell: of a company without its trade, unless that is all there is.

    >>> from evenhand.core.identity.normalise import Typed, normalise
    >>> kernel(normalise(Typed(name="CTY TNHH THƯƠNG MSI DỊCH VỤ DBP")))
    ('dbp',)
    """
    if customer.symbols:
        return brand(customer) if customer.kind == COMPANY else customer.tokens
    if customer.kind != COMPANY:
        return customer.tokens
    words, kept, at = customer.native.split(), [], 0
    while at < len(words):
        length = _common(tuple(words[at : at + 3]))
        if not length:
            kept.append(words[at])
        at += length or 1
    return tuple(kept) or customer.tokens


@lru_cache(maxsize=1 << 16)
def _common(words: tuple[str, ...]) -> int:
    """With how many of these words a phrase begins that many companies' names have; 0: none."""
    if words[0] in _EXACT:
        return 1
    for length in (3, 2):
        if len(words) >= length and _is_near(" ".join(words[:length]), _PHRASES, length - 1):
            return length
    return int(_is_near(words[0], _WORDS, 0))


def _is_near(text: str, known: tuple[str, ...], spaces: int) -> bool:
    if text in known:
        return True
    if len(text) < 6:
        return False
    return any(
        one.count(" ") == spaces and OSA.distance(text, one, score_cutoff=1) <= 1 for one in known
    )


def brand(customer: Customer) -> tuple[str, ...]:
    """The first syllables of a name that is Chinese, or could be; else nothing.

    >>> from evenhand.core.identity.normalise import Typed, normalise
    >>> brand(normalise(Typed(name="武汉佳大进出口有限公司")))
    ('jia', 'da', 'jin', 'chu')
    >>> brand(normalise(Typed(name="Wuhan Jiadajinchukou Co., Ltd")))
    ('jia', 'da', 'jin', 'chu')
    """
    if customer.symbols:
        han = "".join(_HAN_RUN.findall(customer.native))
        return syllables(han[:BRAND], person=customer.kind != COMPANY)
    latin = _PINYIN_END.sub("", customer.latin) or customer.latin
    return _cut(without_place(latin)) if _PINYIN.fullmatch(latin) else ()


@lru_cache(maxsize=1 << 12)
def _cut(latin: str) -> tuple[str, ...]:
    found = cut(latin)
    return tuple(found[:BRAND]) if len(found) >= 2 else ()


def stem(customer: Customer) -> str:
    """The kernel as one text: of a Chinese company its brand alone, words in their order.

    >>> from evenhand.core.identity.normalise import Typed, normalise
    >>> stem(normalise(Typed(name="绍河科技（保定）有限公司")))
    'shaohe'
    """
    if customer.kind == COMPANY and customer.symbols:
        han = "".join(_HAN_RUN.findall(_HAN_END.sub("", customer.native))) or customer.native
        trade = HAN_TRADES.search(han)
        bare = han[: trade.start()] if trade and trade.start() > 1 else han
        return "".join(syllables(bare, person=False))
    if customer.symbols:
        return customer.latin
    latin = _PINYIN_END.sub("", customer.latin)
    bare = without_place(latin)
    if bare != latin or (customer.crowd != "en" and latin != customer.latin):
        return bare
    return "".join(kernel(customer))
