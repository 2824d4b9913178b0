"""What every policy that ships is held to: its examples, its steps, its articles, its symmetry."""

import copy
import json
from functools import cache
from typing import Any

from evenhand.core.policy.load import load_policy
from evenhand.core.policy.places import Located, locate
from evenhand.core.policy.versions import OUTCOMES, Policy
from evenhand.core.ruling.dossier import read_dossier
from evenhand.core.ruling.examples import check_example
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.rule import rule_many
from evenhand.core.ruling.ruling import Ruling, rule_dossier
from tests.conftest import ROOT
from tests.world import shipped

LANGUAGES = ("en", "zh", "vi")

Outcome = tuple[str, frozenset[str], str]
"""Kind, who has it, forum."""


class Held:
    """A policy that ships, as it is written and as it rules."""

    def __init__(self, name: str) -> None:
        path = ROOT / "policies" / name / "policy.yaml"
        self.located: Located = locate(path.read_text(encoding="utf-8"), str(path))
        self.data = _plain(self.located)
        self.version: Any = self.data["versions"][0]
        self.policy: Policy = shipped(name)
        self.examples: list[Any] = self.version["examples"]
        self.ids: list[str] = [example["id"] for example in self.examples]
        self.steps: list[str] = [step["id"] for step in self.version["steps"]]

    def failures(self, example: Any) -> tuple[str, ...]:
        """What comes out otherwise than the example says."""
        version, index = self.policy.versions[0], self.ids.index(example["id"])
        place = ("versions", 0, "examples", index)
        return check_example(
            self.policy, version, version.examples[index], self.located, place
        ).failures

    def rule(self, given: Any) -> Ruling:
        return rule_dossier(self.policy, Located(given, "example"))

    def conduct(self, given: Any) -> dict[str, list[str]]:
        """The clauses that apply, by claimant."""
        found: dict[str, list[str]] = {}
        for one in self.rule(given).conduct:
            if one.truth == 2:
                name = self.rule(given).dossier.claimants[one.claimant]
                found.setdefault(name, []).append(one.clause.id)
        return found

    @cache  # noqa: B019 - three policies, for as long as the tests run
    def as_written(self) -> dict[str, Outcome]:
        return {example["id"]: outcome(self.policy, example["given"]) for example in self.examples}

    @cache  # noqa: B019 - as above
    def changed_without(self, step: str, item: str = "") -> frozenset[str]:
        """The examples that come out otherwise without a step, or without an item of its score."""
        under = self._without(step, item)
        return frozenset(
            example["id"]
            for example in self.examples
            if outcome(under, example["given"]) != self.as_written()[example["id"]]
        )

    def _without(self, step: str, item: str) -> Policy:
        changed = copy.deepcopy(self.data)
        version = changed["versions"][0]
        for one in version["steps"]:
            if item and one["id"] == step:
                one["score"] = [kept for kept in one["score"] if kept["id"] != item]
        version["steps"] = [one for one in version["steps"] if item or one["id"] != step]
        for article in version["articles"].values():
            article["not_encoded"] = "what carried it was taken out"
        version["examples"] = []
        return load_policy(json.dumps(changed), source=f"without {step}", catalogue=CATALOGUE)

    def citing(self, article: str) -> set[str]:
        """The examples that cite an article."""
        return {example["id"] for example in self.examples if article in example["cites"]}

    def carried(self) -> set[str]:
        """The articles that something cites which decides, obliges or is done."""
        version = self.version
        parts = [
            *version["steps"],
            *(item for step in version["steps"] for item in step.get("score", ())),
            *version.get("conduct", ()),
            *version.get("remedies", ()),
            *version["procedure"]["stages"],
            *(param for param in version.get("params", {}).values() if isinstance(param, dict)),
            version["tie"],
            version["if_none_remain"],
        ]
        return {article for part in parts for article in part["cites"]}

    def untold(self) -> list[str]:
        """Texts that lack a language: articles, their notes, and the labels of steps and items."""
        version = self.version
        texts = [
            *((f"article {key}", one) for key, one in version["articles"].items()),
            *((f"note of {key}", one["note"]) for key, one in version["articles"].items()),
            *((f"step {one['id']}", one["label"]) for one in version["steps"]),
            *(
                (f"item {item['id']}", item["label"])
                for one in version["steps"]
                for item in one.get("score", ())
            ),
            *((f"finding {key}", one["question"]) for key, one in version["findings"].items()),
            *((f"definition {key}", one["label"]) for key, one in version["define"].items()),
        ]
        return [
            f"{what}: {language}"
            for what, text in texts
            for language in LANGUAGES
            if not text[language].strip()
        ]

    def other_names(self, example: Any) -> tuple[Outcome, Outcome]:
        """The ruling under other names and in another order, and what it should be."""
        names = list(example["given"]["claimants"])
        renamed = dict(zip(names, [*names[1:], names[0]], strict=True))
        kind, winners, forum = self.as_written()[example["id"]]
        expected = (kind, frozenset(renamed[name] for name in winners), forum)
        return outcome(self.policy, _with_names(example["given"], renamed)), expected

    def with_bystander(self, example: Any, **facts: Any) -> tuple[Outcome, Outcome]:
        """The ruling with a further claimant who did nothing, and the ruling without."""
        given = copy.deepcopy(example["given"])
        given["claimants"]["bystander"] = facts
        return told(self.rule(given)), told(self.rule(example["given"]))

    def missed(self, example: Any, facts: tuple[str, ...]) -> list[tuple[str, str]]:
        """Facts of claimants that decide, true or false, where not knowing them goes unsaid."""
        return [
            (name, fact)
            for name in example["given"]["claimants"]
            for fact in facts
            if not self.rule(_with(example, name, fact, "unknown")).provisional
            and len({told(self.rule(_with(example, name, fact, one))) for one in (True, False)}) > 1
        ]

    def alone(self, example: Any) -> dict[str, Ruling]:
        """Each claimant of an example as the only one."""
        return {
            name: self.rule(_only(example, name, facts))
            for name, facts in example["given"]["claimants"].items()
        }


def _plain(located: Located) -> Any:
    return located.data


def outcome(under: Policy, given: Any) -> Outcome:
    """The outcome on what is known, without its reasons, which take most of the time."""
    version = under.versions[0]
    dossier = read_dossier(Located(given, "example"), version)
    ruled = rule_many(version, dossier.facts, dossier.entries, incomplete=dossier.incomplete)
    names = frozenset(dossier.claimants[slot] for slot in ruled.winners[:, 0].nonzero()[0])
    forum = int(ruled.forum[0])
    return OUTCOMES[int(ruled.kind[0])], names, version.forum_names[forum] if forum >= 0 else ""


def told(ruling: Ruling) -> Outcome:
    """The outcome as it is told: where evidence is missing, the forum that gathers it."""
    names = frozenset(ruling.dossier.claimants[slot] for slot in ruling.outcome.winners)
    forum = ruling.outcome.referral.forum if ruling.outcome.referral else ""
    return ruling.outcome.kind, names, forum


def _with(example: Any, name: str, fact: str, value: object) -> Any:
    """The dossier of an example with one fact of one claimant given."""
    given = copy.deepcopy(example["given"])
    given["claimants"][name] = {**given["claimants"][name], fact: value}
    return given


def _only(example: Any, name: str, facts: Any) -> Any:
    """The dossier of an example with one claimant, who has nobody to agree with."""
    given = copy.deepcopy(example["given"]) | {"claimants": {name: facts}}
    given.pop("agreed", None)
    return given


def _with_names(given: Any, names: dict[str, str]) -> Any:
    """The same dossier, its claimants under other names and in the opposite order."""
    changed = copy.deepcopy(given)
    changed["claimants"] = {
        names[name]: changed["claimants"][name] for name in reversed(changed["claimants"])
    }
    if "agreed" in changed:
        changed["agreed"] = {names[name]: parts for name, parts in changed["agreed"].items()}
    for entry in changed["entries"]:
        for key in ("who", "on_behalf_of"):
            if key in entry:
                entry[key] = names.get(entry[key], entry[key])
    return changed
