"""Money is written as CLDR says it is in each language."""

from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import format_currency, get_currency_symbol, list_currencies
from hypothesis import given
from hypothesis import strategies as st

from evenhand.core.money import DECIMALS, LIMIT, Money
from evenhand.core.ruling.amounts import SYMBOLS, money_text

LANGUAGES = ("en", "zh", "vi")
USUAL = [code for code in sorted(SYMBOLS) if DECIMALS[code] == 2]


@given(st.integers(0, LIMIT), st.sampled_from(USUAL), st.sampled_from(LANGUAGES))
def test_an_amount_with_two_decimals_is_written_as_cldr_writes_it(
    amount: int, currency: str, lang: str
) -> None:
    value = Decimal(amount).scaleb(-2)
    assert money_text(Money(amount, currency), lang) == format_currency(
        value, currency, locale=lang
    )


@given(st.integers(0, LIMIT), st.sampled_from(["VND", "JPY"]), st.sampled_from(LANGUAGES))
def test_an_amount_without_decimals_too(amount: int, currency: str, lang: str) -> None:
    assert money_text(Money(amount, currency), lang) == format_currency(
        amount, currency, locale=lang
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("currency", sorted(SYMBOLS))
def test_a_symbol_is_that_of_the_language(currency: str, lang: str) -> None:
    place = LANGUAGES.index(lang)
    assert SYMBOLS[currency][place] == get_currency_symbol(currency, locale=Locale.parse(lang))


def test_no_two_currencies_have_one_symbol_in_a_language() -> None:
    for place in range(3):
        told = [symbols[place] for symbols in SYMBOLS.values()]
        assert len(set(told)) == len(told)


def test_other_currencies_are_told_by_their_code() -> None:
    told = [money_text(Money(1234567, "BHD"), lang).replace("\xa0", " ") for lang in LANGUAGES]
    assert told == ["BHD 1,234.567", "BHD 1,234.567", "1.234,567 BHD"]


def test_every_currency_is_one_that_there_is() -> None:
    assert set(DECIMALS) <= set(list_currencies())
