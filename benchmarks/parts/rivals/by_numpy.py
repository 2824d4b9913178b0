"""Written by hand in NumPy: no reasons, no unknowns, two claimants, this one policy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from parts.rivals.flat import NONE, TIE, Columns, Outcome

Bools = NDArray[np.bool_]
Ints = NDArray[np.integer]


def keeps(c: Columns, me: str, other: str) -> list[Bools]:
    """What each rule that keeps looks for, of one claimant."""
    appealed = c[f"{me}_has_appeal"] & (c[f"{me}_appeal"] <= c["closed"] + np.int32(3))
    first = ~c[f"{other}_has_record"] | (c[f"{me}_record"] < c[f"{other}_record"])
    return [
        c[f"{me}_named"],
        (c[f"{me}_signed"] | appealed) & (c["a_signed"] | c["b_signed"]),
        c[f"{me}_signed"] | (c[f"{me}_overdue"] <= 2),
        c[f"{me}_has_record"] & (c[f"{me}_contacts"] >= 8) & first,
    ]


WORTH = (1, 1, 1, 1, 2, 1, 1, -2, -2)
"""The points of each criterion but the mark."""


def criteria(c: Columns, me: str, other: str) -> list[Callable[[], Bools]]:
    """What each criterion but the mark looks for, of one claimant."""
    return [
        lambda: c[f"{me}_contact"] < c[f"{other}_contact"],
        lambda: (
            c[f"{me}_has_record"]
            & (~c[f"{other}_has_record"] | (c[f"{me}_record"] < c[f"{other}_record"]))
        ),
        lambda: c[f"{me}_visits"] > c[f"{other}_visits"],
        lambda: c[f"{me}_card"],
        lambda: c[f"{me}_rank"] > c[f"{other}_rank"],
        lambda: c[f"{me}_describes"],
        lambda: c[f"{me}_reconnected"],
        lambda: c[f"{me}_visits"] == 0,
        lambda: c[f"{me}_inflated"],
    ]


def points(c: Columns, me: str, other: str) -> Ints:
    """The points of one claimant."""
    return total(c[f"{me}_mark"], [which() for which in criteria(c, me, other)])


def total(mark: Ints, met: list[Bools]) -> Ints:
    """Points for the criteria that are met, and the mark."""
    given = np.clip(mark, -3, 3).astype(np.int8)
    for which, worth in zip(met, WORTH, strict=True):
        given += which.view(np.int8) * np.int8(worth)
    return given


def void(c: Columns, me: str) -> Bools:
    """Whether the first rule bars a claimant."""
    return c[f"{me}_outlet"] & ~c[f"{me}_escorted"]


def rule(c: Columns) -> Outcome:
    few = (c["a_contacts"] <= 2) & (c["b_contacts"] <= 2)
    return combined(
        (void(c, "a"), void(c, "b")),
        list(zip(keeps(c, "a", "b"), keeps(c, "b", "a"), strict=True)),
        few,
        (points(c, "a", "b"), points(c, "b", "a")),
    )


def combined(
    barred: tuple[Bools, Bools],
    kept: list[tuple[Bools, Bools]],
    few: Bools,
    scores: tuple[Ints, Ints],
) -> Outcome:
    """The order of the rules: later ones first, each overwritten by those before it."""
    level, ahead = scores[0] == scores[1], scores[1] > scores[0]
    by = np.where(level, np.int8(TIE), np.int8(6))
    winner = np.where(level, np.int8(-1), ahead.view(np.int8))

    def decide(step: int, one: Bools, two: Bools) -> None:
        np.copyto(by, np.int8(step), where=one != two)
        np.copyto(winner, two.view(np.int8), where=one != two)

    decide(5, *kept[3])
    by[few], winner[few] = 4, -1
    for step in (3, 2, 1):
        decide(step, *kept[step - 1])
    a_void, b_void = barred
    decide(0, b_void, a_void)
    both = a_void & b_void
    by[both], winner[both] = NONE, -1
    return Outcome(winner, by)
