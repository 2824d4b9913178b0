"""The register in the hands of those who use it: entered in the showroom, proved to anybody."""

import re
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.conftest import Enter
from tests.journeys.sheet import Watch, look_over

SIZES = pytest.mark.parametrize(
    "language, width, theme", [("en", 1280, "light"), ("zh", 360, "dark"), ("vi", 360, "light")]
)
ENTERED = re.compile(r"/register/\d+/$")


def choose(page: Page, name: str, value: str) -> None:
    """Tap a tile, wherever it has to be scrolled to."""
    tile = page.locator(f'label:has(input[name="{name}"][value="{value}"])')
    tile.click()
    expect(tile.locator("input")).to_be_checked()


def enter_one(page: Page, name: str, telephone: str = "") -> int:
    """Somebody is received; the number of the entry."""
    page.goto("/register/new/")
    page.fill("#id_telephone", telephone)
    page.fill("#id_name", name)
    choose(page, "kind", "reception")
    choose(page, "grade", "A")
    page.locator(".entering button[type=submit]").click()
    page.wait_for_url(ENTERED)
    return int(page.url.rstrip("/").rsplit("/", 1)[1])


@SIZES
def test_a_customer_is_received_entered_and_stands_in_the_book(
    enter: Enter, language: str, width: int, theme: str
) -> None:
    page = enter("liwei", language=language, width=width, theme=theme)
    watch = Watch(page)
    page.goto("/register/new/")
    look_over(page, f"new-entry-{language}-{width}", watch)
    page.click("details.mb-3 > summary")
    look_over(page, f"new-entry-more-{language}-{width}", watch)
    number = enter_one(page, f"王磊 {language}")
    look_over(page, f"entry-{language}-{width}", watch)
    page.goto("/register/")
    expect(page.locator(f'.book-number a[href="/register/{number}/"]')).to_be_visible()
    look_over(page, f"book-{language}-{width}", watch)
    page.locator(f'tr:has(a[href="/register/{number}/"]) a[href^="/customers/"]').click()
    look_over(page, f"customer-{language}-{width}", watch)
    page.goto("/customers/")
    look_over(page, f"customers-{language}-{width}", watch)


def test_a_receipt_holds_for_whoever_has_it_and_an_altered_one_does_not(
    enter: Enter, chromium: Browser, demonstration: str, tmp_path: Path
) -> None:
    page = enter("liwei")
    number = enter_one(page, "Receipt holder")
    with page.expect_download() as download:
        page.get_by_role("link", name="Receipt", exact=True).click()
    kept = tmp_path / "receipt.json"
    download.value.save_as(kept)
    context = chromium.new_context(base_url=demonstration, viewport={"width": 1280, "height": 800})
    stranger = context.new_page()
    watch = Watch(stranger)
    stranger.goto("/register/verify/")
    look_over(stranger, "verify", watch)
    stranger.set_input_files("#verify-file", kept)
    stranger.locator("button.btn-primary").click()
    expect(stranger.locator(".verdict-good h2")).to_have_text("It holds")
    expect(stranger.locator(".eh-facts")).to_contain_text(f"{number} · reception")
    look_over(stranger, "verify-good", watch)
    earlier = re.sub(r'"occurred_at":"20..', '"occurred_at":"2019', kept.read_text())
    stranger.fill("#verify-text", earlier)
    stranger.locator("button.btn-primary").click()
    expect(stranger.locator(".verdict-bad")).to_contain_text("does not say what the receipt says")
    look_over(stranger, "verify-bad", watch)
    context.close()


def test_what_is_scanned_leads_to_where_it_is_verified(enter: Enter) -> None:
    page = enter("liwei")
    number = enter_one(page, "Scanned")
    leaf = page.locator(".receipt-hash").inner_text()
    page.goto(f"/register/verify/?number={number}&leaf={leaf}")
    expect(page.locator(".verdict-good h2")).to_have_text(f"Entry {number} stands")
    page.goto(f"/register/verify/?number={number}&leaf={'0' * 64}")
    expect(page.locator(".verdict-bad h2")).to_have_text("No such entry")


def test_a_lost_line_loses_nothing_and_doubles_nothing(enter: Enter) -> None:
    page = enter("liwei", width=360)
    page.goto("/register/new/")
    lost = {"answers": 0}

    def lose_the_answer(route: Route) -> None:
        """The server gets it, and what it says never arrives."""
        if route.request.method == "POST" and lost["answers"] == 0:
            lost["answers"] += 1
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/register/new/", lose_the_answer)
    page.fill("#id_name", "Entered once")
    choose(page, "kind", "call")
    page.locator(".entering button[type=submit]").click()
    expect(page.locator("[data-unsent]")).to_be_visible()
    expect(page.locator("[data-unsent-count]")).to_have_text("1")
    with page.expect_response("**/register/new/") as again:
        page.locator("[data-unsent] button").click()
    assert again.value.status == HTTPStatus.FOUND
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert lost["answers"] == 1
    page.goto("/customers/?q=Entered+once")
    expect(page.locator("#found tbody tr")).to_have_count(1)
    page.locator("#found tbody a").first.click()
    expect(page.locator(".book-table tbody tr")).to_have_count(1)


def test_a_correction_stands_beside_what_it_corrects(enter: Enter) -> None:
    page = enter("liwei")
    number = enter_one(page, "Corrected")
    page.get_by_role("link", name="Correct it").click()
    page.select_option("#id_field", "grade")
    page.fill("#id_value", "B")
    page.get_by_role("button", name="Enter the correction").click()
    page.wait_for_url(ENTERED)
    expect(page.locator(".eh-facts").first).to_contain_text(f"Entry {number}")
    page.goto(f"/register/{number}/")
    expect(page.locator(".eh-flash-warning")).to_contain_text("It was corrected.")


def test_what_is_wrong_is_told_in_the_form(enter: Enter) -> None:
    page = enter("liwei")
    page.goto("/register/new/")
    page.fill("#id_name", "Somebody")
    page.fill("#id_telephone", "12")
    choose(page, "kind", "call")
    page.locator(".entering button[type=submit]").click()
    expect(page.locator(".form-error")).to_contain_text("no telephone number in CN")
    expect(page.locator("#id_name")).to_have_value("Somebody")
