"""`evenhand policy new`: whatever is answered, the policy passes its own tests and lint."""

import io
import json
import re
import sys
from datetime import date
from itertools import product
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.core.policy.lint import lint_text
from evenhand.core.policy.load import load_policy
from evenhand.core.policy.mutants import mutants
from evenhand.core.policy.places import locate
from evenhand.core.ruling.exam import exam
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.kills import try_mutant
from evenhand.core.ruling.lint import lint_rulings
from evenhand.policies.answers import Answers
from evenhand.policies.draft import draft
from tests.cli import run
from tests.conftest import ROOT

GUIDE = ROOT / "docs/how-to/write-a-policy.md"
GRADED = {"H": 3, "A": 7, "B": 15, "C": 30}


def answers(**more: object) -> Answers:
    told = {"id": "ours", "title": "Ours", "effective_from": "2025-01-01"} | more
    return Answers.model_validate(told)


def faults(told: Answers) -> list[str]:
    """Everything remarked on the policy, and every mistake its examples do not notice."""
    text = draft(told, "ours")
    policy, located = load_policy(text, catalogue=CATALOGUE), locate(text, "ours")
    remarks = lint_text(policy, located) + lint_rulings(policy, located, CATALOGUE)
    version = policy.versions[0]
    asked = exam(version, located)
    tried = [try_mutant(asked, one) for one in mutants(version, CATALOGUE)]
    survived = [one.mutant.told for one in tried if not one.is_killed]
    return [str(one.problem) for one in remarks] + survived


@pytest.mark.parametrize(
    "first, follow_up, registration, appeal, ties",
    [
        (first, follow_up, registration, appeal, ties)
        for first, (follow_up, registration, appeal), ties in product(
            ("contact", "meeting", "record"),
            [(0, 0, 0), (7, 0, 0), (0, 30, 0), (0, 0, 3), (GRADED, 30, 3), (14, 60, 5)],
            ("share", "negotiation", "forum"),
        )
    ],
)
def test_every_answer_leads_to_a_policy_without_a_remark_or_a_survivor(
    first: str, follow_up: object, registration: int, appeal: int, ties: str
) -> None:
    told = answers(
        languages=["en", "zh", "vi"],
        first_contact=first,
        follow_up=follow_up,
        registration_days=registration,
        appeal_days=appeal,
        ties=ties,
    )
    assert faults(told) == []


@settings(max_examples=25)
@given(
    st.fixed_dictionaries(
        {
            "languages": st.lists(
                st.sampled_from(["en", "zh", "vi"]), min_size=1, max_size=3, unique=True
            ),
            "title": st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1),
            "effective_from": st.dates(date(1990, 1, 1), date(2150, 1, 1)).map(str),
            "time_zone": st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York"]),
            "follow_up": st.integers(0, 3650)
            | st.fixed_dictionaries({grade: st.integers(1, 3650) for grade in "HABC"}),
            "registration_days": st.integers(0, 3650),
            "appeal_days": st.integers(0, 3650),
            "negotiation_days": st.integers(2, 90),
            "forum": st.sampled_from(["head", "joint_heads", "company", "general_manager"]),
        }
    )
)
def test_no_answer_that_is_taken_leads_to_a_faulty_policy(told: dict[str, object]) -> None:
    assert faults(answers(**told)) == []


# The command


def answered(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_command_writes_a_policy_that_passes_test_lint_and_mutate(tmp_path: Path) -> None:
    file = answered(tmp_path, "id: ours\ntitle: Ours\neffective_from: 2025-01-01\nappeal_days: 3\n")
    folder = tmp_path / "deep" / "ours"
    result = run("policy", "new", str(folder), "--answers", str(file))
    assert result.code == 0, result.err
    assert "0 errors, 0 warnings, 0 notes" in result.out
    assert run("policy", "test", str(folder)).code == 0
    assert run("policy", "lint", str(folder), "--strict").code == 0
    assert run("policy", "mutate", str(folder), "--at-least", "100").code == 0
    text = (folder / "policy.yaml").read_text(encoding="utf-8")
    assert text.count("#") > 8


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    file = answered(tmp_path, "id: ours\ntitle: Ours\neffective_from: 2025-01-01\n")
    mine = tmp_path / "policy.yaml"
    mine.write_text("mine", encoding="utf-8")
    result = run("policy", "new", str(tmp_path), "--answers", str(file))
    assert result.code == 1
    assert "is there already" in result.err
    assert mine.read_text(encoding="utf-8") == "mine"


def test_all_that_is_wrong_with_answers_is_told_with_its_place(tmp_path: Path) -> None:
    file = answered(
        tmp_path,
        "id: Bad Id\ntitel: x\nlanguages: [fr]\neffective_from: 2025-13-01\nappeal_days: -1\n",
    )
    result = run("policy", "new", str(tmp_path / "ours"), "--answers", str(file))
    assert result.code == 1
    for told in (
        "`title` is missing",
        f"{file}:1:5: lower-case letters",
        "did you mean title?",
        f"{file}:3:13: ",
        f"{file}:4:17: a date",
        f"{file}:5:14: ",
    ):
        assert told in result.err, told
    assert not (tmp_path / "ours").exists()


@pytest.mark.parametrize("text", ["", "[]", "id: [", "id: ours\nid: ours\n"])
def test_answers_that_are_no_mapping_are_refused(tmp_path: Path, text: str) -> None:
    result = run("policy", "new", str(tmp_path / "x"), "--answers", str(answered(tmp_path, text)))
    assert result.code == 1
    assert "answers refused" in result.err


def test_questions_are_asked_again_until_they_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = [
        *("Our Way", "our-way", "fr", "en, zh", "Our way", "我们的规矩"),
        *("soon", "2025-01-01", "Nowhere", "UTC", "luck", "record"),
        *("maybe", "grade", "0", "4", "", "", "", "x", "30", "3", "", "1", "5", ""),
    ]
    with patch.object(sys, "stdin", io.StringIO("\n".join(typed) + "\n")):
        result = run("policy", "new")
    assert result.code == 0, result.err
    text = (tmp_path / "our-way" / "policy.yaml").read_text(encoding="utf-8")
    assert 'zh: "我们的规矩"' in text
    assert "H: 4d, A: 7d" in text
    assert "a whole number is needed" in result.err


# The guide


def test_the_guide_is_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answers and the steps of the guide, run as they stand there."""
    monkeypatch.chdir(tmp_path)
    guide = GUIDE.read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", guide, flags=re.DOTALL)
    asked, steps, article, step, example, dispute = blocks
    Path("answers.yaml").write_text(asked, encoding="utf-8")
    assert _said(guide, run("policy", "new", "ours", "--answers", "answers.yaml").out)
    file = Path("ours/policy.yaml")
    text = file.read_text(encoding="utf-8")
    assert steps in text
    text = text.replace("\n    # Limits", f"\n{article}\n    # Limits", 1)
    file.write_text(text.replace("      - id: lapse\n", f"{step}      - id: lapse\n", 1))
    for command in ("test", "lint"):
        assert _said(guide, run("policy", command, "ours").out)
    told = run("policy", "mutate", "ours").out
    assert all(line in told for line in _after(guide, "mutate ours\n").split("…")[0].splitlines())
    text = text.replace("    steps:\n", f"    steps:\n{step}", 1) + example
    file.write_text(text, encoding="utf-8")
    for command in ("test", "lint", "mutate"):
        assert _said(guide, run("policy", command, "ours").out)
    Path("dispute.yaml").write_text(dispute, encoding="utf-8")
    ruled = run("rule", "--policy", "ours", "dispute.yaml").out
    assert _after(guide, "ours dispute.yaml\n").split("…")[0] in ruled


def _said(guide: str, out: str) -> bool:
    return out.strip() in guide


def _after(guide: str, command: str) -> str:
    return guide.split(command, 1)[1].split("```", 1)[0]


def test_lint_speaks_json_of_a_new_policy(tmp_path: Path) -> None:
    file = answered(tmp_path, "id: ours\ntitle: Ours\neffective_from: 2025-01-01\n")
    run("policy", "new", str(tmp_path / "ours"), "--answers", str(file))
    assert json.loads(run("policy", "lint", str(tmp_path / "ours"), "--format", "json").out) == []
