"""A ruling as a drawing: claimants as streams through the steps of the policy, and what each did.

From a ruling to frozen values, in one language; templates draw them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from evenhand.core.ruling.explain import Finding, ItemPoints, StepExplained
from evenhand.core.ruling.figures import signed
from evenhand.core.ruling.sentences import Sentences
from evenhand.disputes.articles import Article, articles_of
from evenhand.disputes.lanes import Lane, Streams, streams
from evenhand.disputes.why import Reasoning, Why

TELLING = ("narrowed", "decided", "referred")
UNREACHED = ("one-left", "nobody-left", "not-reached")
_STATE = {
    **dict.fromkeys(("kept", "nobody", "first", "leads", "remains"), "on"),
    **dict.fromkeys(("removed", "beaten", "absent", "behind", "passed"), "out"),
    "takes": "taken",
    "unknown": "unknown",
    "out": "gone",
}


@dataclass(frozen=True, slots=True)
class Points:
    """An item of a score for one claimant."""

    label: str
    points: str
    counts: bool
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a step found of one claimant.

    `state`: on, out, taken, unknown; `word` says it.
    """

    lane: Lane
    state: str
    word: str
    total: str
    items: tuple[Points, ...]
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the policy."""

    number: int
    id: str
    name: str
    question: str
    status: str
    status_told: str
    undecided: bool
    guard: tuple[Why, ...]
    told: tuple[Told, ...]
    remaining: tuple[Lane, ...]
    articles: tuple[Article, ...]
    streams: Streams

    @property
    def tells(self) -> bool:
        """Whether it made a difference, or could have."""
        return self.status in TELLING or self.undecided


@dataclass(frozen=True, slots=True)
class Passage:
    """Steps that are drawn together: one that tells, or several that made no difference."""

    stages: tuple[Stage, ...]
    tells: bool
    reached: bool
    streams: Streams

    @property
    def span(self) -> str:
        """Their numbers."""
        first, last = self.stages[0].number, self.stages[-1].number
        return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class FunnelDrawing:
    """The whole way: who came in, what each step did, who is left."""

    lanes: tuple[Lane, ...]
    start: Streams
    passages: tuple[Passage, ...]
    end: Streams

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Every step, in order."""
        return tuple(stage for passage in self.passages for stage in passage.stages)


def funnel_drawing(sentences: Sentences, reasoning: Reasoning) -> FunnelDrawing:
    """The drawing of a ruling as it is on what is known."""
    ruling = sentences.ruling
    names = [ruling.label(slot) for slot in range(len(ruling.dossier.claimants))]
    lanes = tuple(Lane(slot, name) for slot, name in enumerate(names))
    teller = _Teller(sentences, reasoning, lanes)
    stages = tuple(teller.stages())
    everybody = frozenset(range(len(lanes)))
    winners = frozenset(ruling.proceeding.winners)
    left = frozenset(lane.slot for lane in stages[-1].remaining) if stages else everybody
    return FunnelDrawing(
        lanes,
        streams(lanes, everybody, everybody),
        tuple(_passages(lanes, stages)),
        streams(lanes, winners or left, winners or left, dict.fromkeys(winners, "taken")),
    )


def _passages(lanes: tuple[Lane, ...], stages: tuple[Stage, ...]) -> Iterator[Passage]:
    """Consecutive steps that made no difference share one."""
    for (tells, reached), group in groupby(
        stages, key=lambda stage: (stage.tells, stage.status not in UNREACHED)
    ):
        some = tuple(group)
        if tells:
            yield from (Passage((stage,), True, reached, stage.streams) for stage in some)
        else:
            still = frozenset(lane.slot for lane in some[-1].remaining)
            yield Passage(some, False, reached, streams(lanes, still, still))


class _Teller:
    """Tells the steps of one ruling."""

    def __init__(self, sentences: Sentences, reasoning: Reasoning, lanes: tuple[Lane, ...]) -> None:
        self.sentences, self.reasoning, self.lanes = sentences, reasoning, lanes
        self.say, self.lang = sentences.say, sentences.lang

    def stages(self) -> Iterator[Stage]:
        before = frozenset(range(len(self.lanes)))
        for step in self.sentences.ruling.steps:
            after = frozenset(step.remaining)
            yield self._stage(step, before, after)
            before = after

    def _stage(self, step: StepExplained, before: frozenset[int], after: frozenset[int]) -> Stage:
        told = tuple(self._told(one, step) for one in step.findings if _STATE[one.status] != "gone")
        states = {one.lane.slot: one.state for one in told} if step.status in TELLING else {}
        unsure = {one.lane.slot: one.state for one in told if one.state == "unknown"}
        return Stage(
            step.step.index + 1,
            step.step.id,
            self.sentences.step_name(step.step.id),
            self._question(step),
            step.status,
            self.say(f"step-{step.status}"),
            step.undecided,
            self.reasoning.all(step.guard),
            told,
            tuple(self.lanes[slot] for slot in step.remaining),
            articles_of(self.sentences, step.step.cites),
            streams(self.lanes, before, after, {**states, **unsure}),
        )

    def _question(self, step: StepExplained) -> str:
        """What it asks of everybody; of a score, its items stand with each claimant anyway."""
        return "" if step.step.verb in ("refer", "score") else self.sentences.question(step.step)

    def _told(self, finding: Finding, step: StepExplained) -> Told:
        bare = finding._replace(reasons=(), total=None, items=())
        total = ""
        if finding.total is not None:
            low, high = finding.total
            key = "points" if low == high else "points-between"
            total = self.say(key, low=low, high=high)
        labels = {item.id: item.label.in_(self.lang) or item.id for item in step.step.items}
        return Told(
            self.lanes[finding.claimant],
            _STATE[finding.status],
            self.sentences.finding(bare, step.step),
            total,
            tuple(self._points(labels[one.id], one) for one in finding.items),
            self.reasoning.all(finding.reasons),
        )

    def _points(self, label: str, item: ItemPoints) -> Points:
        ends = dict.fromkeys((signed(item.low), signed(item.high)))
        counts = bool(item.low or item.high)
        return Points(label, " / ".join(ends), counts, self.reasoning.all(item.reasons))
