"""`evenhand policy …` as a person calls it."""

import json
from pathlib import Path

from tests.cli import run
from tests.conftest import ROOT

FILE = ROOT / "policies/showroom/policy.yaml"


def test_every_example_of_every_shipped_policy_holds() -> None:
    result = run("policy", "test", str(ROOT / "policies"))
    assert result.code == 0, result.out
    assert "examples passed" in result.out


def test_an_example_that_fails_is_shown_with_its_place_and_trace(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    path = tmp_path / "policy.yaml"
    path.write_text(text.replace("H: 3d", "H: 300d"), encoding="utf-8")
    result = run("policy", "test", str(path))
    assert result.code == 1
    assert f"{path}:" in result.out
    assert "expected" in result.out
    assert "│ Ruling" in result.out
    assert "│" not in run("policy", "test", str(path), "--no-trace").out


def test_a_policy_that_is_refused_lists_all_its_problems(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    text = FILE.read_text(encoding="utf-8")
    path.write_text(text.replace("refer: company", "refer: compny"), encoding="utf-8")
    result = run("policy", "test", str(path))
    assert result.code == 1
    assert "did you mean company?" in result.out


def test_a_policy_is_shown_with_its_articles_and_steps() -> None:
    result = run("policy", "show", "showroom", "--lang", "zh")
    assert result.code == 0
    assert "first-record" in result.out
    assert "6.6" in result.out


def test_the_policies_that_ship_are_listed() -> None:
    assert "showroom" in run("policy", "list").out


def test_the_schema_is_json_schema() -> None:
    schema = json.loads(run("policy", "schema").out)
    assert schema["$schema"].endswith("2020-12/schema")
    assert "versions" in schema["properties"]


def test_no_shipped_policy_has_an_error() -> None:
    result = run("policy", "lint", str(ROOT / "policies"))
    assert result.code == 0, result.out
    assert "0 errors" in result.out


def test_lint_tells_place_and_hint_and_warnings_count_when_strict(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    text = text.replace("    params:\n", "    params:\n      idle: 9d\n", 1)
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    line = text.splitlines().index("      idle: 9d") + 1
    told = f"{path}:{line}:7: warning: nothing reads params.idle [unused]"
    assert told in run("policy", "lint", str(path)).out
    assert run("policy", "lint", str(path)).code == 0
    assert run("policy", "lint", str(path), "--strict").code == 1
    (found,) = [
        one
        for one in json.loads(run("policy", "lint", str(path), "--format", "json").out)
        if one["message"] == "nothing reads params.idle"
    ]
    assert (found["severity"], found["line"]) == ("warning", line)


def test_what_a_policy_is_refused_for_is_an_error_of_lint(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    text = FILE.read_text(encoding="utf-8")
    path.write_text(text.replace("refer: company", "refer: compny"), encoding="utf-8")
    result = run("policy", "lint", str(path))
    assert result.code == 1
    assert "error: no forum is called compny [refused]" in result.out


def test_a_folder_without_policies_is_told(tmp_path: Path) -> None:
    result = run("policy", "test", str(tmp_path))
    assert result.code == 1
    assert "no policy.yaml" in result.err
