"""`evenhand rule` as a person calls it."""

import json
from pathlib import Path

import pytest

from tests.cli import Result, run, run_process
from tests.conftest import ROOT

LAPSE = str(ROOT / "src/evenhand/demo/disputes/1-lapse.yaml")


def rule(*arguments: str) -> Result:
    return run("rule", "--policy", "showroom", *arguments)


def test_a_dossier_is_ruled_with_reasons() -> None:
    result = rule(LAPSE)
    assert result.code == 0
    assert "Chen Jing has the customer." in result.out
    assert "article 3" in result.out


def test_the_language_and_the_form_are_the_callers_choice() -> None:
    assert "客户归Chen Jing。" in rule(LAPSE, "--lang", "zh").out
    assert rule(LAPSE, "--format", "md", "--lang", "vi").out.startswith("## Phán quyết")
    data = json.loads(rule(LAPSE, "--format", "json").out)
    assert data["outcome"]["claimants"] == ["chen"]


def test_a_dossier_may_come_as_json_on_standard_input() -> None:
    dossier = json.dumps({"claimants": {"A": {"first_record": 1}, "B": {"first_record": 2}}})
    result = run_process("rule", "-p", "showroom", "-", "--format", "json", stdin=dossier)
    assert json.loads(result.out)["outcome"]["claimants"] == ["A"]


@pytest.mark.parametrize(
    "text,message",
    [
        ("claimants: [A\nentries: ]", "this is not YAML"),
        ("claimants:\n\t- A", "indent with spaces"),
        ("a: 1\na: 2", "a stands twice"),
        ("", "a dossier is a mapping"),
    ],
)
def test_a_broken_dossier_is_refused_with_its_place(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "dossier.yaml"
    path.write_text(text, encoding="utf-8")
    result = rule(str(path))
    assert result.code == 1
    assert message in result.err
    assert str(path) in result.err
    assert result.out == ""


def test_a_dossier_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "dossier.yaml"
    path.write_bytes("claimants: {甲: {first_record: 1}, 乙: {}}".encode("utf-8-sig"))
    assert "甲" in rule(str(path), "--lang", "zh").out


def test_a_dossier_in_another_encoding_is_named_as_that(tmp_path: Path) -> None:
    path = tmp_path / "dossier.yaml"
    path.write_bytes("claimants: {甲: {}}".encode("gb18030"))
    result = rule(str(path))
    assert result.code == 1
    assert "save it as UTF-8" in result.err


def test_what_does_not_exist_is_named_with_the_nearest_that_does(tmp_path: Path) -> None:
    missing = rule(str(tmp_path / "none.yaml"))
    assert missing.code == 1
    assert "cannot be read" in missing.err
    typo = run("rule", "--policy", "showrom", LAPSE)
    assert typo.code == 1
    assert "did you mean showroom?" in typo.err
    version = rule(LAPSE, "--version", "1999")
    assert version.code == 1
    assert "it has 2013-01-27" in version.err


def test_a_wrong_call_ends_with_code_2() -> None:
    assert run("rule").code == 2
    assert rule(LAPSE, "--format", "pdf").code == 2
