"""Places of China and Viet Nam: as they stand in addresses, as cities, inside companies' names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from evenhand.core.identity.blocks import listed, paired, phrases
from evenhand.core.identity.forms import HAN_TRADES
from evenhand.core.identity.readings import syllables
from evenhand.core.identity.text import HAN, folded, spelled, words

_HAN_PLACES: Final = listed("""
北京 上海 天津 重庆 广东 广州 深圳 东莞 佛山 珠海 中山 惠州 汕头 江门 湛江 福建 福州 厦门 泉州
漳州 浙江 杭州 宁波 温州 绍兴 嘉兴 金华 义乌 台州 湖州 江苏 南京 苏州 无锡 常州 南通 徐州 扬州
镇江 盐城 泰州 安徽 合肥 芜湖 山东 济南 青岛 烟台 潍坊 临沂 淄博 威海 济宁 河北 石家庄 唐山 保定
廊坊 邯郸 沧州 河南 郑州 洛阳 开封 南阳 山西 太原 大同 陕西 西安 咸阳 宝鸡 湖北 武汉 宜昌 襄阳
荆州 湖南 长沙 株洲 湘潭 衡阳 岳阳 江西 南昌 九江 赣州 四川 成都 绵阳 德阳 宜宾 贵州 贵阳 遵义
云南 昆明 大理 广西 南宁 柳州 桂林 北海 海南 海口 三亚 辽宁 沈阳 大连 鞍山 吉林 长春 黑龙江 哈尔滨
大庆 内蒙古 呼和浩特 包头 甘肃 兰州 宁夏 银川 青海 西宁 新疆 乌鲁木齐 西藏 拉萨 香港 澳门 台湾
台北 高雄 中国
""")
_VI_PLACES: Final = phrases("""
ha noi | ho chi minh | da nang | hai phong | can tho | hue | nha trang | da lat | vung tau
bien hoa | binh duong | dong nai | long an | tien giang | ben tre | vinh long | dong thap
an giang | kien giang | ca mau | bac lieu | soc trang | hau giang | tra vinh | tay ninh
binh phuoc | lam dong | ninh thuan | binh thuan | khanh hoa | phu yen | binh dinh | quang ngai
quang nam | quang tri | quang binh | ha tinh | nghe an | thanh hoa | ninh binh | nam dinh
thai binh | ha nam | hung yen | hai duong | bac ninh | bac giang | quang ninh | lang son
cao bang | bac kan | thai nguyen | vinh phuc | phu tho | yen bai | lao cai | lai chau | dien bien
son la | hoa binh | tuyen quang | ha giang | gia lai | kon tum | dak lak | dak nong | sai gon
viet nam | mien bac | mien nam | mien trung | thu duc | hcm | tphcm
""")
_EN_PLACES: Final = phrases("""
vietnam | hanoi | saigon | danang | china | usa | uk | us | beijing | shanghai | shenzhen
guangzhou | london | manchester | birmingham | leeds | glasgow | new york | boston | chicago
houston | dallas | seattle
""")
ALIASES: Final = paired("""
hcm: hochiminh | tphcm: hochiminh | hcmc: hochiminh | saigon: hochiminh | sg: hochiminh
sgn: hochiminh | hochiminhcity: hochiminh | tphochiminh: hochiminh | thanhphohochiminh: hochiminh
hn: hanoi | tphanoi: hanoi | dn: danang | hp: haiphong | ct: cantho | vt: vungtau | brvt: vungtau
bariavungtau: vungtau | thuathienhue: hue | bmt: buonmathuot | peking: beijing | canton: guangzhou
nyc: newyork | la: losangeles | sf: sanfrancisco | ldn: london | hk: xianggang
hongkong: xianggang | macau: aomen | harbin: haerbin | hohhot: huhehaote | urumqi: wulumuqi
tibet: xizang | lhasa: lasa | taipei: taibei | kaohsiung: gaoxiong
""")
"""Short and older names of cities → the name they are compared by, without spaces."""

_LATIN_PLACES: Final = frozenset(
    {*_VI_PLACES, *_EN_PLACES, *("".join(syllables(one, person=False)) for one in _HAN_PLACES)}
)

_NOT_BEHIND: Final = "(?<=北海)道|(?<=大理)石|(?<=中山)装|(?<=海口)味"

_PINYIN_PLACE: Final = re.compile(
    "(?:{})(?:shi|sheng)?".format(
        "|".join(
            sorted(
                ("".join(syllables(one, person=False)) for one in _HAN_PLACES),
                key=len,
                reverse=True,
            )
        )
    )
)
_HAN_PLACE: Final = re.compile(
    f"({'|'.join(sorted(_HAN_PLACES, key=len, reverse=True))})(?:省|市)?(?!{_NOT_BEHIND})"
)
_HAN_STARTS: Final = frozenset(place[:2] for place in _HAN_PLACES)
"""The first two characters of the places, which are asked for before the whole of each is."""

_HAN_UNITS: Final = re.compile(
    "|".join(
        listed("""
特别行政区 自治区 自治州 自治县 省 市 区 县 镇 乡 街道 大街 大道 路 街 巷 弄 号楼 号院 号 栋 幢 座
楼 层 室 单元 村 组 园区 开发区 广场 大厦 小区
""")
    )
)
_VI_UNITS: Final = frozenset(
    listed("""
so nha duong d pho ngo ngach hem hxh kiet to khu kp khupho ap thon xom xa phuong p quan q huyen h
thi tran tt tx thanh tp t tinh cong nghiep kcn lo tang toa can ho chung cu
""")
)
_EN_UNITS: Final = paired("""
street: st | road: rd | avenue: ave | av: ave | lane: ln | drive: dr | court: ct | place: pl
square: sq | boulevard: blvd | terrace: tce | crescent: cres | circuit: cct | highway: hwy
close: cl | parade: pde | apartment: apt | suite: ste | floor: fl | north: n | south: s | east: e
west: w | mount: mt | saint: st | number: no
""")


@lru_cache(maxsize=1 << 14)
def city(typed: str) -> str:
    """A city or province in Latin letters without spaces and without its unit; empty if none.

    >>> city("TP. Hồ Chí Minh"), city("Sài Gòn"), city("北京市"), city("Beijing")
    ('hochiminh', 'hochiminh', 'beijing', 'beijing')
    """
    plain = folded(typed)
    if HAN.search(plain):
        found = _han_city("".join(words(plain)))
    else:
        found = "".join(_without_unit([spelled(word) for word in words(plain)]))
    return ALIASES.get(found, found)


def is_han_place(han: str) -> bool:
    """Whether these Chinese characters are a place as companies name it."""
    return han in _HAN_PLACES


def _han_city(han: str) -> str:
    """Of 广东省深圳市南山区 the city: the last place that is known of those it begins with."""
    short = _HAN_UNIT_AT_END.sub("", han)
    known, rest = "", short
    while rest[:2] in _HAN_STARTS and (match := _HAN_PLACE.match(rest)):
        known, rest = match[1], rest[match.end() :]
    is_known = known and (len(short) <= 5 or len(short) - len(rest) > len(known))
    return "".join(syllables(known if is_known else short or han, person=False))


def _without_unit(parts: list[str]) -> list[str]:
    while len(parts) > 1 and parts[0] in _UNITS_BEFORE:
        two = parts[:2] in (["thanh", "pho"], ["thi", "xa"]) and len(parts) > 2
        parts = parts[2:] if two else parts[1:]
    while len(parts) > 1 and parts[-1] in _UNITS_BEHIND:
        parts = parts[:-1]
    return parts


_HAN_UNIT_AT_END: Final = re.compile("(特别行政区|自治区|自治州|省|市|县|区)$")
_UNITS_BEFORE: Final = frozenset(listed("tp thanh pho tinh tx thi city q quan"))
_UNITS_BEHIND: Final = frozenset(listed("city shi sheng province tinh"))


def is_city(typed: str, in_city: str) -> bool:
    """Whether a text names a city that is known, or the one that was typed elsewhere."""
    found = city(typed)
    return bool(found) and (found in _CITIES or found == city(in_city))


def in_name(stem: str, notes: str) -> tuple[str, set[str]]:
    """A company's name without the places in it, and those places.

    A name that is nothing but a place keeps it.

    >>> in_name("北京华为技术", ""), in_name("hoa phat ha noi", "")
    (('华为技术', {'beijing'}), ('hoa phat', {'hanoi'}))
    """
    if HAN.search(stem):
        return _in_han_name(stem, notes)
    parts, places, at = stem.split(), set[str](), 0
    kept: list[str] = []
    while at < len(parts):
        length = _place_at(parts, at)
        if length:
            places.add(city(" ".join(parts[at : at + length])))
        else:
            kept.append(parts[at])
        at += length or 1
    place = city(notes.strip("()[]{}<> ")) if notes else ""
    if place in _known_cities():
        places.add(place)
    if not any(len(word) > 1 for word in kept):
        return stem, set()
    return " ".join(kept), places


@lru_cache(maxsize=1)
def _known_cities() -> frozenset[str]:
    return frozenset(city(one) for one in _LATIN_PLACES)


def _place_at(parts: list[str], at: int) -> int:
    """Of how many words the place is that begins there; 0 if none does."""
    for length in _STARTS.get(parts[at], ()):
        if " ".join(parts[at : at + length]) in _LATIN_PLACES:
            return length
    return 0


def without_place(latin: str) -> str:
    """A name in letters without the Chinese city that it begins with, if enough is left.

    >>> without_place("wuhanjiada"), without_place("wuhan")
    ('jiada', 'wuhan')
    """
    match = _PINYIN_PLACE.match(latin)
    return latin[match.end() :] if match and len(latin) - match.end() >= 4 else latin


def _in_han_name(stem: str, notes: str) -> tuple[str, set[str]]:
    places = {city(match[1]) for match in _HAN_PLACE.finditer(notes)}
    while stem[:2] in _HAN_STARTS and (match := _HAN_PLACE.match(stem)):
        rest = stem[match.end() :]
        if len(rest) < 2 or HAN_TRADES.fullmatch(rest):
            break  # 中国银行: the place is the brand
        places.add(city(match[1]))
        stem = stem[match.end() :]
    return stem, places


def address(typed: str, in_city: str = "") -> tuple[tuple[str, ...], str]:
    """The telling words of an address, each once and sorted, and its numbers joined by a space.

    Cities and provinces are left out: they are compared for themselves. `in_city` is the one that
    was typed beside the address.

    >>> address("12/3 Đường Lê Lợi, P. Bến Nghé, Q.1, TP. Hồ Chí Minh")
    (('1', '12', '3', 'ben', 'le', 'loi', 'nghe'), '12 3 1')
    >>> address("北京市朝阳区建国路88号")
    (('88', 'chaoyang', 'jianguo'), '88')
    """
    plain = folded(typed)
    if not plain:
        return (), ""
    if HAN.search(plain):
        return _told(_of_han_address(plain))
    parts = [part for word in _PART.findall(plain) if (part := spelled(word))]
    parts = _without_cities(parts, city(in_city) if in_city else "")
    return _told([_EN_UNITS.get(part, part) for part in parts if part not in _VI_UNITS])


_PART: Final = re.compile(r"\d+|[^\W\d_]+")


def _told(parts: list[str]) -> tuple[tuple[str, ...], str]:
    return tuple(sorted(set(parts))), " ".join(part for part in parts if part.isdigit())


def _of_han_address(plain: str) -> list[str]:
    parts = []
    for word in _PART.findall(_HAN_UNITS.sub(" ", plain)):
        while word[:2] in _HAN_STARTS and (match := _HAN_PLACE.match(word)):
            word = word[match.end() :]  # noqa: PLW2901 - peeled from the front
        if word.isascii():
            parts.append(word)
        elif word:
            parts.append("".join(syllables(word, person=False)))
    return [part for part in parts if part]


def _without_cities(parts: list[str], in_city: str) -> list[str]:
    """Without the runs of words that name a city or province; a street may be named after one."""
    kept, at = parts[:1], 1
    while at < len(parts):
        word = parts[at]
        lengths = _STARTS.get(word, ())
        if in_city and in_city.startswith(word):
            lengths = range(min(_LONGEST, len(parts) - at), 0, -1)
        length = _city_at(parts, at, lengths, in_city) if lengths else 0
        if not length:
            kept.append(word)
        at += length or 1
    return kept


def _city_at(parts: list[str], at: int, lengths: Sequence[int], in_city: str) -> int:
    """Of how many words, of these lengths, the city or province there is; 0 if there is none."""
    for length in lengths:
        joined = "".join(parts[at : at + length])
        if joined == in_city or joined in _CITIES:
            return length
    return 0


_CITIES: Final = frozenset("".join(place.split()) for place in _LATIN_PLACES)
_LONGEST: Final = 4
"""Words of a city's name."""


def _lengths() -> dict[str, Sequence[int]]:
    """The first word of a place → of how many words such places are, the longest first."""
    found: dict[str, set[int]] = {}
    for place in _LATIN_PLACES:
        found.setdefault(place.split()[0], set()).add(len(place.split()))
    return {word: tuple(sorted(its, reverse=True)) for word, its in found.items()}


_STARTS: Final = _lengths()
