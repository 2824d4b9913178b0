"""Mutants of a policy file tried, its survivors explained, and all of it told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track

from evenhand.base.language import spoken
from evenhand.core.errors import ExamplesFail
from evenhand.core.policy.mistakes import OPERATORS
from evenhand.core.policy.mutants import mutants
from evenhand.core.policy.places import Located
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.exam import Exam, exam
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.kills import Tried, try_mutant
from evenhand.core.ruling.proposals import Proposal, Survivor, survivors
from evenhand.core.ruling.writing import example_text
from evenhand.core.said import said
from evenhand.policies.shipped import ReadPolicy

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Mutation:
    """What became of the mutants of one version."""

    policy: str
    version: Version
    located: Located
    tried: list[Tried]
    survivors: list[Survivor]

    @property
    def killed(self) -> int:
        """How many mutants some example notices."""
        return sum(one.is_killed for one in self.tried)

    @property
    def score(self) -> float:
        """The killed ones in percent; 100 of a version in which no mistake could be made."""
        return 100 * self.killed / len(self.tried) if self.tried else 100.0

    @property
    def proposals(self) -> list[Proposal]:
        """The examples that are lacking, each once."""
        found = {one.proposal.example["id"]: one.proposal for one in self.survivors if one.proposal}
        return list(found.values())

    def place(self, tried: Tried | Survivor) -> tuple[int, int]:
        """Where the mistake is made in the file."""
        return tried.mutant.place(self.located, self.located.version(self.version.id))


def mutate(read: ReadPolicy) -> Iterator[Mutation]:
    """Try the mutants of every version of a policy. Raises ExamplesFail."""
    for version in read.policy.versions:
        asked = exam(version, read.located)
        wrong = [*asked.unread, *(one.example.id for one in asked.failed(version))]
        if wrong:
            raise ExamplesFail(
                said(
                    "{policy}: these examples do not hold: {failing}; "
                    "see `evenhand policy test {path}`",
                    policy=read.policy.id,
                    failing=dict.fromkeys(wrong),
                    path=read.path,
                )
            )
        tried = [
            try_mutant(asked, one)
            for one in _shown(
                mutants(version, CATALOGUE),
                spoken(said("{policy}: mutants", policy=read.policy.id)),
            )
        ]
        yield Mutation(read.policy.id, version, read.located, tried, _survivors(read, asked, tried))


def _survivors(read: ReadPolicy, asked: Exam, tried: list[Tried]) -> list[Survivor]:
    left = sum(not one.is_killed for one in tried)
    sought = survivors(asked, tried, read.located)
    what = spoken(said("{policy}: survivors", policy=read.policy.id))
    return list(_shown(sought, what, total=left))


def _shown(things: Iterable[Thing], what: str, total: int | None = None) -> Iterable[Thing]:
    """Tells on a terminal how far it is."""
    console = Console(stderr=True)
    hidden = not console.is_terminal
    return track(things, what, total, console=console, transient=True, disable=hidden)


# Told


def as_text(mutation: Mutation, *, kills: bool = False) -> str:
    """The score, by kind of mistake; every survivor; the examples that are proposed."""
    name, total = f"{mutation.policy} {mutation.version.id}", len(mutation.tried)
    score = said(
        "{name}: {killed} of {total} mutants killed ({score:.1f}%)",
        name=name,
        killed=mutation.killed,
        total=total,
        score=mutation.score,
    )
    lines = [spoken(score), f"  {_by_operator(mutation)}"]
    if kills:
        lines += ["", spoken(said("Which examples kill which:")), *_kills(mutation)]
    if mutation.survivors:
        lines += ["", spoken(said("Survivors:")), *_told(mutation)]
    if mutation.proposals:
        lines += ["", spoken(said("Proposed examples; read each before you take it over:"))]
        lines += [example_text(_example(one)).rstrip() for one in mutation.proposals]
    return "\n".join(lines)


def _by_operator(mutation: Mutation) -> str:
    parts = []
    for operator in OPERATORS:
        made = [one for one in mutation.tried if one.mutant.operator == operator]
        if made:
            parts.append(f"{operator} {sum(one.is_killed for one in made)}/{len(made)}")
    return " · ".join(parts)


def _kills(mutation: Mutation) -> Iterator[str]:
    for one in mutation.tried:
        yield f"  {one.mutant.id}: {', '.join(one.killed_by) or '—'}"


def _told(mutation: Mutation) -> Iterator[str]:
    for one in mutation.survivors:
        line, column = mutation.place(one)
        source = mutation.located.source
        yield f"{source}:{line}:{column}: {one.mutant.id}: {spoken(one.mutant.told)}"
        yield f"    {spoken(_explained(one))}"


def _explained(survivor: Survivor) -> str:
    if survivor.mutant.remedy:
        remedy = survivor.mutant.remedy
        return f"no example expects otherwise: say what it comes to, `remedies: {{{remedy}: …}}`"
    if survivor.proposal is None:
        return said(
            "no difference found in {trials:,} disputes: most likely it is none",
            trials=survivor.trials,
        )
    return said("the proposed example {example} kills it", example=survivor.proposal.example["id"])


def as_json(mutations: list[Mutation]) -> str:
    """The same for machines, with the killers of every mutant."""
    return json.dumps([_plain(one) for one in mutations], ensure_ascii=False, indent=2)


def _plain(mutation: Mutation) -> dict[str, object]:
    explained = {one.mutant.id: one for one in mutation.survivors}
    return {
        "policy": mutation.policy,
        "version": mutation.version.id,
        "mutants": len(mutation.tried),
        "killed": mutation.killed,
        "score": round(mutation.score, 2),
        "tried": [_plain_one(mutation, one, explained) for one in mutation.tried],
        "proposals": [_example(one) for one in mutation.proposals],
    }


def _plain_one(
    mutation: Mutation, tried: Tried, explained: dict[str, Survivor]
) -> dict[str, object]:
    line, column = mutation.place(tried)
    survivor = explained.get(tried.mutant.id)
    proposal = survivor.proposal if survivor else None
    return {
        "id": tried.mutant.id,
        "operator": tried.mutant.operator,
        "line": line,
        "column": column,
        "told": spoken(tried.mutant.told),
        "killed_by": list(tried.killed_by),
        "proposal": proposal.example["id"] if proposal else None,
        "trials": survivor.trials if survivor and proposal is None else None,
    }


def _example(proposal: Proposal) -> dict[str, Any]:
    """The proposed example, with what it is about in the language of now."""
    return proposal.example | {"about": spoken(proposal.example["about"])}


def examples_text(mutations: list[Mutation]) -> str:
    """The proposed examples as they would stand under `examples:` of their version."""
    parts = []
    for one in mutations:
        heading = said("# {policy}, version {version}", policy=one.policy, version=one.version.id)
        parts.append(f"{spoken(heading)}\n")
        parts += [example_text(_example(proposal)) for proposal in one.proposals]
    return "".join(parts)
