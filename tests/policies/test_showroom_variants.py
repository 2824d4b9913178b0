"""Every example of the showroom policy again, in circumstances the articles do not speak of.

Before any closing, with the closer no party, with one claimant alone, with evidence missing, with a
third claimant who has done nothing: the ruling stays sensible, explained, and provisional where it
should be.
"""

import copy
from itertools import product
from typing import Any

import pytest

from evenhand.core.policy.places import Located
from evenhand.core.ruling.plain import as_json
from evenhand.core.ruling.ruling import Ruling, rule_dossier
from tests.conftest import ROOT
from tests.world import shipped

CLOSINGS = ("order", "contract")


def _examples() -> list[Any]:
    from evenhand.core.policy.places import locate

    path = ROOT / "policies/showroom/policy.yaml"
    data: Any = locate(path.read_text(encoding="utf-8"), str(path)).data
    return list(data["versions"][0]["examples"])


EXAMPLES = _examples()
every_example = pytest.mark.parametrize("example", EXAMPLES, ids=[one["id"] for one in EXAMPLES])


def rule(given: Any) -> Ruling:
    return rule_dossier(shipped("showroom"), Located(given, "variant"))


def told(ruling: Ruling) -> tuple[str, frozenset[str], str]:
    """Kind, winners and forum."""
    names = frozenset(ruling.dossier.claimants[slot] for slot in ruling.outcome.winners)
    forum = ruling.outcome.referral.forum if ruling.outcome.referral else ""
    return ruling.outcome.kind, names, forum


def is_sensible(ruling: Ruling) -> None:
    """Somebody who came in has it, or a person decides; the whole can be told."""
    if ruling.outcome.kind == "refer":
        assert ruling.outcome.referral is not None
    else:
        assert ruling.outcome.winners
    assert as_json(ruling, "en")["steps"]


@every_example
def test_before_any_closing(example: Any) -> None:
    given = copy.deepcopy(example["given"])
    given.pop("deal", None)
    given["entries"] = [one for one in given.get("entries") or [] if one["kind"] not in CLOSINGS]
    for facts in given["claimants"].values():
        for fact in ("signed", "took_order", "ordered_on"):
            (facts or {}).pop(fact, None)
    ruling = rule(given)
    is_sensible(ruling)
    needs_closing = {"no-appeal", "lapse", "nothing-recent", "silent", "short-cycle"}
    assert all(one.status != "narrowed" for one in ruling.steps if one.step.id in needs_closing)


def _closers(given: Any) -> set[str]:
    entries = given.get("entries") or []
    signed = {name for name, facts in given["claimants"].items() if (facts or {}).get("signed")}
    ordered = {
        name for name, facts in given["claimants"].items() if (facts or {}).get("took_order")
    }
    return signed | ordered | {one["who"] for one in entries if one["kind"] in CLOSINGS}


@every_example
def test_with_the_closer_no_party(example: Any) -> None:
    given = copy.deepcopy(example["given"])
    rest = {
        name: facts for name, facts in given["claimants"].items() if name not in _closers(given)
    }
    if not rest or len(rest) == len(given["claimants"]):
        return  # nobody else is left, or the closer is no party as it is
    given["claimants"] = rest
    given.pop("agreed", None)
    ruling = rule(given)
    if len(rest) > 1 or "unannounced" not in {one.step.id for one in ruling.steps if one.findings}:
        is_sensible(ruling)


@every_example
def test_with_one_claimant_alone(example: Any) -> None:
    for name, facts in example["given"]["claimants"].items():
        given = copy.deepcopy(example["given"]) | {"claimants": {name: copy.deepcopy(facts)}}
        given.pop("agreed", None)
        ruling = rule(given)
        void = [one.step.id for one in ruling.steps if one.status == "narrowed"]
        assert void in ([], ["unannounced"]), "only a claim that is void whoever else is there goes"
        if not void and not ruling.provisional:
            assert (ruling.outcome.by, ruling.outcome.winners) == ("sole-claimant", (0,))


@every_example
def test_with_a_third_claimant_who_has_done_nothing(example: Any) -> None:
    given = copy.deepcopy(example["given"])
    given["claimants"]["bystander"] = {}
    with_third, without = rule(given), rule(example["given"])
    if without.outcome.by == "none-remain":
        return  # where every other claim is void, whoever is left is no third claimant
    assert told(with_third) == told(without)


def _with(example: Any, name: str, fact: str, value: object) -> Any:
    """The example with one fact of one claimant given."""
    given = copy.deepcopy(example["given"])
    given["claimants"][name] = {**(given["claimants"][name] or {}), fact: value}
    return given


UNKNOWNS = ("named_by_customer", "communicated", "signed", "neglected", "unaware")


@every_example
def test_with_evidence_missing_a_ruling_stands_only_if_it_holds_either_way(example: Any) -> None:
    names = list(example["given"]["claimants"])
    for fact, name in product(UNKNOWNS, names):
        outcomes = {told(rule(_with(example, name, fact, value))) for value in (True, False)}
        ruling = rule(_with(example, name, fact, "unknown"))
        if len(outcomes) > 1:
            assert ruling.provisional, f"{name}.{fact} decides, and the ruling must say so"
            cells = {
                (one.path, ruling.dossier.claimants[one.claimant]) for one in ruling.depends_on
            }
            assert (f"me.{fact}", name) in cells
        elif ruling.provisional:
            others = {one.path for one in ruling.depends_on} - {f"me.{fact}"}
            assert others or not ruling.exhaustive, f"{name}.{fact} changes nothing"
