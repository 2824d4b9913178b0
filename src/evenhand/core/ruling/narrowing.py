"""What each verb does to those who remain, by the rule for known, absent and unknown values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evenhand.core.policy.versions import Best, ScoreItem, Step
from evenhand.core.ruling.cases import (
    ABSENT,
    FALSE,
    K3,
    KNOWN,
    TRUE,
    UNKNOWN,
    Bools,
    Column,
    Ints,
    somebody,
)
from evenhand.core.ruling.logic import Compiler, Frame

_LARGEST = np.iinfo(np.int64).max

Verb = Callable[[Frame], "Narrowed"]
Points = tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The finding of one step, for all disputes.

    `stays`: shape (claimants, disputes), who is left if it runs (for an award: who takes it).
    `undecided`: shape (disputes,), an unknown could have changed that. `fires`: an award has
    somebody to go to. `result`: K3 of the condition, or 2 best, 1 unknown, 0 beaten. `value` what
    was compared; `low`, `high` the lowest and highest possible totals; `items` those of each score
    item.
    """

    stays: Bools
    undecided: Bools
    result: K3
    fires: Bools
    value: Column | None = None
    low: Ints | None = None
    high: Ints | None = None
    items: tuple[Points, ...] = ()


def verb(compiler: Compiler, step: Step) -> Verb | None:
    """The step's verb as a function of a frame; None for a referral, which narrows nothing."""
    if step.condition is not None:
        condition = compiler.truth(step.condition)
        finding = {"bar": _bar, "keep": _keep, "award": _award_all if step.override else _award}[
            step.verb
        ]
        return lambda frame: finding(frame, condition(frame))
    if step.best is not None:
        return _prefer(compiler, step.best)
    if step.items:
        return _score(compiler, step)
    return None


def _whole(frame: Frame, result: K3) -> K3:
    return np.broadcast_to(result, frame.remaining.shape)


def _bar(frame: Frame, result: K3) -> Narrowed:
    """Only a known true removes."""
    here, result = frame.remaining, _whole(frame, result)
    unknown = somebody(here & (result == UNKNOWN))
    return Narrowed(here & (result != TRUE), unknown, result, unknown)


def _keep(frame: Frame, result: K3) -> Narrowed:
    """A known false goes if somebody else is known true."""
    here, result = frame.remaining, _whole(frame, result)
    anybody = somebody(here & (result == TRUE))
    unknown = somebody(here & (result == UNKNOWN))
    return Narrowed(here & ((result != FALSE) | ~anybody), unknown, result, anybody)


def _award(frame: Frame, result: K3) -> Narrowed:
    """Waits while anybody asked is unknown."""
    return _awarded(frame.remaining, _whole(frame, result))


def _award_all(frame: Frame, result: K3) -> Narrowed:
    return _awarded(frame.everybody, _whole(frame, result))


def _awarded(asked: Bools, result: K3) -> Narrowed:
    takes = asked & (result == TRUE)
    unknown = somebody(asked & (result == UNKNOWN))
    fires = somebody(takes) & ~unknown
    return Narrowed(takes, unknown, result, fires)


def _ranked(best: Best, column: Column, here: Bools) -> tuple[Ints, Bools, Bools, Bools]:
    """Values in which smaller is better, and who among those here is known, absent, unknown."""
    value = np.broadcast_to(column.value if best.smallest else -column.value, here.shape)
    if column.state is None:
        nobody = np.zeros_like(here)
        return value, here, nobody, nobody
    state = np.broadcast_to(column.state, here.shape)
    return value, here & (state == KNOWN), here & (state == ABSENT), here & (state == UNKNOWN)


def _prefer(compiler: Compiler, best: Best) -> Verb:
    read = compiler.value(best.node)

    def prefer(frame: Frame) -> Narrowed:
        column, here = read(frame), frame.remaining
        value, known, absent, unknown = _ranked(best, column, here)
        first = np.where(known, value, _LARGEST).min(axis=0)
        beaten: Bools = (known & (value > first)) | (absent & somebody(known))
        result = np.where(unknown, UNKNOWN, np.where(beaten, FALSE, TRUE)).astype(np.int8)
        uncertain = somebody(unknown)
        return Narrowed(here & ~beaten, uncertain, result, ~uncertain, value=column)

    return prefer


def _score(compiler: Compiler, step: Step) -> Verb:
    compiled = [_item(compiler, item) for item in step.items]
    paths = [f"rules.{step.id}.{item.id}" for item in step.items]

    def score(frame: Frame) -> Narrowed:
        here = frame.remaining
        points = tuple(
            _worth(frame, path, item(frame)) for path, item in zip(paths, compiled, strict=True)
        )
        low = np.sum([np.broadcast_to(low, here.shape) for low, _ in points], axis=0)
        high = np.sum([np.broadcast_to(high, here.shape) for _, high in points], axis=0)
        surest = np.where(here, low, -_LARGEST).max(axis=0)
        stays = here & (high >= surest)
        uncertain = (stays & (_best_of_others(high, here) > low)).any(axis=0)
        result = np.where(stays, np.where(low == high, TRUE, UNKNOWN), FALSE).astype(np.int8)
        return Narrowed(stays, uncertain, result, ~uncertain, low=low, high=high, items=points)

    return score


def _best_of_others(high: Ints, here: Bools) -> Ints:
    """For each claimant the largest value among the others here."""
    masked = np.where(here, high, -_LARGEST)
    leader = masked.argmax(axis=0)
    columns = np.arange(masked.shape[1])
    without = masked.copy()
    without[leader, columns] = -_LARGEST
    result = np.broadcast_to(masked.max(axis=0), masked.shape).copy()
    result[leader, columns] = without.max(axis=0)
    return result


def switched(frame: Frame, path: str, when: K3 | None) -> K3 | None:
    """The guard of a rule, false in the worlds that do without the rule."""
    switch = frame.columns.get(path)
    if switch is None:
        return when
    return switch.value if when is None else np.minimum(when, switch.value)  # type: ignore[return-value]  # BOOL columns hold int8


def _worth(frame: Frame, path: str, points: Points) -> Points:
    """The points of an item, none in the worlds that do without it."""
    counts = switched(frame, path, None)
    if counts is None:
        return points
    return np.where(counts == TRUE, points[0], 0), np.where(counts == TRUE, points[1], 0)


def _item(compiler: Compiler, item: ScoreItem) -> Callable[[Frame], Points]:
    """Lowest and highest points of each claimant for one criterion."""
    if item.when is not None:
        condition = compiler.truth(item.when)
        return lambda frame: _possible(condition(frame), item.points)
    if item.to is not None:
        return _to_the_best(compiler, item, item.to)
    assert item.points_from is not None
    mark = compiler.value(item.points_from)
    lowest, highest = item.range

    def marked(frame: Frame) -> Points:
        value, state = mark(frame)
        given = np.clip(value, lowest, highest)
        if state is None:
            return given, given
        low = np.where(state == KNOWN, given, np.where(state == ABSENT, 0, lowest))
        return low, np.where(state == KNOWN, given, np.where(state == ABSENT, 0, highest))

    return marked


def _possible(result: K3, points: int) -> Points:
    worst, best = min(points, 0), max(points, 0)
    low = np.where(result == TRUE, points, np.where(result == FALSE, 0, worst))
    return low, np.where(result == TRUE, points, np.where(result == FALSE, 0, best))


def _to_the_best(compiler: Compiler, item: ScoreItem, best: Best) -> Callable[[Frame], Points]:
    """Points for the one who ranks first; a tie gives nobody the point, absent never gets it."""
    read = compiler.value(best.node)

    def first(frame: Frame) -> Points:
        value, known, _, unknown = _ranked(best, read(frame), frame.remaining)
        masked = np.where(known, value, _LARGEST)
        leads = known & (masked == masked.min(axis=0))
        alone = leads & (leads.sum(axis=0) == 1)
        somebody_unknown = somebody(unknown)
        result = np.where(
            unknown | (alone & somebody_unknown), UNKNOWN, np.where(alone, TRUE, FALSE)
        )
        return _possible(result.astype(np.int8), item.points)

    return first
