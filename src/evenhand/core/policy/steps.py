"""The steps of a version, its endings and what may follow them, from written to ready to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evenhand.core.policy import schema
from evenhand.core.policy.citations import Citations
from evenhand.core.policy.complaints import a, nearest
from evenhand.core.policy.declare import Path
from evenhand.core.policy.derivations import kind_codes
from evenhand.core.policy.guards import implied
from evenhand.core.policy.literals import duration
from evenhand.core.policy.reading import ENTRY, EVERYBODY, NO_CLAIMANT, NOWHERE, Reading
from evenhand.core.policy.tree import Node, paths
from evenhand.core.policy.versions import (
    UNDECIDED,
    Best,
    ConductClause,
    Otherwise,
    ScoreItem,
    Step,
)
from evenhand.core.register.entry import EntryKind
from evenhand.core.said import said
from evenhand.core.types import Text, Type

Known = frozenset[str]


class StepReader:
    """Reads the steps of one version."""

    def __init__(
        self,
        reading: Reading,
        citations: Citations,
        kinds: Mapping[str, EntryKind],
        forums: Mapping[str, Text],
    ) -> None:
        self.reading = reading
        self.report = reading.report
        self.citations = citations
        self.kinds = kinds
        self.forums = forums

    def steps(self, written: tuple[schema.Step, ...]) -> list[Step]:
        """All of them, numbered as they are written."""
        self.unique(("steps",), [step.id for step in written])
        for index, step in enumerate(written):
            if step.id in UNDECIDED:
                message = said("{step} is what a ruling says where no step decided", step=step.id)
                self.report.add(("steps", index, "id"), message, said("give the step another id"))
        first = next((n for n, step in enumerate(written) if step.verb != "strike"), len(written))
        for index, step in enumerate(written[first:], first):
            if step.verb == "strike":
                message = said("strikes stand before all other steps")
                hint = said("evidence is settled before any claim is read")
                self.report.add(("steps", index, "strike"), message, hint)
        return [self._step(("steps", index), index, step) for index, step in enumerate(written)]

    def unique(self, at: Path, ids: list[str]) -> None:
        """No id stands twice."""
        for index, one in enumerate(ids):
            if one in ids[:index]:
                self.report.add((*at, index, "id"), said("the id {id} stands twice", id=one))

    def _step(self, at: Path, index: int, written: schema.Step) -> Step:
        self.citations.check(at, written.cites)
        label = written.label.text() if written.label else Text()
        step = Step(index, written.id, written.verb, written.cites, label)
        if written.strike is not None:
            return self._strike(at, written, step)
        when = self.reading.optional((*at, "when"), written.when, NO_CLAIMANT)
        known: Known = frozenset()
        if when is not None:
            known = implied(when, truth=True, defines=self.reading.defines)
        step = replace(step, when=when)
        if written.prefer is not None:
            return replace(step, best=self.best((*at, "prefer"), written.prefer, known))
        if written.score is not None:
            return replace(step, items=self._items((*at, "score"), written.score, known))
        if written.refer is not None:
            referral = schema.Otherwise(
                refer=written.refer, within=written.within, then=written.then
            )
            return replace(step, refer=self.otherwise(at, referral))
        text = getattr(written, step.verb)
        condition = self.reading.expression((*at, step.verb), text, EVERYBODY, known=known)
        return self._award(at, written, replace(step, condition=condition))

    def _award(self, at: Path, written: schema.Step, step: Step) -> Step:
        """A step with a condition; what only an award says stays as it is for the others."""
        return replace(
            step,
            award_as=written.as_ or "award",
            override=written.among == "everyone",
            at_most=written.at_most or 0,
            above=self.otherwise((*at, "above"), written.above) if written.above else None,
        )

    def _strike(self, at: Path, written: schema.Step, step: Step) -> Step:
        codes = kind_codes(self.report, (*at, "kinds"), written.kinds, self.kinds)
        for place, name in enumerate(written.kinds):
            if name in self.kinds and not self.kinds[name].strikeable:
                self.report.add(
                    (*at, "kinds", place), said("{name} entries are never struck", name=name)
                )
        node = self.reading.expression((*at, "strike"), written.strike or "", ENTRY)
        facts = self.reading.facts
        reads = sorted(
            {
                path.fact
                for path in paths(node)
                if path.owner in ("deal", "dispute")
                and path.fact in facts
                and facts[path.fact].derive
            }
        )
        if reads:
            message = said(
                "a strike reads entries and findings, not what follows from entries ({reads})",
                reads=reads,
            )
            self.report.add((*at, "strike"), message)
        return replace(step, kinds=codes, condition=node)

    def best(self, at: Path, written: schema.Best, known: Known) -> Best:
        """Which value ranks first: it has an order."""
        direction = next(iter(written.model_fields_set))
        text = getattr(written, direction)
        node = self.reading.expression((*at, direction), text, EVERYBODY, want=None, known=known)
        if node.type in (Type.BOOL, Type.TEXT) and node is not NOWHERE:
            hint = said("prefer ranks numbers, dates, durations and register places")
            self.report.add((*at, direction), said("{node} has no order", node=a(node.type)), hint)
        return Best(direction, node)

    def _items(
        self, at: Path, written: tuple[schema.ScoreItem, ...], known: Known
    ) -> tuple[ScoreItem, ...]:
        self.unique(at, [item.id for item in written])
        return tuple(self._item((*at, place), item, known) for place, item in enumerate(written))

    def _item(self, at: Path, written: schema.ScoreItem, known: Known) -> ScoreItem:
        self.citations.check(at, written.cites)
        when: Node | None = None
        mark: Node | None = None
        if written.when is not None:
            when = self.reading.expression((*at, "when"), written.when, EVERYBODY, known=known)
        if written.points_from is not None:
            where, text = (*at, "points_from"), written.points_from
            mark = self.reading.expression(where, text, EVERYBODY, want=Type.INT, known=known)
        limits = written.range or (0, 0)
        if limits[0] > limits[1]:
            self.report.add((*at, "range"), said("the range ends before it begins"))
        return ScoreItem(
            written.id,
            written.cites,
            written.label.text() if written.label else Text(),
            written.points or 0,
            when,
            self.best((*at, "to"), written.to, known) if written.to else None,
            mark,
            limits,
        )

    # Endings and conduct

    def otherwise(self, at: Path, written: schema.Otherwise) -> Otherwise:
        """A referral, the pool, or an award to all who remain."""
        self.citations.check(at, written.cites)
        within = duration(written.within) if written.within else None
        if written.refer is None:
            return Otherwise(written.as_ or "pool", cites=written.cites)
        self._forum((*at, "refer"), written.refer)
        if written.then is not None and written.then != "proceed":
            self._forum((*at, "then"), written.then)
        return Otherwise("refer", written.refer, within, written.then or "", written.cites)

    def _forum(self, at: Path, name: str) -> None:
        if name not in self.forums:
            hint = nearest(name, sorted(self.forums)) or said("declare it under forums")
            self.report.add(at, said("no forum is called {name}", name=name), hint)

    def conduct(self, at: Path, written: schema.Conduct) -> ConductClause:
        """A clause tried for every claimant after the ruling."""
        self.citations.check(at, written.cites)
        label = written.label.text() if written.label else Text()
        when = self.reading.expression((*at, "when"), written.when, EVERYBODY)
        again = self.reading.optional((*at, "repeated_when"), written.repeated_when, EVERYBODY)
        return ConductClause(
            written.id, written.cites, label, when, written.consequence, again, written.repeated
        )
