"""Money and shares as they are written in each language.

Patterns and symbols are those of CLDR for English, Chinese and Vietnamese (a test holds them
against it). They stand here because the library that knows them all reads files, which the core
does not.
"""

from __future__ import annotations

from decimal import Decimal

from evenhand.core.money import DECIMALS, Money

SYMBOLS = {
    "CNY": ("CN¥", "¥", "CN¥"),
    "USD": ("$", "US$", "US$"),
    "EUR": ("€", "€", "€"),
    "GBP": ("£", "£", "£"),
    "JPY": ("¥", "JP¥", "¥"),
    "KRW": ("₩", "₩", "₩"),
    "VND": ("₫", "₫", "₫"),
    "HKD": ("HK$", "HK$", "HK$"),
    "TWD": ("NT$", "NT$", "NT$"),
}
"""In English, Chinese, Vietnamese; every other currency is told by its code."""

_PLACE = {"en": 0, "zh": 1, "vi": 2}
_NO_BREAK = "\xa0"
_TURNED = str.maketrans(",.", ".,")


def money_text(money: Money, lang: str) -> str:
    r"""An amount with its currency.

    >>> money = Money(1200050, "CNY")
    >>> [money_text(money, lang).replace("\xa0", " ") for lang in ("en", "zh", "vi")]
    ['CN¥12,000.50', '¥12,000.50', '12.000,50 CN¥']
    """
    digits, known = DECIMALS[money.currency], SYMBOLS.get(money.currency)
    number = f"{Decimal(money.amount).scaleb(-digits):,.{digits}f}"
    if lang == "vi":
        return f"{number.translate(_TURNED)}{_NO_BREAK}{known[2] if known else money.currency}"
    if known is None:
        return f"{money.currency}{_NO_BREAK}{number}"
    return f"{known[_PLACE[lang]]}{number}"


def percent_text(hundredths: int, lang: str) -> str:
    """A share with as many decimals as it has.

    >>> percent_text(3334, "en"), percent_text(3334, "vi"), percent_text(6000, "zh")
    ('33.34%', '33,34%', '60%')
    """
    text = f"{Decimal(hundredths).scaleb(-2):.2f}".rstrip("0").rstrip(".")
    return f"{text.translate(_TURNED) if lang == 'vi' else text}%"
