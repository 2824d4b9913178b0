"""`make run` calls `evenhand tour`: it rules the samples and says what to try next."""

import pytest

from tests.cli import run


@pytest.mark.parametrize(
    "lang,said", [("en", "has the customer"), ("zh", "客户归"), ("vi", "Khách hàng thuộc về")]
)
def test_the_samples_are_ruled_in_each_language(lang: str, said: str) -> None:
    result = run("tour", "--lang", lang)
    assert result.code == 0
    assert said in result.out
    assert "evenhand rule --policy showroom" in result.out
