"""Legal forms of companies in three languages, and what else says that a name is a company's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from evenhand.core.identity.blocks import listed, paired, phrases

_HAN_FORMS: Final = listed("""
集团股份有限公司 集团有限责任公司 有限责任公司 股份有限公司 集团有限公司 有限责任总公司
责任有限公司 有限总公司 控股有限公司 普通合伙 有限合伙 合伙企业 有限公司 总公司 分公司 股份公司
集团公司 责任公司 公司 集团 股份
""")
_HAN_FORM: Final = re.compile(f"(?:{'|'.join(_HAN_FORMS)})$")
_SLIPPED: Final = ("有限责任公司", "股份有限公司", "有限公司")
"""Forms that are long enough to be known with one character wrong, missing or twice."""

_HAN_TRADES: Final = listed("""
科技 技术 信息 网络 软件 电子 电子商务 商贸 贸易 进出口 国际贸易 实业 工贸 投资 管理 咨询 服务
文化 传媒 广告 汽车 机械 机电 设备 建筑 建设 工程 装饰 房地产 置业 物业 物流 运输 供应链 医药 医疗
医疗器械 生物 化工 材料 新材料 食品 餐饮 服饰 服装 纺织 家具 建材 五金 印刷 包装 教育 人力资源
旅游 酒店 农业 能源 环保 新能源 金融 保险 证券 银行 商行 经营部 门市部 超市 商店 厂 店 行 中心
工作室 合作社 事务所 发展 开发 销售 制造 集团 连锁 百货 珠宝 美容 健身 通讯 通信 智能 数码
""")
HAN_TRADES: Final = re.compile(f"(?:{'|'.join(_HAN_TRADES)})+$")
"""The trade that ends a Chinese company's name, before its legal form."""

_LATIN_FORMS: Final = tuple(
    listed(form)
    for form in phrases("""
cong ty trach nhiem huu han mot thanh vien | cong ty trach nhiem huu han
cong ty tnhh mot thanh vien | cong ty tnhh mtv | cong ty tnhh | cong ty co phan tap doan
cong ty co phan | cong ty cp | cong ty hop danh | cong ty lien doanh | tong cong ty | cong ty
congty | cty tnhh mtv | cty tnhh | cty cp | cty | ct tnhh | trach nhiem huu han | mot thanh vien
hai thanh vien | tnhh mtv | tnhh 1tv | tnhh 1 thanh vien | tnhh 2 thanh vien | tnhh | ctcp | mtv
1tv | co phan | doanh nghiep tu nhan | doanh nghiep | dntn | tap doan | ho kinh doanh | hkd
hop tac xa | htx | chi nhanh | cn cong ty | cp | joint stock company | jsc | co ltd
company limited | coltd | private limited | pte ltd | pvt ltd | pty ltd
limited liability company | limited partnership | limited | ltd | llc | llp | lp | inc
incorporated | corporation | corp | company | co | plc | gmbh | ag | sa | sas | sarl | bv | nv
srl | spa | oy | ab | one member | lc | pllc | youxian gongsi | you xian gong si | gongsi
""")
)
_AT_START: Final = tuple(
    sorted(
        (f for f in _LATIN_FORMS if f[0] in {
            "cong", "tong", "cty", "ct", "congty", "trach", "mot", "hai", "tnhh", "ctcp", "mtv",
            "1tv", "co", "doanh", "dntn", "tap", "ho", "hkd", "hop", "htx", "chi", "cn", "cp",
        } and f != ("co",)),
        key=len, reverse=True,
    )
)  # fmt: skip
_FIRST: Final = frozenset(form[0] for form in _AT_START)
_AT_END: Final = tuple(sorted(_LATIN_FORMS, key=len, reverse=True))
_SURE: Final = frozenset(
    listed("""
tnhh ctcp mtv dntn hkd htx cty jsc ltd limited llc llp inc incorporated corp corporation company
plc gmbh pte pty pvt pllc gongsi
""")
)

SHORT_FOR: Final = paired("""
tm: thuong mai | dv: dich vu | xd: xay dung | sx: san xuat | xnk: xuat nhap khau | vt: van tai
tmdv: thuong mai dich vu | dvtm: dich vu thuong mai | sxtm: san xuat thuong mai
tmsx: thuong mai san xuat | xdtm: xay dung thuong mai | tmxd: thuong mai xay dung
bds: bat dong san | kd: kinh doanh | cn: cong nghe | elec: electrical | vn: viet nam | dl: du lich
vlxd: vat lieu xay dung | tmxnk: thuong mai xuat nhap khau | sxtmdv: san xuat thuong mai dich vu
tmdvxd: thuong mai dich vu xay dung | tmdvvt: thuong mai dich vu van tai
gtvt: giao thong van tai | intl: international | bros: brothers | mfg: manufacturing
mgmt: management | svc: services | svcs: services | assoc: associates | assocs: associates
tech: technology | grp: group | hldgs: holdings | ent: enterprises | dept: department
natl: national | engr: engineering | eng: engineering | ind: industries | dist: distribution
solns: solutions | ptnrs: partners | mktg: marketing | cnslt: consulting | ins: insurance
inds: industries | trans: transport
univ: university | bldg: building | const: construction | sys: systems | sols: solutions
""")
"""Abbreviations inside company names → the words they stand for."""

TRADES: Final = frozenset(
    listed("""
thuong mai dich vu xay dung san xuat nhap khau van tai kinh doanh du lich bat dong dau tu phat
trien thiet ke co khi dien may noi that cong nghe thong tin vien quang cao truyen o to vat lieu
nong thuc pham duoc y te giao duc international brothers manufacturing management services service
associates technology technologies group holdings enterprises engineering industries industrial
distribution construction systems solutions trading logistics consulting partners motors autos
automotive foods foundation bank sons and the of
""")
)
"""Words that many companies' names have; alone they tell two companies apart, never together."""

_COMPANY_WORDS: Final = frozenset(
    listed("""
cty tnhh trading logistics international holdings group enterprises industries
solutions consulting associates partners services motors technologies systems foods bank brothers
garage showroom shop store salon studio clinic school hotel restaurant
plumbing transport construction supplies marketing media software design equipment catering cleaning
freight roofing landscaping builders properties manufacturing engineering insurance mktg mfg mgmt
svcs solns ptnrs intl bros hldgs
""")
)

_COMPANY_PAIRS: Final = frozenset(
    tuple(pair.split())
    for pair in phrases("""
thuong mai | xuat nhap | nhap khau | xuat khau | san xuat | dich vu | van tai | cong nghe
cong trinh | xay dung | xay lap | bat dong | du lich | dau tu | thiet ke | noi that
co khi | vat lieu | thuc pham | cua hang | nha hang | nha thuoc | nha may | xi nghiep
tap hoa
""")
)


_SHORT_TRADES: Final = frozenset(["eng", "ind", "inds", "trans", "const", "tech", "ins"])


def without_han_form(name: str) -> tuple[str, bool]:
    """A folded Chinese name without its legal form, and whether there was one.

    One slip inside the form is forgiven. A name that is nothing but a form keeps it.

    >>> without_han_form("华为技术有限公司"), without_han_form("华为技术有线公司")
    (('华为技术', True), ('华为技术', True))
    """
    found = _HAN_FORM.fullmatch(name) is not None
    while (match := _HAN_FORM.search(name)) and match.start() > 0:
        if len(match[0]) == 2 and (start := _slip(name)):
            return name[:start], True
        name, found = name[: match.start()], True
    if not found and (start := _slip(name)):
        return name[:start], True
    return name, found


def _slip(name: str) -> int:
    """Where a long form with one slip in it begins at the end of the name; 0 where none does."""
    for form in _SLIPPED:
        for length in (len(form), len(form) - 1, len(form) + 1):
            rest, end = name[:-length], name[-length:]
            if len(rest) >= 2 and end[-1:] in "公司" and OSA.distance(end, form) <= 1:
                return len(rest)
    return 0


@lru_cache(maxsize=1 << 12)
def _slipped(word: str, meant: str) -> bool:
    """Whether a word is the meant one, with at most one slip if it is long enough to tell."""
    if word == meant:
        return True
    if len(meant) < 4 or abs(len(word) - len(meant)) > 1:
        return False
    return OSA.distance(word, meant) <= 1


def _is_form(words: list[str], form: tuple[str, ...], *, start: int) -> bool:
    """Whether the form stands there: one of its words may have a slip if another is exact.

    Not the "ty" of "cong ty": that may be Nguyễn Công Tú.
    """
    found, slips = words[start : start + len(form)], 0
    if found == list(form):
        return True
    for word, meant in zip(found, form, strict=True):
        if word == meant:
            continue
        slips += 1
        near = (
            len(meant) == 2
            and len(word) < 4
            and word not in _FIRST
            and (len(form) > 2 or form[-1] == "tnhh")
        )
        if slips > 1 or not (_slipped(word, meant) or (near and OSA.distance(word, meant) <= 1)):
            return False
    return not slips or len(form) > 1 or len(form[0]) >= 4


def without_forms(words: list[str]) -> tuple[list[str], bool]:
    """Folded words of a company's name without legal forms, and whether there were any.

    Never takes the last word that is left; a name that is nothing but forms keeps them.

    >>> without_forms("cong ty tnhh mtv hoa phat".split())
    (['hoa', 'phat'], True)
    >>> without_forms("cty co phan nhat tien".split())
    (['nhat', 'tien'], True)
    >>> without_forms("conh ty co phan minh long".split()), without_forms("acme co ltd".split())
    ((['minh', 'long'], True), (['acme'], True))
    >>> without_forms("nguyen cong tu".split()), without_forms(["company", "limited"])
    ((['nguyen', 'cong', 'tu'], False), (['company', 'limited'], True))
    """
    stem, found = words, False
    if len(words) > 1:
        stem, found = _from_start(words)
    while len(stem) > 1:
        for form in _ending(stem[-1], stem[-2]):
            start = len(stem) - len(form)
            if (
                start >= 1
                and _is_form(stem, form, start=start)
                and (found or _tells(stem, form, start))
            ):
                stem, found = stem[:start], True
                break
        else:
            break
    return (words, True) if says_form(stem) else (stem, found)


@lru_cache(maxsize=1 << 14)
def _ending(last: str, before: str) -> tuple[tuple[str, ...], ...]:
    """The forms that may stand at the end: of their last two words one has no slip."""
    found = {*_BY_LAST.get(last, ()), *_BY_LAST_BUT_ONE.get(before, ())}
    found.update(_ending_alone(last))
    return tuple(sorted(found, key=_AT_END.index)) if found else ()


@lru_cache(maxsize=1 << 14)
def _beginning(first: str, second: str) -> tuple[tuple[str, ...], ...]:
    """Likewise at the beginning."""
    found = {*_BY_FIRST.get(first, ()), *_BY_SECOND.get(second, ())}
    found.update(_beginning_alone(first))
    return tuple(sorted(found, key=_AT_START.index)) if found else ()


@lru_cache(maxsize=1 << 15)
def _ending_alone(word: str) -> Sequence[tuple[str, ...]]:
    return _alone(word, _ENDING_ALONE)


@lru_cache(maxsize=1 << 15)
def _beginning_alone(word: str) -> Sequence[tuple[str, ...]]:
    return _alone(word, _BEGINNING_ALONE)


def _alone(word: str, forms: _Forms) -> Sequence[tuple[str, ...]]:
    """The forms of one word that the word is, or is but for a slip."""
    near = [one for length in range(len(word) - 1, len(word) + 2) for one in forms.get(length, ())]
    return [form for form in near if _slipped(word, form[0])]


_Forms = Mapping[int, Sequence[tuple[str, ...]]]


def _by(forms: Sequence[tuple[str, ...]], place: int) -> dict[str, list[tuple[str, ...]]]:
    """Forms of several words by one of these."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for form in forms:
        if len(form) > 1:
            found.setdefault(form[place], []).append(form)
    return found


def _by_length(forms: Sequence[tuple[str, ...]]) -> dict[int, list[tuple[str, ...]]]:
    """Forms of one word by its length."""
    found: dict[int, list[tuple[str, ...]]] = {}
    for form in forms:
        if len(form) == 1:
            found.setdefault(len(form[0]), []).append(form)
    return found


_BY_LAST: Final = _by(_AT_END, -1)
_BY_LAST_BUT_ONE: Final = _by(_AT_END, -2)
_BY_FIRST: Final = _by(_AT_START, 0)
_BY_SECOND: Final = _by(_AT_START, 1)
_ENDING_ALONE: Final = _by_length(_AT_END)
_BEGINNING_ALONE: Final = _by_length(_AT_START)


def says_form(words: list[str]) -> bool:
    """Whether the words are those of a legal form that says by itself that this is a company's.

    >>> says_form(["ltd"]), says_form(["cong", "ty", "abc"]), says_form(["co"])
    (True, True, False)
    """
    return bool(words) and (words[0] in _SURE or words[-1] in _SURE or words[:2] == ["cong", "ty"])


_ONLY_AFTER: Final = frozenset([("co", "phan"), ("cp",)])
"""Forms that stand only beside another, or before a trade: "cô Phan Lan" is no company."""


def _tells(words: list[str], form: tuple[str, ...], start: int) -> bool:
    """Whether a form at the end says by itself that this is a company: "Co" may be a name.

    So may Đinh Công Tý.
    """
    if form in _ONLY_AFTER or (form == ("cong", "ty") and start == 1):
        return False
    return len(form) > 1 or words[-1] in _SURE or len(form[0]) > 5


def _from_start(words: list[str]) -> tuple[list[str], bool]:
    found, going = False, True
    while going and len(words) > 1:
        going = False
        for form in _beginning(words[0], words[1]):
            if not found and form in _ONLY_AFTER and not says_company(words[len(form) :]):
                continue
            if len(form) < len(words) and _is_form(words, form, start=0):
                words, found, going = words[len(form) :], True, True
                break
    return words, found


def says_company(words: list[str]) -> bool:
    """Whether a word of the name, or two, are such as only companies have.

    >>> says_company(["thuong", "mai", "an"]), says_company(["nguyen", "cong", "phuong"])
    (True, False)
    """
    if not _COMPANY_WORDS.isdisjoint(words):
        return True
    if len(words) > 1 and words[-1] in _SHORT_TRADES:
        return True
    return not _COMPANY_PAIRS.isdisjoint(pairwise(words))


def in_full(words: list[str]) -> list[str]:
    """The words with known abbreviations written out.

    >>> in_full(["tm", "dv", "an", "phat"])
    ['thuong', 'mai', 'dich', 'vu', 'an', 'phat']
    """
    if SHORT_FOR.keys().isdisjoint(words):
        return words
    return [one for word in words for one in SHORT_FOR.get(word, word).split()]
