"""Help: the same pages in every language, found by their headings, open to whoever comes."""

import re
from pathlib import Path

import pytest
from django.test import Client

from evenhand.core.types import LANGUAGES
from evenhand.people.actions import prefer
from evenhand.web.helping import FOLDER, PAGES, help_page, help_pages
from tests.cast import Cast

LINK = re.compile(r"\]\((/[^)]*)\)")


def _written(lang: str) -> dict[str, Path]:
    return {path.stem: path for path in (FOLDER / lang).glob("*.md")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_there_in_every_language(lang: str) -> None:
    assert set(_written(lang)) == set(PAGES)


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_has_the_same_parts_and_links_in_every_language(slug: str) -> None:
    english = help_page(slug, "en")
    for lang in LANGUAGES:
        page = help_page(slug, lang)
        text = _written(lang)[slug].read_text(encoding="utf-8")
        assert len(page.headings) == len(english.headings)
        assert LINK.findall(text) == LINK.findall(_written("en")[slug].read_text(encoding="utf-8"))
        assert text.count("\n- ") == _written("en")[slug].read_text(encoding="utf-8").count("\n- ")
        assert page.title
        assert "<script" not in page.html


@pytest.mark.django_db
@pytest.mark.parametrize("slug", PAGES)
def test_every_link_of_a_page_leads_somewhere(cast: Cast, slug: str) -> None:
    client = cast.client("auditor")
    page = client.get(f"/help/{slug}/")
    assert page.status_code == 200
    for address in LINK.findall(_written("en")[slug].read_text(encoding="utf-8")):
        assert client.get(address).status_code == 200, address


@pytest.mark.django_db
def test_help_is_open_to_whoever_has_not_signed_in(client: Client) -> None:
    assert client.get("/help/").status_code == 200
    assert client.get("/help/signing-in/").status_code == 200
    assert client.get("/help/nothing/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "language, wanted, found",
    [("en", "BACKUP", "data"), ("zh", "备份", "data"), ("vi", "sao luu", "data")],
)
def test_a_heading_is_found_in_ones_own_language(
    cast: Cast, language: str, wanted: str, found: str
) -> None:
    prefer(cast["salesperson"], language=language)
    page = cast.client("salesperson").get("/help/", {"q": wanted}).content.decode()
    assert f"/help/{found}/#" in page
    assert "/help/rulings/#" not in page.partition("<main")[2]


@pytest.mark.django_db
def test_where_nothing_is_found_the_page_says_what_to_do(cast: Cast) -> None:
    page = cast.client("salesperson").get("/help/", {"q": "<b>xyzzy"}).content.decode()
    assert "No heading has this" in page
    assert "<b>xyzzy" not in page


def test_everything_is_listed_where_nothing_is_looked_for() -> None:
    assert [page.slug for page in help_pages("en")] == list(PAGES)
