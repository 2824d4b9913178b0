"""Entries, numbers, rules and marks that would have changed a ruling: all of them, and no others.

Each is held against the policy or the dossier actually written otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from evenhand.core.policy.places import locate
from evenhand.core.policy.tree import Literal
from evenhand.core.policy.versions import Policy, Step, Version
from evenhand.core.ruling.cases import Column, Facts
from evenhand.core.ruling.chance import Chance
from evenhand.core.ruling.changes import Change, Flips
from evenhand.core.ruling.dossier import Dossier
from evenhand.core.ruling.flip import what_would_change
from evenhand.core.ruling.flip_facts import is_number
from evenhand.core.ruling.reading import read_by_derivations, read_by_steps
from evenhand.core.ruling.rule import rule_many
from evenhand.core.ruling.ruling import Outcome, Ruling, outcome_of, rule, rule_dossier
from evenhand.core.ruling.variants import variants
from evenhand.core.types import Type
from evenhand.policies.shipped import read_policy

Key = tuple[str, str, tuple[int, ...]]
POLICIES = ("showroom", "media-agency", "rules-of-engagement", "bank-applications")
EACH = 8
DEMO = Path("src/evenhand/demo/disputes")


@dataclass(frozen=True)
class Case:
    """A dispute, its ruling, and what would have changed it."""

    name: str
    ruling: Ruling
    flips: Flips

    @property
    def version(self) -> Version:
        return self.ruling.version

    def ruled_under(self, version: Version, dossier: Dossier | None = None) -> Key:
        """The outcome under another version, or of another dossier, on what is known."""
        one = dossier or self.ruling.dossier
        ruled = rule_many(version, one.facts, one.entries, incomplete=one.incomplete)
        return key(outcome_of(version, ruled.proceeding))

    def told(self, kind: str) -> dict[tuple[str, int], list[tuple[Change, Key]]]:
        """The single changes of a kind, by what is changed."""
        found: dict[tuple[str, int], list[tuple[Change, Key]]] = {}
        for flip in self.flips.flips:
            change = flip.changes[0]
            if len(flip.changes) == 1 and change.kind == kind:
                found.setdefault((change.path, change.row), []).append((change, key(flip.outcome)))
        return found


def key(outcome: Outcome) -> Key:
    forum = outcome.referral.forum if outcome.referral else ""
    return outcome.kind, forum, outcome.winners


@cache
def cases(name: str) -> list[Case]:
    """Disputes made from those of the examples of a policy."""
    read = read_policy(name)
    version = read.policy.versions[-1]
    bases = [
        example.given.model_dump(exclude_none=True)
        if hasattr(example.given, "model_dump")
        else example.given
        for example in version.examples
    ]
    bases = [base for base in bases if base.get("entries")] or bases
    made = variants(version, bases).make(Chance(5), EACH * 4)
    found: list[Case] = []
    for place, (_, dossier) in enumerate(made):
        if 2 <= len(dossier.claimants) <= 3 and len(found) < EACH:
            found.append(case(f"{name} {place}", read.policy, version, dossier))
    return found


def case(name: str, policy: Policy, version: Version, dossier: Dossier) -> Case:
    ruling = rule(policy, version, dossier)
    return Case(name, ruling, what_would_change(ruling))


@pytest.fixture(scope="module", params=POLICIES)
def some(request: pytest.FixtureRequest) -> list[Case]:
    return cases(request.param)


def every() -> Iterator[Case]:
    for name in POLICIES:
        yield from cases(name)


# Numbers


def with_number(version: Version, path: str, value: int) -> Version:
    """The version with a number written otherwise."""
    owner, _, name = path.partition(".")
    if owner == "params":
        written = version.params[name]
        literal = Literal(written.type, False, str(value), value)
        return replace(version, params={**version.params, name: literal}, programs={})
    table_name, _, row = name.partition(".")
    table = version.tables[table_name]
    changed = replace(table, values={**table.values, row: value})
    reducers = {
        fact: replace(one, table=changed) if one.table and one.table.name == table_name else one
        for fact, one in version.reducers.items()
    }
    tables = {**version.tables, table_name: changed}
    return replace(version, tables=tables, reducers=reducers, programs={})


def numbers(version: Version) -> list[str]:
    read = read_by_derivations(version) | read_by_steps(version)
    return [path for path in sorted(read) if is_number(version, path)]


def test_numbers_that_would_have_changed_the_ruling(some: list[Case]) -> None:
    wrong, flipping = [], 0
    for one in some:
        assert one.flips.exhaustive
        base, told = key(one.ruling.proceeding), one.told("number")
        for path in numbers(one.version):
            values = worth_trying(told.get((path, 0), []), len(path) + len(one.name))
            came_out = [one.ruled_under(with_number(one.version, path, value)) for value in values]
            expected = {v: out for v, out in zip(values, came_out, strict=True) if out != base}
            found = {
                value: out
                for value in values
                for change, out in told.get((path, 0), [])
                if _holds(change, value)
            }
            flipping += bool(expected)
            if expected != found:
                wrong.append((one.name, path, expected, found))
    assert not wrong, f"{len(wrong)}: {wrong[:2]}"
    assert flipping or not numbers(some[0].version)


def worth_trying(told: list[tuple[Change, Key]], seed: int) -> list[int]:
    """Both sides of every end of a range, and some values from anywhere."""
    ends = {end for change, _ in told for end in (change.low, change.high) if end is not None}
    beside = {end + step for end in ends for step in (-1, 0, 1)}
    anywhere = np.random.default_rng(seed).choice(66, 9, replace=False).tolist()
    return sorted(value for value in beside | set(anywhere) if value >= 0)


def _holds(change: Change, value: int) -> bool:
    return (change.low is None or change.low <= value) and (
        change.high is None or value <= change.high
    )


def test_the_numbers_tried_do_change_rulings() -> None:
    assert sum(len(one.told("number")) for one in every()) > 10


# Entries


def test_entries_that_would_have_changed_the_ruling_if_they_did_not_count(some: list[Case]) -> None:
    wrong = []
    for one in some:
        base, told = key(one.ruling.proceeding), one.told("entry")
        register = one.ruling.ruled.derived.register
        kinds = {kind for step in one.version.strikes for kind in step.kinds}
        for index in range(len(register.entries)):
            found = [
                out for change, out in told.get(("entry.judged", index), []) if change.value < 0
            ]
            if register.entries.kind[index] not in kinds or register.struck[index] >= 0:
                assert not found
                continue
            out = one.ruled_under(one.version, without(one.ruling.dossier, index))
            if found != ([out] if out != base else []):
                wrong.append((one.name, register.entries.ids[index], out, found))
    assert not wrong, f"{len(wrong)}: {wrong[:3]}"


def without(dossier: Dossier, index: int) -> Dossier:
    """The dossier with an entry left out."""
    entries = dossier.entries
    return replace(dossier, entries=entries.only(np.arange(len(entries)) != index))


def test_a_struck_entry_that_would_have_changed_the_ruling_if_it_counted() -> None:
    """R1: the late card of the second demonstration dispute."""
    read = read_policy("showroom")
    text = (DEMO / "2-late-card.yaml").read_text(encoding="utf-8")
    ruling = rule_dossier(read.policy, locate(text, "late card"))
    struck = [one.entry for one in ruling.struck]
    found = Case("late card", ruling, what_would_change(ruling)).told("entry")
    ids = ruling.ruled.derived.register.entries.ids
    counted = [ids[row] for (_, row), flips in found.items() if flips[0][0].value > 0]
    assert struck
    assert counted == struck
    unstruck = replace(read.policy.versions[-1], strikes=(), programs={})
    ruled = rule_many(unstruck, ruling.dossier.facts, ruling.dossier.entries)
    row = ids.index(struck[0])
    assert found["entry.judged", row][0][1] == key(outcome_of(unstruck, ruled.proceeding))


def test_the_entries_tried_do_change_rulings() -> None:
    assert sum(len(one.told("entry")) for one in every()) > 4


# Rules


def test_rules_without_which_the_ruling_would_have_been_another(some: list[Case]) -> None:
    wrong = []
    for one in some:
        base, told = key(one.ruling.proceeding), one.told("rule")
        for name, version in versions_with_a_rule_less(one.version):
            out = one.ruled_under(version)
            found = [ends for _, ends in told.get((name, 0), [])]
            if found != ([out] if out != base else []):
                wrong.append((one.name, name, out, found))
    assert not wrong, f"{len(wrong)}: {wrong[:3]}"
    assert any(one.told("rule") for one in some)


def versions_with_a_rule_less(version: Version) -> Iterator[tuple[str, Version]]:
    for step in version.steps:
        yield f"rules.{step.id}", _steps(version, [one for one in version.steps if one is not step])
        for item in step.items if len(step.items) > 1 else ():
            less = replace(step, items=tuple(one for one in step.items if one is not item))
            steps = [less if one is step else one for one in version.steps]
            yield f"rules.{step.id}.{item.id}", _steps(version, steps)
    for strike in version.strikes:
        strikes = tuple(one for one in version.strikes if one is not strike)
        yield f"rules.{strike.id}", replace(version, strikes=strikes, programs={})


def _steps(version: Version, steps: list[Step]) -> Version:
    numbered = tuple(replace(step, index=index) for index, step in enumerate(steps))
    return replace(version, steps=numbered, programs={})


# The manager's mark


def test_m4_10_whether_a_ruling_holds_whatever_the_mark() -> None:
    wrong, turning = [], 0
    for one in cases("media-agency"):
        marks, base = one.flips.marks, key(one.ruling.proceeding)
        assert marks is not None
        assert marks.exhaustive
        outcomes = {key: far for far, key in marked(one)}
        outcomes.pop(base, None)
        turning += bool(outcomes)
        if marks.holds is not (not outcomes):
            wrong.append((one.name, outcomes))
        if {key(other.outcome) for other in marks.others} != set(outcomes):
            wrong.append((one.name, outcomes))
    assert not wrong, f"{len(wrong)}: {wrong[:3]}"
    assert 0 < turning < len(cases("media-agency"))


def marked(one: Case) -> Iterator[tuple[int, Key]]:
    """The outcome under every combination of marks from −3 to 3."""
    dossier, path = one.ruling.dossier, "me.accompanied_mark"
    rows = len(dossier.claimants)
    for marks in product(range(-3, 4), repeat=rows):
        column = Column(np.array(marks)[:, None], np.full((rows, 1), 2, dtype=np.int8))
        stated = {**dossier.facts.stated, path: np.ones((rows, 1), dtype=bool)}
        columns = {**dossier.facts.columns, path: column}
        facts = Facts(dossier.facts.present, columns, stated)
        yield sum(map(abs, marks)), one.ruled_under(one.version, replace(dossier, facts=facts))


def test_a_policy_without_marks_says_so() -> None:
    assert all(one.flips.marks is None for one in cases("showroom"))


# Unknown evidence


def test_what_is_not_known_is_told_as_what_it_may_turn_out_to_be() -> None:
    read = read_policy("showroom")
    text = (DEMO / "3-named.yaml").read_text(encoding="utf-8")
    ruling = rule_dossier(read.policy, locate(text, "named"))
    assert ruling.provisional
    told = Case("named", ruling, what_would_change(ruling)).told("fact")
    for cell in ruling.depends_on:
        assert (cell.path, cell.claimant) in told
    assert read.policy.versions[-1].facts["me.named_by_customer"].type is Type.BOOL
