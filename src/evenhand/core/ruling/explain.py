"""Why: per step and claimant what happened, with the conditions, values and entries behind it, taken from the recorded trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from evenhand.core.policy.tree import (
    And,
    Compare,
    Conditional,
    Has,
    In,
    Literal,
    Node,
    Not,
    Or,
    Path,
    Quantifier,
    paths,
)
from evenhand.core.policy.versions import Step, Version
from evenhand.core.ruling.cases import ABSENT, FALSE, KNOWN, TRUE, UNKNOWN, Column, Entries
from evenhand.core.ruling.derive import evidence_of
from evenhand.core.ruling.evaluate import StepTrace
from evenhand.core.ruling.logic import Compiler, Frame
from evenhand.core.ruling.rule import Ruled
from evenhand.core.types import Type

MAX_ENTRIES = 12
"""So many entries are named behind one reason; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in an explanation: its code, state and type, and the expression it came from."""

    node: Node
    value: int
    state: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition and what became of it for one claimant.

    `truth`: K3. `sides`: the compared values. `because`: what a defined condition rests on. `who`: slots of the claimants that make a
    quantifier true (exists) or false (all). `decisive`: without it the whole could have come out otherwise. `entries`: ids behind it.
    """

    node: Node
    truth: int
    decisive: bool
    sides: tuple[Amount, ...] = ()
    because: tuple[Reason, ...] = ()
    who: tuple[int, ...] = ()
    entries: tuple[str, ...] = ()


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

    `status`: kept, removed, unknown, nobody (kept as nobody meets it), first, beaten, absent, leads, behind, takes, passed,
    remains, out (had been removed before).
    """

    claimant: int
    status: str
    reasons: tuple[Reason, ...] = ()
    amount: Amount | None = None
    total: tuple[int, int] | None = None
    items: tuple[ItemPoints, ...] = ()


@dataclass(frozen=True, slots=True)
class StepExplained:
    """One step: `status` is narrowed, unchanged, decided, referred, guarded (its `when` is false), guard-unknown, one-left,
    nobody-left or not-reached."""

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
        self.defines = {define.path: define.node for define in version.defines}

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
        concerned = np.flatnonzero((register.struck >= 0) | register.doubtful)
        result = []
        for index in concerned.tolist():
            doubtful = bool(register.doubtful[index])
            number = 0 if doubtful else int(register.struck[index])
            step = self.version.strikes[number]
            one = entries.only(np.arange(len(entries)) == index)
            reasons = self._entry_reasons(step, one)
            result.append(
                Struck(
                    one.ids[0] if one.ids else str(index),
                    int(one.made_by[0]),
                    step,
                    doubtful,
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
        reader = _Reader(self, frame, mode="entry")
        return reader.reasons(step.condition, 0)

    def condition(self, node: Node, claimant: int) -> tuple[int, tuple[Reason, ...]]:
        """Truth and reasons of a condition for one claimant, all claimants being in (conduct)."""
        frame = Frame(
            self.frame.columns, self.frame.everybody, self.frame.everybody, atoms=self.frame.atoms
        )
        truth = Compiler(self.version).truth(node)(frame)
        return _at(truth, claimant), _Reader(self, frame).reasons(node, claimant)

    def _step(self, trace: StepTrace, *, ended: bool) -> StepExplained:
        step, before, after = trace.step, trace.before[:, 0], trace.after[:, 0]
        remaining = tuple(np.flatnonzero(after).tolist())
        if not trace.reached[0]:
            status = "not-reached" if ended else "nobody-left" if not before.any() else "one-left"
            return StepExplained(step, status, (), (), remaining, undecided=False)
        self.frame.narrow(trace.before)
        reader = _Reader(self, self.frame)
        guard_truth = TRUE if trace.when is None else _at(trace.when, 0)
        guard = reader.reasons(step.when, 0) if step.when is not None else ()
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

    def _finding(self, trace: StepTrace, reader: _Reader, claimant: int) -> Finding:
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
                reader.reasons(step.condition, claimant),
            )
        if step.best is not None and narrowed.value is not None:
            amount = _amount(step.best.node, narrowed.value, claimant)
            status = {ABSENT: "absent", UNKNOWN: "unknown"}.get(
                amount.state, "first" if truth == TRUE else "beaten"
            )
            entries = reader.entries(step.best.node, claimant)
            reason = Reason(step.best.node, truth, decisive=True, sides=(amount,), entries=entries)
            return Finding(claimant, status, (reason,), amount)
        assert narrowed.low is not None and narrowed.high is not None
        items = tuple(
            ItemPoints(
                item.id,
                _at(low, claimant),
                _at(high, claimant),
                reader.reasons(item.when, claimant) if item.when else (),
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


def _at(array: np.ndarray[tuple[int, ...], np.dtype[np.integer]], claimant: int) -> int:
    """A claimant's element of an array of shape (claimants or 1, 1)."""
    return int(array[min(claimant, array.shape[0] - 1)].flat[0])


def _amount(node: Node, column: Column, claimant: int) -> Amount:
    value, state = column
    return Amount(node, _at(value, claimant), KNOWN if state is None else _at(state, claimant))


class _Reader:
    """Turns the truth of a tree into reasons, as it stands in one frame."""

    def __init__(self, explainer: Explainer, frame: Frame, mode: str = "claimant") -> None:
        self.version = explainer.version
        self.ruled = explainer.ruled
        self.defines = explainer.defines
        self.frame = frame
        self.mode = mode

    def truth(self, node: Node, claimant: int) -> int:
        """The K3 of a part of the tree, from the recorded atoms."""
        match node:
            case And(items=items):
                return min(self.truth(item, claimant) for item in items)
            case Or(items=items):
                return max(self.truth(item, claimant) for item in items)
            case Not(item=item):
                return TRUE - self.truth(item, claimant)
            case Literal(value=int(value)):
                return value
            case Conditional():
                return self._chosen(node, claimant)
            case _:
                assert self.frame.atoms is not None
                return _at(self.frame.atoms[id(node)], claimant)

    def _chosen(self, node: Conditional, claimant: int) -> int:
        condition = self.truth(node.condition, claimant)
        then, otherwise = self.truth(node.then, claimant), self.truth(node.otherwise, claimant)
        if condition == UNKNOWN:
            return then if then == otherwise else UNKNOWN
        return then if condition == TRUE else otherwise

    def reasons(self, node: Node, claimant: int, *, decisive: bool = True) -> tuple[Reason, ...]:
        """The atoms below a node; decisive are those that by themselves make it come out as it did."""
        match node:
            case And(items=items) | Or(items=items):
                truth = self.truth(node, claimant)
                whole = truth == (TRUE if isinstance(node, And) else FALSE)
                return self._join(
                    items, claimant, lambda part: decisive and (whole or part == truth)
                )
            case Not(item=item):
                return self.reasons(item, claimant, decisive=decisive)
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                taken = self.truth(condition, claimant)
                branches = (
                    [condition]
                    + ([then] if taken != FALSE else [])
                    + ([otherwise] if taken != TRUE else [])
                )
                return self._join(branches, claimant, lambda _part: decisive)
            case Literal():
                return ()
            case _:
                return (self._atom(node, claimant, decisive=decisive),)

    def _join(
        self, items: Iterable[Node], claimant: int, is_decisive: Callable[[int], bool]
    ) -> tuple[Reason, ...]:
        found: list[Reason] = []
        for item in items:
            found += self.reasons(item, claimant, decisive=is_decisive(self.truth(item, claimant)))
        return tuple(found)

    def _atom(self, node: Node, claimant: int, *, decisive: bool) -> Reason:
        truth = self.truth(node, claimant)
        if isinstance(node, Quantifier):
            return Reason(node, truth, decisive, who=self._who(node, claimant))
        if isinstance(node, Path) and node.fact in self.defines:
            return Reason(
                node,
                truth,
                decisive,
                because=self._because(node, claimant),
                entries=self.entries(node, claimant),
            )
        sides: tuple[Amount, ...] = ()
        if isinstance(node, Compare) and node.left.type is not Type.BOOL:
            sides = (self._side(node.left, claimant), self._side(node.right, claimant))
        elif isinstance(node, In) and node.item.type is not Type.BOOL:
            sides = (self._side(node.item, claimant),)
        elif isinstance(node, Has):
            sides = (self._side(node.path, claimant),)
        return Reason(node, truth, decisive, sides, entries=self.entries(node, claimant))

    def _because(self, node: Path, claimant: int) -> tuple[Reason, ...]:
        """What a defined condition rests on: its own atoms, read over all claimants."""
        if self.frame.atoms is None or node.owner == "other":
            return ()
        remaining = self.frame.remaining
        self.frame.narrow(self.frame.everybody)
        row = claimant if node.owner == "me" else 0
        found = self.reasons(self.defines[node.fact], row)
        self.frame.narrow(remaining)
        return found

    def _side(self, node: Node, claimant: int) -> Amount:
        column = Compiler(self.version, self.mode).value(node)(self.frame)
        return _amount(node, column, claimant)

    def _who(self, node: Quantifier, claimant: int) -> tuple[int, ...]:
        assert self.frame.atoms is not None
        body = self.frame.atoms[id(node.body)]
        group = self.frame.group(node.over)
        shape = np.broadcast_shapes(body.shape, group.shape)
        wanted = TRUE if node.kind == "exists" else FALSE
        rows = (np.broadcast_to(body, shape) == wanted) & np.broadcast_to(group, shape)
        return tuple(np.flatnonzero(rows[min(claimant, shape[0] - 1), :, 0]).tolist())

    def entries(self, node: Node, claimant: int) -> tuple[str, ...]:
        """Ids of the register entries behind the facts an expression reads."""
        ids = self.ruled.derived.register.entries.ids
        if not ids or self.mode == "entry":
            return ()
        found: dict[int, None] = {}
        for fact, scope in self._facts(node):
            row = claimant if scope == "me" else 0
            found |= dict.fromkeys(evidence_of(self.ruled.derived, fact, row, 0))
        return tuple(ids[index] for index in sorted(found))

    def _facts(self, node: Node) -> Iterable[tuple[str, str]]:
        for path in paths(node):
            if path.fact in self.defines:
                yield from self._facts(self.defines[path.fact])
            elif path.owner in ("me", "deal", "dispute"):
                yield path.fact, path.owner
