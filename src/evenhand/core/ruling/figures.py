"""Dates, times and numbers as people of each language write them.

What machines read (JSON values, records, Parquet, CSV) has ISO dates and plain numbers instead.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_EPOCH = date(1970, 1, 1)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_FORMS = {"en": "{day} {month} {year}", "zh": "{year}年{number}月{day}日"}
_FORMS |= {"vi": "{day:02}/{number:02}/{year}"}
_VIETNAMESE = str.maketrans(",.", ".,")


@lru_cache(maxsize=4096)
def day_in(lang: str, day: int) -> str:
    """A day, given in days since 1970-01-01.

    >>> [day_in(lang, 15765) for lang in ("en", "zh", "vi")]
    ['1 March 2013', '2013年3月1日', '01/03/2013']
    """
    return _written(lang, _EPOCH + timedelta(days=day))


@lru_cache(maxsize=4096)
def instant_in(lang: str, seconds: int, zone: str) -> str:
    """An instant, given in seconds since 1970-01-01T00:00Z, on the clocks of a zone.

    >>> instant_in("zh", 1362132000, "Asia/Shanghai")
    '2013年3月1日 18:00'
    """
    then = datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(zone))
    return f"{_written(lang, then.date())} {then:%H:%M}"


def _written(lang: str, day: date) -> str:
    month = _MONTHS[day.month - 1]
    return _FORMS[lang].format(day=day.day, month=month, number=day.month, year=day.year)


def number_in(lang: str, number: int) -> str:
    """A whole number with its thousands apart.

    >>> number_in("en", 6940), number_in("vi", 6940)
    ('6,940', '6.940')
    """
    return decimal_in(lang, f"{number:,}")


def decimal_in(lang: str, text: str) -> str:
    """A number that is written in English, with the marks of another language.

    >>> decimal_in("vi", "1,234.5")
    '1.234,5'
    """
    return text.translate(_VIETNAMESE) if lang == "vi" else text


def signed(points: int) -> str:
    """Points with their sign.

    >>> signed(1), signed(-2), signed(0)
    ('+1', '−2', '0')
    """
    return f"{points:+d}".replace("-", "−") if points else "0"
