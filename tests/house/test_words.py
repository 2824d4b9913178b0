"""Whatever is said to people is said in every language: nothing half-translated gets in."""

import ast
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from typer.main import get_command

from evenhand.base.foreign import recognised
from evenhand.base.help import texts, translate
from evenhand.base.language import LOCALE, language, speak
from evenhand.cli import app
from evenhand.core.types import Language
from tests.house.source import ROOT, SOURCE, name_of, python_files, tree_of

LOCALES = sorted(LOCALE.values())
MARKERS = {"said", "nsaid", "template"}

SAYS_WHAT_IT_IS_GIVEN = {
    "base/foreign.py",  # what the library says
    "base/help.py",  # the help of commands
    "core/said.py",  # the makers themselves
    "core/ruling/record.py",  # its said() is another: a value as a record says it
}
"""Where a template is no literal."""

SAYERS = {"complain", "add", "problem", "refuse", "Problem", "Refusal", "_refuse", "_complain"}
"""What takes a message for a person as one of its arguments, besides errors."""

CALLED = {"message", "hint", "fault"}
"""What a message is called before it is handed on."""

ERRORS = {
    node.name
    for node in tree_of(SOURCE / "core" / "errors.py").body
    if isinstance(node, ast.ClassDef) and node.name != "Problem"
} | {"UnknownLanguage", "SyntaxProblem"}


@cache
def words() -> ModuleType:
    """docs/words.py, which is a script."""
    spec = spec_from_file_location("words", ROOT / "docs" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def catalogue(locale: str) -> Catalog:
    found: Catalog = words().translations(locale)
    return found


def messages(locale: str) -> Iterator[tuple[Message, list[str], list[str]]]:
    """Every message with its forms in English and in the language of the locale."""
    for message in catalogue(locale):
        if message.id:
            yield message, _forms(message.id), _forms(message.string)


def _forms(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def holes(text: str) -> list[tuple[str, str | None, str | None]]:
    """The placeholders of a template, with how each is written."""
    return sorted(
        (name, form, conversion)
        for _, name, form, conversion in string.Formatter().parse(text)
        if name is not None
    )


# The catalogues


def test_the_catalogues_are_in_step_with_the_source() -> None:
    script = str(ROOT / "docs" / "words.py")
    checked = subprocess.run(
        [sys.executable, script, "--check"], check=False, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_is_translated_and_none_is_doubtful(locale: str) -> None:
    said = {message.id for message in words().source_catalogue() if message.id}
    translated = {message.id for message, _, forms in messages(locale) if all(forms)}
    lacking = sorted(map(str, said - translated))
    assert not lacking, "\n".join(["`make words`, then translate:", *lacking])
    assert not [message.id for message, _, _ in messages(locale) if message.fuzzy]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_has_the_values_of_its_template(locale: str) -> None:
    differing = [
        (english[-1], form)
        for _, english, translated in messages(locale)
        for form in translated
        if holes(form) != holes(english[-1])
    ]
    assert not differing


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_to_be_typed_stays_as_it_is_typed(locale: str) -> None:
    """What stands in backquotes, long options, paths of files."""
    typed = re.compile(r"`[^`]*`|--[a-z][a-z-]+|\b[a-z]+(?:/[a-z-]+)*\.(?:md|csv)\b")
    lost = [
        (english[-1], sorted(missing))
        for _, english, translated in messages(locale)
        for form in translated
        if (missing := _typed(typed, english[-1]) - _typed(typed, form))
    ]
    assert not lost


def _typed(pattern: re.Pattern[str], text: str) -> set[str]:
    """`not_encoded: why` keeps its key; the words after it are the reader's own."""
    found = (one.partition(": ")[0].strip("`") for one in pattern.findall(text))
    return {one for one in found if "{" not in one}


def test_chinese_has_no_half_width_punctuation_between_its_characters() -> None:
    half = re.compile(r"[\u4e00-\u9fff][,;:?!()](?=[\u4e00-\u9fff])")
    assert not [form for _, _, forms in messages("zh_Hans") for form in forms if half.search(form)]


# The source


@pytest.mark.parametrize("file", python_files(), ids=name_of)
def test_a_template_stands_in_the_source_as_it_is(file: Path) -> None:
    """Neither a variable nor inside an f-string, where it could not be found."""
    if name_of(file) in SAYS_WHAT_IT_IS_GIVEN:
        return
    tree = tree_of(file)
    hidden = [
        f"{name_of(file)}:{call.lineno}"
        for call in _calls(tree, MARKERS)
        if not (call.args and all(isinstance(one, ast.Constant) for one in _templates(call)))
    ]
    hidden += [
        f"{name_of(file)}:{call.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for call in _calls(node, MARKERS)
    ]
    assert not hidden


@pytest.mark.parametrize("file", python_files(), ids=name_of)
def test_no_message_to_people_is_a_bare_text(file: Path) -> None:
    """An error or complaint is made with said(), so that it is translated."""
    parts = [
        part
        for call in _calls(tree_of(file), SAYERS | ERRORS)
        for part in (*call.args, *(keyword.value for keyword in call.keywords))
    ]
    parts += [
        node.value
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Assign)
        and any(isinstance(one, ast.Name) and one.id in CALLED for one in node.targets)
    ]
    bare = [
        f"{name_of(file)}:{part.lineno}: {ast.unparse(part)}" for part in parts if _is_bare(part)
    ]
    assert not bare, "\n".join(bare)


def _templates(call: ast.Call) -> list[ast.expr]:
    return call.args[:2] if _name(call) == "nsaid" else call.args[:1]


def _calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in names:
            yield node


def _name(call: ast.Call) -> str:
    function = call.func
    return (
        function.id
        if isinstance(function, ast.Name)
        else function.attr
        if isinstance(function, ast.Attribute)
        else ""
    )


def _is_bare(part: ast.expr) -> bool:
    """A text of several words that is no template, or one that is put together on the spot."""
    if isinstance(part, ast.JoinedStr):
        fixed = "".join(str(one.value) for one in part.values if isinstance(one, ast.Constant))
    elif isinstance(part, ast.Constant) and isinstance(part.value, str):
        fixed = part.value
    else:
        return False
    return " " in fixed and bool(re.search(r"[a-z]{2}|[a-z]\.", fixed))


def test_the_look_for_bare_texts_finds_one() -> None:
    tree = ast.parse(
        "report.add(path, f'no fact is called {x}'); complain(at, 'unknown', said('a b'))"
    )
    found = [
        ast.unparse(part) for call in _calls(tree, SAYERS) for part in call.args if _is_bare(part)
    ]
    assert found == ["f'no fact is called {x}'"]


# The help of commands


def test_the_help_of_every_command_differs_between_languages() -> None:
    told = {lang: dict(_helps(lang)) for lang in Language}
    for path, english in told[Language.en].items():
        others = {told[lang][path] for lang in Language}
        assert len(others) == len(Language), f"{path}: {english}"


def _helps(lang: Language) -> Iterator[tuple[str, str]]:
    before = language()
    speak(lang)
    try:
        command = get_command(app)
        if lang is not Language.en:
            translate(command)
        yield from _walk(command, "evenhand", None)
    finally:
        speak(before)


def _walk(command: Any, path: str, parent: Any) -> Iterator[tuple[str, str]]:
    context = command.context_class(command, info_name=path.rpartition(" ")[2], parent=parent)
    yield path, command.get_help(context)
    for name, inner in getattr(command, "commands", {}).items():
        yield from _walk(inner, f"{path} {name}", context)


def test_no_line_of_help_is_left_in_english() -> None:
    english = [text for text in texts(get_command(app)) if " " in text]
    for lang in (Language.zh, Language.vi):
        told = " ".join(" ".join(text.split()) for _, text in _helps(lang))
        assert not [text for text in english if text in told and "{" not in text]


def test_what_the_library_says_of_a_wrong_call_is_known() -> None:
    assert recognised("No such option: --foo (Possible options: --format)") != ""
    for sentence in (
        "Error: No such command 'rul'. Did you mean 'rule'?",
        "Error: Missing option '--policy' / '-p'.",
        "Error: Got unexpected extra argument(s) (a b)",
        "Try 'evenhand rule --help' for help.",
    ):
        assert getattr(recognised(sentence), "template", ""), sentence
