"""Somebody asks to be forgotten: what keeps them, where they are, and that they are gone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter
from tests.journeys.sheet import Watch, look_over
from tests.journeys.test_register import choose


@pytest.mark.parametrize("language, width, theme", [("en", 1280, "light"), ("vi", 360, "dark")])
def test_a_customer_is_held_then_erased(
    enter: Enter, language: str, width: int, theme: str
) -> None:
    name = f"Forget {language}"
    seller = enter("liwei", language=language, width=width, theme=theme)
    seller.goto("/register/new/")
    seller.fill("#id_name", name)
    choose(seller, "kind", "reception")
    seller.locator(".entering button[type=submit]").click()
    seller.wait_for_url(re.compile(r"/register/\d+/$"))
    entry = seller.url

    page = enter("hufang", language=language, width=width, theme=theme)
    watch = Watch(page)
    page.goto(entry)
    page.locator('.eh-facts a[href^="/customers/"]').click()
    page.locator('a[href$="/erasure/"]').click()
    look_over(page, f"erasure-{language}-{width}", watch)
    page.locator('a[href$="/holds/"]').click()
    look_over(page, f"hold-{language}-{width}", watch)
    page.fill("#id_reason", "Claim 7 of 2026")
    page.locator("main button[type=submit]").click()
    page.wait_for_url(re.compile(r"/erasure/$"))
    expect(page.locator('input[name="reason"]')).to_have_count(0)
    look_over(page, f"erasure-held-{language}-{width}", watch)
    page.locator('form[action$="/end"] button').click()
    page.locator('input[name="reason"][value="request"]').check()
    page.locator("#id_is_meant").check()
    page.locator(".eh-narrow button[type=submit]").click()
    page.wait_for_url(re.compile(r"/customers/\w+/$"))
    expect(page.locator("main")).not_to_contain_text(name)
    look_over(page, f"erased-customer-{language}-{width}", watch)
    page.goto(entry)
    expect(page.locator(".eh-flash")).to_be_visible()
    look_over(page, f"erased-entry-{language}-{width}", watch)
