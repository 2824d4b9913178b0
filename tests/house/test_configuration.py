"""The tools are as strict as we say: what is switched off has its reason, what is pinned agrees."""

import re
import tomllib

import pytest

from tests.house.source import ROOT, SOURCE

PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
ITEM_WITH_REASON = re.compile(r'^\s*"(?P<rule>[A-Z]+[0-9]*)",?\s*#\s*\S.{5,}$')


def _listed_under(opening: re.Pattern[str]) -> list[str]:
    """The lines between an opening such as `ignore = [` and its closing bracket."""
    found: list[str] = []
    inside = False
    for line in PYPROJECT.splitlines():
        if inside and line.strip() == "]":
            inside = False
        elif inside and not line.strip().startswith("#"):
            found.append(line)
        elif opening.match(line):
            inside = True
            assert line.rstrip().endswith("["), f"one rule a line, please: {line}"
    return found


@pytest.mark.parametrize("opening", [r"^ignore = ", r'^"[^"]+" = \['])
def test_every_ruff_rule_that_is_switched_off_has_its_reason_beside_it(opening: str) -> None:
    lines = _listed_under(re.compile(opening))
    assert lines
    unexplained = [line.strip() for line in lines if not ITEM_WITH_REASON.match(line)]
    assert not unexplained


def test_no_rule_is_switched_off_without_being_read_here() -> None:
    lint = tomllib.loads(PYPROJECT)["tool"]["ruff"]["lint"]
    rules = [rule for rules in lint["per-file-ignores"].values() for rule in rules]
    assert len(_listed_under(re.compile(r"^ignore = "))) == len(lint["ignore"])
    assert len(_listed_under(re.compile(r'^"[^"]+" = \['))) == len(rules)
    assert "extend-ignore" not in lint
    assert "extend-per-file-ignores" not in lint


def test_every_noqa_and_type_ignore_names_its_rule_and_its_reason() -> None:
    bare = re.compile(
        r"#\s*(noqa(?!: [A-Z0-9, ]+(#|-|—)\s*\S)|type: ignore(?!\[[a-z, -]+\]\s*#\s*\S))"
    )
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in sorted(SOURCE.rglob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if bare.search(line)
    ]
    assert not found, "\n".join(found)


def test_make_and_the_lock_name_the_same_uv() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.search(r"^UV_VERSION = (\S+)$", makefile, flags=re.MULTILINE)
    assert named is not None
    assert f'"uv=={named[1]}"' in PYPROJECT


def test_the_lock_names_no_registry_but_the_public_one() -> None:
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")
    hosts = set(re.findall(r"https?://([^/\"]+)", lock))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}
    assert "file://" not in lock
