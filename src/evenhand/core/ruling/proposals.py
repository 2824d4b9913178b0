"""The examples a policy lacks: for each mistake that none notices, one that does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from evenhand.core.policy.mutants import Mutant
from evenhand.core.policy.places import Located
from evenhand.core.policy.schema import Example
from evenhand.core.policy.versions import OUTCOMES, Version
from evenhand.core.ruling.exam import Answers, Exam, Question, group_of
from evenhand.core.ruling.kills import Tried
from evenhand.core.ruling.rule import rule_derived
from evenhand.core.ruling.search import Search
from evenhand.core.ruling.variants import Given, read, variants
from evenhand.core.ruling.worlds import Worlds
from evenhand.core.said import said


@dataclass(frozen=True, slots=True)
class Proposal:
    """An example as it would be written, and the mutants that only it kills."""

    example: dict[str, Any]
    question: Question
    kills: tuple[Mutant, ...]


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no example kills.

    `proposal`: an example that would. Without one, no difference was found in so many `trials`; in
    remedies none is sought, for what an example expects of them only its author can say.
    """

    mutant: Mutant
    proposal: Proposal | None
    trials: int


def survivors(asked: Exam, tried: list[Tried], located: Located) -> Iterator[Survivor]:
    """For each mutant that survived, an example that kills it, or how long one was sought.

    `located` is the text of the policy file.
    """
    version = asked.version
    given = _givens(version, located)
    worlds = Worlds(version, [group.derived.facts for group in asked.groups])
    search = Search(version, worlds, variants(version, given))
    survived = [one.mutant for one in tried if not one.is_killed]
    left = [mutant for mutant in survived if not mutant.remedy]
    proposed: dict[str, Proposal] = {}
    for mutant in survived:
        if mutant.remedy:
            yield Survivor(mutant, None, 0)
            continue
        if mutant.id not in proposed:
            proposal = _proposal(version, mutant, left, search)
            for killed in proposal.kills if proposal else ():
                proposed.setdefault(killed.id, proposal)  # type: ignore[arg-type]  # not None here
        yield Survivor(mutant, proposed.get(mutant.id), search.trials(mutant))


def _givens(version: Version, located: Located) -> list[Given]:
    """The dossiers of the examples as they are written."""
    versions: Any = located.data
    written = versions["versions"][located.version(version.id)[1]]
    return [example["given"] for example in written.get("examples", [])]


def _proposal(
    version: Version, mutant: Mutant, left: list[Mutant], search: Search
) -> Proposal | None:
    """The first differing dossier that is shown to kill the mutant, as an example."""
    for given, level in search.differences(mutant):
        example = _example(version, mutant, given, level)
        question = _question(version, example) if example is not None else None
        if example is None or question is None:
            continue
        exam = Exam(version, (group_of(version, (question,)),))
        if exam.failed(version) or not exam.failed(mutant.version):
            continue
        kills = tuple(one for one in left if exam.failed(one.version, derives=one.derives))
        return Proposal(example, question, kills)
    return None


def _question(version: Version, example: Given) -> Question | None:
    dossier = read(version, example["given"])
    try:
        written = Example.model_validate(example)
    except ValidationError:
        return None
    return Question(written, 0, dossier, written.expect) if dossier else None


def _example(version: Version, mutant: Mutant, given: Given, level: str) -> Given | None:
    """The dossier with what its ruling says; nothing if that depends on what is not known."""
    about = said("Comes out otherwise under a mistake: {change}.", change=mutant.told)
    blank = {"id": mutant.id, "cites": list(version.articles)[:1], "about": about, "given": given}
    question = _question(version, {**blank, "expect": {"kind": "award"}})
    if question is None:
        return None
    group = group_of(version, (question,))
    ruled = rule_derived(version, group.derived)
    if bool(ruled.provisional[0]) is not (level == "missing"):
        return None
    answers = Answers(version, group, ruled)
    expect = _expected(answers, question.dossier.claimants)
    if level == "conduct":
        expect["conduct"] = _conduct(version, answers, question.dossier.claimants)
    if level == "missing":
        expect["provisional"] = True
    if level == "struck":
        expect["struck"] = answers.struck(0)
    cites = list(mutant.cites) or _cites(version, int(ruled.decided_by[0])) or blank["cites"]
    return {**blank, "cites": cites, "expect": expect}


def _expected(answers: Answers, names: tuple[str, ...]) -> dict[str, Any]:
    winners, kind = answers.winners(0, names), OUTCOMES[int(answers.ruled.kind[0])]
    expect: dict[str, Any] = {"kind": kind}
    if len(winners) == 1:
        expect = {"winner": winners[0]} | ({} if kind == "award" else expect)
    elif winners:
        expect["winners"] = winners
    if forum := answers.forum(0):
        expect["forum"] = forum
    return expect | {"by": answers.by(0)}


def _cites(version: Version, decided_by: int) -> list[str]:
    """What the step that decided cites."""
    return list(version.steps[decided_by].cites) if decided_by >= 0 else []


def _conduct(version: Version, answers: Answers, names: tuple[str, ...]) -> dict[str, Any]:
    """Which clauses apply to whom."""
    return {
        name: [one.id for one in version.conduct if answers.conduct(one.id)[slot, 0]]
        for slot, name in enumerate(names)
    }
