"""What each step did, claimant by claimant, read from the recorded trace."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from evenhand.core.policy.tree import Node
from evenhand.core.policy.versions import Best, Step, Version
from evenhand.core.ruling.cases import ABSENT, FALSE, TRUE, UNKNOWN, Entries
from evenhand.core.ruling.compiled import truth_of
from evenhand.core.ruling.evaluate import StepTrace
from evenhand.core.ruling.evidence import reads
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.reasons import Amount, Reason, Reasons
from evenhand.core.ruling.rule import Ruled


class ItemPoints(NamedTuple):
    """Points of one score item: lowest and highest possible."""

    id: str
    low: int
    high: int
    reasons: tuple[Reason, ...]


class Finding(NamedTuple):
    """What one step found of one claimant.

    `status`: kept, removed, unknown, nobody (kept as nobody meets it), first, beaten, absent,
    leads, behind, takes, passed, remains, out (had been removed before).
    """

    claimant: int
    status: str
    reasons: tuple[Reason, ...] = ()
    amount: Amount | None = None
    total: tuple[int, int] | None = None
    items: tuple[ItemPoints, ...] = ()


class StepExplained(NamedTuple):
    """One step.

    `status` is narrowed, unchanged, decided, referred, guarded (its `when` is false),
    guard-unknown, one-left, nobody-left or not-reached.
    """

    step: Step
    status: str
    guard: tuple[Reason, ...]
    findings: tuple[Finding, ...]
    remaining: tuple[int, ...]
    undecided: bool


class Struck(NamedTuple):
    """An entry that was struck from the evidence, or that an unknown could strike (`doubtful`)."""

    entry: str
    made_by: int
    step: Step
    doubtful: bool
    reasons: tuple[Reason, ...]


class Explainer:
    """Reads the recorded trace of a batch of one."""

    def __init__(self, version: Version, ruled: Ruled) -> None:
        self.version = version
        self.ruled = ruled
        self.frame: Frame = ruled.proceeding.frame
        self.reader = Reasons(version, ruled.derived, self.frame)
        self.claimants = range(ruled.winners.shape[0])

    def steps(self) -> tuple[StepExplained, ...]:
        """Every step of the funnel, in order."""
        ended = False
        explained = []
        for trace in self.ruled.proceeding.trace:
            one = self._step(trace, ended=ended)
            ended = ended or one.status in ("decided", "referred")
            explained.append(one)
        return tuple(explained)

    def struck(self) -> tuple[Struck, ...]:
        """Entries that were struck, and those in doubt."""
        register = self.ruled.derived.register
        entries = register.entries
        concerned = np.flatnonzero((register.struck >= 0) | (register.doubtful >= 0))
        result = []
        for index in concerned.tolist():
            doubtful = register.struck[index] < 0
            number = register.doubtful[index] if doubtful else register.struck[index]
            step = self.version.strikes[int(number)]
            one = entries.only(np.arange(len(entries)) == index)
            reasons = self._entry_reasons(step, one)
            result.append(
                Struck(
                    one.ids[0] if one.ids else str(index),
                    int(one.made_by[0]),
                    step,
                    bool(doubtful),
                    reasons,
                )
            )
        return tuple(result)

    def _entry_reasons(self, step: Step, one: Entries) -> tuple[Reason, ...]:
        assert step.condition is not None
        frame = Frame(
            self.frame.columns, self.frame.everybody, self.frame.everybody, entries=one, atoms={}
        )
        truth_of(self.version, step.condition, "entry")(frame)
        reader = Reasons(self.version, self.ruled.derived, frame, mode="entry")
        return reader.of(step.condition, 0)

    def holds(self, node: Node) -> list[int]:
        """The K3 of a condition for each claimant, all claimants being in (conduct)."""
        self.reader.narrow(self.frame.everybody)
        truth_of(self.version, node)(self.frame)
        return [self.reader.truth(node, claimant) for claimant in self.claimants]

    def why(self, node: Node, claimant: int) -> tuple[Reason, ...]:
        """The reasons of a condition that `holds` was asked about."""
        self.reader.narrow(self.frame.everybody)
        return self.reader.of(node, claimant)

    def _step(self, trace: StepTrace, *, ended: bool) -> StepExplained:
        step, before = trace.step, trace.before.ravel().tolist()
        after = before if trace.after is trace.before else trace.after.ravel().tolist()
        remaining = tuple([slot for slot in self.claimants if after[slot]])
        if not trace.reached[0]:
            status = "not-reached" if ended else "one-left" if any(before) else "nobody-left"
            return StepExplained(step, status, (), (), remaining, undecided=False)
        self.reader.narrow(trace.before)
        undecided = bool(trace.undecided[0])
        guard: tuple[Reason, ...] = ()
        if step.when is not None:
            guard, met = self.reader.of(step.when, 0), self.reader.truth(step.when, 0)
            if met != TRUE:
                status = "guarded" if met == FALSE else "guard-unknown"
                return StepExplained(step, status, guard, (), remaining, undecided)
        look = _Look(trace, self.reader, before, after)
        findings = tuple([look.finding(claimant) for claimant in self.claimants])
        status = self._status(trace, narrowed=before != after)
        return StepExplained(step, status, guard, findings, remaining, undecided)

    def _status(self, trace: StepTrace, *, narrowed: bool) -> str:
        step = trace.step
        if step.verb == "refer":
            return "referred"
        if (
            step.verb == "award"
            and self.ruled.proceeding.decided_by[0] == step.index
            and trace.narrowed is not None
            and trace.narrowed.fires[0]
        ):
            return "decided"
        return "narrowed" if narrowed else "unchanged"


class _Look:
    """What one step found of everybody, its columns as lists by claimant slot."""

    def __init__(
        self, trace: StepTrace, reader: Reasons, before: list[bool], after: list[bool]
    ) -> None:
        self.step, self.reader, self.before, self.after = trace.step, reader, before, after
        self.narrowed = narrowed = trace.narrowed
        if narrowed is None:
            return
        self.result = reader.by_slot(narrowed.result)
        if narrowed.value is not None and self.step.best is not None:
            self.amounts = reader.amounts(self.step.best.node, narrowed.value)
        if narrowed.low is not None and narrowed.high is not None:
            self.low, self.high = reader.by_slot(narrowed.low), reader.by_slot(narrowed.high)
            self.points = [
                (reader.by_slot(low), reader.by_slot(high)) for low, high in narrowed.items
            ]

    def finding(self, claimant: int) -> Finding:
        """Of one claimant."""
        step = self.step
        if not self.before[claimant] and not step.override:
            return Finding(claimant, "out")
        if self.narrowed is None:
            return Finding(claimant, "remains")
        if step.condition is not None:
            truth, stays = self.result[claimant], self.after[claimant]
            status = _condition_status(step.verb, truth, stays=stays)
            return Finding(claimant, status, self.reader.of(step.condition, claimant))
        return self._ranked(claimant, step.best) if step.best else self._scored(claimant)

    def _ranked(self, claimant: int, best: Best) -> Finding:
        amount, truth = self.amounts[claimant], self.result[claimant]
        status = {ABSENT: "absent", UNKNOWN: "unknown"}.get(
            amount.state, "first" if truth == TRUE else "beaten"
        )
        entries = self.reader.entries(reads(self.reader.version, best.node), claimant)
        reason = Reason(best.node, truth, decisive=True, sides=(amount,), entries=entries)
        return Finding(claimant, status, (reason,), amount)

    def _scored(self, claimant: int) -> Finding:
        items = tuple(
            [
                ItemPoints(
                    item.id,
                    low[claimant],
                    high[claimant],
                    self.reader.of(item.when, claimant) if item.when else (),
                )
                for item, (low, high) in zip(self.step.items, self.points, strict=True)
            ]
        )
        status = "leads" if self.after[claimant] else "behind"
        total = (self.low[claimant], self.high[claimant])
        return Finding(claimant, status, (), None, total, items)


def _condition_status(verb: str, truth: int, *, stays: bool) -> str:
    if truth == UNKNOWN:
        return "unknown"
    if verb == "award":
        return "takes" if truth == TRUE else "passed"
    if not stays:
        return "removed"
    return "kept" if (truth == TRUE) is (verb == "keep") else "nobody"
