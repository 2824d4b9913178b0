"""The page stands alone, says what was ruled, and runs nothing that somebody wrote into a file."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.insight.runs import HEADER, MAPPING, Desk, contacts

EVIL = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "{{ 7*7 }}",
    "<!--",
    "\u2028]]>",
]


def _evil_rows() -> str:
    rows = [HEADER]
    for number, text in enumerate(EVIL):
        quoted = '"' + text.replace('"', '""') + '"'
        rows.append(f"{quoted},{quoted},2013-03-01,visit\n{quoted},Bea{number},2013-03-02,visit\n")
    return "".join(rows)


class _Elements(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def _elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Elements()
    parser.feed(html)
    return parser.found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("report"), contacts(40))
    assert desk.run().code == 0
    return desk


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("evil"), _evil_rows())
    title = MAPPING.replace("Small file", "'<script>alert(1)</script>'")
    (desk.folder / "map.yaml").write_text(title, encoding="utf-8")
    assert desk.run().code == 0
    return desk


def test_the_page_needs_nothing_else(desk: Desk) -> None:
    html = desk.bytes_of("report.html").decode()
    for tag, attributes in _elements(html):
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form"), tag
        assert not {"src", "href", "action", "srcset"} & set(attributes), (tag, attributes)
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


def test_scripts_run_by_their_checksum_only(desk: Desk) -> None:
    html = desk.bytes_of("report.html").decode()
    policies = [
        attributes["content"]
        for tag, attributes in _elements(html)
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1
    policy = policies[0] or ""
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-inline" not in policy.partition("style-src")[0]


def test_the_page_tells_the_figures_the_rules_and_the_people(desk: Desk) -> None:
    html = desk.bytes_of("report.html").decode()
    assert "<title>Rulings · Small file</title>" in html
    assert "Small &amp; &lt;b&gt;simple&lt;/b&gt;" in html
    text = re.sub(r"<[^>]+>", "|", html.partition("<script")[0])
    text = re.sub(r"[|\s]*\|[|\s]*", "|", text)
    assert "|Disputed customers|40|of 40 customers in the file|" in text
    assert "|signed|" in text
    assert "|An|40|20|14|6|59%|" in text
    assert html.count('<article class="sample">') == 10
    assert "Ten rulings to read" in html


@pytest.mark.parametrize("lang,words", [("zh", "争议客户"), ("vi", "Khách bị tranh chấp")])
def test_the_page_speaks_three_languages(tmp_path: Path, lang: str, words: str) -> None:
    desk = Desk(tmp_path)
    assert desk.run("--lang", lang).code == 0
    html = desk.bytes_of("report.html").decode()
    assert words in html
    assert "Disputed" not in html


def test_names_from_the_file_are_text_wherever_they_stand(evil: Desk) -> None:
    html = evil.bytes_of("report.html").decode()
    tags = [tag for tag, _ in _elements(html)]
    assert tags.count("script") == 3
    assert "img" not in tags
    assert not [attributes for _, attributes in _elements(html) if "onerror" in attributes]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "{{ 7*7 }}" in html


def _opened(chromium: Browser, desk: Desk, width: int, scheme: str) -> tuple[Page, list[str]]:
    """The page in a window, and everything that went wrong or outside."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("request", lambda request: told.append(request.url))
    address = (desk.out / "report.html").as_uri()
    page.goto(address)
    told.remove(address)
    return page, told


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_phone_and_desktop_and_draws_its_charts(
    chromium: Browser, desk: Desk, width: int, scheme: str
) -> None:
    page, told = _opened(chromium, desk, width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for chart in ("rules", "sizes", "people"):
        assert page.locator(f"#chart-{chart} svg path").count() > 0
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert told == []


@pytest.mark.parametrize("width", [360, 1280])
def test_evil_names_run_nothing_and_break_nothing(
    chromium: Browser, evil: Desk, width: int
) -> None:
    page, told = _opened(chromium, evil, width, "light")
    assert page.locator("#chart-people svg").count() == 1
    page.locator("#chart-people svg").hover()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert told == []


def test_the_page_prints_on_paper(chromium: Browser, desk: Desk) -> None:
    page, told = _opened(chromium, desk, 1280, "dark")
    assert page.pdf(format="A4", print_background=True).startswith(b"%PDF")
    assert told == []
