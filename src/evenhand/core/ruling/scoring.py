"""Points: what each criterion gives each claimant, at the lowest and at the highest."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from evenhand.core.policy.versions import Best, ScoreItem, Step
from evenhand.core.ruling.cases import ABSENT, K3, KNOWN, TRUE, UNKNOWN, Bools, Ints, somebody
from evenhand.core.ruling.columns import k3, wide
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.logic import Compiler
from evenhand.core.ruling.ranking import outdone, ranked

Points = tuple[Ints, Ints]
"""Lowest and highest; one and the same array where nothing is unknown."""

Found = tuple[Points, K3]
"""Points, and what they were given for: a condition, coming first, or the state of a mark."""


class Score(NamedTuple):
    """Totals and, for each item, its points and what it found."""

    low: Ints
    high: Ints
    items: tuple[Points, ...]
    found: tuple[K3, ...]


def totals(compiler: Compiler, step: Step) -> Callable[[Frame], Score]:
    """The points of a step as a function of a frame."""
    width = _width(step.items)
    compiled = [_item(compiler, item, width) for item in step.items]
    paths = [f"rules.{step.id}.{item.id}" for item in step.items]

    def add_up(frame: Frame) -> Score:
        results = [item(frame) for item in compiled]
        items = tuple(
            _worth(frame, path, points) for path, (points, _) in zip(paths, results, strict=True)
        )
        shape = frame.remaining.shape
        low = _sum([low for low, _ in items], shape, width)
        sure = all(low is high for low, high in items)
        high = low if sure else _sum([high for _, high in items], shape, width)
        return Score(low, high, items, tuple(found for _, found in results))

    return add_up


def _width(items: tuple[ScoreItem, ...]) -> np.dtype[np.signedinteger]:
    """The narrowest integers that hold every total; narrow ones are many times faster."""
    most = sum(max(abs(item.points), *map(abs, item.range)) for item in items)
    return next(
        np.dtype(kind)
        for kind in (np.int8, np.int16, np.int32, np.int64)
        if most <= np.iinfo(kind).max or kind is np.int64
    )


def _sum(points: list[Ints], shape: tuple[int, ...], width: np.dtype[np.signedinteger]) -> Ints:
    total: Ints = np.zeros(shape, dtype=width)
    for one in points:
        total += one
    return total


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
    (low, high), bits = points, (counts == TRUE).view(np.int8)
    return (low * bits, low * bits) if low is high else (low * bits, high * bits)


def _item(
    compiler: Compiler, item: ScoreItem, width: np.dtype[np.signedinteger]
) -> Callable[[Frame], Found]:
    """Lowest and highest points of each claimant for one criterion."""
    if item.when is not None:
        condition = compiler.truth(item.when)
        return lambda frame: _possible(condition(frame), item.points, width)
    if item.to is not None:
        first = _first(compiler, item.to)
        return lambda frame: _possible(first(frame), item.points, width)
    assert item.points_from is not None
    mark = compiler.value(item.points_from)
    lowest, highest = item.range

    def marked(frame: Frame) -> Found:
        value, state = mark(frame)
        given = np.minimum(np.maximum(wide(value), lowest), highest).astype(width)
        if state is None:
            return (given, given), np.full((1, 1), KNOWN, dtype=np.int8)
        low = np.where(state == KNOWN, given, np.where(state == ABSENT, 0, lowest)).astype(width)
        high = np.where(state == KNOWN, given, np.where(state == ABSENT, 0, highest)).astype(width)
        return (low, high), state

    return marked


def _possible(result: K3, points: int, width: np.dtype[np.signedinteger]) -> Found:
    """Points where it is true; where it is unknown, they count for the better or the worse."""
    sure = _given(result == TRUE, points, width)
    if not np.bitwise_or.reduce(result, axis=None) & UNKNOWN:
        return (sure, sure), result
    perhaps = _given(result >= UNKNOWN, points, width)
    return ((sure, perhaps) if points > 0 else (perhaps, sure)), result


def _given(where: Bools, points: int, width: np.dtype[np.signedinteger]) -> Ints:
    given: Ints = where.view(np.int8).astype(width, copy=False)
    return given if points == 1 else given * width.type(points)


def _first(compiler: Compiler, best: Best) -> Callable[[Frame], K3]:
    """Who ranks first; a tie is nobody's, absent never comes first."""
    read = compiler.value(best.node)

    def first(frame: Frame) -> K3:
        value, known, _, unknown = ranked(read(frame), frame.remaining)
        alone = known & ~outdone(value, value, known, best.level)
        if unknown is None:
            return k3(alone)
        doubtful = unknown | (alone & somebody(unknown))
        return np.where(doubtful, np.int8(UNKNOWN), k3(alone)) if doubtful.any() else k3(alone)

    return first
