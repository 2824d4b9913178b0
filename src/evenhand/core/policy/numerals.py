"""The numbers that a text names, in English, Chinese and Vietnamese, in digits and in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from evenhand.core.said import said

HALF = Fraction(1, 2)


@dataclass(slots=True)
class Numbers:
    """The numbers of a text: those it names for certain, and those it may mean.

    One is left out altogether ("a day", "one another", 一次), and so is nought.
    """

    certain: set[Fraction] = field(default_factory=set)
    possible: set[Fraction] = field(default_factory=set)

    def add(self, value: Fraction, *, certain: bool = True) -> None:
        """A number; a half may be told as 50 percent, and the reverse."""
        if value not in (0, 1):
            (self.certain if certain else self.possible).add(value)
        if value in (HALF, 50):
            self.possible.add(Fraction(50) if value == HALF else HALF)

    def lacking(self, other: Numbers) -> list[Fraction]:
        """What the other names for certain and this one cannot mean."""
        return sorted(other.certain - self.certain - self.possible)


def numbers(text: str, lang: str) -> Numbers:
    """The numbers that a text in `en`, `zh` or `vi` names.

    >>> sorted(map(int, numbers("Within three days, at most 15 calls.", "en").certain))
    [3, 15]
    >>> sorted(map(int, numbers("三天内，至多十五次。", "zh").certain))
    [3, 15]
    >>> sorted(map(int, numbers("Trong ba ngày, tối đa mười lăm cuộc gọi.", "vi").certain))
    [3, 15]
    """
    found = Numbers()
    text = unicodedata.normalize("NFKC", text).lower()
    text = _digits(text, found)
    if lang == "zh":
        _chinese(text, found)
    else:
        _words(text, found, _ENGLISH if lang == "en" else _VIETNAMESE)
    for value, pattern in _PERIODS.items():
        if pattern.search(text):
            found.add(Fraction(value), certain=False)
    return found


# Digits

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?![\d.,]*\d)")
_DIGITS = re.compile(r"(\d+)\s*(万|千|百|亿|nghìn|ngàn|triệu|trăm|hundred|thousand|million)?")
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 10**8}
_SCALES |= {"trăm": 100, "nghìn": 1000, "ngàn": 1000, "triệu": 10**6}
_SCALES |= {"hundred": 100, "thousand": 1000, "million": 10**6}
_PERIODS = {
    24: re.compile(r"\bdays?\b|\bngày\b|[天日]"),
    7: re.compile(r"\bweek|\btuần\b|周|星期"),
    30: re.compile(r"\bmonth|\btháng\b|月"),
    12: re.compile(r"\bdozen|\byear|\bnăm\b|年"),
    14: re.compile(r"\bfortnight"),
    2: re.compile(r"\bboth\b|\bcouple\b|\bsecond|\btwice\b|\btwo\b|\bhai\b|\bđôi\b|双|两|二|俩"),
}
"""What other words may mean as a number: a week is seven days in the next language."""


def _digits(text: str, found: Numbers) -> str:
    """Takes in what is written in digits; `6.1` is 6 and 1, `10,000` one number."""
    text = _GROUPED.sub(lambda match: re.sub(r"\D", "", match[0]), text)
    for match in _DIGITS.finditer(text):
        found.add(Fraction(int(match[1]) * _SCALES.get(match[2] or "", 1)))
    return _DIGITS.sub(" ", text)


# Chinese

_HAN = {han: value for value, han in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_RUN = re.compile("[零〇一二三四五六七八九十百千万亿两]+")
_NO_NUMBER = re.compile(
    "百分之|十分(?!钟|之)|万一|千万(?!元)|再三|百般|多半|半途|三心二意|独一无二"
)
_COUNTED = re.compile(r"\s*(个?(?:天|日|周|星期|月|工作日|自然日)|年|小时|元|次|倍)")


def _chinese(text: str, found: Numbers) -> None:
    text = _NO_NUMBER.sub(" ", text)
    if "半" in text:
        found.add(HALF)
    for run in _RUN.finditer(text):
        value = han_number(run[0])
        counted = value != 2 or _COUNTED.match(text, run.end()) is not None
        found.add(Fraction(value), certain=counted)


def han_number(run: str) -> int:
    """The value of a number written in Chinese; digits without tens are read one by one.

    >>> [han_number(run) for run in ("十五", "二十", "两百零三", "一万二千", "二〇一三")]
    [15, 20, 203, 12000, 2013]
    """
    if not set(run) & set("十百千万亿"):
        return int("".join(str(_HAN[digit]) for digit in run))
    total = section = digit = 0
    for han in run:
        if han in _HAN:
            digit = _HAN[han]
        elif han in _HAN_TENS:
            section += (digit or 1) * _HAN_TENS[han]
            digit = 0
        else:
            total = (total + section + digit or 1) * (10_000 if han == "万" else 10**8)
            section = digit = 0
    return total + section + digit


# Words


@dataclass(frozen=True, slots=True)
class _Language:
    """Number words: small ones, tens that a small one may follow, what multiplies, what joins.

    `units` are what a doubtful word must count to be a number for certain.
    """

    small: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    joins: frozenset[str]
    halves: frozenset[str]
    doubtful: frozenset[str]
    units: frozenset[str]


def _counted(words: str, *, first: int = 1, step: int = 1, ending: str = "") -> dict[str, int]:
    """Number words in order and what they stand for."""
    return {f"{word}{ending}": first + place * step for place, word in enumerate(words.split())}


_EN_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_EN_ORDINAL = (
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth"
)
_ENGLISH = _Language(
    _counted(_EN_SMALL)
    | _counted(_EN_ORDINAL, first=3)
    | _counted(_EN_ORDINAL, first=3, ending="s"),
    _counted("twenty thirty forty fifty sixty seventy eighty ninety", first=20, step=10),
    {word: _SCALES[word] for word in ("hundred", "thousand", "million")},
    frozenset({"and"}),
    frozenset({"half", "halves"}),
    frozenset({"two"}),
    frozenset({"days", "weeks", "months", "years", "hours", "times", "day", "week", "month"}),
)
_VIETNAMESE = _Language(
    _counted("một hai ba bốn năm sáu bảy tám chín mười") | {"bẩy": 7},
    {},
    {word: _SCALES[word] for word in ("trăm", "nghìn", "ngàn", "triệu")} | {"vạn": 10_000},
    frozenset({"linh", "lẻ"}),
    frozenset({"nửa", "rưỡi"}),
    frozenset({"hai", "năm"}),
    frozenset({"ngày", "tuần", "tháng", "giờ", "lần", "năm", "quý"}),
)
_VI_AFTER_TEN = _counted("mốt hai ba tư lăm sáu bảy tám chín") | {"một": 1, "bốn": 4, "nhăm": 5}


def _words(text: str, found: Numbers, language: _Language) -> None:
    text = text.replace("phần trăm", " ").replace("per cent", " ")
    words = re.findall(r"[^\W\d_]+|[.,;:()]", text)
    place = 0
    while place < len(words):
        if words[place] in language.halves:
            found.add(HALF)
        value, end = _run(words, place, language)
        if end > place:
            following = words[end] if end < len(words) else ""
            doubtful = end == place + 1 and words[place] in language.doubtful
            found.add(Fraction(value), certain=not doubtful or following in language.units)
        place = max(end, place + 1)


def _run(words: list[str], start: int, language: _Language) -> tuple[int, int]:
    """The number that begins at a word and where it ends; it ends where it starts if none does."""
    total, group, place = 0, 0, start
    while place < len(words):
        word = words[place]
        if word in language.scales and (place > start or word not in _SAID_ALONE):
            total, group = _scaled(total, group, language.scales[word])
        elif place > start and word in language.joins and _goes_on(words, place, language):
            pass
        else:
            value, length = _below_hundred(words, place, language)
            if not length or (group % 100 and place > start):
                break
            group += value
            place += length - 1
        place += 1
    return total + group, place


_SAID_ALONE = frozenset({"trăm", "vạn"})
"""No number unless another stands before it."""


def _scaled(total: int, group: int, scale: int) -> tuple[int, int]:
    if scale == 100:
        return total, (group or 1) * 100
    return total + (group or 1) * scale, 0


def _goes_on(words: list[str], place: int, language: _Language) -> bool:
    """After `one hundred and`, or `một trăm linh`."""
    before = words[place - 1] in language.scales
    return before and _below_hundred(words, place + 1, language)[1] > 0


def _below_hundred(words: list[str], place: int, language: _Language) -> tuple[int, int]:
    """A number below a hundred and how many words it has."""
    following = iter(words[place : place + 3])
    first = next(following, "")
    second = next(following, "")
    if first in language.tens:
        ones = language.small.get(second, 0)
        return (language.tens[first] + ones, 2) if 0 < ones < 10 else (language.tens[first], 1)
    if second == "mươi" and first in language.small:
        ones = _VI_AFTER_TEN.get(next(following, ""), 0)
        return language.small[first] * 10 + ones, 3 if ones else 2
    if first == "mười":
        ones = _VI_AFTER_TEN.get(second, 0)
        return 10 + ones, 2 if ones else 1
    return language.small.get(first, 0), 1 if first in language.small else 0


def shown(values: list[Fraction]) -> Iterator[str]:
    """Numbers as a person reads them.

    >>> list(shown([Fraction(1, 2), Fraction(3)]))
    ['a half', '3']
    """
    return (said("a half") if value == HALF else str(value) for value in values)
