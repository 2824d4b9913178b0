"""Examples expect remedies, and mistakes in remedies are noticed by those that do."""

from collections import Counter
from functools import cache

import pytest

from evenhand.core.policy.load import load_policy
from evenhand.core.policy.mutants import mutants
from evenhand.core.policy.places import Located, locate
from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.exam import exam
from evenhand.core.ruling.examples import check_examples
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.kills import try_mutant
from evenhand.core.ruling.proposals import survivors

POLICY = """\
policy: small
title: {en: Small}
versions:
  - id: "1"
    effective: {from: 2000-01-01}
    articles: {"1": {en: One, authoritative: en}}
    forums: {board: {label: {en: the board}}}
    steps:
      - {id: signers, cites: ["1"], award: me.signed, as: share}
      - {id: card, cites: ["1"], award: me.has_card, as: priority}
    tie: {refer: board, cites: ["1"]}
    if_none_remain: {pool: true, cites: ["1"]}
    on_missing: proceed
    remedies:
      - id: split
        cites: ["1"]
        on: [share]
        when: "!deal.lost"
        do:
          share:
            by: fixed
            percent: [60, 40]
            rank: {earliest: me.registered_on}
            above: {refer: board}
      - {id: pay, cites: ["1"], on: [priority], do: {compensate: {percent: 30}, transfer: true}}
    examples:
EXAMPLES
"""
SPLIT = """\
      - id: split
        cites: ["1"]
        given:
          claimants:
            A: {signed: true, registered_on: 2020-01-02}
            B: {signed: true, registered_on: 2020-01-01}
          stake: {bonus: {amount: 1.01, currency: CNY}}
        expect:
          winners: [A, B]
          kind: share
          remedies: {split: {shares: {A: 40, B: 60}, amounts: {bonus: {A: 0.40, B: 0.61}}}}
      - id: many
        cites: ["1"]
        given: {claimants: {A: {signed: true}, B: {signed: true}, C: {signed: true}}}
        expect: {winners: [A, B, C], kind: share, remedies: {split: {forum: board}}}
      - id: lost
        cites: ["1"]
        given: {claimants: {A: {signed: true}, B: {signed: true}}, deal: {lost: true}}
        expect: {winners: [A, B], kind: share, remedies: {split: {applies: false}}}
"""
PAY = """\
      - id: pay
        cites: ["1"]
        given:
          claimants: {A: {has_card: true}, B: {owner: true}}
          stake: {bonus: {amount: 2, currency: CNY}}
        expect:
          winner: A
          kind: priority
          remedies: {pay: {paid: {bonus: {B: 0.60}}, to: [A], from: [B], cut: false}}
"""


@cache
def small(examples: str) -> tuple[Policy, Located]:
    text = POLICY.replace("EXAMPLES\n", examples)
    return load_policy(text, source="small.yaml", catalogue=CATALOGUE), locate(text, "small.yaml")


def failures(examples: str) -> list[str]:
    return [failure for one in check_examples(*small(examples)) for failure in one.failures]


def test_an_example_that_says_what_remedies_come_to_passes() -> None:
    assert failures(SPLIT + PAY) == []


@pytest.mark.parametrize(
    "said,instead,failure",
    [
        ("A: 40, B: 60}", "A: 60, B: 40}", "shares of remedy split: expected {A: 60, B: 40}"),
        ("B: 0.61", "B: 0.60", "amounts of remedy split: expected {bonus: {A: 0.40, B: 0.60}}"),
        ("applies: false", "applies: true", "remedy split applies: expected True, found False"),
        ("forum: board", "open: not-agreed", "open of remedy split: expected not-agreed"),
        ("B: 0.60", "B: 0.61", "paid of remedy pay: expected {bonus: {B: 0.61}}"),
        ("to: [A]", "to: [B]", "to of remedy pay: expected B, found A"),
        ("cut: false", "cut: true", "cut of remedy pay: expected True, found False"),
        ("remedies: {pay", "remedies: {nope", "remedy nope applies: expected True, found False"),
    ],
)
def test_what_comes_out_otherwise_is_told(said: str, instead: str, failure: str) -> None:
    (found,) = failures((SPLIT + PAY).replace(said, instead, 1))
    assert found.startswith(failure)


def test_mistakes_in_remedies_are_made_and_noticed_by_what_is_expected_of_them() -> None:
    policy, located = small(SPLIT + PAY)
    version = policy.versions[0]
    made = [one for one in mutants(version, CATALOGUE) if one.remedy]
    count = Counter(one.operator for one in made)
    assert count == {"drop": 2, "unit": 4, "opposite": 1, "negate": 1, "forum": 1}
    asked = exam(version, located)
    assert not asked.failed(version)
    assert [one.id for one in made if not try_mutant(asked, one).is_killed] == []


def test_a_mistake_in_a_remedy_that_nothing_expects_survives_without_a_proposal() -> None:
    policy, located = small(SPLIT)
    version = policy.versions[0]
    asked = exam(version, located)
    tried = [try_mutant(asked, one) for one in mutants(version, CATALOGUE) if one.remedy == "pay"]
    assert {one.is_killed for one in tried} == {False}
    assert [(one.proposal, one.trials) for one in survivors(asked, tried, located)] == [
        (None, 0)
    ] * len(tried)
