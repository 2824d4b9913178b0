"""What each step did, claimant by claimant, read from the recorded trace."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenhand.core.policy.tree import Node
from evenhand.core.policy.versions import Step, Version
from evenhand.core.ruling.cases import ABSENT, FALSE, TRUE, UNKNOWN, Entries
from evenhand.core.ruling.evaluate import StepTrace
from evenhand.core.ruling.logic import Compiler, Frame
from evenhand.core.ruling.reasons import Amount, Reason, Reasons, amount_of, at
from evenhand.core.ruling.rule import Ruled


@dataclass(frozen=True, slots=True)
class ItemPoints:
    """Points of one score item: lowest and highest possible."""

    id: str
    low: int
    high: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Finding:
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


@dataclass(frozen=True, slots=True)
class StepExplained:
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


@dataclass(frozen=True, slots=True)
class Struck:
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
        Compiler(self.version, "entry").truth(step.condition)(frame)
        reader = Reasons(self.version, self.ruled.derived, frame, mode="entry")
        return reader.of(step.condition, 0)

    def holds(self, node: Node) -> list[int]:
        """The K3 of a condition for each claimant, all claimants being in (conduct)."""
        truth = Compiler(self.version).truth(node)(self._everybody())
        return [at(truth, claimant) for claimant in self.claimants]

    def why(self, node: Node, claimant: int) -> tuple[Reason, ...]:
        """The reasons of a condition that `holds` was asked about."""
        return Reasons(self.version, self.ruled.derived, self._everybody()).of(node, claimant)

    def _everybody(self) -> Frame:
        frame = self.frame
        return Frame(frame.columns, frame.everybody, frame.everybody, atoms=frame.atoms)

    def _step(self, trace: StepTrace, *, ended: bool) -> StepExplained:
        step, before, after = trace.step, trace.before[:, 0], trace.after[:, 0]
        remaining = tuple(np.flatnonzero(after).tolist())
        if not trace.reached[0]:
            status = "not-reached" if ended else "nobody-left" if not before.any() else "one-left"
            return StepExplained(step, status, (), (), remaining, undecided=False)
        self.frame.narrow(trace.before)
        reader = Reasons(self.version, self.ruled.derived, self.frame)
        guard_truth = TRUE if trace.when is None else at(trace.when, 0)
        guard = reader.of(step.when, 0) if step.when is not None else ()
        if guard_truth != TRUE:
            status = "guarded" if guard_truth == FALSE else "guard-unknown"
            return StepExplained(step, status, guard, (), remaining, bool(trace.undecided[0]))
        findings = tuple(self._finding(trace, reader, claimant) for claimant in self.claimants)
        return StepExplained(
            step, self._status(trace), guard, findings, remaining, bool(trace.undecided[0])
        )

    def _status(self, trace: StepTrace) -> str:
        step, decided_by = trace.step, int(self.ruled.proceeding.decided_by[0])
        if step.verb == "refer":
            return "referred"
        if (
            step.verb == "award"
            and decided_by == step.index
            and trace.narrowed is not None
            and trace.narrowed.fires[0]
        ):
            return "decided"
        return "narrowed" if (trace.before != trace.after).any() else "unchanged"

    def _finding(self, trace: StepTrace, reader: Reasons, claimant: int) -> Finding:
        step, narrowed = trace.step, trace.narrowed
        if not trace.before[claimant, 0] and not step.override:
            return Finding(claimant, "out")
        if narrowed is None:
            return Finding(claimant, "remains")
        truth, stays = int(narrowed.result[claimant, 0]), bool(trace.after[claimant, 0])
        if step.condition is not None:
            return Finding(
                claimant,
                _condition_status(step.verb, truth, stays=stays),
                reader.of(step.condition, claimant),
            )
        if step.best is not None and narrowed.value is not None:
            amount = Amount(step.best.node, *amount_of(narrowed.value, claimant))
            status = {ABSENT: "absent", UNKNOWN: "unknown"}.get(
                amount.state, "first" if truth == TRUE else "beaten"
            )
            entries = reader.entries(step.best.node, claimant)
            reason = Reason(step.best.node, truth, decisive=True, sides=(amount,), entries=entries)
            return Finding(claimant, status, (reason,), amount)
        assert narrowed.low is not None
        assert narrowed.high is not None
        items = tuple(
            ItemPoints(
                item.id,
                at(low, claimant),
                at(high, claimant),
                reader.of(item.when, claimant) if item.when else (),
            )
            for item, (low, high) in zip(step.items, narrowed.items, strict=True)
        )
        total = (int(narrowed.low[claimant, 0]), int(narrowed.high[claimant, 0]))
        return Finding(claimant, "leads" if stays else "behind", (), None, total, items)


def _condition_status(verb: str, truth: int, *, stays: bool) -> str:
    if truth == UNKNOWN:
        return "unknown"
    if verb == "award":
        return "takes" if truth == TRUE else "passed"
    if not stays:
        return "removed"
    return "kept" if (truth == TRUE) is (verb == "keep") else "nobody"
