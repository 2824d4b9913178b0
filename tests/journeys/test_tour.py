"""The tour of ten minutes, as docs/how-to/take-the-tour.md leads through it."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter
from tests.journeys.sheet import Watch, look_over

TOLD = {
    "钱世荣": "陈静",
    "骆文彬": "何佳",
    "阎雪梅": "李伟|何佳",
    "苗秀兰": "何佳",
    "佟丽华": "陈静",
    "桑海燕": "郑凯",
}
"""Who has each customer, as the page of the tour says."""


def test_the_book_an_entry_and_its_receipt(enter: Enter, tmp_path: Path) -> None:
    page = enter("liwei")
    watch = Watch(page)
    page.goto("/register/")
    look_over(page, "tour-book", watch)
    page.get_by_role("link", name=re.compile("20[0-9]{2}")).first.click()
    expect(page.locator(".book-table tbody tr").first).to_be_visible()
    look_over(page, "tour-book-before", watch)
    page.locator(".book-number a").first.click()
    look_over(page, "tour-entry", watch)
    with page.expect_download() as download:
        page.get_by_role("link", name="Receipt", exact=True).click()
    kept = tmp_path / "receipt.json"
    download.value.save_as(kept)
    assert json.loads(kept.read_text())["format"] == "evenhand-receipt/1"
    page.goto("/register/verify/")
    page.set_input_files("#verify-file", kept)
    page.locator("main button.btn-primary").click()
    expect(page.locator(".verdict-good h2")).to_have_text("It holds")
    page.goto("/customers/?q=钱世荣")
    page.locator("#found tbody a").first.click()
    expect(page.locator(".book-table")).to_contain_text("陈静")
    look_over(page, "tour-customer", watch)


@pytest.mark.parametrize("language, width", [("en", 1280), ("zh", 360), ("vi", 1280)])
def test_whose_customer_is_it(enter: Enter, language: str, width: int) -> None:
    page = enter("zhouqiang", language=language, width=width)
    watch = Watch(page)
    page.goto("/disputes/contested/")
    look_over(page, f"tour-contested-{language}-{width}", watch)
    page.locator("main li a.btn").first.click()
    expect(page.locator("#verdict")).to_be_visible()
    look_over(page, f"tour-ruling-{language}-{width}", watch)


def test_who_has_the_customer_is_what_the_tour_says(enter: Enter) -> None:
    page = enter("zhouqiang")
    found: dict[str, str] = {}
    page.goto("/disputes/contested/")
    while True:
        for link in page.locator("main li a.btn").all():
            name = link.inner_text().rsplit(": ", 1)[-1].strip()
            found[name] = str(link.get_attribute("href"))
        further = page.get_by_role("link", name="Further")
        if not further.count():
            break
        further.click()
    assert len(found) == 40
    for name, who in TOLD.items():
        page.goto(found[name])
        assert re.search(who, page.locator("#verdict").inner_text()), name


def test_a_ruling_is_entered_in_the_register(enter: Enter) -> None:
    page = enter("zhouqiang")
    watch = Watch(page)
    page.goto("/disputes/contested/")
    page.locator("main li a.btn").first.click()
    page.get_by_role("button", name="Enter this ruling in the register").click()
    page.wait_for_url("**/disputes/rulings/**")
    look_over(page, "tour-entered", watch)
    page.get_by_role("link", name="The entry in the register").click()
    expect(page.locator("h1")).to_contain_text("ruling")


def test_another_business_sees_its_own(enter: Enter) -> None:
    page = enter("luoting")
    page.goto("/disputes/contested/")
    names = page.locator(".contested-name").all_inner_texts()
    assert "岚屿茶饮" in names
    assert "钱世荣" not in names
