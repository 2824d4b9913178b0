"""The rules of engagement: every article decides what it speaks of, and every example holds."""

from typing import Any

import pytest

from tests.policies.holding import Held

HELD = Held("rules-of-engagement")

# Article → the steps that carry it.
STEPS = {
    "1": ["something-to-go-by"],
    "2": ["named-account", "owner", "territory"],
    "3": ["idle"],
    "4": ["registered", "registered-line"],
    "5": ["registered"],
    "6": ["inbound-owner", "inbound-territory"],
    "7": ["holder", "reached-first"],
    "8": ["team"],
    "9": ["overlay"],
    "10": ["left"],
}

every_example = pytest.mark.parametrize("example", HELD.examples, ids=HELD.ids)


@pytest.mark.parametrize("article", STEPS)
def test_every_step_of_an_article_decides_an_example_that_cites_it(article: str) -> None:
    for step in STEPS[article]:
        cited = next(one["cites"] for one in HELD.version["steps"] if one["id"] == step)
        assert article in cited
        assert HELD.changed_without(step) & HELD.citing(article), f"{article}: {step}"


def test_accounts_and_opportunities_are_owned_apart() -> None:
    """What decides the one is asleep for the other."""
    account = {"named-account", "owner", "territory"}
    for example in HELD.examples:
        over_account = example["given"]["dispute"].get("over_account")
        by = HELD.rule(example["given"]).outcome.by
        if over_account is True:
            assert by not in set(HELD.steps) - account - {
                *("overlay", "left", "something-to-go-by", "idle", "reached-first")
            }
        elif over_account is False:
            assert by not in account


def test_a_specialist_is_credited_one_fifth_and_never_owns() -> None:
    (split,) = (one for one in HELD.version["remedies"] if one["id"] == "overlay-split")
    share = split["do"]["share"]
    assert (share["by"], share["percent"], share["with"]) == (
        "fixed", [80, 20], "me.credited_overlay",
    )  # fmt: skip
    for example in HELD.examples:
        specialists = {
            name for name, facts in example["given"]["claimants"].items() if facts.get("overlay")
        }
        assert not specialists & HELD.as_written()[example["id"]][1]


def test_conduct_comes_out_as_the_examples_say() -> None:
    named = {
        clause
        for one in HELD.examples
        for ids in one["expect"].get("conduct", {}).values()
        for clause in ids
    }
    assert named == {clause["id"] for clause in HELD.version["conduct"]}


def test_what_is_left_open_goes_to_the_deal_desk_and_then_to_the_head_of_sales() -> None:
    tie = HELD.version["tie"]
    assert (tie["refer"], tie["then"]) == ("deal_desk", "head_of_sales")
    assert HELD.version["if_none_remain"]["pool"] is True
    last = HELD.version["procedure"]["stages"][-1]
    assert (last["who"], last["final"]) == (["head_of_sales"], True)


@every_example
def test_an_example_comes_out_as_written(example: Any) -> None:
    assert not HELD.failures(example)


@every_example
def test_a_ruling_is_provisional_only_where_its_example_says_so(example: Any) -> None:
    ruling = HELD.rule(example["given"])
    assert ruling.provisional is example["expect"].get("provisional", False)


@every_example
def test_what_is_not_known_and_decides_is_said(example: Any) -> None:
    assert not HELD.missed(example, ("overlay", "owner", "in_territory", "holds_opportunity"))


@every_example
def test_other_names_are_ruled_alike(example: Any) -> None:
    swapped, expected = HELD.other_names(example)
    assert swapped == expected


@every_example
def test_a_colleague_with_nothing_to_go_by_changes_nothing(example: Any) -> None:
    with_third, without = HELD.with_bystander(example)
    if without[0] == "pool":
        return  # where nobody else may own it, whoever is left has it
    assert with_third == without


@every_example
def test_alone_everybody_has_it_who_may_own_at_all(example: Any) -> None:
    for ruling in HELD.alone(example).values():
        expected = ("award", "sole-claimant"), ("pool", "none-remain")
        assert (ruling.outcome.kind, ruling.outcome.by) in expected


@pytest.mark.parametrize("step", HELD.steps)
def test_no_step_is_idle(step: str) -> None:
    assert HELD.changed_without(step)


def test_every_article_is_carried_and_told_in_three_languages() -> None:
    assert HELD.carried() == set(HELD.version["articles"])
    assert 8 <= len(HELD.version["articles"]) <= 12
    assert not HELD.untold()
    assert {one["authoritative"] for one in HELD.version["articles"].values()} == {"en"}
    assert all(one["source"] for one in HELD.version["articles"].values())


def test_there_are_more_examples_than_a_reader_could_keep_in_mind() -> None:
    assert len(HELD.examples) >= 45
    assert sum("flips_if" in example for example in HELD.examples) >= 25
