"""The funnel of the policy language read plainly: one dispute, one step after the other.

Written from docs/explain/policy-language.md alone and sharing no line with the evaluator it checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evenhand.core.policy.versions import Best, Otherwise, ScoreItem, Step, Version
from tests.core.ruling.expressions import UNKNOWN, Dispute, Reader, Value


@dataclass(slots=True)
class Outcome:
    """How it ended; after every step, who was left and whether an unknown could change that."""

    kind: str = ""
    forum: str = ""
    by: str = ""
    winners: list[int] = field(default_factory=list)
    remaining: list[list[int]] = field(default_factory=list)
    undecided: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a step would do: who stays (of an award: who has it), and does anything change.

    `unsure`: an unknown could have changed who stays.
    """

    stays: list[int]
    unsure: bool
    acts: bool


class Funnel(Reader):
    """All claimants go in; each step may narrow them; whoever comes out has the customer."""

    def __init__(self, version: Version, dispute: Dispute, seen: set[str] | None = None) -> None:
        super().__init__(version, dispute, seen)
        self.define()
        self.ended = False
        self.outcome = Outcome(by="sole-claimant")

    def rule(self) -> Outcome:
        """Run every step, then see who is left."""
        for step in self.version.steps:
            override = step.verb == "award" and step.override
            fewest = 0 if override else 1 if step.verb in {"bar", "award"} else 2
            runs = not self.ended and len(self.still_in) >= fewest
            self.outcome.undecided.append(self._run(step) if runs else False)
            self.outcome.remaining.append(list(self.still_in))
        if not self.ended:
            self._out_of_steps()
        return self.outcome

    def _out_of_steps(self) -> None:
        if len(self.still_in) == 1:
            self._end(Otherwise("award"), self.still_in, self.outcome.by)
        elif self.still_in:
            self._end(self.version.tie, self.still_in, "tie")
        else:
            self._end(self.version.if_none_remain, [], "none-remain")

    def _end(self, how: Otherwise, who: list[int], by: str) -> None:
        self.ended = True
        self.outcome.kind, self.outcome.forum, self.outcome.by = how.kind, how.forum, by
        if how.kind not in {"refer", "pool"}:
            self.outcome.winners = self.still_in = list(who)

    def _run(self, step: Step) -> bool:
        """One step; says whether an unknown could have changed what it did."""
        when = True if step.when is None else self.value(step.when)
        if when is False:
            return False
        self.seen.add(step.verb)
        finding = self._find(step)
        if when is True:
            self._act(step, finding)
        return finding.unsure or (when is UNKNOWN and finding.acts)

    def _act(self, step: Step, finding: Finding) -> None:
        if step.verb == "refer":
            assert step.refer is not None
            self._end(step.refer, [], step.id)
        elif step.verb == "award":
            self._award(step, finding)
        elif len(finding.stays) < len(self.still_in):
            self.still_in, self.outcome.by = finding.stays, step.id

    def _award(self, step: Step, finding: Finding) -> None:
        if not finding.acts:
            return
        too_many = step.above is not None and len(finding.stays) > step.at_most
        self._end(
            step.above if too_many and step.above else Otherwise(step.award_as),
            finding.stays,
            step.id,
        )

    def _find(self, step: Step) -> Finding:
        if step.verb == "prefer" and step.best:
            return self._best(step.best)
        if step.verb == "score":
            return self._score(step.items)
        if step.condition is None:
            return Finding(self.still_in, unsure=False, acts=True)
        asked = range(len(self.claimants)) if step.override else self.still_in
        found = {me: self.value(step.condition, me) for me in asked}
        true = [me for me in found if found[me] is True]
        unsure = UNKNOWN in found.values()
        if step.verb == "award":
            return Finding(true, unsure, acts=bool(true) and not unsure)
        if step.verb == "bar":
            return self._narrowed([me for me in found if found[me] is not True], unsure=unsure)
        return self._narrowed(
            [me for me in found if found[me] is not False] if true else self.still_in, unsure=unsure
        )

    def _narrowed(self, stays: list[int], *, unsure: bool) -> Finding:
        return Finding(stays, unsure, acts=len(stays) < len(self.still_in))

    def _ranks(self, best: Best) -> dict[int, Value]:
        """For each who remains a number, the smaller the better."""
        sign = 1 if best.smallest else -1
        values = {me: self.value(best.node, me) for me in self.still_in}
        return {me: sign * one if isinstance(one, int) else one for me, one in values.items()}

    def _best(self, best: Best) -> Finding:
        ranks = self._ranks(best)
        known = [one for one in ranks.values() if isinstance(one, int)]
        stays = [
            me for me, one in ranks.items() if not known or one is UNKNOWN or one == min(known)
        ]
        return self._narrowed(stays, unsure=UNKNOWN in ranks.values())

    def _score(self, items: tuple[ScoreItem, ...]) -> Finding:
        each = [self._points(item) for item in items]
        low = {me: sum(points[me][0] for points in each) for me in self.still_in}
        high = {me: sum(points[me][1] for points in each) for me in self.still_in}
        stays = [me for me in self.still_in if high[me] >= max(low.values())]
        beatable = [
            me
            for me in stays
            if any(high[other] > low[me] for other in self.still_in if other != me)
        ]
        return self._narrowed(stays, unsure=bool(beatable))

    def _points(self, item: ScoreItem) -> dict[int, tuple[int, int]]:
        """The lowest and the highest points each can have for one criterion."""
        if item.points_from is not None:
            self.seen.add("points_from")
            return {me: _mark(self.value(item.points_from, me), item.range) for me in self.still_in}
        if item.when is not None:
            found = {me: self.value(item.when, me) for me in self.still_in}
        else:
            assert item.to is not None
            self.seen.add("to")
            found = _leader(self._ranks(item.to))
        possible = {True: [item.points], False: [0], UNKNOWN: [0, item.points]}
        return {me: (min(possible[one]), max(possible[one])) for me, one in found.items()}


def _leader(ranks: Mapping[int, Value]) -> dict[int, Value]:
    """Is each the only first.

    A tie gives nobody the point, absent ranks last, one that is unknown might be first.
    """
    known = [one for one in ranks.values() if isinstance(one, int)]
    alone = bool(known) and known.count(min(known)) == 1
    leads: Value = UNKNOWN if UNKNOWN in ranks.values() else True
    return {
        me: UNKNOWN if one is UNKNOWN else leads if alone and one == min(known) else False
        for me, one in ranks.items()
    }


def _mark(found: Value, limits: tuple[int, int]) -> tuple[int, int]:
    """A mark within its range; without one, none."""
    if found is UNKNOWN:
        return limits
    mark = min(max(found, limits[0]), limits[1]) if isinstance(found, int) else 0
    return mark, mark


def interpret(version: Version, dispute: Dispute, seen: set[str] | None = None) -> Outcome:
    """Rule one dispute, whose facts are complete; `seen` collects what of the language was read."""
    return Funnel(version, dispute, seen).rule()
