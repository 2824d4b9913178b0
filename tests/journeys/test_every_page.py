"""Every page that a person's navigation leads to, in three languages, on a desk and on a phone."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Enter
from tests.journeys.sheet import Watch, look_over

WHO = ("liwei", "zhaolei", "zhouqiang", "hufang", "gracelim", "peterhall", "phamha", "annwalker")
"""One of each role: salesperson, head, general manager, HR and mediator, sales operations, …"""

WAYS = (
    ("en", 1280, "light"),
    ("zh", 360, "light"),
    ("vi", 360, "dark"),
    ("zh", 1280, "dark"),
    ("vi", 1280, "light"),
    ("en", 360, "dark"),
)
TOURS = [
    pytest.param(login, *WAYS[(place + turn) % len(WAYS)], id=f"{login}-{turn}")
    for place, login in enumerate(WHO)
    for turn in (0, 3)
]
"""Everybody goes round twice; between them they see every page in every way."""


def linked_from(page: Page) -> list[str]:
    """What the navigation leads to."""
    page.goto("/menu/")
    links = page.locator("main a[href]").evaluate_all("all => all.map(a => a.pathname)")
    return ["/menu/", *dict.fromkeys(links)]


@pytest.mark.parametrize("login, language, width, theme", TOURS)
def test_every_page_of_the_navigation_is_in_order(
    enter: Enter, login: str, language: str, width: int, theme: str
) -> None:
    page = enter(login, language=language, width=width, theme=theme)
    watch = Watch(page)
    for path in linked_from(page):
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        name = path.strip("/").replace("/", "-") or "today"
        look_over(page, f"{login}-{name}-{language}-{width}-{theme}", watch)


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_door_is_in_order(enter: Enter, language: str, width: int) -> None:
    page = enter("liwei", language=language, width=width)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
    watch = Watch(page)
    for path in ("/demonstration/", "/account/login/", "/account/password/reset/"):
        page.goto(path)
        look_over(page, f"door{path.replace('/', '-')}{language}-{width}", watch)
