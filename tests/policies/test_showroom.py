"""The showroom policy: every row R is carried by what decides, and every example holds."""

import copy
import json
from functools import cache
from typing import Any

import pytest

from evenhand.core.policy.load import load_policy
from evenhand.core.policy.places import Located, locate
from evenhand.core.policy.versions import OUTCOMES, Policy
from evenhand.core.ruling.dossier import read_dossier
from evenhand.core.ruling.examples import check_example
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.rule import rule_many
from evenhand.core.ruling.ruling import Ruling, rule_dossier
from tests.conftest import ROOT

FILE = ROOT / "policies" / "showroom" / "policy.yaml"

# Row of the requirements → its article, and the steps that carry it. "R2p" is conduct: see below.
ROWS = {
    "R1": ("1", ["entered-later", "altered", "first-record"]),
    "R2": ("2", ["silent"]),
    "R3": ("3", ["lapse", "reassigned"]),
    "R4": ("4", ["short-cycle"]),
    "R5": ("5", ["outlet-one-go"]),
    "R6": ("6", ["household-company"]),
    "R6.1": ("6.1", ["no-appeal"]),
    "R6.2": ("6.2", ["first-record"]),
    "R6.3": ("6.3", ["nothing-recent"]),
    "R6.4": ("6.4", ["order-taken"]),
    "R6.5": ("6.5", ["outlet-one-go"]),
    "R6.6": ("6.6", ["named"]),
    "R7.1": ("7.1", ["household-diligence", "household-work", "household-company"]),
    "R7.2": ("7.2", ["short-cycle"]),
    "R7.3": ("7.3", ["first-record", "silent"]),
    "R7.4": ("7.4", ["outlet-reports", "outlet-unregistered"]),
    "R7.5": ("7.5", ["unannounced"]),
}

Outcome = tuple[str, frozenset[str], str]


@cache
def located() -> Located:
    return locate(FILE.read_text(encoding="utf-8"), str(FILE))


def data() -> Any:
    """The file as plain data."""
    return located().data


def version_data() -> Any:
    return data()["versions"][0]


def examples() -> list[Any]:
    found: list[Any] = version_data()["examples"]
    return found


def steps() -> list[str]:
    return [step["id"] for step in version_data()["steps"]]


@cache
def policy() -> Policy:
    return load_policy(FILE.read_text(encoding="utf-8"), source=str(FILE), catalogue=CATALOGUE)


@cache
def without_step(step: str) -> Policy:
    """The policy as it would be without one step."""
    changed = copy.deepcopy(data())
    version = changed["versions"][0]
    version["steps"] = [one for one in version["steps"] if one["id"] != step]
    version["examples"] = []
    return load_policy(json.dumps(changed), source=f"without {step}", catalogue=CATALOGUE)


def rule(under: Policy, given: Any) -> Ruling:
    return rule_dossier(under, Located(given, "example"))


def outcome(under: Policy, given: Any) -> Outcome:
    """The outcome without its reasons, which take most of the time."""
    version = under.versions[0]
    dossier = read_dossier(Located(given, "example"), version)
    ruled = rule_many(version, dossier.facts, dossier.entries, incomplete=dossier.incomplete)
    names = frozenset(dossier.claimants[slot] for slot in ruled.winners[:, 0].nonzero()[0])
    forum = int(ruled.forum[0])
    return (
        OUTCOMES[int(ruled.kind[0])],
        names,
        version.forum_names[forum] if forum >= 0 else "",
    )


@cache
def as_written() -> dict[str, Outcome]:
    return {example["id"]: outcome(policy(), example["given"]) for example in examples()}


@cache
def changed_without(step: str) -> frozenset[str]:
    """The examples that come out otherwise without a step."""
    return frozenset(
        example["id"]
        for example in examples()
        if outcome(without_step(step), example["given"]) != as_written()[example["id"]]
    )


def conduct(ruling: Ruling) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in ruling.conduct:
        if one.truth == 2:
            found.setdefault(ruling.dossier.claimants[one.claimant], []).append(one.clause.id)
    return found


@pytest.mark.parametrize("row", ROWS)
def test_every_step_of_a_row_decides_an_example_that_cites_its_article(row: str) -> None:
    article, carriers = ROWS[row]
    citing = {example["id"] for example in examples() if article in example["cites"]}
    for step in carriers:
        cited = next(one["cites"] for one in version_data()["steps"] if one["id"] == step)
        assert article in cited
        assert changed_without(step) & citing, f"{row}: {step} decides no example citing {article}"


def test_r2p_carelessness_is_fined_and_a_stand_in_gains_merit_whoever_wins() -> None:
    clauses = {clause["id"]: clause for clause in version_data()["conduct"]}
    assert clauses["careless"]["consequence"] == {"fine": {"amount": 10_000, "currency": "CNY"}}
    assert clauses["careless"]["repeated"] == {"suspension": True}
    assert clauses["stood-in"]["consequence"] == {"merit": True}
    expected = [example for example in examples() if "conduct" in example["expect"]]
    named = {
        clause for one in expected for ids in one["expect"]["conduct"].values() for clause in ids
    }
    assert named == set(clauses)
    for example in expected:
        expect = {name: ids for name, ids in example["expect"]["conduct"].items() if ids}
        assert conduct(rule(policy(), example["given"])) == expect


@pytest.mark.parametrize("index", range(len(examples())), ids=lambda index: examples()[index]["id"])
def test_an_example_comes_out_as_written(index: int) -> None:
    version = policy().versions[0]
    place = ("versions", 0, "examples", index)
    checked = check_example(policy(), version, version.examples[index], located(), place)
    assert not checked.failures


@pytest.mark.parametrize("example", examples(), ids=lambda example: example["id"])
def test_a_ruling_is_provisional_only_where_its_example_says_so(example: Any) -> None:
    ruling = rule(policy(), example["given"])
    assert ruling.provisional is example["expect"].get("provisional", False)


@pytest.mark.parametrize("step", steps())
def test_no_step_is_idle(step: str) -> None:
    assert changed_without(step)


def test_every_article_is_cited_by_something_that_acts() -> None:
    version = version_data()
    parts = [*version["steps"], *version["conduct"], version["tie"], version["if_none_remain"]]
    cited = {article for part in parts for article in part["cites"]}
    assert cited == set(version["articles"])


@pytest.mark.parametrize("article", version_data()["articles"])
def test_every_article_and_how_it_was_read_stand_in_three_languages(article: str) -> None:
    text = version_data()["articles"][article]
    for language in ("en", "zh", "vi"):
        assert text[language].strip()
        assert text["note"][language].strip()
    assert text["authoritative"] == "zh"
    assert text["source"]


@pytest.mark.parametrize("example", examples(), ids=lambda example: example["id"])
def test_other_names_are_ruled_alike(example: Any) -> None:
    names = list(example["given"]["claimants"])
    renamed = dict(zip(names, [*names[1:], names[0]], strict=True))
    kind, winners, forum = as_written()[example["id"]]
    swapped = outcome(policy(), _with_names(example["given"], renamed))
    assert swapped == (kind, frozenset(renamed[name] for name in winners), forum)


def _with_names(given: Any, names: dict[str, str]) -> Any:
    """The same dossier, its claimants under other names and in the opposite order."""
    changed = copy.deepcopy(given)
    changed["claimants"] = {
        names[name]: changed["claimants"][name] for name in reversed(changed["claimants"])
    }
    for entry in changed["entries"]:
        for key in ("who", "on_behalf_of"):
            if key in entry:
                entry[key] = names.get(entry[key], entry[key])
    return changed


def test_there_are_more_examples_than_a_reader_could_keep_in_mind() -> None:
    assert len(examples()) >= 45
    assert sum("flips_if" in example for example in examples()) >= 10
