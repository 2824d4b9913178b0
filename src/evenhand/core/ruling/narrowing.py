"""What each verb does to those who remain, by the rule for known, absent and unknown values."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evenhand.core.policy.versions import Best, Step
from evenhand.core.ruling.cases import (
    FALSE,
    K3,
    TRUE,
    UNKNOWN,
    Bools,
    Column,
    Ints,
    somebody,
)
from evenhand.core.ruling.columns import k3
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.logic import Compiler
from evenhand.core.ruling.ranking import outdone, ranked
from evenhand.core.ruling.scoring import Points, totals

Verb = Callable[[Frame], "Narrowed"]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The finding of one step, for all disputes.

    `stays`: shape (claimants, disputes), who is left if it runs (for an award: who takes it).
    `undecided`: shape (disputes,), an unknown could have changed that. `fires`: an award has
    somebody to go to. `result`: K3 of the condition, or 2 best, 1 unknown, 0 beaten. `value` what
    was compared; `low`, `high` the lowest and highest possible totals; `items` those of each score
    item, and `found` what it found: K3 of its condition or of coming first, the state of a mark.
    """

    stays: Bools
    undecided: Bools
    result: K3
    fires: Bools
    value: Column | None = None
    low: Ints | None = None
    high: Ints | None = None
    items: tuple[Points, ...] = ()
    found: tuple[K3, ...] = ()


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
    shape = frame.remaining.shape
    return result if result.shape == shape else np.broadcast_to(result, shape)


def _unknown(frame: Frame, asked: Bools, result: K3) -> Bools:
    """In which disputes it is unknown of somebody asked; most batches have none at all."""
    if not np.bitwise_or.reduce(result, axis=None) & UNKNOWN:
        return frame.nowhere
    return somebody(asked & (result == UNKNOWN))


def _bar(frame: Frame, result: K3) -> Narrowed:
    """Only a known true removes."""
    here, result = frame.remaining, _whole(frame, result)
    unknown = _unknown(frame, here, result)
    return Narrowed(here & (result != TRUE), unknown, result, unknown)


def _keep(frame: Frame, result: K3) -> Narrowed:
    """A known false goes if somebody else is known true."""
    here, result = frame.remaining, _whole(frame, result)
    anybody = somebody(here & (result == TRUE))
    unknown = _unknown(frame, here, result)
    return Narrowed(here & ((result != FALSE) | ~anybody), unknown, result, anybody)


def _award(frame: Frame, result: K3) -> Narrowed:
    """Waits while anybody asked is unknown."""
    return _awarded(frame, frame.remaining, _whole(frame, result))


def _award_all(frame: Frame, result: K3) -> Narrowed:
    return _awarded(frame, frame.everybody, _whole(frame, result))


def _awarded(frame: Frame, asked: Bools, result: K3) -> Narrowed:
    takes = asked & (result == TRUE)
    unknown = _unknown(frame, asked, result)
    fires = somebody(takes) & ~unknown
    return Narrowed(takes, unknown, result, fires)


def _prefer(compiler: Compiler, best: Best) -> Verb:
    read = compiler.value(best.node)

    def prefer(frame: Frame) -> Narrowed:
        column, here = read(frame), frame.remaining
        value, known, absent, unknown = ranked(column, here)
        beaten = known & outdone(value, value, known, best.before)
        if absent is not None:
            beaten |= absent & somebody(known)
        result, stays = TRUE - k3(beaten), here & ~beaten
        if unknown is None:
            return Narrowed(stays, frame.nowhere, result, ~frame.nowhere, value=column)
        uncertain = somebody(unknown)
        result -= unknown.view(np.int8)
        return Narrowed(stays, uncertain, result, ~uncertain, value=column)

    return prefer


def _score(compiler: Compiler, step: Step) -> Verb:
    score = totals(compiler, step)

    def lead(frame: Frame) -> Narrowed:
        here = frame.remaining
        low, high, items, found = score(frame)
        stays = here & ~outdone(high, low, here, operator.gt)
        if low is high:  # nothing unknown: who is left has as much as anybody
            uncertain = frame.nowhere
            result = k3(stays)
        else:
            uncertain = somebody(stays & outdone(low, high, here, operator.gt))
            result = stays.view(np.int8) + (stays & (low == high))
        return Narrowed(
            stays, uncertain, result, ~uncertain, low=low, high=high, items=items, found=found
        )

    return lead
