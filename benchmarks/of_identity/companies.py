"""Company names taken apart as a reader would: legal form, place, trade; and written otherwise."""

from __future__ import annotations

import random
import re
from functools import lru_cache

from pypinyin import lazy_pinyin

from benchmarks.of_identity import zh

_ZH_FORMS = (
    "集团股份有限公司", "集团有限公司", "有限责任公司", "股份有限公司", "有限公司分公司",
    "有限公司", "合伙企业（有限合伙）", "经营部", "商行", "厂",
)  # fmt: skip
_ZH_OTHER = {
    "有限公司": ("有限责任公司", "公司", "", "", "(有限公司)"),
    "有限责任公司": ("有限公司", "公司", ""),
    "股份有限公司": ("股份公司", "有限公司", ""), "集团有限公司": ("集团", "集团公司", "有限公司"),
    "集团股份有限公司": ("集团", "股份有限公司"), "有限公司分公司": ("分公司",),
    "商行": ("", "贸易商行"),
    "经营部": ("",), "厂": ("", "工厂"), "合伙企业（有限合伙）": ("(有限合伙)", "合伙企业", ""),
}  # fmt: skip
_ZH_PLACES = sorted(
    [entry.partition(":")[0] for entry in zh.CITIES.split()]
    + [
        "广东",
        "江苏",
        "浙江",
        "山东",
        "河南",
        "四川",
        "湖北",
        "湖南",
        "福建",
        "安徽",
        "河北",
        "辽宁",
        "陕西",
    ],
    key=len,
    reverse=True,
)
_ZH_TRADES = sorted((e.partition(":")[0] for e in zh.TRADES.split()), key=len, reverse=True)
_ZH = re.compile(
    rf"^(?:({'|'.join(_ZH_PLACES)})市?)?(.+?)({'|'.join(_ZH_TRADES)})?"
    rf"({'|'.join(_ZH_FORMS)})?((?:{'|'.join(_ZH_PLACES)})分公司)?$"
)
_ZH_BRACKET = re.compile(rf"[（(]({'|'.join(_ZH_PLACES)})[）)]")

_VI_FORMS = (
    "Công ty TNHH Hai thành viên trở lên", "Công ty TNHH Một thành viên", "Công ty TNHH MTV",
    "Công ty TNHH", "Công ty Cổ phần", "Công ty CP", "Doanh nghiệp tư nhân", "DNTN", "Hợp tác xã",
    "Cửa hàng", "Tập đoàn", "Công ty",
)  # fmt: skip
_VI_FORM = re.compile(rf"^(?:chi nhánh )?({'|'.join(_VI_FORMS)})\s+", re.IGNORECASE)
_VI_OTHER = {
    "công ty tnhh hai thành viên trở lên": ("Công ty TNHH", "Cty TNHH"),
    "công ty tnhh một thành viên": ("Công ty TNHH MTV", "Công ty TNHH 1 TV", "Cty TNHH MTV"),
    "công ty tnhh mtv": ("Công ty TNHH Một thành viên", "Công ty TNHH", "Cty TNHH MTV", ""),
    "công ty tnhh": ("Cty TNHH", "TNHH", "Công ty", "", "Công ty Trách nhiệm hữu hạn", "CTY"),
    "công ty cổ phần": ("Công ty CP", "Cty CP", "CTCP", "Công ty", "", "Cổ phần"),
    "công ty cp": ("Công ty Cổ phần", "CTCP", "Cty CP", "Công ty", ""),
    "doanh nghiệp tư nhân": ("DNTN", "DN tư nhân", ""), "dntn": ("Doanh nghiệp tư nhân", "DN", ""),
    "hợp tác xã": ("HTX",), "cửa hàng": ("CH", ""), "tập đoàn": ("TĐ", ""), "công ty": ("Cty", ""),
}  # fmt: skip
_VI_SHORT = [
    (re.compile(long, re.IGNORECASE), short)
    for long, short in (
        ("công ty", "Cty"), ("cổ phần", "CP"), ("một thành viên", "MTV"), ("thương mại", "TM"),
        ("dịch vụ", "DV"), ("xây dựng", "XD"), ("sản xuất", "SX"), ("xuất nhập khẩu", "XNK"),
        ("đầu tư", "ĐT"), ("phát triển", "PT"), ("vận tải", "VT"), ("doanh nghiệp tư nhân", "DNTN"),
        ("việt nam", "VN"), ("công nghệ", "CN"), ("kỹ thuật", "KT"), ("hợp tác xã", "HTX"),
        ("bất động sản", "BĐS"), ("vật liệu xây dựng", "VLXD"), ("du lịch", "DL"), (" và ", " "),
    )
]  # fmt: skip
_VI_WORDS = "|".join(
    [
        "Thương Mại",
        "Dịch Vụ",
        "Xây Dựng",
        "Sản Xuất",
        "Vận Tải",
        "Du Lịch",
        "Công Nghệ",
        "Giải Pháp",
        "Nội Thất",
        "Đầu Tư",
        "Phát Triển",
        "Xuất Nhập Khẩu",
        "Kỹ Thuật",
        "Cơ Khí",
        "Cơ Điện",
        "Bao Bì",
        "Nhựa",
        "May Mặc",
        "Thực Phẩm",
        "Ô Tô",
        "Phụ Tùng",
        "Tư Vấn",
        "Thiết Kế",
        "Thiết Bị",
        "Y Tế",
        "Vật Liệu",
        "Dược Phẩm",
        "Quảng Cáo",
        "Truyền Thông",
        "Giáo Dục",
        "Logistics",
        "Thuỷ Sản",
        "Bất Động Sản",
        "và",
    ]
)
_VI_TRADE = re.compile(rf"^((?:(?:{_VI_WORDS})\s+)+)(.+)$", re.IGNORECASE)

_EN_FORM = re.compile(
    r",?\s+(Holdings Ltd|Holdings LLC|Group Ltd|\(UK\) Ltd|LLC|L\.L\.C\.|Inc\.?|Corp\.?|"
    r"Corporation|Co\.|LP|Ltd|Limited|LLP|Plc|Group)$"
)
_EN_OTHER = {
    "LLC": ("L.L.C.", "", "llc", "Inc", "LLC."), "L.L.C.": ("LLC", ""),
    "Inc.": ("Inc", "Incorporated", "", "Corp."),
    "Inc": ("Inc.", "Incorporated", "", "LLC"), "Corp.": ("Corporation", "Corp", "Inc.", ""),
    "Corporation": ("Corp", "Corp.", ""), "Co.": ("Company", "Co", ""), "LP": ("L.P.", ""),
    "Ltd": ("Limited", "Ltd.", "", "LTD", "PLC"), "Limited": ("Ltd", "Ltd.", ""),
    "LLP": ("", "L.L.P."),
    "Plc": ("PLC", "", "Ltd"), "Group": ("", "Grp"),
    "Holdings Ltd": ("Holdings", "Holdings Limited", "Ltd"),
    "Holdings LLC": ("Holdings", "LLC"), "Group Ltd": ("Group", "Group Limited", "Ltd"),
    "(UK) Ltd": ("UK Ltd", "(UK) Limited", "UK", ""),
}  # fmt: skip
_EN_SHORT = [
    ("International", "Intl"), ("Brothers", "Bros"), (" & ", " and "), ("Services", "Svcs"),
    ("Manufacturing", "Mfg"),
    ("Construction", "Const"), ("Technologies", "Tech"), ("Systems", "Sys"), ("Engineering", "Eng"),
    ("Properties", "Props"), ("Industries", "Ind"), ("Transport", "Trans"), ("Equipment", "Equip"),
    ("Consulting", "Cnslt"), ("Solutions", "Solns"), ("Electrical", "Elec"), ("Marketing", "Mktg"),
    ("Insurance Agency", "Ins"), ("Partners", "Ptnrs"), ("Northern", "N."), ("Atlantic", "Atl."),
]  # fmt: skip


@lru_cache(maxsize=4096)
def chinese_parts(name: str) -> tuple[str, str, str, str]:
    """Place, brand, trade, legal form; what the name has not is empty."""
    bracket = _ZH_BRACKET.search(name)
    plain = _ZH_BRACKET.sub("", name)
    found = _ZH.match(plain)
    if found is None:
        return "", name, "", ""
    place, brand, trade, form, branch = (part or "" for part in found.groups())
    return bracket[1] if bracket else place, brand, trade, form + branch


def vietnamese_core(name: str) -> str:
    """Without legal form and trade."""
    rest = _VI_FORM.sub("", name)
    split = _VI_TRADE.match(rest)
    return split[2] if split else rest


def other_form(language: str, name: str, chance: random.Random) -> str | None:
    """With its legal form changed, abbreviated or left out."""
    if language == "zh":
        form = next((form for form in _ZH_FORMS if name.endswith(form)), None)
        return name[: -len(form)] + chance.choice(_ZH_OTHER[form]) if form else None
    if language == "vi":
        found = _VI_FORM.match(name)
        if not found:
            return None
        form = chance.choice(_VI_OTHER[found[1].lower()])
        form = form.upper() if name.isupper() and chance.random() < 0.8 else form
        return f"{form} {name[found.end() :]}".strip()
    ending = _EN_FORM.search(name)
    if not ending:
        return f"{name} {chance.choice(('LLC', 'Inc', 'Ltd'))}" if " - " not in name else None
    form = chance.choice(_EN_OTHER.get(ending[1], ("",)))
    return f"{name[: ending.start()]} {form}".strip()


def abbreviated(language: str, name: str, chance: random.Random) -> str | None:
    """With the usual short forms of a salesperson in a hurry."""
    if language == "zh":
        place, brand, trade, _ = chinese_parts(name)
        if not trade and not place:
            return None
        draw = chance.random()
        return brand + trade if draw < 0.6 else place + brand if draw < 0.8 and place else brand
    if language == "en":
        return _shorter(name, chance)
    upper, short = name.isupper(), name
    for long, put in _VI_SHORT:
        if chance.random() < 0.75:
            short = long.sub(put.upper() if upper else put, short)
    return short if short != name else None


def _shorter(name: str, chance: random.Random) -> str | None:
    short = name
    for long, put in _EN_SHORT:
        if long in short and chance.random() < 0.85:
            short = short.replace(long, put)
    core = _EN_FORM.sub("", name).split()
    if short == name and len(core) >= 3 and "&" not in core:
        return "".join(word[0] for word in core) if chance.random() < 0.5 else " ".join(core[:-1])
    return short if short != name else None


def reordered(language: str, name: str, chance: random.Random) -> str | None:
    """The same tokens in another order."""
    if language == "zh":
        place, brand, trade, form = chinese_parts(name)
        if not place:
            return None
        forms = [
            f"{place}{brand}{trade}{form}",
            f"{brand}（{place}）{trade}{form}",
            f"{brand}{trade}({place}){form}",
            f"{place}市{brand}{trade}{form}",
        ]
        return chance.choice([one for one in forms if one != name])
    if language == "vi":
        found = _VI_FORM.match(name)
        rest = name[found.end() :] if found else name
        split = _VI_TRADE.match(rest)
        if split and chance.random() < 0.7:
            return f"{found[0] if found else ''}{split[2]} {split[1].strip()}"
        return f"{rest} - {found[1]}" if found else None
    ending = _EN_FORM.search(name)
    core = name[: ending.start()] if ending else name
    words = core.split()
    if len(words) < 2:
        return None
    if "&" in words:
        left, _, right = core.partition(" & ")
        core = f"{right} & {left}"
    else:
        core = f"{words[-1]} {' '.join(words[:-1])}"
        core = core if chance.random() < 0.5 else f"{' '.join(words[1:])}, {words[0]}"
    return f"{core} {ending[1]}" if ending and chance.random() < 0.6 else core


def romanised(name: str, chance: random.Random) -> str:
    """In pinyin: the brand, often with place and trade, hardly ever with a legal form."""
    place, brand, trade, _ = chinese_parts(name)
    sounds, draw = lazy_pinyin(brand), chance.random()
    core = ("" if chance.random() < 0.7 else " ").join(sounds)
    does = "".join(lazy_pinyin(trade))
    where = "".join(lazy_pinyin(place))
    whole = f"{where} {core} {does}" if draw < 0.5 else f"{core} {does}" if draw < 0.8 else core
    whole = " ".join(whole.split())
    style = chance.random()
    whole = whole.title() if style < 0.6 else whole if style < 0.85 else whole.upper()
    return f"{whole} Co., Ltd" if chance.random() < 0.15 else whole
