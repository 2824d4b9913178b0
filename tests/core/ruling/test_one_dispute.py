"""What is kept between rulings is never another's, and a ruling of one dispute is whole."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from evenhand.core.policy.load import load_policy
from evenhand.core.policy.tree import And, Conditional, Literal, Node, Not, Or, Path
from evenhand.core.policy.versions import Step
from evenhand.core.ruling.cases import KNOWN, Column, no_entries
from evenhand.core.ruling.derive import derive
from evenhand.core.ruling.explain import Finding
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.on_record import nothing_on_record
from evenhand.core.ruling.reasons import Amount, Reason
from evenhand.core.ruling.ruling import Ruling
from evenhand.core.ruling.text import as_text
from tests.conftest import ROOT
from tests.core.ruling.random_policies import loaded, random_policy
from tests.core.ruling.random_registers import random_case
from tests.world import policy, rule, shipped, winners

SAMPLES = sorted((ROOT / "src/evenhand/demo/disputes").glob("*.yaml"))
LOOKED = ("narrowed", "unchanged", "decided", "referred")

VERSION = """\
  - id: "{id}"
    effective: {{from: {span}}}
    governing_date: [deal.closed_on]
    articles: {{"1": {{en: One}}}}
    params: {{limit: {limit}}}
    define: {{me.busy: {{is: "me.{fact} > params.limit", label: {{en: busy}}}}}}
    steps: [{{id: s, cites: ["1"], label: {{en: work}}, keep: me.busy}}]
    tie: {{refer: negotiation}}
    if_none_remain: {{pool: true}}
    on_missing: proceed
"""
OLD = VERSION.format(id=1, span="2000-01-01, until: 2010-01-01", limit=2, fact="contacts")
NEW = VERSION.format(id=2, span="2010-01-01", limit=5, fact="visits")


def told(ruling: Ruling, claimant: int) -> Finding:
    return ruling.steps[0].findings[claimant]


def test_two_versions_with_the_same_step_keep_their_own_reasons() -> None:
    both = load_policy(
        f"policy: two\ntitle: {{en: Two}}\nversions:\n{OLD}{NEW}",
        source="two.yaml",
        catalogue=CATALOGUE,
    )
    facts = "{A: {contacts: 3, visits: 1}, B: {contacts: 1, visits: 9}}"
    dossier = f"{{claimants: {facts}, deal: {{closed_on: DAY}}}}"
    for _ in range(2):
        old, new = (rule(both, dossier.replace("DAY", day)) for day in ("2005-01-01", "2015-01-01"))
        assert (winners(old), winners(new)) == (["A"], ["B"])
        for ruling, limit, value in ((old, 2, 3), (new, 5, 1)):
            (busy,) = told(ruling, 0).reasons
            (atom,) = busy.because
            assert [side.value for side in atom.sides] == [value, limit]
            assert f"{value} (asked: more than {limit})" in as_text(ruling, "en", full=True)


def test_two_policies_with_the_same_step_keep_their_own_reasons() -> None:
    more = policy("- {id: s, cites: ['1'], keep: me.contacts > 1}")
    less = policy("- {id: s, cites: ['1'], keep: me.contacts < 5}")
    dossier = "claimants: {A: {contacts: 3}, B: {contacts: 9}, C: {contacts: 0}}"
    for _ in range(2):
        assert [told(rule(one, dossier), 2).status for one in (more, less)] == ["removed", "kept"]
        assert told(rule(less, dossier), 1).reasons[0].node.text == "me.contacts < 5"


def test_a_ruling_told_in_turn_in_three_languages_mixes_none_of_them() -> None:
    ruling = rule(shipped("showroom"), SAMPLES[0].read_text(encoding="utf-8"))
    first = {lang: as_text(ruling, lang) for lang in ("en", "zh", "vi")}
    assert {lang: as_text(ruling, lang) for lang in ("vi", "en", "zh")} == first
    assert len(set(first.values())) == 3


def test_a_changed_copy_of_a_version_is_not_ruled_as_the_original() -> None:
    original = policy("- {id: s, cites: ['1'], keep: me.signed}")
    dossier = "claimants: {A: {signed: true}, B: {}}"
    assert winners(rule(original, dossier)) == ["A"]
    (version,) = original.versions
    changed = replace(version, steps=(replace(version.steps[0], verb="bar"),), programs={})
    assert winners(rule(replace(original, versions=(changed,)), dossier)) == ["B"]
    assert winners(rule(original, dossier)) == ["A"]


def test_what_nothing_on_record_means_cannot_be_written_over() -> None:
    version = shipped("showroom").versions[-1]
    for path in version.reads:
        for array in nothing_on_record(version, path):
            if array is not None:
                with pytest.raises(ValueError, match="read-only"):
                    array[0, 0] = 1


# A ruling is whole


def atoms(node: Node) -> Iterator[Node]:
    """The atoms of a condition from left to right; of a choice those of the condition alone."""
    match node:
        case And(items=items) | Or(items=items):
            for item in items:
                yield from atoms(item)
        case Not(item=item):
            yield from atoms(item)
        case Conditional(condition=condition):
            yield from atoms(condition)
        case Literal():
            return
        case _:
            yield node


def every_reason(reasons: tuple[Reason, ...]) -> Iterator[Reason]:
    for reason in reasons:
        yield reason
        yield from every_reason(reason.because)


POINTS = """\
- id: s
  cites: ['1']
  score:
    - {id: a, cites: ['1'], points: 1, when: me.signed}
    - {id: b, cites: ['1'], points_from: me.accompanied_mark, range: [-3, 3]}
"""
RULINGS = [
    *(rule(shipped("showroom"), sample.read_text(encoding="utf-8")) for sample in SAMPLES),
    rule(policy(POINTS), "claimants: {A: {accompanied_mark: 2}, B: {signed: true}, C: {}}"),
]


@pytest.mark.parametrize("ruling", RULINGS, ids=range(len(RULINGS)))
def test_every_step_and_claimant_has_its_finding_with_every_atom(ruling: Ruling) -> None:
    slots = list(range(len(ruling.dossier.claimants)))
    assert [one.step for one in ruling.steps] == list(ruling.version.steps)
    for step in ruling.steps:
        if step.status not in LOOKED:
            continue
        assert [finding.claimant for finding in step.findings] == slots
        for finding in step.findings:
            _is_whole(step.step, finding)


def _is_whole(step: Step, finding: Finding) -> None:
    if finding.status == "out":
        assert not finding.reasons
    elif step.condition is not None:
        wanted = [*atoms(step.condition)]
        found = [reason.node for reason in finding.reasons]
        assert [node for node in found if any(node is one for one in wanted)] == wanted
    elif step.best is not None:
        assert finding.amount in finding.reasons[0].sides
    elif step.items:
        assert [item.id for item in finding.items] == [item.id for item in step.items]
        assert finding.total is not None
        assert sum(item.low for item in finding.items) == finding.total[0]


@pytest.mark.parametrize("ruling", RULINGS, ids=range(len(RULINGS)))
def test_every_reason_shows_the_values_and_entries_it_rests_on(ruling: Ruling) -> None:
    found = [
        (finding.claimant, reason)
        for step in ruling.steps
        for finding in step.findings
        for asked in (finding.reasons, *(item.reasons for item in finding.items))
        for reason in every_reason(asked)
    ]
    assert found
    for claimant, reason in found:
        assert all(_is_its_own(ruling, claimant, side) for side in reason.sides)
        assert _behind(ruling, claimant, reason) <= set(reason.entries)


def _is_its_own(ruling: Ruling, claimant: int, side: Amount) -> bool:
    """A fact of the claimant stands as it was derived for that claimant."""
    columns, node = ruling.ruled.derived.facts.columns, side.node
    if not (isinstance(node, Path) and node.owner == "me" and node.fact in columns):
        return True
    value, state = columns[node.fact]
    slot = claimant if len(value) > 1 else 0
    known = KNOWN if state is None else state[slot if len(state) > 1 else 0, 0]
    return (side.value, side.state) == (value[slot, 0], known)


def _behind(ruling: Ruling, claimant: int, reason: Reason) -> set[str]:
    """Ids of the entries from which the claimant's values in it were derived."""
    derived = ruling.ruled.derived
    cited: set[str] = set()
    for node in (side.node for side in reason.sides):
        if isinstance(node, Path) and node.owner == "me" and node.fact in derived.evidence:
            index, slots, _ = derived.evidence[node.fact]
            cited |= {derived.register.entries.ids[one] for one in index[slots == claimant]}
    return cited


# The short way past an empty register


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_a_dispute_without_entries_has_the_same_facts_alone_and_among_others(seed: int) -> None:
    version = loaded(random_policy(Random(seed), with_register=True))
    case = random_case(np.random.default_rng(seed), version, 40)
    whole = derive(version, case.given, case.entries, incomplete=case.incomplete, record=True)
    without = np.flatnonzero(np.bincount(case.entries.dispute, minlength=40) == 0)
    assert len(without)
    for record in (True, False):
        alone = derive(
            version,
            case.given.only(without),
            no_entries(),
            incomplete=case.incomplete,
            record=record,
        )
        for path in version.reads:
            _are_equal(alone.facts.columns[path], whole.facts.only(without).columns[path])


def _are_equal(one: Column, other: Column) -> None:
    """Values where they are known, and states."""
    first, second = (
        np.int8(KNOWN) if column.state is None else column.state for column in (one, other)
    )
    assert (first == second).all()
    assert ((one.value == other.value) | (first != KNOWN)).all()


def test_what_is_given_of_everybody_is_not_derived_again() -> None:
    version = shipped("showroom").versions[-1]
    ruling = rule(shipped("showroom"), SAMPLES[0].read_text(encoding="utf-8"))
    given = replace(ruling.ruled.derived.facts, stated={})
    again = derive(version, given, no_entries(), record=True)
    assert all(again.facts.columns[path] is given.columns[path] for path in version.reads)
