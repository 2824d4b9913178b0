"""What of the language a comparison went through, and what it must have gone through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from evenhand.core.policy.versions import Version
from tests.core.ruling.expressions import Dispute
from tests.core.ruling.interpreter import Outcome

VERBS = ("strike", "bar", "keep", "prefer", "score", "award", "refer")
OPERATORS = (
    *("!", "&&", "||", "?:", "==", "!=", "<", "<=", ">", ">=", "in", "has"),
    *("+", "-", "*", "/", "%", "negative"),
    *("others.all", "others.exists", "others.size"),
    *("claimants.all", "claimants.exists", "claimants.size"),
)
WANTED = (*VERBS, *OPERATORS, "params", "tables", "to", "points_from", "unknown", "absent")
"""Each in at least one evaluation out of twenty."""

REDUCERS = (
    *("any", "count", "first", "last", "min", "max"),
    *("longest_gap", "live_since", "overdue"),
)


@dataclass(slots=True)
class Coverage:
    """How much of the language the evaluations went through."""

    policies: int = 0
    evaluations: int = 0
    facts: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    depth: Counter[int] = field(default_factory=Counter)
    claimants: Counter[int] = field(default_factory=Counter)

    def note(self, version: Version, dispute: Dispute, outcome: Outcome, seen: set[str]) -> None:
        """Count one evaluation; the depth is the place of the deciding step, from 1."""
        self.evaluations += 1
        self.seen.update(seen)
        self.claimants[len(dispute.claimants)] += 1
        derived = [path.startswith("me.") for path in version.reducers]
        self.facts += sum(derived) * len(dispute.claimants) + len(derived) - sum(derived)
        places = {step.id: place for place, step in enumerate(version.steps, start=1)}
        self.depth[places.get(outcome.by, 0)] += 1

    def add(self, other: Coverage) -> None:
        """Take in what another run went through."""
        self.policies += other.policies
        self.evaluations += other.evaluations
        self.facts += other.facts
        self.seen += other.seen
        self.depth += other.depth
        self.claimants += other.claimants

    def share(self, name: str) -> float:
        """In what share of the evaluations this was read or run."""
        return self.seen[name] / self.evaluations

    def rare(self, names: Iterable[str], least: float = 0.05) -> dict[str, float]:
        """Those of which too little was seen."""
        return {name: share for name in names if (share := self.share(name)) < least}

    def share_deep(self) -> float:
        """The share that was decided by the third step or a later one."""
        return sum(count for place, count in self.depth.items() if place >= 3) / self.evaluations
