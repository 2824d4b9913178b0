"""Finding a colleague, and saying that one is away: with and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.sheet import Watch, look_over


def names(page: Page) -> list[str]:
    return page.locator("#found tbody a").all_inner_texts()


def test_the_list_narrows_while_one_types(enter: Enter) -> None:
    page = enter("hufang")
    page.goto("/people/")
    everybody = len(names(page))
    page.evaluate("document.body.dataset.same = 'page'")
    page.locator('input[name="q"]').fill("nguyen")
    expect(page.locator("#found tbody tr")).to_have_count(1)
    assert names(page) == ["Nguyễn Thị Lan"]
    assert everybody > 10
    assert page.evaluate("document.body.dataset.same") == "page"
    page.wait_for_url("**q=nguyen**")
    page.locator('input[name="q"]').fill("zzz")
    expect(page.locator("#found h2")).to_be_visible()


def test_the_list_is_found_without_javascript(
    enter: Enter, chromium: Browser, demonstration: str
) -> None:
    signed_in = enter("hufang")
    context = chromium.new_context(
        java_script_enabled=False,
        base_url=demonstration,
        storage_state=signed_in.context.storage_state(),
    )
    page = context.new_page()
    page.goto("/people/")
    page.locator('input[name="q"]').fill("nguyen")
    page.locator('form[role="search"] button').click()
    assert names(page) == ["Nguyễn Thị Lan"]
    context.close()


@pytest.mark.parametrize(
    "language, width, theme", [("en", 1280, "light"), ("zh", 360, "dark"), ("vi", 360, "light")]
)
def test_pages_of_people_are_in_order(enter: Enter, language: str, width: int, theme: str) -> None:
    page = enter("annwalker", language=language, width=width, theme=theme)
    watch = Watch(page)
    page.goto("/people/")
    person = page.locator("#found tbody a", has_text="陈静").get_attribute("href")
    page.goto("/outlets/")
    outlet = page.locator(".eh-grid a").first.get_attribute("href")
    assert person
    assert outlet
    for path in (
        person,
        f"{person}roles/new",
        f"{person}leaving",
        f"{person}posts/new",
        outlet,
        "/people/new",
        "/ranks/",
        "/calendar/CN/2027/",
        "/calendar/CN/2026/day",
        "/settings/company",
        "/profile/",
    ):
        page.goto(path)
        name = path.strip("/").replace("/", "-")
        look_over(page, f"annwalker-{name}-{language}-{width}-{theme}", watch)
