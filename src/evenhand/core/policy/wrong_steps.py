"""Mistakes in the steps themselves: one too few, in another order, the other way, to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from evenhand.core.policy.mistakes import OPPOSITE, opposite
from evenhand.core.policy.mutant import Maker, Mutant
from evenhand.core.policy.spots import (
    changed,
    own_reducers,
    step_path,
    with_item,
    with_reducer,
    with_step,
)
from evenhand.core.policy.versions import ScoreItem, Step, Version
from evenhand.core.said import said


class WrongSteps(Maker):
    """Makes them."""

    def all(self) -> Iterator[Mutant]:
        """Every one."""
        yield from self._dropped()
        yield from self._swapped()
        yield from self._opposites()
        yield from self._forums()

    def _dropped(self) -> Iterator[Mutant]:
        version = self.version
        for step in version.strikes:
            rest = [one for one in version.strikes if one is not step]
            without = changed(version, strikes=_in_order(rest))
            yield self._without(step, without, derives=True)
        for step in version.steps:
            rest = [one for one in version.steps if one is not step]
            yield self._without(step, changed(version, steps=_in_order(rest)), derives=False)
            for place, item in enumerate(step.items):
                if len(step.items) > 1:
                    yield self._without_item(step, place, item)
        for place, clause in enumerate(version.conduct):
            rest_of = version.conduct[:place] + version.conduct[place + 1 :]
            without = changed(version, conduct=rest_of)
            told = said("without the clause {clause}", clause=clause.id)
            yield self.mutant("drop", clause.id, ("conduct", place), told, without, derives=False)

    def _without(self, step: Step, version: Version, *, derives: bool) -> Mutant:
        path = (*step_path(self.version, step), "id")
        told = said("without the step {step}", step=step.id)
        return self.mutant("drop", step.id, path, told, version, derives=derives)

    def _without_item(self, step: Step, place: int, item: ScoreItem) -> Mutant:
        items = step.items[:place] + step.items[place + 1 :]
        version = with_step(self.version, replace(step, items=items))
        path = (*step_path(self.version, step), "score", place, "id")
        name = f"{step.id}-{item.id}"
        return self.mutant(
            "drop", name, path, said("without {item}", item=item.id), version, derives=False
        )

    def _swapped(self) -> Iterator[Mutant]:
        steps = self.version.steps
        for place, (one, next_) in enumerate(pairwise(steps)):
            order = [*steps[:place], next_, one, *steps[place + 2 :]]
            version = changed(self.version, steps=_in_order(order))
            path = (*step_path(self.version, next_), "id")
            told = said("{next} before {one}", next=next_.id, one=one.id)
            mutant = self.mutant("swap", next_.id, path, told, version, derives=False)
            yield replace(mutant, root=f"{mutant.root} {self.texts[one.id]}")

    # Ranks and referrals

    def _opposites(self) -> Iterator[Mutant]:
        version = self.version
        for step in version.steps:
            at = step_path(version, step)
            if step.best is not None:
                new = replace(step, best=opposite(step.best))
                told = f"{OPPOSITE[step.best.direction]} {step.best.node.text}"
                where = (*at, "prefer", step.best.direction)
                other = with_step(version, new)
                yield self.mutant("opposite", step.id, where, told, other, derives=False)
            for place, item in enumerate(step.items):
                if item.to is not None:
                    other = with_item(version, step, place, replace(item, to=opposite(item.to)))
                    told = f"{OPPOSITE[item.to.direction]} {item.to.node.text}"
                    where = (*at, "score", place, "to", item.to.direction)
                    name = f"{step.id}-{item.id}"
                    yield self.mutant("opposite", name, where, told, other, derives=False)
        for path, reducer in own_reducers(version, self.catalogue):
            reduce = reducer.written.reduce
            if reduce in OPPOSITE and not reducer.completed_by:
                written = replace(reducer.written, reduce=OPPOSITE[reduce])
                other = with_reducer(version, path, replace(reducer, written=written))
                told = f"{path}: {reduce} → {OPPOSITE[reduce]}"
                where = ("facts", path, "derive", "reduce")
                yield self.mutant("opposite", path, where, told, other, derives=True)

    def _forums(self) -> Iterator[Mutant]:
        version = self.version
        for step in version.steps:
            at = step_path(version, step)
            if step.refer is not None:
                told, other = self.elsewhere(step.refer)
                new = with_step(version, replace(step, refer=other))
                yield self.mutant("forum", step.id, (*at, "refer"), told, new, derives=False)
            if step.above is not None:
                told, other = self.elsewhere(step.above)
                new = with_step(version, replace(step, above=other))
                yield self.mutant("forum", step.id, (*at, "above"), told, new, derives=False)
        for name in ("tie", "if_none_remain", "on_missing"):
            referral = getattr(version, name)
            if referral is not None and (name != "if_none_remain" or self._may_end_empty()):
                told, other = self.elsewhere(referral)
                new = changed(version, **{name: other})
                yield self.mutant("forum", name, (name,), f"{name}: {told}", new, derives=False)

    def _may_end_empty(self) -> bool:
        """Only a bar can remove the last claimant."""
        return any(step.verb == "bar" for step in self.version.steps)


def _in_order(steps: list[Step]) -> tuple[Step, ...]:
    return tuple(replace(step, index=index) for index, step in enumerate(steps))
