"""Who is spoken to in which language, and that everything then is in it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from evenhand.base.foreign import recognised
from evenhand.base.help import wrapped
from evenhand.base.language import UnknownLanguage, choose, spoken_in
from evenhand.core.types import Language
from tests.cli import Result, run
from tests.conftest import ROOT

LAPSE = str(ROOT / "src/evenhand/demo/disputes/1-lapse.yaml")
WRONG = """\
policy: ours
title: {en: x}
versions:
  - id: "1"
    effective: {from: 2013-02-30}
    articles: {"1": {en: x}}
    steps: [{id: a, cites: ['1'], keep: "me.signd && me.appealed_on < 72h"}]
    tie: {refer: negotiation}
    if_none_remain: {refer: company}
    on_missing: {refer: gather}
"""


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    path = tmp_path / "wrong.yaml"
    path.write_text(WRONG, encoding="utf-8")
    return str(path)


# Which language


@pytest.mark.parametrize(
    "arguments, environment, language",
    [
        ([], {}, "en"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "vi_VN"}, "vi"),
        ([], {"LANG": "fr_FR.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN", "LC_MESSAGES": "vi_VN"}, "vi"),
        ([], {"LANG": "zh_CN", "LC_MESSAGES": "vi_VN", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
        ([], {"LANG": "zh_CN", "EVENHAND_LANG": "vi"}, "vi"),
        ([], {"EVENHAND_LANG": "zh-Hans"}, "zh"),
        (["rule", "--lang", "zh"], {"EVENHAND_LANG": "vi"}, "zh"),
        (["rule", "x", "-l", "zh", "--full"], {}, "zh"),
        (["rule", "-lzh"], {}, "zh"),
        (["rule", "--lang=zh"], {}, "zh"),
        (["rule", "--lang", "zh", "--lang", "vi"], {}, "vi"),
        (["rule", "--", "--lang", "zh"], {}, "en"),
        (["rule", "--lang"], {"EVENHAND_LANG": "vi"}, "vi"),
        (["rule", "--lang", "de"], {"EVENHAND_LANG": "vi"}, "vi"),
    ],
)
def test_the_option_comes_first_then_our_variable_then_the_system(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert choose(arguments, environment) is Language(language)


def test_a_variable_that_names_no_language_is_refused_with_the_three() -> None:
    with pytest.raises(
        UnknownLanguage, match=r"en \(English\), zh \(简体中文\) or vi \(Tiếng Việt\)"
    ):
        choose([], {"EVENHAND_LANG": "klingon"})


def test_the_command_line_says_so_and_ends_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.cli.ENVIRONMENT", {"EVENHAND_LANG": "de"})
    result = run("version")
    assert (result.code, result.out) == (2, "")
    assert "EVENHAND_LANG is de" in result.err


def test_an_option_that_names_no_language_is_refused_with_the_three() -> None:
    result = run("rule", "--lang", "de", "-p", "showroom", LAPSE)
    assert result.code == 2
    assert all(f"'{language}'" in result.err for language in Language)


# What is said


@pytest.mark.parametrize(
    "language, told",
    [
        ("zh", ["制度未通过：4 处问题", "没有事实 me.signd", "是否应为 me.signed？"]),
        ("vi", ["quy định bị từ chối: 4 lỗi", "không có dữ kiện me.signd", "me.signed?"]),
    ],
)
def test_the_option_governs_errors_too(wrong: str, language: str, told: list[str]) -> None:
    result = run("rule", "-p", wrong, LAPSE, "--lang", language)
    assert (result.code, result.out) == (1, "")
    assert all(part in result.err for part in told), result.err
    assert not english(result.err)


@pytest.mark.parametrize("language", ["zh", "vi"])
def test_remarks_have_place_check_and_sentence(wrong: str, language: str) -> None:
    result = run("policy", "lint", wrong, "--lang", language)
    assert f"{wrong}:5:23: " in result.out
    assert "[refused]" in result.out
    assert not english(result.out.replace(wrong, ""))


def english(text: str) -> list[str]:
    """Runs of three English words: what was not translated."""
    kept = re.sub(r"`[^`]*`|--?[a-z-]+|\S*[./_&:]\S*|\([^)]*\)", " ", text)
    return [
        found
        for found in re.findall(r"(?<![^\s])[a-z]+ [a-z]+ [a-z]+(?![^\s])", kept)
        if found.isascii() and set(found.split()) & {"the", "is", "a", "of", "not", "has", "are"}
    ]


def test_english_is_noticed() -> None:
    assert english("no fact is called so") == ["no fact is"]


def said_by(*arguments: str) -> dict[str, Result]:
    return {language: run(*arguments, "--lang", language) for language in ("en", "zh", "vi")}


@pytest.mark.parametrize(
    "arguments",
    [
        ("rule", "--nope"),
        ("rule",),
        ("rule", "-p", "showroom", "none.yaml"),
        ("rule", "-p", "showrom", LAPSE),
        ("rule", "-p", "showroom", LAPSE, "--version", "9"),
        ("rule", "-p", "showroom", LAPSE, "--format", "pdf"),
        ("rule", "-p", "showroom", LAPSE, "too", "many"),
        ("replay", "none.json"),
        ("replay", LAPSE),
        ("policy", "mutate", "none"),
        ("policy", "new", "--answers", LAPSE),
    ],
)
def test_every_failure_is_told_in_three_languages(arguments: tuple[str, ...]) -> None:
    results = said_by(*arguments)
    assert len({result.err for result in results.values()}) == 3
    assert len({result.code for result in results.values()}) == 1
    assert not english(results["zh"].err)
    assert not english(results["vi"].err)


@pytest.mark.parametrize("arguments", [("tour",), ("policy", "test", "five-step")])
def test_every_result_is_told_in_three_languages(arguments: tuple[str, ...]) -> None:
    results = said_by(*arguments)
    assert len({result.out for result in results.values()}) == 3
    assert {result.code for result in results.values()} == {0}


def test_the_questions_about_a_new_policy_are_asked_in_the_language(tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "evenhand.cli", "policy", "new", str(tmp_path / "x")],
        input="Not An Id\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "EVENHAND_LANG": "zh"},
    )
    assert "Id，例如 north-sales" in asked.stdout
    assert "小写字母、数字和连字符" in asked.stderr
    assert asked.returncode == 1


# Values


@pytest.mark.parametrize(
    "language, day", [("en", "12 March 2013"), ("zh", "2013年3月12日"), ("vi", "12/03/2013")]
)
def test_dates_of_a_ruling_are_written_as_the_language_does(language: str, day: str) -> None:
    result = run("rule", "-p", "showroom", LAPSE, "--lang", language)
    assert day in result.out
    assert "2013-03-12" not in result.out


def test_what_machines_read_stays_iso_in_every_language() -> None:
    for language in Language:
        printed = run("rule", "-p", "showroom", LAPSE, "-f", "json", "--lang", language).out
        assert json.loads(printed)["governing_date"] == "2013-03-12"
        assert not re.search(r'"value": "[^"]*[年/][^"]*"', printed)


def test_numbers_have_the_marks_of_the_language() -> None:
    assert [spoken_in(one).number(6940.5, ",.1f") for one in Language] == [
        "6,940.5", "6,940.5", "6.940,5",
    ]  # fmt: skip


# Terminals


@pytest.mark.parametrize("width", [20, 31, 60])
def test_lines_fit_a_terminal_whatever_they_are_written_in(width: int) -> None:
    from rich.cells import cell_len

    text = "写入该文件夹：rulings.parquet 与 claimants.csv，report.html（用浏览器打开）。"
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not [line for line in lines if line[0] in "，。：；）"]


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "gb18030"},
    ],
)
@pytest.mark.parametrize("arguments", [("policy", "show", "five-step"), ("rule", "--help")])
def test_a_terminal_that_lacks_characters_breaks_nothing(
    environment: dict[str, str], arguments: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "evenhand.cli", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "EVENHAND_LANG": "zh", **environment},
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr


def test_what_a_library_says_that_is_not_known_stays_as_it_is() -> None:
    assert recognised("Frobnication failed") == "Frobnication failed"
