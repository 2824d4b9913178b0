"""Money as it is written in each language."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import NumberPattern, parse_pattern

from evenhand.core.money import DECIMALS, Money

_SMALLEST = re.compile(r"0\.00")


def money_text(money: Money, lang: str) -> str:
    r"""An amount with its currency.

    >>> money = Money(1200050, "CNY")
    >>> [money_text(money, lang).replace("\xa0", " ") for lang in ("en", "zh", "vi")]
    ['CN¥12,000.50', '¥12,000.50', '12.000,50 CN¥']
    """
    digits = DECIMALS[money.currency]
    value = Decimal(money.amount).scaleb(-digits)
    locale, pattern = _pattern(lang, digits)
    return str(pattern.apply(value, locale, currency=money.currency, currency_digits=False))


def percent_text(hundredths: int, lang: str) -> str:
    """A share with as many decimals as it has.

    >>> percent_text(3334, "en"), percent_text(3334, "vi"), percent_text(6000, "zh")
    ('33.34%', '33,34%', '60%')
    """
    text = f"{Decimal(hundredths).scaleb(-2):.2f}".rstrip("0").rstrip(".")
    return f"{text.replace('.', ',') if lang == 'vi' else text}%"


@lru_cache(maxsize=64)
def _pattern(lang: str, digits: int) -> tuple[Locale, NumberPattern]:
    """How a language writes money with so many decimals: ISO 4217's, not what is in pockets."""
    locale = Locale.parse(lang)
    usual = str(locale.currency_formats["standard"].pattern)
    smallest = f"0.{'0' * digits}" if digits else "0"
    return locale, parse_pattern(_SMALLEST.sub(smallest, usual))
