"""Small code: what grows past these limits wants to be two, or says why not."""

from pathlib import Path

import pytest

from tests.house.source import functions, name_of, python_files

FILE_LINES = 400
FUNCTION_LINES = 60

# What may be longer, and why. An entry that is no longer needed fails the test below.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}


@pytest.mark.parametrize("file", python_files(), ids=name_of)
def test_a_file_is_short(file: Path) -> None:
    if name_of(file) in LONG_FILES:
        return
    assert _lines(file) <= FILE_LINES, f"{name_of(file)}: split it by noun"


@pytest.mark.parametrize("file", python_files(), ids=name_of)
def test_a_function_is_short(file: Path) -> None:
    long = [
        f"{name_of(file)}:{name} has {lines} lines"
        for name, lines in functions(file)
        if lines > FUNCTION_LINES and f"{name_of(file)}:{name}" not in LONG_FUNCTIONS
    ]
    assert not long, "\n".join(long)


def test_every_exception_to_size_is_needed_and_has_a_reason() -> None:
    long_files = {name_of(file) for file in python_files() if _lines(file) > FILE_LINES}
    long_functions = {
        f"{name_of(file)}:{name}"
        for file in python_files()
        for name, lines in functions(file)
        if lines > FUNCTION_LINES
    }
    assert set(LONG_FILES) <= long_files
    assert set(LONG_FUNCTIONS) <= long_functions
    assert all(reason.strip() for reason in (LONG_FILES | LONG_FUNCTIONS).values())


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())
