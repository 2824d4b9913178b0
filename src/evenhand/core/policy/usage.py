"""What a version reads, from where its steps begin: names, forums and kinds of entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.core.policy.tree import Node
from evenhand.core.policy.versions import Otherwise, Step, Version
from evenhand.core.types import Derivation

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_PATH = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\.([A-Za-z_]\w*)")
_ROOTS = ("me", "dispute", "deal", "entry", "params", "tables")
_GROUPS = ("others", "claimants")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a ruling may come to read.

    `names`: paths such as `me.x`, `params.x`, `tables.x`, `entry.x`, definitions among them.
    """

    names: frozenset[str]
    forums: frozenset[str]
    kinds: frozenset[str]


def names_in(text: str) -> Iterator[str]:
    """The paths an expression names; the variable of a quantifier is taken for a claimant.

    >>> sorted(names_in("others.all(o, o.first <= me.first) && me.grade != 'deal.x'"))
    ['me.first', 'me.first', 'me.grade']
    """
    for root, name in _PATH.findall(_QUOTED.sub("", text)):
        if root not in _GROUPS:
            yield f"{root if root in _ROOTS else 'me'}.{name}"


def usage(version: Version) -> Usage:
    """Everything that is read, by way of definitions and derivations too."""
    names: set[str] = set(version.governing_date)
    waiting = [name for text in _sources(version) for name in names_in(text)] + list(names)
    definitions = {one.path: one.node.text for one in version.defines}
    while waiting:
        name = waiting.pop()
        texts = [definitions.get(name, "")]
        if name.startswith("tables."):
            texts.append(version.tables[name.partition(".")[2]].by)
        spec = version.facts.get(name)
        if spec is not None and spec.derive is not None:
            texts += list(derivation_texts(spec.derive))
        read = {one for text in texts for one in names_in(text)} - names
        names |= read | {name}
        waiting += sorted(read)
    return Usage(frozenset(names), frozenset(_forums(version)), frozenset(_kinds(version, names)))


def _sources(version: Version) -> Iterator[str]:
    for step in (*version.strikes, *version.steps):
        yield from (node.text for node in nodes_of(step))
    for clause in version.conduct:
        yield clause.when.text
        yield clause.repeated_when.text if clause.repeated_when else ""
    yield from (node.text for remedy in version.remedies for node in remedy.nodes())


def nodes_of(step: Step) -> Iterator[Node]:
    """Every expression of a step."""
    ranked = [step.best, *(item.to for item in step.items)]
    nodes = [step.when, step.condition, *(best.node for best in ranked if best)]
    nodes += [node for item in step.items for node in (item.when, item.points_from)]
    yield from (node for node in nodes if node)


def derivation_texts(derive: Derivation) -> Iterator[str]:
    """Everything in a derivation that names something."""
    yield from (derive.where, derive.from_, derive.after, derive.until, derive.through)
    yield from (derive.every, derive.start)
    yield from (f"entry.{field}" for field in (derive.of, derive.graded_by) if field)


def _forums(version: Version) -> Iterator[str]:
    referrals = [version.tie, version.if_none_remain, version.on_missing]
    referrals += [one for step in version.steps for one in (step.refer, step.above)]
    referrals += [one.above for one in version.remedies]
    yield from (name for one in referrals if one for name in _named(one))
    for stage in version.procedure.stages:
        yield from stage.who


def _named(referral: Otherwise) -> tuple[str, str]:
    return referral.forum, referral.then


def _kinds(version: Version, names: set[str]) -> Iterator[str]:
    order = version.kind_names
    for step in version.strikes:
        yield from (order[code] for code in step.kinds)
    for name in names:
        spec = version.facts.get(name)
        if spec is not None and spec.derive is not None:
            yield from (*spec.derive.kinds, *spec.derive.completed_by)
