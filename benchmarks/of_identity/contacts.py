"""Telephones, e-mail, tax codes and addresses in the habit of each country."""

from __future__ import annotations

import random

from stdnum.vn import mst

from benchmarks.of_identity import en, places, vi, zh
from benchmarks.of_identity.picks import digits, said

_CN = said(
    "134 135:2 136:2 137:2 138:3 139:3 147:0.3 150 151 152 157 158:2 159:2 178 182 183 187 188:2 "
    "198 130 131 132 "
    "155 156 166:0.3 175 176 185 186:2 133 153 173 177 180 181 189:2 199"
)
_VN = said(
    "086 096 097:2 098:2 032 033 034 035 036 037 038 039 088 091:2 094:2 083 084 085 081 082 089 "
    "090:2 093:2 070 079 "
    "077 076 078 092:0.3 056:0.2 058:0.2 099:0.2 059:0.2"
)
_US_AREA = {"New York": "212", "Los Angeles": "213", "Chicago": "312", "Houston": "713",
    "Phoenix": "602", "Philadelphia": "215", "San Diego": "619", "Dallas": "214", "Austin": "512",
    "Seattle": "206", "Denver": "303", "Boston": "617", "Miami": "305", "Atlanta": "404",
}  # fmt: skip
_us_area = said("""
201 203 205 206 210 212 213 214 215 216 217 219 224 225 229 231 234 239 240 248 251 252 253 254
256 260 262 267 269 270 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319
320 321 330 334 336 337 347 352 360 361 386 402 404 405 406 407 408 410 412 413 414 415 417 419
423 425 432 440 443 469 480 484 501 502 503 504 505 508 509 510 512 513 515 516 517 518 520 530
540 541 559 561 562 571 573 580 585 586 601 602 603 605 606 607 608 609 610 612 614 615 616 617
618 619 623 626 630 631 636 641 646 650 651 661 678 701 702 703 704 706 707 708 712 713 714 715
716 717 718 719 720 724 727 731 732 734 740 754 757 760 763 765 770 772 773 774 775 781 785 786
801 802 803 804 805 806 808 810 812 813 814 815 816 817 818 828 830 831 832 843 845 847 850 856
858 859 860 863 864 865 870 901 903 904 906 907 908 909 910 912 913 914 915 916 917 918 919 920
925 928 931 936 940 941 949 951 952 954 956 970 971 972 973 978 979 980 985 989
""")
_UK_AREA = {"London": "020", "Birmingham": "0121", "Manchester": "0161", "Leeds": "0113",
    "Glasgow": "0141", "Sheffield": "0114", "Liverpool": "0151", "Edinburgh": "0131",
    "Bristol": "0117", "Cardiff": "029", "Leicester": "0116", "Nottingham": "0115",
}  # fmt: skip
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_REGIONS = (
    "110105",
    "310115",
    "440106",
    "440305",
    "330106",
    "320505",
    "510104",
    "420111",
    "370202",
)
_MST_PLACES = said("01:20 02:5 03:28 04:5 31:1 36:4 37:6 28:3 29:3 11:2 18:3 57:1 23:2 09:1 10:1")
_EIN = ("20", "26", "27", "45", "46", "47", "81", "82", "83", "84", "85", "61", "35", "13", "95")
_MAIL = {
    "zh": said(
        "qq.com:50 163.com:25 126.com:7 gmail.com:4 sina.com:4 139.com:3 foxmail.com:4 "
        "outlook.com:3"
    ),
    "vi": said("gmail.com:85 yahoo.com:6 yahoo.com.vn:3 hotmail.com:2 outlook.com:2 icloud.com:2"),
    "en": said(
        "gmail.com:50 yahoo.com:14 hotmail.com:10 outlook.com:8 icloud.com:6 aol.com:4 "
        "comcast.net:2"
    ),
}
PUBLIC = frozenset(
    [
        "qq.com",
        "163.com",
        "126.com",
        "gmail.com",
        "sina.com",
        "139.com",
        "foxmail.com",
        "outlook.com",
        "yahoo.com",
        "yahoo.com.vn",
        "hotmail.com",
        "icloud.com",
        "aol.com",
        "comcast.net",
    ]
)
"""The domains of public mail providers."""
_BOX = {
    "zh": said("info:3 sales:4 service:2 admin:2 hr:1 contact:1"),
    "vi": said("info:6 kinhdoanh:3 ketoan:4 contact:2 sales:2 lienhe:1 admin:1"),
    "en": said("info:6 sales:4 office:3 accounts:3 contact:2 hello:2 admin:1"),
}
_ZH_STREET = said(
    "人民:5 中山:5 解放:4 建设:4 和平:3 新华:3 文化:2 长江:3 黄河:2 北京:2 南京:2 胜利:2 光明:2 "
    "青年:2 科技:2 学府 体育 "
    "滨江 迎宾 兴业 工业:2 创业:2 朝阳 友谊 民主 五一:2 东风:2 花园 金沙 延安 淮海 龙城 银河 "
    "富民 振兴"
)
_ZH_TOWN = said("长安 虎门 厚街 大朗 小榄 古镇 三乡 石龙")
_ZH_ESTATE = said(
    "阳光花园:2 翠竹苑 锦绣家园 碧桂园:2 万科城 世纪花园 金色家园 幸福里 恒大名都 丽景苑 "
    "东方明珠 绿地新城 和谐小区"
)
_VI_STREET = said("""
Nguyễn_Trãi:3 Lê_Lợi:3 Trần_Hưng_Đạo:3 Nguyễn_Huệ:2 Hai_Bà_Trưng:2 Lý_Thường_Kiệt:3
Điện_Biên_Phủ:2 Cách_Mạng_Tháng_8:2
Nguyễn_Văn_Cừ:2 Lê_Duẩn:2 Phan_Chu_Trinh:2 Quang_Trung:3 Nguyễn_Văn_Linh:2 Võ_Văn_Kiệt:2
Hoàng_Văn_Thụ:2 Lạc_Long_Quân:2
Trường_Chinh:2 Giải_Phóng:2 Láng:1 Xuân_Thuỷ:1 Cầu_Giấy:1 Nguyễn_Thị_Minh_Khai:2 Phạm_Văn_Đồng:2
Hùng_Vương:3 Ngô_Quyền:2
Lê_Hồng_Phong:2 Tôn_Đức_Thắng:2 Bạch_Đằng:1 Kim_Mã:1 Đội_Cấn:1 Tân_Kỳ_Tân_Quý:1 Nguyễn_Oanh:1
Quốc_lộ_1A:2 Quốc_lộ_13:1
""")
_VI_WARD = said("""
Bến_Nghé Tân_Định Đa_Kao An_Phú:2 Tân_Phú:2 Hiệp_Phú Linh_Trung Bình_Hoà:2 An_Lạc Tân_Tạo
Dịch_Vọng Mai_Dịch Trung_Hoà:2
Nhân_Chính Láng_Hạ Kim_Liên Khương_Trung Hoàng_Liệt Phú_Lợi:2 Lái_Thiêu Tân_Hiệp Trảng_Dài
Hoà_Khánh_Bắc Thạc_Gián
Hải_Châu_1 Cát_Dài Lê_Lợi Trần_Phú:2 Vĩnh_Hải Phước_Long 1:2 2:2 3:2 4:2 5:2 6:2 7:2 8:2 10:2 11:2
12:2 13:2 14:2 15:2
""")
_EN_STREET = said("""
Main:6 Oak:3 Maple:3 Park:4 Cedar:2 Elm:2 Washington:3 Lake:2 Hill:2 Walnut:2 Pine:2 Church:2
Mill:2 River:2 Jefferson
Lincoln:2 Jackson Highland Franklin Spring:2 Ridge Sunset:2 Meadow Forest Madison Chestnut:2 5th:2
2nd:2 3rd:2 Broad
""")
_US_WAY = said(
    "Street:4 St:6 Avenue:3 Ave:5 Road:2 Rd:3 Drive:2 Dr:3 Lane:1 Ln:2 Boulevard:1 Blvd:2 "
    "Court:1 Way:1"
)
_UK_STREET = said(
    "High:6 Station:4 Church:4 Park:3 Victoria:3 London:3 Green:2 Manor:2 Queens:2 Kings:2 "
    "Mill:2 York Albert New:2"
)
_UK_WAY = said("Street:5 Road:8 Lane:4 Avenue:3 Close:3 Drive:2 Way:1 Rd:2 St:2")


def mobile(language: str, chance: random.Random, *, british: bool = False, city: str = "") -> str:
    """A number of one person, written in one of the usual ways."""
    draw = chance.random()
    if language == "zh":
        whole = _CN(chance) + digits(chance, 8)
        if draw < 0.88:
            return whole
        return f"+86{whole}" if draw < 0.92 else f"{whole[:3]} {whole[3:7]} {whole[7:]}"
    if language == "vi":
        whole = _VN(chance) + digits(chance, 7)
        if draw < 0.7:
            return whole
        if draw < 0.92:
            mark = "." if draw < 0.8 else " "
            return f"{whole[:4]}{mark}{whole[4:7]}{mark}{whole[7:]}"
        return f"+84{whole[1:]}"
    if british:
        whole = f"07{chance.choice('45789')}{digits(chance, 8)}"
        return f"{whole[:5]} {whole[5:]}" if draw < 0.6 else whole
    area = _US_AREA.get(city) if draw < 0.75 else ""
    return _american(area or _us_area(chance), chance)


def landline(language: str, city: str, chance: random.Random, *, british: bool = False) -> str:
    """A number of an office."""
    first = str(2 + int(chance.random() * 8))
    if language == "zh":
        area = places.AREA.get(city) or f"0{chance.randrange(310, 899)}"
        rest = first + digits(chance, 7 if len(area) == 3 else 6 + (chance.random() < 0.5))
        return f"{area}-{rest}" if chance.random() < 0.8 else area + rest
    if language == "vi":
        area = places.AREA.get(city) or f"02{chance.randrange(10, 99)}"
        rest = "3" + digits(chance, 10 - len(area))
        return f"{area} {rest[:4]} {rest[4:]}" if chance.random() < 0.5 else area + rest
    if british:
        area = _UK_AREA.get(city) or f"01{chance.randrange(200, 999)}"
        rest = first + digits(chance, 10 - len(area))
        return f"{area} {rest[:-4]} {rest[-4:]}"
    return _american(_US_AREA.get(city) or _us_area(chance), chance)


def _american(area: str, chance: random.Random) -> str:
    middle, last, draw = f"{chance.randrange(200, 1000)}", digits(chance, 4), chance.random()
    if draw < 0.4:
        return f"({area}) {middle}-{last}"
    if draw < 0.75:
        return f"{area}-{middle}-{last}"
    return f"{area}{middle}{last}" if draw < 0.9 else f"+1 {area} {middle} {last}"


def mailbox(language: str, words: list[str], chance: random.Random) -> str:
    """A private address of somebody whose name in plain letters has these words."""
    first, last, draw = words[0], words[-1], chance.random()
    if language == "zh":
        if draw < 0.35:
            return f"{chance.randrange(10**8, 3 * 10**9)}@qq.com"
        local = "".join(words) if draw < 0.75 else f"{first}_{''.join(words[1:])}"
    elif language == "vi":
        start = "".join(word[0] for word in words[:-1])
        local = (
            f"{last}{start}"
            if draw < 0.35
            else f"{start}{last}"
            if draw < 0.5
            else f"{''.join(words)}"
        )
    else:
        local = (
            f"{first}.{last}"
            if draw < 0.5
            else f"{first[0]}{last}"
            if draw < 0.75
            else f"{first}{last}"
        )
    end = chance.random()
    number = (
        ""
        if end < 0.35
        else str(chance.randrange(1960, 2006))
        if end < 0.6
        else str(int(end * 1000))
    )
    return f"{local}{number}@{_MAIL[language](chance)}"


def office_mailbox(language: str, brand: str, chance: random.Random, *, british: bool) -> str:
    """An address of a company; the small ones use a public provider."""
    if chance.random() < 0.3:
        number = "" if language == "en" else str(int(chance.random() * 100))
        return f"{brand}{number}@{_MAIL[language](chance)}"
    ends = {"zh": ("com", "cn", "com.cn"), "vi": ("com.vn", "vn", "com")}.get(language)
    ends = ends or (("co.uk", "com", "co.uk") if british else ("com", "com", "net"))
    return f"{_BOX[language](chance)}@{brand}.{ends[int(chance.random() * 3)]}"


def provider(language: str, chance: random.Random) -> str:
    """The domain of a public mail provider."""
    return _MAIL[language](chance)


def box(language: str, chance: random.Random) -> str:
    """A mailbox that people of one company share."""
    return _BOX[language](chance)


def tax_code(
    language: str, chance: random.Random, *, british: bool = False, own: bool = False
) -> str:
    """A valid one: MST (`own`: of a person), unified social credit code, EIN or British VAT."""
    if language == "vi":
        while True:
            start = ("8" + digits(chance, 1) if own else _MST_PLACES(chance)) + digits(chance, 7)
            check = mst.calc_check_digit(start)
            if len(check) == 1 and start[2:] != "0000000":
                return start + check
    if language == "zh":
        return _uscc(chance)
    if british:
        base = digits(chance, 7)
        whole = sum(int(digit) * (8 - place) for place, digit in enumerate(base))
        return f"GB{base}{97 - whole % 97:02d}"
    return f"{chance.choice(_EIN)}-{digits(chance, 7)}"


def _uscc(chance: random.Random) -> str:
    values = [int(chance.random() * 10) for _ in range(8)]
    if chance.random() < 0.7:
        values[0], values[1] = _CODE.index("M"), 10  # those registered since 2015 begin with MA
    check = 11 - sum(w * _org_value(v) for w, v in zip(_ORG_WEIGHTS, values, strict=True)) % 11
    last = "X" if check == 10 else "0" if check == 11 else str(check)
    start = f"91{_REGIONS[int(chance.random() * 9)]}{''.join(_CODE[v] for v in values)}{last}"
    total = sum(_CODE.index(c) * w for c, w in zip(start, _USCC_WEIGHTS, strict=True))
    return start + _CODE[(31 - total) % 31]


def _org_value(value: int) -> int:
    return value if value < 10 else ord(_CODE[value]) - 55


def address(language: str, city: str, chance: random.Random, *, british: bool = False) -> str:
    """Where somebody lives or works, as it is written there."""
    number, draw = 1 + int(chance.random() ** 2 * 400), chance.random()
    if language == "zh":
        start = f"{city}市{_district(city, chance)}{_ZH_STREET(chance)}路{number}号"
        if draw < 0.45:
            room = f"{1 + int(chance.random() * 30)}0{1 + int(draw * 8)}"
            return f"{start}{_ZH_ESTATE(chance)}{1 + int(draw * 40)}栋{room}室"
        return start if draw < 0.8 else f"{start}{1 + int(chance.random() * 28)}楼"
    if language == "vi":
        return _vietnamese(city, number, draw, chance)
    if british:
        unit = "".join(chance.choices("ABDEFGHJLNPQ", k=2))
        post = f"{en.UK_POST[city]}{1 + int(draw * 19)} {1 + int(chance.random() * 9)}{unit}"
        flat = f"Flat {1 + int(chance.random() * 20)}, " if draw < 0.2 else ""
        return f"{flat}{number} {_UK_STREET(chance)} {_UK_WAY(chance)}, {city}, {post}"
    flat = (
        f" Apt {1 + int(chance.random() * 40)}"
        if draw < 0.2
        else f", Suite {number}"
        if draw < 0.28
        else ""
    )
    street = f"{number * 7} {_EN_STREET(chance)} {_US_WAY(chance)}"
    return f"{street}{flat}, {city}, {en.US_STATE[city]}{digits(chance, 2)}"


def _district(city: str, chance: random.Random) -> str:
    found = places.DISTRICT[city]
    return f"{found(chance)}区" if found else f"{_ZH_TOWN(chance)}镇"


def _vietnamese(city: str, number: int, draw: float, chance: random.Random) -> str:
    if draw < 0.25:
        house = f"{1 + int(draw * 40)}/{number}"
    else:
        house = f"Số {number}" if draw < 0.5 else str(number)
    ward, named = _VI_WARD(chance), places.VI_DISTRICTS.get(city)
    pick, long = named or places.TOWN[city], chance.random() < 0.5
    assert pick is not None
    district = pick(chance)
    if ward.isdigit() and city != "Hồ Chí Minh":
        ward = "Trần Phú"
    if named:
        area = (
            f"Quận {district}"
            if long
            else f"Q. {district}"
            if not district.isdigit()
            else f"Q.{district}"
        )
        end = f"TP. {city}" if draw < 0.7 else city
    else:
        area, end = (
            f"{'Thành phố' if long else 'TP.'} {district}",
            f"tỉnh {city}" if draw < 0.3 else city,
        )
    part = f"Phường {ward}" if long else f"P. {ward}" if not ward.isdigit() else f"P.{ward}"
    return f"{house} {_VI_STREET(chance)}, {part}, {area}, {end}"


def city(language: str, chance: random.Random, *, british: bool = False) -> str:
    """Where the customers are, mostly where most people are."""
    if language == "zh":
        return zh.city(chance)
    if language == "vi":
        return vi.city(chance)
    return en.uk_city(chance) if british else en.us_city(chance)
