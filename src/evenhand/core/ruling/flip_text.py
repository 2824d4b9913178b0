"""What would have changed a ruling, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.core.policy.tree import Path
from evenhand.core.policy.versions import ScoreItem, Step
from evenhand.core.ruling.alternatives import type_of, written
from evenhand.core.ruling.cases import ABSENT, KNOWN, UNKNOWN
from evenhand.core.ruling.changes import Change, Flip, Flips
from evenhand.core.ruling.figures import signed
from evenhand.core.ruling.marks import Marked, Marks
from evenhand.core.ruling.provisional import Cell
from evenhand.core.ruling.reasons import amount_of
from evenhand.core.ruling.ruling import Outcome
from evenhand.core.ruling.sentences import Sentences
from evenhand.core.types import Type

Line = tuple[int, str]

_LEAST = {Type.POSITION: 1, Type.INT: 0, Type.DAYS: 0, Type.WORKDAYS: 0, Type.ELAPSED: 0}
"""Below these there is nothing to say: a range from here is told by its end."""

SHOWN = 6
"""So many ways to another outcome are told, unless all are asked for."""


def flip_lines(sentences: Sentences, flips: Flips, *, full: bool = False) -> Iterator[Line]:
    """The flips by the outcome they lead to, smallest first, and what the marks can do."""
    spoken, say = SpokenFlips(sentences), sentences.say
    yield 0, say("flips-open" if sentences.ruling.provisional else "flips")
    if sentences.ruling.outcome != sentences.ruling.proceeding:
        yield 1, say("flips-against")
    yield 1, spoken.marks(flips.marks)
    if flips.marks is not None:
        yield from ((2, spoken.marked(one)) for one in flips.marks.others)
    if not flips.flips:
        yield 1, say("flips-none")
    for outcome, ways in by_outcome(flips):
        yield 1, say("flip-to", outcome=sentences.outcome(outcome))
        yield from ((2, spoken.flip(one)) for one in (ways if full else ways[:SHOWN]))
        if len(ways) > SHOWN and not full:
            yield 2, say("flips-more", count=len(ways) - SHOWN)
    if not flips.exhaustive:
        yield 1, say("flips-partly")


def by_outcome(flips: Flips) -> Iterator[tuple[Outcome, list[Flip]]]:
    """Outcomes that are the same by whatever step, those of the smallest flips first."""
    ways: dict[tuple[object, ...], list[Flip]] = {}
    for flip in flips.flips:
        outcome = flip.outcome
        forum = outcome.referral.forum if outcome.referral else ""
        ways.setdefault((outcome.kind, outcome.winners, forum), []).append(flip)
    yield from ((some[0].outcome, some) for some in ways.values())


class SpokenFlips:
    """Flips as sentences."""

    def __init__(self, sentences: Sentences) -> None:
        self.sentences, self.phrases = sentences, sentences.phrases
        self.ruling, self.version = sentences.ruling, sentences.ruling.version
        self.lang, self.say = sentences.lang, sentences.say

    def flip(self, flip: Flip) -> str:
        """All its changes as one condition."""
        one, *others = (self.change(change) for change in flip.changes)
        for other in others:
            one = self.say("flip-and", one=one, other=other)
        return one

    def change(self, change: Change) -> str:
        """One change as a condition."""
        match change.kind:
            case "entry":
                key = "flip-counted" if change.value > 0 else "flip-struck"
                return self.say(key, id=self.entry(change))
            case "rule":
                return self._without(change)
            case "number":
                held = self._value(change.path, written(self.version, change.path), KNOWN)
                what = self._number(change.path)
                return self.say("flip-number", what=what, value=self._instead(change), held=held)
        return self._fact(change)

    def entry(self, change: Change) -> str:
        """The name of an entry."""
        ids = self.ruling.ruled.derived.register.entries.ids
        return ids[change.row] if ids else str(change.row)

    def _fact(self, change: Change) -> str:
        what = self.sentences.cell(Cell(change.path, change.row))
        column = self.ruling.ruled.derived.facts.columns[change.path]
        value, state = amount_of(column, change.row)
        is_truth = type_of(self.version, change.path) is Type.BOOL
        if (value if is_truth else state) == UNKNOWN:
            return self.say("flip-unknown", what=what, value=self._instead(change))
        held = self._value(change.path, value, state)
        return self.say("flip-fact", what=what, value=self._instead(change), held=held)

    def _instead(self, change: Change) -> str:
        """The values with which it comes out otherwise."""
        path, low, high = change.path, change.low, change.high
        type_ = type_of(self.version, path)
        if low is high is None and change.state == KNOWN and type_ is not Type.BOOL:
            return self.say("flip-any")
        if type_ in (Type.BOOL, Type.TEXT) or change.state == ABSENT or low == high:
            return self._value(path, change.value, change.state)
        if high is None:
            limit, op = change.value if low is None else low, ">="
        elif low is None or low == _LEAST.get(type_):
            limit, op = high, "<="
        else:
            ends = (self._value(path, one, KNOWN) for one in (low, high))
            return self.say("flip-between", **dict(zip(("low", "high"), ends, strict=True)))
        operator = self.phrases.operator(op, type_)
        return self.say("flip-limit", op=operator, value=self._value(path, limit, KNOWN))

    def _value(self, path: str, value: int, state: int) -> str:
        if state == ABSENT:
            return self.say("none")
        return self.phrases.value(type_of(self.version, path), value)

    def _number(self, path: str) -> str:
        owner, _, name = path.partition(".")
        table, _, row = name.partition(".")
        label = self.phrases.name(Path(Type.INT, False, path, owner, table))
        if owner == "params":
            return label
        return self.say("flip-row", table=label, row=self.phrases.text(row))

    def _without(self, change: Change) -> str:
        step_id, _, item_id = change.path.removeprefix("rules.").partition(".")
        steps = (*self.version.strikes, *self.version.steps)
        step = next(step for step in steps if step.id == step_id)
        rule: Step | ScoreItem = step
        if item_id:
            rule = next(item for item in step.items if item.id == item_id)
        article = self.phrases.article(rule.cites or step.cites)
        what = rule.label.in_(self.lang) or rule.id
        return self.say("flip-item" if item_id else "flip-rule", what=what, article=article)

    # Marks

    def marks(self, marks: Marks | None) -> str:
        """Whether the ruling holds whatever the mark."""
        if marks is None:
            return self.say("marks-none")
        items = (item for step in self.version.steps for item in step.items if item.points_from)
        what = self.phrases.listed(item.label.in_(self.lang) or item.id for item in items)
        return self.say("marks-hold" if marks.holds else "marks-turn", what=what)

    def _held(self, cell: Cell) -> str:
        value, state = amount_of(self.ruling.ruled.derived.facts.columns[cell.path], cell.claimant)
        if state == KNOWN:
            return signed(value)
        return self.say("none" if state == ABSENT else "not-known")

    def marked(self, one: Marked) -> str:
        """Marks and the outcome they lead to."""
        marks = self.phrases.listed(
            self.say(
                "mark-of",
                mark=signed(mark),
                who=self.phrases.people([cell.claimant]),
                held=self._held(cell),
            )
            for cell, mark in one.marks
        )
        return self.say("marks-with", marks=marks, outcome=self.sentences.outcome(one.outcome))
