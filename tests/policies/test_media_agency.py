"""The media agency's policy: every row M is carried by what decides, and every example holds."""

from typing import Any

import pytest

from tests.policies.holding import Held

HELD = Held("media-agency")

# Row of the requirements → its article, and the items of the scorecard that carry it.
ITEMS = {
    "M4.1": ("4.1", "first-contact"),
    "M4.2": ("4.2", "first-visit"),
    "M4.3": ("4.3", "most-visits"),
    "M4.4": ("4.4", "card"),
    "M4.5": ("4.5", "highest-card"),
    "M4.6": ("4.6", "description"),
    "M4.7": ("4.7", "new-contact"),
    "M4.8": ("4.8", "phone-only"),
    "M4.9": ("4.9", "inflated"),
    "M4.10": ("4.10", "accompanied"),
}
POINTS = {
    "4.1": 1,
    "4.2": 1,
    "4.3": 1,
    "4.4": 1,
    "4.5": 2,
    "4.6": 1,
    "4.7": 1,
    "4.8": -2,
    "4.9": -2,
}

every_example = pytest.mark.parametrize("example", HELD.examples, ids=HELD.ids)


def _scorecard() -> list[Any]:
    items: list[Any] = next(one["score"] for one in HELD.version["steps"] if "score" in one)
    return items


def test_m1_wrecking_a_deal_is_punished_only_if_meant_and_the_customer_lost() -> None:
    example = next(one for one in HELD.examples if one["id"].startswith("wrecking-a-deal"))
    assert HELD.conduct(example["given"]) == {"A": ["wrecker"]}
    for scope, fact in (("claimants", "wrecked_deal"), ("deal", "lost")):
        given = example["given"] | {scope: {"A": {}, "B": {}} if scope == "claimants" else {}}
        assert HELD.conduct(given) == {}, f"without {fact} nobody is punished"


def test_m2_whoever_signed_has_the_deal_up_to_three() -> None:
    for step in ("signer", "group-of-one-department", "group"):
        assert HELD.changed_without(step) & HELD.citing("2")
    groups = [one for one in HELD.version["steps"] if one.get("as") == "share"]
    assert [one["at_most"] for one in groups] == [3, 3]


def test_m2_once_somebody_signed_no_point_matters() -> None:
    signed = {one for one, (kind, _, _) in HELD.as_written().items() if kind == "share"}
    signed.add("the-signer-has-the-deal-whatever-the-score")
    assert not signed & HELD.changed_without("scorecard")


def test_m3_the_head_or_the_heads_and_then_the_general_manager_for_good() -> None:
    assert HELD.changed_without("one-department") & HELD.citing("3.1")
    assert HELD.version["tie"]["refer"] == "joint_heads"
    stages = HELD.version["procedure"]["stages"]
    assert [one["who"] for one in stages] == [["head"], ["joint_heads"], ["general_manager"]]
    assert [one.get("final", False) for one in stages] == [False, False, True]
    assert {one["then"] for one in stages[:2]} == {"appeal"}


@pytest.mark.parametrize("row", ITEMS)
def test_each_item_of_the_scorecard_decides_an_example_that_cites_it(row: str) -> None:
    article, item = ITEMS[row]
    assert HELD.changed_without("scorecard", item) & HELD.citing(article)


def test_m4_the_points_are_those_of_the_written_rules() -> None:
    assert {one["cites"][0]: one["points"] for one in _scorecard() if "points" in one} == POINTS
    (mark,) = (one for one in _scorecard() if "points_from" in one)
    assert (mark["cites"], mark["range"]) == (["4.10"], [-3, 3])
    assert [item for _, item in ITEMS.values()] == [one["id"] for one in _scorecard()]


def test_m4_9_striking_the_invented_visit_brings_m4_8_to_bear() -> None:
    invented = "an-invented-visit-is-struck-and-leaves-only-the-telephone"
    assert invented in HELD.changed_without("invented")
    assert invented in HELD.changed_without("scorecard", "phone-only")
    assert invented in HELD.changed_without("scorecard", "inflated")
    article = HELD.version["articles"]["4.9"]
    assert all("4.8" in article["note"][language] for language in ("en", "vi"))
    assert "第8项" in article["note"]["zh"]


def test_m4_a_third_without_hope_changes_who_wins_and_the_note_says_so() -> None:
    example = next(one for one in HELD.examples if one["id"].startswith("a-third-without-hope"))
    kind, winners, _ = HELD.as_written()[example["id"]]
    assert (kind, winners) == ("award", frozenset({"B"}))
    claimants = {
        name: facts for name, facts in example["given"]["claimants"].items() if name != "C"
    }
    without = HELD.rule(example["given"] | {"claimants": claimants})
    assert [without.dossier.claimants[slot] for slot in without.outcome.winners] == ["A"]
    assert "third claimant without hope" in HELD.version["articles"]["4"]["note"]["en"]


@every_example
def test_an_example_comes_out_as_written(example: Any) -> None:
    assert not HELD.failures(example)


@every_example
def test_a_ruling_is_provisional_only_where_its_example_says_so(example: Any) -> None:
    ruling = HELD.rule(example["given"])
    assert ruling.provisional is example["expect"].get("provisional", False)


@every_example
def test_what_is_not_known_and_decides_is_said(example: Any) -> None:
    assert not HELD.missed(example, ("signed", "inflated", "has_card"))


@every_example
def test_other_names_are_ruled_alike(example: Any) -> None:
    swapped, expected = HELD.other_names(example)
    assert swapped == expected


@every_example
def test_a_colleague_who_did_nothing_changes_nothing(example: Any) -> None:
    first = next(iter(example["given"]["claimants"].values()))
    department = {"department": first["department"]} if "department" in first else {}
    with_third, without = HELD.with_bystander(example, **department)
    assert with_third == without


@every_example
def test_alone_everybody_goes_on(example: Any) -> None:
    for ruling in HELD.alone(example).values():
        assert ruling.outcome.kind == "award"
        assert ruling.outcome.by in {"sole-claimant", "signer"}


@pytest.mark.parametrize("step", HELD.steps)
def test_no_step_is_idle(step: str) -> None:
    assert HELD.changed_without(step)


def test_every_article_is_carried_and_told_in_three_languages() -> None:
    assert HELD.carried() == set(HELD.version["articles"])
    assert not HELD.untold()
    assert {one["authoritative"] for one in HELD.version["articles"].values()} == {"zh"}
    assert all(one["source"] for one in HELD.version["articles"].values())


def test_there_are_more_examples_than_a_reader_could_keep_in_mind() -> None:
    assert len(HELD.examples) >= 40
    assert sum("flips_if" in example for example in HELD.examples) >= 20
