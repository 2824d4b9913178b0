"""Who comes before whom, among those who are still in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from evenhand.core.ruling.cases import ABSENT, KNOWN, UNKNOWN, Bools, Column, Ints

Before = Callable[[Any, Any], Any]
"""Whether the first value ranks before the second."""


def ranked(column: Column, here: Bools) -> tuple[Ints, Bools, Bools | None, Bools | None]:
    """Values, and who among those here is known, absent, unknown; None if nobody can be."""
    value = column.value
    if value.shape != here.shape:
        value = np.broadcast_to(value, here.shape)
    if column.state is None:
        return value, here, None, None
    state = np.broadcast_to(column.state, here.shape)
    return value, here & (state == KNOWN), here & (state == ABSENT), here & (state == UNKNOWN)


def outdone(own: Ints, theirs: Ints, among: Bools, before: Before) -> Bools:
    """Whose own value has before it somebody else's among these; all of shape `among`."""
    if len(among) == 2:  # the other of each is the one
        other: Bools = before(theirs[::-1], own) & among[::-1]
        return other
    found = np.zeros(among.shape, dtype=bool)
    for rival, here in enumerate(among):
        for rest in (slice(rival), slice(rival + 1, len(among))):
            if rest.start != rest.stop and rest.stop:
                found[rest] |= before(theirs[rival], own[rest]) & here
    return found
