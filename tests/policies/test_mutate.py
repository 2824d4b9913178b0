"""`evenhand policy mutate`: mistakes are made, noticed or not, and what is missing is proposed."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from evenhand.core.policy.load import load_policy
from evenhand.core.policy.mistakes import OPERATORS
from evenhand.core.policy.mutants import Mutant, mutants
from evenhand.core.policy.places import Located, locate
from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.exam import exam
from evenhand.core.ruling.examples import check_example, check_examples
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.kills import try_mutant
from evenhand.core.ruling.proposals import Survivor, survivors
from evenhand.core.ruling.writing import example_text
from evenhand.policies.shipped import read_policy
from tests.cli import run
from tests.conftest import ROOT

SHIPPED = sorted(path.parent.name for path in (ROOT / "policies").glob("*/policy.yaml"))

SMALL = """\
policy: small
title: {en: Small}
versions:
  - id: "1"
    effective: {from: 2000-01-01}
    governing_date: [deal.closed_on, dispute.as_of]
    articles: {"1": {en: One, authoritative: en}}
    forums: {board: {label: {en: the board}}, heads: {label: {en: the heads}}}
    params: {few: 3}
    tables: {every: {by: me.grade, H: 3d, A: 7d, B: 15d, C: 30d}}
    facts:
      me.last_call:
        label: {en: last call}
        derive: {reduce: last, of: occurred_on, kinds: [call], until: deal.closed_on}
    steps:
      - {id: late, cites: ["1"], kinds: [reception], strike: entry.recorded_on > entry.occurred_on}
      - {id: void, cites: ["1"], bar: me.party_kind == 'outlet'}
      - id: due
        cites: ["1"]
        when: dispute.change_demanded
        keep: has(me.grade) && me.overdue_at_closing <= tables.every
      - {id: busy, cites: ["1"], keep: me.visits >= params.few}
      - {id: latest, cites: ["1"], prefer: {latest: me.last_call}}
      - id: points
        cites: ["1"]
        score:
          - {id: card, cites: ["1"], points: 2, when: me.has_card}
          - {id: early, cites: ["1"], points: 1, to: {earliest: me.first_contact}}
      - {id: signers, cites: ["1"], award: me.signed, as: share, at_most: 2, above: {refer: heads}}
    tie: {refer: board, cites: ["1"]}
    if_none_remain: {pool: true, cites: ["1"]}
    on_missing: proceed
    conduct: [{id: neglect, cites: ["1"], when: me.neglected, consequence: {merit: true}}]
    examples:
EXAMPLES
"""
BUSY = """\
      - id: busy
        cites: ["1"]
        given: {claimants: {A: {visits: 3}, B: {visits: 2}}}
        expect: {winner: A, by: busy}
"""


@cache
def small(examples: str = BUSY) -> tuple[Policy, Located]:
    """The small policy with these examples."""
    text = SMALL.replace("EXAMPLES\n", examples)
    return load_policy(text, source="small.yaml", catalogue=CATALOGUE), locate(text, "small.yaml")


@cache
def shipped(name: str) -> tuple[Policy, Located]:
    path = ROOT / "policies" / name / "policy.yaml"
    text = path.read_text(encoding="utf-8")
    return load_policy(text, source=str(path), catalogue=CATALOGUE), locate(text, str(path))


def made(read: tuple[Policy, Located]) -> list[Mutant]:
    return mutants(read[0].versions[0], CATALOGUE)


@cache
def found_in_small() -> list[Survivor]:
    return found(small())


def found(read: tuple[Policy, Located]) -> list[Survivor]:
    """The survivors of a policy, with what is proposed."""
    version = read[0].versions[0]
    asked = exam(version, read[1])
    return list(survivors(asked, [try_mutant(asked, one) for one in made(read)], read[1]))


# Which mistakes are made


@pytest.mark.parametrize(
    "operator, told",
    [
        ("drop", "without the step late"),
        ("drop", "without the step busy"),
        ("drop", "without card"),
        ("drop", "without the clause neglect"),
        ("swap", "busy before due"),
        ("flip", ">= → <= in `me.visits >= params.few`"),
        ("flip", "> → < in `entry.recorded_on > entry.occurred_on`"),
        ("unit", "params.few: 3 → 2"),
        ("unit", "params.few: 3 → 4"),
        ("unit", "tables.every for H: 3d → 4d"),
        ("unit", "points of card: 2 → 3"),
        ("unit", "at_most: 2 → 1"),
        ("unit", "> → >= in `entry.recorded_on > entry.occurred_on`"),
        ("unit", "until → through in me.last_call"),
        ("negate", "!(me.party_kind == 'outlet')"),
        ("negate", "!(has(me.grade))"),
        ("negate", "!(me.neglected)"),
        ("negate", "!(dispute.change_demanded)"),
        ("opposite", "earliest me.last_call"),
        ("opposite", "latest me.first_contact"),
        ("opposite", "me.last_call: last → first"),
        ("forum", "tie: refer board → refer heads"),
        ("forum", "refer heads → refer board"),
        ("forum", "if_none_remain: pool → refer board"),
    ],
)
def test_a_mistake_of_the_list_is_made(operator: str, told: str) -> None:
    assert (operator, told) in {(one.operator, one.told) for one in made(small())}


def test_every_kind_of_mistake_is_listed_and_documented() -> None:
    page = (ROOT / "docs/explain/mutants.md").read_text(encoding="utf-8")
    assert {one.operator for one in made(small())} == set(OPERATORS)
    assert all(f"| `{operator}` |" in page for operator in OPERATORS)


def test_a_mutant_is_placed_where_its_mistake_is() -> None:
    policy, located = small()
    lines = SMALL.splitlines()
    for mutant in made(small()):
        line, column = mutant.place(located, located.version(policy.versions[0].id))
        if mutant.told == "!(has(me.grade))":
            assert lines[line - 1][column - 1 :].startswith("has(me.grade)")
        if mutant.told == "params.few: 3 → 2":
            assert lines[line - 1][column - 1 :].startswith("few: 3")


def test_mutants_have_ids_of_their_own() -> None:
    for name in SHIPPED:
        count = Counter(one.id for one in made(shipped(name)))
        assert set(count.values()) == {1}


def test_what_nothing_reads_is_not_mutated() -> None:
    text = SMALL.replace("params: {few: 3}", "params: {few: 3, idle: 9}").replace(
        "EXAMPLES\n", BUSY
    )
    policy = load_policy(text, catalogue=CATALOGUE)
    assert not [one for one in mutants(policy.versions[0], CATALOGUE) if "idle" in one.told]


# Which examples notice


@pytest.mark.parametrize("name", SHIPPED)
def test_all_at_once_says_what_one_by_one_says(name: str) -> None:
    policy, located = shipped(name)
    version = policy.versions[0]
    assert exam(version, located).failed(version) == []
    asked = exam(version, located)
    for mutant in made((policy, located))[::41]:
        batch = {question.example.id for question in asked.failed(mutant.version)}
        place = located.version(version.id)
        single = {
            example.id
            for index, example in enumerate(version.examples)
            if check_example(
                policy, mutant.version, example, located, (*place, "examples", index)
            ).failures
        }
        assert batch == single, mutant.told


@pytest.mark.parametrize("name", SHIPPED)
def test_the_examples_of_a_shipped_policy_notice_nearly_every_mistake(name: str) -> None:
    for version in shipped(name)[0].versions:
        asked = exam(version, shipped(name)[1])
        tried = [try_mutant(asked, one) for one in mutants(version, CATALOGUE)]
        share = 100 * sum(one.is_killed for one in tried) / len(tried)
        survived = [one.mutant.told for one in tried if not one.is_killed]
        assert share >= 95, survived


# What is proposed


def test_each_survivor_that_differs_gets_an_example_that_holds_and_kills_it() -> None:
    survived = found_in_small()
    examples = {
        one.proposal.example["id"]: one.proposal.example for one in survived if one.proposal
    }
    more = BUSY + "".join(example_text(example) for example in examples.values())
    grown = small(more)
    assert all(not checked.failures for checked in check_examples(*grown))
    left = {one.mutant.told for one in found(grown)}
    proposed = {one.mutant.told for one in survived if one.proposal}
    assert len(proposed) > 30
    assert not left & proposed


def test_a_proposal_is_as_small_as_the_difference() -> None:
    wanted = next(one for one in found_in_small() if one.mutant.told == "without the step void")
    assert wanted.proposal is not None
    given = wanted.proposal.example["given"]
    assert set(given) == {"claimants"}
    assert sum(map(len, given["claimants"].values())) <= 1


def test_a_mistake_in_a_derivation_is_shown_by_entries() -> None:
    wanted = next(
        one for one in found_in_small() if one.mutant.told == "me.last_call: last → first"
    )
    assert wanted.proposal is not None
    assert {entry["kind"] for entry in wanted.proposal.example["given"]["entries"]} >= {"call"}


def test_a_mutant_that_is_the_same_policy_gets_no_example() -> None:
    (wanted,) = [
        one
        for one in found(shipped("bank-applications"))
        if one.mutant.told == "kept-up before nobody-kept-up"
    ]
    assert wanted.proposal is None
    assert wanted.trials >= 20_000


def test_the_same_policy_gives_the_same_proposals() -> None:
    again = [one.proposal.example for one in found(small()) if one.proposal]
    assert again == [one.proposal.example for one in found_in_small() if one.proposal]


def test_a_policy_without_examples_gets_its_first_ones() -> None:
    none = SMALL.replace("    examples:\nEXAMPLES\n", "")
    policy = load_policy(none, catalogue=CATALOGUE)
    survived = found((policy, locate(none, "none.yaml")))
    assert len(survived) == len(made((policy, locate(none, "none.yaml"))))
    assert sum(one.proposal is not None for one in survived) > 30


# The command


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "policy.yaml"
    path.write_text(SMALL.replace("EXAMPLES\n", BUSY), encoding="utf-8")
    return path


def test_the_command_tells_score_survivors_and_examples(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "missing.yaml"
    result = run("policy", "mutate", str(file), "--write-examples", str(out), "--kills")
    assert result.code == 0
    assert "mutants killed" in result.out
    assert "drop-busy-1: busy" in result.out
    assert f"{file}:" in result.out
    assert out.read_text(encoding="utf-8").startswith("# small, version 1\n      - id: ")
    grown = file.read_text(encoding="utf-8") + out.read_text(encoding="utf-8")
    file.write_text(grown, encoding="utf-8")
    assert run("policy", "test", str(file)).code == 0


def test_the_command_speaks_json(file: Path) -> None:
    (told,) = json.loads(run("policy", "mutate", str(file), "--format", "json").out)
    assert told["killed"] == sum(bool(one["killed_by"]) for one in told["tried"])
    assert told["mutants"] == len(told["tried"])
    ids = {one["id"] for one in told["proposals"]}
    for one in told["tried"]:
        explained = one["proposal"] in ids or (one["trials"] or 0) > 0
        assert explained is not bool(one["killed_by"])


def test_a_score_below_what_is_asked_is_a_failure(file: Path) -> None:
    assert run("policy", "mutate", str(file), "--at-least", "95").code == 1
    assert run("policy", "mutate", str(file), "--at-least", "1").code == 0


def test_no_file_is_overwritten(file: Path) -> None:
    result = run("policy", "mutate", str(file), "--write-examples", str(file))
    assert result.code == 1
    assert "is there already" in result.err


def test_examples_that_do_not_hold_say_nothing_about_mutants(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace("winner: A, by: busy", "winner: B")
    file.write_text(text, encoding="utf-8")
    result = run("policy", "mutate", str(file))
    assert result.code == 1
    assert "these examples do not hold: busy" in result.err


def test_a_mistake_in_one_of_two_derivations_that_are_written_alike_is_made_in_that_one() -> None:
    """What two facts share while they are derived goes by what is evaluated."""
    read = read_policy("showroom")
    version = read.policy.versions[-1]
    made = next(
        one
        for one in mutants(version, CATALOGUE)
        if one.id.startswith("negate-me-overdue-at-closing")
    )
    assert exam(version, read.located).failed(made.version, hasty=True)
