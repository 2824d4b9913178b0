"""A policy from its first draft to being in force, read by those it is for; the trail of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.sheet import Watch, look_over
from tests.policies.texts import SMALL

WAYS = [("en", 1280, "light"), ("zh", 360, "light"), ("vi", 360, "dark"), ("vi", 1280, "light")]


def look(page: Page, watch: Watch, name: str, path: str) -> None:
    page.goto(path)
    look_over(page, name, watch)


def first(page: Page, list_: str, links: str) -> str:
    """The address that a list's first link leads to."""
    page.goto(list_)
    address = page.locator(links).first.get_attribute("href")
    assert address is not None
    return address


def test_a_policy_is_taken_in_mended_proposed_adopted_and_read(enter: Enter) -> None:
    writer = enter("gracelim")
    watch = Watch(writer)
    small = SMALL.replace("policy: small", "policy: journey")
    writer.goto("/policy/texts/new")
    writer.get_by_label("Or its text").fill(small.replace("me.first_record", "me.frist_record"))
    writer.get_by_role("button", name="Check and take in").click()
    expect(writer.get_by_role("alert")).to_contain_text("did you mean me.first_record?")
    look_over(writer, "policy-problems", watch)
    writer.get_by_label("Or its text").fill(small)
    writer.get_by_role("button", name="Check and take in").click()
    writer.get_by_role("link", name="Propose to adopt").click()
    writer.get_by_label("Where").select_option(label="城东二级网点")
    writer.get_by_role("button", name="Propose", exact=True).click()
    expect(writer.get_by_role("button", name="Adopt")).to_have_count(0)

    decider = enter("zhouqiang", language="en")
    decider.goto("/policy/adoptions/")
    decider.get_by_role("link", name="First come first served").click()
    expect(decider.get_by_role("heading", name="What changes")).to_be_visible()
    decider.get_by_role("button", name="Adopt").click()
    expect(decider.get_by_role("button", name="End it")).to_be_visible()

    reader = enter("wangfang", language="en", width=360)
    reader.goto("/policy/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("First come first served")
    expect(reader.get_by_text("最先登记者得客户。")).to_be_hidden()
    reader.get_by_text("简体中文").locator("visible=true").click()
    expect(reader.get_by_text("最先登记者得客户。")).to_be_visible()

    auditor = enter("peterhall")
    auditor.goto("/audit/?kind=policies.adopted")
    auditor.get_by_role("link", name=re.compile("put First come first served")).click()
    auditor.get_by_role("link", name=re.compile("First come first served")).click()
    expect(auditor).to_have_url(re.compile("/policy/adoptions/"))


@pytest.mark.parametrize("language, width, theme", WAYS)
def test_every_page_of_policies_is_in_order(
    enter: Enter, language: str, width: int, theme: str
) -> None:
    page = enter("gracelim", language=language, width=width, theme=theme)
    watch, way = Watch(page), f"{language}-{width}-{theme}"
    text = first(page, "/policy/texts/", "main td a")
    decision = first(page, "/policy/adoptions/", "main td a")
    for name, path in {
        "texts": "/policy/texts/",
        "text": text,
        "examples": f"{text}examples",
        "remarks": f"{text}remarks",
        "new-text": "/policy/texts/new",
        "decisions": "/policy/adoptions/",
        "decision": decision,
        "help": "/help/policies/",
    }.items():
        look(page, watch, f"policy-{name}-{way}", path)
    other = first(page, "/policy/texts/", "main tr:nth-child(2) td a").split("/")[-2]
    new = text.split("/")[-2]
    look(page, watch, f"policy-comparison-{way}", f"/policy/comparison?old={other}&new={new}")


@pytest.mark.parametrize("language, width, theme", WAYS)
def test_every_page_of_the_audit_trail_is_in_order(
    enter: Enter, language: str, width: int, theme: str
) -> None:
    page = enter("peterhall", language=language, width=width, theme=theme)
    watch, way = Watch(page), f"{language}-{width}-{theme}"
    look(page, watch, f"audit-none-{way}", "/audit/?until_day=2000-01-01")
    look(page, watch, f"audit-event-{way}", first(page, "/audit/", ".audit-events a"))


def test_an_export_is_downloaded(enter: Enter) -> None:
    page = enter("peterhall", language="vi")
    page.goto("/audit/?kind=policies")
    with page.expect_download() as download:
        page.locator("form[action$=export] button").click()
    assert download.value.suggested_filename == "audit.csv"
    assert download.value.path().read_text(encoding="utf-8-sig").startswith("Khi nào,Ai,")
