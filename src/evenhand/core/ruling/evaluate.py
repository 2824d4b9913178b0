"""The funnel.

Facts of one dispute or of millions in, who remains after each step and the outcome out.

Verbs and their treatment of unknowns: docs/explain/policy-language.md §1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evenhand.core.policy.tree import Node
from evenhand.core.policy.versions import OUTCOMES, Otherwise, Step, Version
from evenhand.core.ruling import narrowing
from evenhand.core.ruling.cases import (
    FALSE,
    K3,
    TRUE,
    UNKNOWN,
    Bools,
    Column,
    Facts,
    Ints,
    head_count,
    somebody,
)
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.logic import Compiler, Truth, Value
from evenhand.core.ruling.narrowing import Narrowed
from evenhand.core.ruling.scoring import switched
from evenhand.core.types import Type

SOLE, TIE, NONE, MISSING = -1, -2, -3, -4
"""`decided_by` where no step decided.

Only one claimant came in, a tie, nobody remained, evidence is missing.
"""

KIND = {name: code for code, name in enumerate(OUTCOMES)}


@dataclass(frozen=True, slots=True)
class StepTrace:
    """What one step did, for every dispute of the batch.

    `before`, `after`: shape (claimants, disputes), who was in. `when`: K3 of shape (1 or claimants,
    disputes), None without guard. `reached`: shape (disputes,), the funnel had not ended and the
    step had somebody to look at. `undecided`: an unknown could have changed what this step did.
    `narrowed`: the verb's own findings.
    """

    step: Step
    before: Bools
    after: Bools
    when: K3 | None
    reached: Bools
    undecided: Bools
    narrowed: Narrowed | None


@dataclass(frozen=True, slots=True)
class Rulings:
    """The outcomes of a batch.

    `kind`: index into OUTCOMES. `winners`, `remaining`: shape (claimants, disputes); a referral has
    no winners. `decided_by`: step index, or SOLE, TIE, NONE, MISSING. `forum`: index into the
    version's forum_names, -1 without. `undecided`: some step was.
    """

    kind: Ints
    winners: Bools
    remaining: Bools
    decided_by: Ints
    forum: Ints
    undecided: Bools
    trace: tuple[StepTrace, ...]
    frame: Frame


@dataclass(frozen=True, slots=True)
class Program:
    """The compiled expressions of a version."""

    defines: tuple[tuple[str, Truth | None, Value | None], ...]
    guards: tuple[Truth | None, ...]
    verbs: tuple[Callable[[Frame], Narrowed] | None, ...]


def program(version: Version) -> Program:
    """The compiled expressions of a version, made once."""
    if "funnel" not in version.programs:
        version.programs["funnel"] = _compiled(version)
    compiled = version.programs["funnel"]
    assert isinstance(compiled, Program)
    return compiled


def _compiled(version: Version) -> Program:
    compiler = Compiler(version)
    defines = []
    for define in version.defines:
        is_truth = define.node.type is Type.BOOL
        truth = compiler.truth(define.node) if is_truth else None
        defines.append((define.path, truth, None if is_truth else compiler.value(define.node)))
    guards = tuple(_truth(compiler, step.when) for step in version.steps)
    return Program(
        tuple(defines), guards, tuple(narrowing.verb(compiler, step) for step in version.steps)
    )


def _truth(compiler: Compiler, node: Node | None) -> Truth | None:
    return None if node is None else compiler.truth(node)


def evaluate(
    version: Version,
    facts: Facts,
    *,
    record: bool = False,
    note: Callable[[StepTrace, Frame], None] | None = None,
) -> Rulings:
    """Send a batch through the funnel.

    `facts` holds every fact the version reads (core.ruling.derive.complete). With `record` the
    result of every atom is kept in the frame, for explanations. `note` is handed what each step
    did, which then is not kept: a long batch needs far less memory so. Cost: some ten NumPy
    operations a step, whatever the number of disputes.
    """
    funnel = _Funnel(version, facts, record=record)
    for step in version.steps:
        done = funnel.run(step)
        if note is None:
            funnel.trace.append(done)
        else:
            note(done, funnel.frame)
    return funnel.rulings()


def framed(version: Version, facts: Facts, *, record: bool = False) -> Frame:
    """The frame in which the steps are read: facts and, over all claimants, the defines."""
    frame = Frame(dict(facts.columns), facts.present, facts.present, atoms={} if record else None)
    for path, truth, value in program(version).defines:
        frame.columns[path] = (
            Column(truth(frame))
            if truth
            else value(frame)
            if value
            else Column(np.zeros((1, 1), dtype=np.int8))
        )
    return frame


def _awarded(step: Step) -> Otherwise:
    return Otherwise(step.award_as, cites=step.cites)


def needs(step: Step) -> int:
    """How many must be left for a step to have something to look at."""
    return 2 if step.verb in ("keep", "prefer", "score", "refer") else 0 if step.override else 1


class _Funnel:
    def __init__(self, version: Version, facts: Facts, *, record: bool) -> None:
        disputes = facts.disputes
        codes = np.int8 if len(version.steps) < 127 else np.int16
        self.version = version
        self.program = program(version)
        self.present = facts.present
        self.frame = framed(version, facts, record=record)
        self.remaining = facts.present
        self.count = head_count(facts.present)
        self.open = np.ones(disputes, dtype=bool)
        self.kind = np.zeros(disputes, dtype=np.int8)
        self.winners = np.zeros_like(facts.present)
        self.last = np.zeros(disputes, dtype=codes)
        self.forum = np.full(disputes, -1, dtype=np.int16)
        self.undecided = np.zeros(disputes, dtype=bool)
        self.trace: list[StepTrace] = []

    def run(self, step: Step) -> StepTrace:
        """One step.

        Whom it removes, whether it ends the funnel, and whether an unknown mattered.
        """
        reached = self.open & (self.count >= needs(step))
        before = self.remaining
        self.frame.narrow(before)
        guard = self.program.guards[step.index]
        if not reached.any():
            return StepTrace(step, before, before, None, reached, np.zeros_like(reached), None)
        when = switched(self.frame, f"rules.{step.id}", guard(self.frame) if guard else None)
        verb = self.program.verbs[step.index]
        narrowed = verb(self.frame) if verb else None
        applies, unsure = self._allowed(step, when, narrowed, reached)
        self._apply(step, narrowed, applies)
        if unsure is not self.frame.nowhere:
            self.undecided |= unsure
        return StepTrace(step, before, self.remaining, when, reached, unsure, narrowed)

    def _allowed(
        self, step: Step, when: K3 | None, narrowed: Narrowed | None, reached: Bools
    ) -> tuple[Bools, Bools]:
        """Where the step runs, and where an unknown could have changed what it does."""
        nowhere = self.frame.nowhere
        told = nowhere if narrowed is None else narrowed.undecided
        undecided = nowhere if told is nowhere else reached & told
        if when is None:
            return reached, undecided
        allowed = np.broadcast_to(when[0], reached.shape)
        applies = reached & (allowed == TRUE)
        unsure = nowhere if undecided is nowhere else undecided & (allowed != FALSE)
        doubtful = reached & (allowed == UNKNOWN)
        if doubtful.any():
            unsure = unsure | (doubtful & self._acts(step, narrowed, reached))
        return applies, unsure

    def _acts(self, step: Step, narrowed: Narrowed | None, reached: Bools) -> Bools:
        """Would the step change anything if it ran."""
        if narrowed is None:
            return reached
        if step.verb == "award":
            return narrowed.fires
        return somebody(self.remaining & ~narrowed.stays)

    def _apply(self, step: Step, narrowed: Narrowed | None, applies: Bools) -> None:
        if step.verb == "refer" and step.refer:
            self._end(applies, step.refer, self.remaining)
            self._decided(applies, step.index)
        elif step.verb == "award" and narrowed is not None:
            self._award(step, narrowed, applies & narrowed.fires)
        elif narrowed is not None:
            self._narrow(step, narrowed.stays, applies)

    def _narrow(self, step: Step, stays: Bools, applies: Bools) -> None:
        after = self.remaining & (stays | ~applies)
        count = head_count(after)
        self._decided(count < self.count, step.index)
        self.remaining, self.count = after, count

    def _decided(self, where: Bools, step: int) -> None:
        """This step is the last so far to decide something there (0: none; else index + 1)."""
        number = np.array(step + 1, dtype=self.last.dtype)
        np.maximum(self.last, where.view(np.int8) * number, out=self.last)  # a mask is far slower

    def _award(self, step: Step, narrowed: Narrowed, fires: Bools) -> None:
        """Those who take it are those who remain; too many go to `above`."""
        taken = narrowed.stays
        too_many = fires & (step.at_most > 0) & (head_count(taken) > step.at_most)
        for which, outcome in ((too_many, step.above), (fires & ~too_many, _awarded(step))):
            if outcome is not None:
                if outcome.kind not in ("refer", "pool"):
                    self.remaining = np.where(which, taken, self.remaining)
                self._end(which, outcome, taken)
                self._decided(which, step.index)
        self.count = head_count(self.remaining)

    def _end(self, which: Bools, outcome: Otherwise, winners: Bools) -> None:
        """Write the outcome of these disputes, which had none, and take them out of the funnel."""
        if not which.any():
            return
        self.kind += which.view(np.int8) * np.int8(KIND[outcome.kind])
        if outcome.kind == "refer":
            self.forum += which * np.int16(self.version.forum_names.index(outcome.forum) + 1)
        elif outcome.kind != "pool":
            self.winners |= winners & which
        self.open = self.open & ~which

    def rulings(self) -> Rulings:
        """Those still open: one left has it, several tie, none is for `if_none_remain`."""
        one = self.open & (self.count == 1)
        self.winners |= self.remaining & one
        self.open = self.open & ~one
        several, none = self.open & (self.count > 1), self.open & (self.count == 0)
        self._end(several, self.version.tie, self.remaining)
        self._end(none, self.version.if_none_remain, self.remaining)
        return Rulings(
            self.kind,
            self.winners,
            self.remaining,
            self._decided_by(several, none),
            self.forum,
            self.undecided,
            tuple(self.trace),
            self.frame,
        )

    def _decided_by(self, several: Bools, none: Bools) -> Ints:
        """The step that decided, where there was one and it came to an end."""
        by = self.last.astype(np.int16) - 1  # SOLE where no step did
        np.putmask(by, several, TIE)
        np.putmask(by, none, NONE)
        return by
