"""The first minute: `make run`, open the page, be somebody."""

import pytest

from tests.journeys.conftest import Enter

WORD = {"en": "Today", "zh": "今日", "vi": "Hôm nay"}


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_one_click_and_one_is_somebody_in_ones_language(enter: Enter, language: str) -> None:
    page = enter("liwei", language=language)
    assert page.locator("h1").inner_text() == WORD[language]
