"""`evenhand rule --record` and `evenhand replay` as a person calls them."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from evenhand.core.policy.places import Located, locate
from evenhand.core.ruling.record import record_of, sealed
from evenhand.core.ruling.recorded import read_record
from evenhand.core.ruling.replay import replay as replayed
from evenhand.core.ruling.ruling import rule_dossier
from evenhand.policies.shipped import shipped as shipped_paths
from tests.cli import Result, run, run_process
from tests.conftest import ROOT
from tests.world import shipped

LAPSE = str(ROOT / "src/evenhand/demo/disputes/1-lapse.yaml")
SHOWROOM = ROOT / "policies/showroom/policy.yaml"


def _examples(name: str) -> list[Any]:
    path = shipped_paths()[name]
    data: Any = locate(path.read_text(encoding="utf-8"), str(path)).data
    return [one for version in data["versions"] for one in version["examples"]]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """The record of the first sample dispute, as the command writes it."""
    path = tmp_path / "ruling.json"
    assert rule(path).code == 0
    return path


def rule(path: Path, *arguments: str) -> Result:
    return run("rule", "--policy", "showroom", LAPSE, "--record", str(path), *arguments)


def replay(path: Path, *arguments: str) -> Result:
    return run("replay", str(path), *arguments)


def reseal(path: Path, change: dict[str, Any]) -> None:
    """Change the content and give it the SHA-256 of what it became."""
    content = json.loads(path.read_bytes())["record"]
    path.write_bytes(sealed(content | change))


@pytest.mark.parametrize("name", shipped_paths())
def test_the_record_of_every_shipped_example_replays_identically(name: str) -> None:
    policy, examples = shipped(name), _examples(name)
    assert examples
    for example in examples:
        content = sealed(record_of(rule_dossier(policy, Located(example["given"], example["id"]))))
        assert replayed(read_record(content), policy) == (), example["id"]


def test_a_record_replays_with_nothing_but_itself_and_the_policy_that_ships(record: Path) -> None:
    result = replay(record)
    assert result.code == 0, result.err
    assert result.out.startswith(f"identical: {record}, {record.stat().st_size:,} bytes\n")
    assert json.loads(record.read_bytes())["sha256"] in result.out
    assert replay(record, "--policy", str(SHOWROOM)).code == 0


def test_another_process_with_another_hash_seed_replays_it(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in ("0", "4294967295"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        assert run_process("replay", str(record)).code == 0


def test_the_ruling_is_printed_all_the_same_and_in_any_language(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    assert "客户归Chen Jing。" in rule(one, "--lang", "zh").out
    assert json.loads(rule(other, "--format", "json").out)["outcome"]["claimants"] == ["chen"]
    assert one.read_bytes() == other.read_bytes()


# Written once


def test_the_same_record_may_be_written_again_and_nothing_else_over_it(record: Path) -> None:
    before = record.read_bytes()
    assert rule(record).code == 0
    other = str(ROOT / "src/evenhand/demo/disputes/2-late-card.yaml")
    result = run("rule", "-p", "showroom", other, "--record", str(record))
    assert result.code == 1
    assert "never written over" in result.err
    assert result.out == ""
    assert record.read_bytes() == before


def test_no_unfinished_file_is_left(record: Path) -> None:
    assert list(record.parent.iterdir()) == [record]


def test_a_record_is_written_where_files_cannot_be_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    assert rule(tmp_path / "ruling.json").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["ruling.json"]


def test_whoever_comes_second_does_not_write_over_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, link = tmp_path / "ruling.json", os.link

    def second(draft: Path, name: Path) -> None:
        path.write_text("somebody else's", encoding="utf-8")
        link(draft, name)

    monkeypatch.setattr(os, "link", second)
    result = rule(path)
    assert result.code == 1
    assert "never written over" in result.err
    assert path.read_text(encoding="utf-8") == "somebody else's"


@pytest.mark.parametrize("place", ["none/ruling.json", "."])
def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path, place: str) -> None:
    result = rule(tmp_path / place)
    assert result.code == 1
    assert str(tmp_path) in result.err
    assert result.out == ""


# What differs


def test_an_altered_record_is_told_by_its_hash(record: Path) -> None:
    text = record.read_text(encoding="utf-8").replace("Chen Jing", "Chen Yi")
    record.write_text(text, encoding="utf-8")
    result = replay(record)
    assert result.code == 1
    assert "the record was altered" in result.err
    assert len(re.findall("[0-9a-f]{64}", result.err)) == 2
    assert result.out == ""


def test_a_record_saved_by_an_editor_is_told_as_that(record: Path) -> None:
    data = json.loads(record.read_bytes())
    record.write_text(json.dumps(data, indent=2), encoding="utf-8")
    assert "saved anew" in replay(record).err


def test_a_forged_outcome_is_shown_beside_the_recomputed_one(record: Path) -> None:
    outcome = json.loads(record.read_bytes())["record"]["outcome"]
    reseal(record, {"outcome": outcome | {"claimants": ["li"]}})
    result = replay(record)
    assert result.code == 1
    assert 'outcome.claimants[0]: recorded "li", recomputed "chen"' in result.err
    assert "the outcome differs" in result.err


def test_another_policy_file_is_named_with_both_hashes(record: Path, tmp_path: Path) -> None:
    edited = tmp_path / "policy.yaml"
    text = SHOWROOM.read_text(encoding="utf-8")
    edited.write_text(text + "# a word more\n", encoding="utf-8")
    result = replay(record, "--policy", str(edited))
    assert result.code == 1
    assert "the policy file is not the one the record was ruled under" in result.err
    assert shipped("showroom").sha256 in result.err
    assert "all else comes out the same" in result.err
    assert result.err.count("policy.sha256: recorded") == 1


def test_a_policy_that_decides_otherwise_is_told_with_what_it_changes(
    record: Path, tmp_path: Path
) -> None:
    edited = tmp_path / "policy.yaml"
    text = SHOWROOM.read_text(encoding="utf-8")
    step = re.search(r"\n      - id: lapse\n(?:        .*\n)+", text)
    assert step is not None
    edited.write_text(text.replace(step[0], "\n"), encoding="utf-8")
    result = replay(record, "--policy", str(edited))
    assert result.code == 1, result.err
    assert "the outcome differs" in result.err
    assert 'outcome.by: recorded "lapse", recomputed' in result.err
    assert "… and " in result.err


def test_a_policy_that_ships_but_has_changed_since_is_compared_all_the_same(record: Path) -> None:
    policy = json.loads(record.read_bytes())["record"]["policy"]
    reseal(record, {"policy": policy | {"sha256": "0" * 64}})
    result = replay(record)
    assert result.code == 1
    assert f"recorded:  showroom, sha256 {'0' * 64}" in result.err
    assert "all else comes out the same" in result.err


def test_a_policy_that_does_not_ship_must_be_named(record: Path) -> None:
    policy = json.loads(record.read_bytes())["record"]["policy"]
    reseal(record, {"policy": policy | {"id": "our-own", "sha256": "0" * 64}})
    result = replay(record)
    assert result.code == 1
    assert "name the file it was ruled under with --policy" in result.err


def test_under_a_policy_of_other_facts_the_hashes_are_told_first(record: Path) -> None:
    result = replay(record, "--policy", "bank-applications")
    assert result.code == 1
    assert result.err.startswith("the policy file is not the one")
    assert "has no version 2013-01-27" in result.err


def test_a_record_of_a_later_format_says_which_is_known(record: Path) -> None:
    reseal(record, {"format": "evenhand-record/3"})
    result = replay(record)
    assert result.code == 1
    assert "this Evenhand replays evenhand-record/1, evenhand-record/2" in result.err


def test_what_is_not_there_and_what_is_no_record_are_named(tmp_path: Path) -> None:
    assert "cannot be read" in replay(tmp_path / "none.json").err
    assert replay(tmp_path / "none.json").code == 1
    assert "no ruling record" in replay(SHOWROOM).err
    assert run("replay").code == 2
