"""The five-step process: what row P4 proposes, P6 decides and P7 leaves to the company."""

import copy
import json
from typing import Any

import pytest

from evenhand.core.policy.load import load_policy
from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.facts import CATALOGUE
from tests.policies.holding import Held, outcome

HELD = Held("five-step")

# Option of the worked example → its article, the step that carries it, the kind of outcome.
OPTIONS = {
    "P6 divide": ("6.1", "roles", "divide"),
    "P6 share": ("6.2", "together", "share"),
    "P6 priority": ("6.3", "priority", "priority"),
}

every_example = pytest.mark.parametrize("example", HELD.examples, ids=HELD.ids)


def _given(start: str) -> Any:
    return next(one["given"] for one in HELD.examples if one["id"].startswith(start))


def _remedies(kind: str) -> list[Any]:
    return [one["do"] for one in HELD.version["remedies"] if kind in one["on"]]


@pytest.mark.parametrize("option", OPTIONS)
def test_each_option_decides_an_example_that_cites_it(option: str) -> None:
    article, step, kind = OPTIONS[option]
    decided = HELD.changed_without(step) & HELD.citing(article)
    assert kind in {HELD.as_written()[one][0] for one in decided}


def test_p6_who_divides_has_roles_who_shares_agrees_who_yields_is_compensated() -> None:
    (divided,) = (do for do in _remedies("divide") if "divide" in do)
    assert set(divided["divide"]["roles"]) == {"relationship", "expertise"}
    assert divided["share"]["by"] == "agreed"
    (shared,) = (do for do in _remedies("share") if "share" in do)
    assert shared["share"]["by"] == "agreed"
    (priority,) = (do for do in _remedies("priority") if "priority" in do)
    assert "prospects" in priority["priority"]["compensation"]["en"]


def test_p6_a_longer_relationship_goes_first_only_if_second_to_none_in_both() -> None:
    given = _given("who-has-known-the-customer-plainly-longer")
    for relationship in range(1, 6):
        for expertise in range(1, 6):
            changed = copy.deepcopy(given)
            changed["claimants"]["B"] |= {"relationship": relationship, "expertise": expertise}
            mine = changed["claimants"]["A"]
            behind = relationship > mine["relationship"] or expertise > mine["expertise"]
            kind, winners, _ = outcome(HELD.policy, changed)
            assert ((kind, winners) == ("priority", frozenset({"A"}))) is not behind


def test_p4_what_no_option_covers_goes_by_region_or_industry_and_then_to_mediation() -> None:
    assert HELD.changed_without("responsible") & HELD.citing("4")
    assert HELD.version["tie"]["refer"] == "mediation"
    options = {one["id"] for one in HELD.version["remedies"] if "4" in one["cites"]}
    assert {"hand-over", "training", "clearer-process", "plan"} <= options


def test_p4_every_root_leads_to_training_or_to_a_clearer_process() -> None:
    roots = HELD.version["findings"]["dispute.root_cause"]["values"]
    asked = " ".join(one.get("when", "") for one in HELD.version["remedies"])
    assert all(asked.count(f"'{root}'") == 1 for root in roots)


def test_p1_to_p5_are_the_stages_of_the_procedure_in_their_order() -> None:
    cited = [stage["cites"] for stage in HELD.version["procedure"]["stages"]]
    assert cited == [["1"], ["1"], ["2"], ["3"], ["4"], ["5"]]


def _with_param(name: str, value: object) -> Policy:
    changed = copy.deepcopy(HELD.data)
    changed["versions"][0]["params"][name]["value"] = value
    changed["versions"][0]["examples"] = []
    return load_policy(json.dumps(changed), source="adapted", catalogue=CATALOGUE)


def test_p7_a_company_says_for_itself_what_is_good_and_what_is_plainly_longer() -> None:
    share = _given("two-who-are-good-at-both-share")
    assert outcome(HELD.policy, share)[0] == "share"
    assert outcome(_with_param("good", 5), share)[0] == "refer"
    year = _given("a-year-to-the-day-is-plainly-longer")
    assert outcome(HELD.policy, year)[0] == "priority"
    assert outcome(_with_param("clearly_longer", "366d"), year)[0] == "refer"
    assert all("7" in param["cites"] for param in HELD.version["params"].values())


@every_example
def test_an_example_comes_out_as_written(example: Any) -> None:
    assert not HELD.failures(example)


@every_example
def test_a_ruling_is_provisional_only_where_its_example_says_so(example: Any) -> None:
    ruling = HELD.rule(example["given"])
    assert ruling.provisional is example["expect"].get("provisional", False)


@every_example
def test_what_is_not_known_and_decides_is_said(example: Any) -> None:
    assert not HELD.missed(example, ("covers_region",))


@every_example
def test_other_names_are_ruled_alike(example: Any) -> None:
    swapped, expected = HELD.other_names(example)
    assert swapped == expected


@every_example
def test_a_colleague_who_was_never_in_touch_changes_nothing(example: Any) -> None:
    with_third, without = HELD.with_bystander(example)
    assert with_third == without


@every_example
def test_alone_everybody_has_the_customer(example: Any) -> None:
    for ruling in HELD.alone(example).values():
        assert (ruling.outcome.kind, ruling.outcome.by) == ("award", "sole-claimant")


@pytest.mark.parametrize("step", HELD.steps)
def test_no_step_is_idle(step: str) -> None:
    assert HELD.changed_without(step)


def test_every_article_is_carried_and_told_in_three_languages() -> None:
    assert HELD.carried() == set(HELD.version["articles"])
    assert not HELD.untold()
    assert {one["authoritative"] for one in HELD.version["articles"].values()} == {"vi"}
    assert all(one["source"] for one in HELD.version["articles"].values())


def test_there_are_more_examples_than_a_reader_could_keep_in_mind() -> None:
    assert len(HELD.examples) >= 30
    assert sum("flips_if" in example for example in HELD.examples) >= 15
