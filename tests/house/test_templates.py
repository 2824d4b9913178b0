"""Pages keep to the content security policy, and to words that can be translated."""

import re
from pathlib import Path

import pytest

from tests.house.source import SOURCE, name_of

REPORTS = (SOURCE / "insight" / "templates", SOURCE / "customers" / "matching" / "templates")
"""Of bulk runs: each is a file by itself."""

TEMPLATES = sorted(
    path for path in SOURCE.rglob("templates/**/*.html") if path.parent not in REPORTS
)
"""Those of pages."""

TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)
TRANSLATED = re.compile(r"{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}", re.DOTALL)


def bare(source: str) -> str:
    """The text of a template that is neither tag nor translation nor markup."""
    source = TRANSLATED.sub(" ", COMMENT.sub(" ", source))
    source = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", source, flags=re.DOTALL)
    source = re.sub(r"<[^>]*>", " ", TAG.sub(" ", source))
    return re.sub(r"\beh-[\w-]+", " ", source)  # a class that a block hands up


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_no_style_or_script_stands_inside_a_page(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", source)
    assert not re.search(r"<style\b", source)
    assert not re.search(r"\son[a-z]+\s*=", TAG.sub("", source))
    assert "hx-on" not in source
    assert "javascript:" not in source
    for attributes in re.findall(r"<script\b([^>]*)>", source):
        assert "src=" in attributes or "application/json" in attributes


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_nothing_is_marked_as_safe(file: Path) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape off", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_every_word_of_a_page_can_be_translated(file: Path) -> None:
    words = re.findall(r"[A-Za-zÀ-ỹ]{2,}", bare(file.read_text(encoding="utf-8")))
    assert set(words) <= {"Evenhand"}


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_every_picture_says_what_it_shows(file: Path) -> None:
    for tag in re.findall(r"<img\b[^>]*>", file.read_text(encoding="utf-8")):
        assert "alt=" in tag


def test_the_look_for_bare_words_finds_one() -> None:
    source = '<p title="x">{% translate "a" %} Hello {{ name }}</p>'
    assert bare(source).split() == ["Hello"]
