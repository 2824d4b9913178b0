"""Money: whole minor units of a currency, never fractions; how it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from evenhand.core.said import said

LIMIT = 10**15
"""More minor units than this are no amount; readers of JSON hold it exactly (53 bits)."""

_TWO = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
    CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
    GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD
    MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP
    PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
    TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""
_OTHERS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
DECIMALS = {
    **dict.fromkeys(_TWO.split(), 2),
    **{code: digits for digits, codes in _OTHERS.items() for code in codes.split()},
}
"""Decimals of the currencies in use: the minor units of ISO 4217, list one.

Not those of CLDR, which go by what is in people's pockets and change with its releases: an amount
in minor units must mean the same for ever. For the same reason no code is ever taken out.
"""

_WRITTEN = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (fen, cents; a dong has none) of a currency."""

    amount: int
    currency: str

    def plain(self) -> str:
        """The amount in the currency's own unit, in no language.

        >>> Money(1200050, "CNY").plain(), Money(5, "BHD").plain(), Money(7, "VND").plain()
        ('12000.50', '0.005', '7')
        """
        digits = DECIMALS[self.currency]
        return f"{Decimal(self.amount).scaleb(-digits):.{digits}f}"


class NoAmount(ValueError):
    """A text is no amount of money; `message` and `hint` say why."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def read_amount(text: str, currency: str) -> Money:
    """Money from a decimal text in the currency's own unit.

    Raises NoAmount: not a plain decimal number, negative, more decimals than the currency has, or
    beyond LIMIT. The currency is a key of DECIMALS.

    >>> read_amount("12000.5", "CNY")
    Money(amount=1200050, currency='CNY')
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        hint = said("write digits and a decimal point alone, e.g. 12000.50")
        raise NoAmount(said("{text} is not an amount of money", text=text), hint)
    sign, whole, fraction = found[1], found[2], (found[3] or "").rstrip("0")
    digits = DECIMALS[currency]
    if sign:
        raise NoAmount(said("{text} is negative: what is at stake is nought or more", text=text))
    if len(fraction) > digits:
        raise NoAmount(
            said(
                "{text} has more decimals than {currency}, which has {digits}",
                text=text,
                currency=currency,
                digits=digits or said("none"),
            )
        )
    amount = int(whole[:40]) * 10**digits + int(fraction.ljust(digits, "0") or "0")
    if len(whole) > 40 or amount > LIMIT:
        most = Money(LIMIT, currency).plain()
        raise NoAmount(
            said(
                "{text} {currency} is larger than any amount this can hold ({most})",
                text=text,
                currency=currency,
                most=most,
            )
        )
    return Money(amount, currency)
