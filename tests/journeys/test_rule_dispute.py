"""Somebody tries a dispute: from an example, filled in, pasted; reads why; prints; replays."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from evenhand.disputes.samples import DEMONSTRATION
from tests.journeys.conftest import Enter
from tests.journeys.sheet import Watch, look_over

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh", "vi"])
WIDTHS = pytest.mark.parametrize("width", [1280, 360])
DECIDED = {
    "en": "Chen Jing has the customer.",
    "zh": "客户归Chen Jing。",
    "vi": "Khách hàng thuộc về Chen Jing.",
}
THEME = {"en": "light", "zh": "dark", "vi": "light"}


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


@LANGUAGES
@WIDTHS
def test_an_example_is_ruled_with_one_click_and_says_why(
    enter: Enter, language: str, width: int
) -> None:
    page = enter("liwei", language=language, width=width, theme=THEME[language])
    watch = Watch(page)
    page.goto("/rule/")
    look_over(page, f"rule-{language}-{width}", watch)
    page.locator(".sample-rule").first.click()
    expect(page.locator("#verdict")).to_have_text(DECIDED[language])
    look_over(page, f"ruling-{language}-{width}", watch)
    open_everything(page)
    look_over(page, f"ruling-open-{language}-{width}", watch)


@WIDTHS
@pytest.mark.parametrize("example", ["2-late-card", "3-named", "4-short-cycle", "5-outlet"])
def test_every_example_of_the_demonstration_is_in_order(
    enter: Enter, example: str, width: int
) -> None:
    page = enter("zhaolei", language="zh" if width == 360 else "vi", width=width)
    watch = Watch(page)
    page.goto(f"/rule/?policy=shipped:showroom&example={example}&do=rule")
    open_everything(page)
    look_over(page, f"ruling-{example}-{width}", watch)


def test_a_citation_leads_to_the_entry_by_keyboard(enter: Enter) -> None:
    page = enter("liwei")
    page.goto("/rule/?policy=shipped:showroom&example=2-late-card&do=rule")
    page.locator(".stage-why[open] .entry-ref").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#entry-1")
    expect(page.locator("#entry-1")).to_be_in_viewport()
    page.locator(".quiet > summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".quiet").first).to_have_attribute("open", "")


@WIDTHS
def test_a_dossier_is_filled_in_from_nothing(enter: Enter, width: int) -> None:
    page = enter("liwei", width=width)
    watch = Watch(page)
    page.goto("/rule/")
    page.fill("#claimant-0-label", "Ann")
    page.fill("#claimant-1-label", "Bob")
    for place, (who, kind, day) in enumerate(
        [("c1", "reception", "02"), ("c1", "card", "02"), ("c2", "reception", "04")]
    ):
        page.get_by_role("button", name="Add an entry").click()
        page.wait_for_selector(f"#entry-{place}-kind")
        page.select_option(f"#entry-{place}-who", who)
        page.select_option(f"#entry-{place}-kind", kind)
        page.fill(f"#entry-{place}-at", f"2013-03-{day}")
        page.fill(f"#entry-{place}-at_time", f"1{place}:00")
    page.fill("#dispute-as_of", "2013-03-10")
    assert page.input_value("#claimant-0-label") == "Ann"
    open_everything(page)
    look_over(page, f"rule-filled-{width}", watch)
    page.get_by_role("button", name="Rule", exact=True).last.click()
    expect(page.locator("#verdict")).to_have_text("Ann has the customer.")
    page.get_by_role("button", name="Change the dossier").click()
    expect(page.locator("#claimant-0-label")).to_have_value("Ann")


@LANGUAGES
def test_what_is_wrong_in_a_pasted_text_is_shown_with_its_line(enter: Enter, language: str) -> None:
    page = enter("liwei", language=language, width=360)
    watch = Watch(page)
    page.goto("/rule/?way=text")
    text = (DEMONSTRATION / "1-lapse.yaml").read_text(encoding="utf-8")
    page.fill("#text", text.replace("kind: reception", "kind: recepton"))
    page.locator(".rule-bar button").click()
    expect(page.locator(".wrong mark").first).to_have_text("recepton")
    look_over(page, f"rule-wrong-{language}", watch)


def test_it_prints_on_one_to_three_pages_and_the_record_replays(
    enter: Enter, tmp_path: Path
) -> None:
    page = enter("liwei")
    for example in ("1-lapse", "2-late-card", "3-named", "4-short-cycle", "5-outlet"):
        page.goto(f"/rule/?policy=shipped:showroom&example={example}&do=rule")
        with page.expect_download() as download:
            page.get_by_role("button", name="Ruling record").click()
        record = tmp_path / "ruling.json"
        download.value.save_as(record)
        page.get_by_role("button", name="For printing").click()
        page.wait_for_url("**/rule/paper")
        pdf = page.pdf(format="A4", prefer_css_page_size=True)
        assert 1 <= pdf.count(b"/Type /Page\n") <= 3
        page.goto("/replay/")
        page.set_input_files("#file", record)
        page.get_by_role("button", name="Replay", exact=True).click()
        expect(page.locator("#verdict")).to_contain_text("Identical")
    look_over(page, "replay", Watch(page))
