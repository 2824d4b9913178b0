"""What many tests need: the shipped policies, small ones made from steps, rulings of dossiers."""

from functools import cache
from textwrap import dedent, indent

from evenhand.core.policy.load import load_policy
from evenhand.core.policy.places import locate
from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.ruling import Ruling, rule_dossier
from tests.conftest import ROOT


@cache
def shipped(name: str) -> Policy:
    """A policy that ships."""
    path = ROOT / "policies" / name / "policy.yaml"
    return load_policy(path.read_text(encoding="utf-8"), source=str(path), catalogue=CATALOGUE)


@cache
def policy(steps: str, extra: str = "", on_missing: str = "proceed") -> Policy:
    """A policy of one version with one article "1", these steps, and further sections."""
    text = dedent("""\
        policy: small
        title: {en: Small}
        versions:
          - id: "1"
            effective: {from: 2000-01-01}
            governing_date: [deal.closed_on, dispute.as_of]
            articles: {"1": {en: One, zh: 一, vi: Một}}
            tie: {refer: negotiation}
            if_none_remain: {pool: true}
            on_missing: ON_MISSING
        """).replace("ON_MISSING", on_missing)
    text += indent("steps:\n" + indent(dedent(steps).rstrip() + "\n", "  "), "    ")
    text += indent(dedent(extra), "    ")
    return load_policy(text, source="small.yaml", catalogue=CATALOGUE)


def rule(policy_: Policy, dossier: str) -> Ruling:
    """The ruling of a dossier written as YAML."""
    return rule_dossier(policy_, locate(dedent(dossier), "dossier.yaml"))


def winners(ruling: Ruling) -> list[str]:
    """The names of those who won."""
    return [ruling.dossier.claimants[slot] for slot in ruling.outcome.winners]
