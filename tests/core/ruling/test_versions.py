"""The version that governs a dispute is the one in force on its governing date."""

import pytest

from evenhand.core.errors import NotFound, NoVersionInForce
from evenhand.core.policy.load import load_policy
from evenhand.core.policy.places import locate
from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.ruling import rule_dossier

VERSION = """\
  - id: "{id}"
    effective: {{from: {start}{until}}}
    governing_date: [deal.closed_on, dispute.as_of]
    articles: {{"1": {{zh: 一}}}}
    steps: [{{id: best, cites: ["1"], prefer: {{{way}: me.contacts}}}}]
    tie: {{refer: head}}
    if_none_remain: {{pool: true}}
    on_missing: proceed
"""


def two_versions() -> Policy:
    text = "policy: p\ntitle: {en: P}\nversions:\n"
    text += VERSION.format(id="new", start="2020-01-01", until="", way="least")
    text += VERSION.format(id="old", start="2010-01-01", until=", until: 2015-01-01", way="most")
    return load_policy(text, catalogue=CATALOGUE)


DOSSIER = "claimants: {{A: {{contacts: 3}}, B: {{contacts: 1}}}}\n{date}"


@pytest.mark.parametrize(
    "date,version,winner",
    [
        ("deal: {closed_on: 2014-12-31}", "old", 0),
        ("deal: {closed_on: 2020-01-01}", "new", 1),
        ("dispute: {as_of: 2012-01-01}", "old", 0),
        ("deal: {closed_on: 2012-01-01}\ndispute: {as_of: 2021-01-01}", "old", 0),
        ("", "new", 1),
    ],
)
def test_the_date_picks_the_version(date: str, version: str, winner: int) -> None:
    ruling = rule_dossier(two_versions(), locate(DOSSIER.format(date=date), "d"))
    assert (ruling.version.id, ruling.outcome.winners) == (version, (winner,))


@pytest.mark.parametrize("date", ["2009-12-31", "2015-01-01", "2019-12-31"])
def test_a_day_under_no_version_is_refused_and_a_named_version_rules_all_the_same(
    date: str,
) -> None:
    located = locate(DOSSIER.format(date=f"deal: {{closed_on: {date}}}"), "d")
    with pytest.raises(NoVersionInForce, match=date):
        rule_dossier(two_versions(), located)
    assert rule_dossier(two_versions(), located, version_id="old").outcome.winners == (0,)


def test_a_version_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(NotFound, match="it has old, new"):
        rule_dossier(two_versions(), locate(DOSSIER.format(date=""), "d"), version_id="next")
