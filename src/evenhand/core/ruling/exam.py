"""The examples of a version put to it, or to a mutant of it, all at once.

What an example expects is what `evenhand policy test` compares (core.ruling.examples); here all of
them and all their flips are ruled as one batch, and only right or wrong is told.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from evenhand.core.errors import DossierRefused
from evenhand.core.policy import schema
from evenhand.core.policy.places import Data, Key, Located
from evenhand.core.policy.versions import OUTCOMES, Version
from evenhand.core.ruling.aftermath import aftermath
from evenhand.core.ruling.batch import together
from evenhand.core.ruling.cases import TRUE, Bools, Entries, Facts
from evenhand.core.ruling.derive import Derived, derive
from evenhand.core.ruling.dossier import Dossier, read_dossier
from evenhand.core.ruling.evaluate import framed
from evenhand.core.ruling.examples import change
from evenhand.core.ruling.expected import differing
from evenhand.core.ruling.logic import Compiler
from evenhand.core.ruling.provisional import Cell
from evenhand.core.ruling.remedy import remedies_of
from evenhand.core.ruling.rule import SEARCHED, Ruled, rule_derived, rule_many
from evenhand.core.ruling.ruling import DECIDED


@dataclass(frozen=True, slots=True)
class Question:
    """An example, or one of its flips (`flip` counts from 1), and what it must come out as."""

    example: schema.Example
    flip: int
    dossier: Dossier
    expect: schema.Expect | schema.Flip


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are ruled in one batch: they agree on which registers have holes."""

    questions: tuple[Question, ...]
    facts: Facts
    entries: Entries
    incomplete: frozenset[int]
    derived: Derived

    def derive(self, version: Version) -> Derived:
        """The facts as another version derives them."""
        return derive(version, self.facts, self.entries, incomplete=self.incomplete)


@dataclass(frozen=True, slots=True)
class Exam:
    """All questions of a version. `unread`: ids of examples whose dossier is refused."""

    version: Version
    groups: tuple[Group, ...]
    unread: tuple[str, ...] = ()

    @property
    def questions(self) -> list[Question]:
        """All of them, in the order of their groups."""
        return [question for group in self.groups for question in group.questions]

    def failed(
        self, version: Version, *, derives: bool = True, hasty: bool = False
    ) -> list[Question]:
        """The questions that `version` answers otherwise than expected.

        Without `derives`, the version is known to derive every fact as the exam's own does. Hasty:
        questions with evidence missing, which take most of the time, are only asked when all others
        are answered as expected.
        """
        derived = [group.derive(version) if derives else group.derived for group in self.groups]
        wrong = self._wrong(version, derived, searched=0)
        if wrong and hasty:
            return wrong
        return self._wrong(version, derived, searched=SEARCHED)

    def _wrong(self, version: Version, derived: list[Derived], *, searched: int) -> list[Question]:
        wrong = []
        for group, facts in zip(self.groups, derived, strict=True):
            ruled = rule_derived(version, facts, searched=searched)
            answers = Answers(version, group, ruled)
            wrong += [
                question
                for place, question in enumerate(group.questions)
                if not (searched == 0 and ruled.proceeding.undecided[place])
                and not answers.right(place, question)
            ]
        return wrong


def exam(version: Version, located: Located) -> Exam:
    """Read every example of a version and its flips. `located` is the text of the policy file."""
    base = located.version(version.id)
    questions: list[Question] = []
    unread = []
    for index, example in enumerate(version.examples):
        try:
            questions += _questions(version, example, located, (*base, "examples", index, "given"))
        except (DossierRefused, KeyError):
            unread.append(example.id)
    together_: dict[frozenset[int], list[Question]] = {}
    for question in questions:
        together_.setdefault(question.dossier.incomplete, []).append(question)
    groups = tuple(group_of(version, tuple(some)) for some in together_.values())
    return Exam(version, groups, tuple(unread))


def _questions(
    version: Version, example: schema.Example, located: Located, place: Key
) -> Iterator[Question]:
    yield Question(example, 0, read_dossier(located, version, place), example.expect)
    given: Data = located.data
    for part in place:
        given = given[part]  # type: ignore[index]  # the path comes from the file itself
    for number, flip in enumerate(example.flips_if, start=1):
        changed = copy.deepcopy(given)
        assert isinstance(changed, dict)
        change(changed, flip)
        dossier = read_dossier(Located(changed, located.source), version)
        yield Question(example, number, dossier, flip)


def group_of(version: Version, questions: tuple[Question, ...]) -> Group:
    """Questions that agree on which registers have holes, ready to be put."""
    facts, entries = together(version, [one.dossier for one in questions])
    incomplete = questions[0].dossier.incomplete
    derived = derive(version, facts, entries, incomplete=incomplete)
    return Group(questions, facts, entries, incomplete, derived)


@dataclass(slots=True)
class Answers:
    """What a version says to the questions of a group."""

    version: Version
    group: Group
    ruled: Ruled
    _conduct: dict[str, Bools] = field(default_factory=dict)

    def right(self, place: int, question: Question) -> bool:
        """Does the ruling come out as the question expects."""
        names, expect = question.dossier.claimants, question.expect
        if not self._outcome(place, names, expect):
            return False
        if isinstance(expect, schema.Flip):
            return True
        return (
            (expect.by is None or expect.by == self.by(place))
            and expect.provisional in (None, bool(self.ruled.provisional[place]))
            and self._depends(place, names, expect)
            and self._struck(place, expect)
            and self._conducts(place, names, expect)
            and self._narrowed(place, names, expect)
            and self._remedies(place, question, expect)
        )

    def _outcome(
        self, place: int, names: tuple[str, ...], expect: schema.Expect | schema.Flip
    ) -> bool:
        winners = sorted(self.winners(place, names))
        kind = expect.kind or ("award" if expect.winner is not None else None)
        return (
            kind in (None, OUTCOMES[int(self.ruled.kind[place])])
            and (expect.winner is None or [expect.winner] == winners)
            and (expect.winners is None or sorted(expect.winners) == winners)
            and expect.forum in (None, self.forum(place))
        )

    def winners(self, place: int, names: tuple[str, ...]) -> list[str]:
        """Who has the customer."""
        return [names[slot] for slot in np.flatnonzero(self.ruled.winners[:, place]).tolist()]

    def forum(self, place: int) -> str:
        """To whom it is referred, or nothing."""
        code = int(self.ruled.forum[place])
        return self.version.forum_names[code] if code >= 0 else ""

    def by(self, place: int) -> str:
        """The step that decided, or what stands for none."""
        step = int(self.ruled.decided_by[place])
        return self.version.steps[step].id if step >= 0 else DECIDED[step]

    def _depends(self, place: int, names: tuple[str, ...], expect: schema.Expect) -> bool:
        if expect.depends_on is None:
            return True
        found = self.ruled.missing.get(place)
        cells = [cell_name(cell, names) for cell in (found.depends_on if found else ())]
        return sorted(expect.depends_on) == sorted(cells)

    def struck(self, place: int) -> list[str]:
        """The entries that are no evidence."""
        register = self.ruled.derived.register
        entries = register.entries
        found = np.flatnonzero((entries.dispute == place) & (register.struck >= 0))
        return sorted(entries.ids[index] for index in found.tolist())

    def _struck(self, place: int, expect: schema.Expect) -> bool:
        return expect.struck is None or sorted(expect.struck) == self.struck(place)

    def conduct(self, clause: str) -> Bools:
        """To whom a clause applies, of shape (claimants, disputes)."""
        if not self._conduct:
            frame = framed(self.version, self.ruled.derived.facts)
            for one in self.version.conduct:
                truth = Compiler(self.version).truth(one.when)(frame)
                self._conduct[one.id] = np.broadcast_to(truth == TRUE, self.ruled.winners.shape)
        return self._conduct[clause]

    def _conducts(self, place: int, names: tuple[str, ...], expect: schema.Expect) -> bool:
        for name, clauses in (expect.conduct or {}).items():
            slot = names.index(name) if name in names else -1
            applies = [
                one.id
                for one in self.version.conduct
                if slot >= 0 and self.conduct(one.id)[slot, place]
            ]
            if sorted(clauses) != sorted(applies):
                return False
        return True

    def _remedies(self, place: int, question: Question, expect: schema.Expect) -> bool:
        """Remedies are worked out for one dispute at a time, and only where one is expected."""
        if not expect.remedies:
            return True
        dossier = question.dossier
        ruled = rule_many(
            self.version, dossier.facts, dossier.entries, incomplete=dossier.incomplete
        )
        after = aftermath(self.version, dossier, ruled, OUTCOMES[int(self.ruled.kind[place])])
        found = remedies_of(after)
        return not any(differing(expect.remedies, found, dossier.claimants))

    def _narrowed(self, place: int, names: tuple[str, ...], expect: schema.Expect) -> bool:
        left = {trace.step.id: trace.after[:, place] for trace in self.ruled.proceeding.trace}
        return all(
            step in left
            and sorted(remaining) == sorted(names[slot] for slot in np.flatnonzero(left[step]))
            for step, remaining in (expect.narrowed or {}).items()
        )


def cell_name(cell: Cell, names: tuple[str, ...]) -> str:
    """A value as `depends_on` and `set` write it."""
    scope, _, name = cell.path.partition(".")
    return f"{names[cell.claimant]}.{name}" if scope == "me" else cell.path
