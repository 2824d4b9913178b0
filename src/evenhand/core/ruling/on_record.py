"""What a fact means when nothing is on record, and what was given of it over what was derived."""

from __future__ import annotations

from typing import cast

import numpy as np

from evenhand.core.policy.declare import missing_value
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import KNOWN, UNKNOWN, Bools, Column, Facts
from evenhand.core.types import FactSpec, Type


def filled(spec: FactSpec, version: Version, shape: tuple[int, ...]) -> Column:
    """A column in which nothing is on record: the fact's meaning of missing."""
    value = missing_value(spec)
    if spec.type is Type.BOOL:
        return Column(np.full(shape, UNKNOWN if value is None else value, dtype=np.int8))
    if value is None:
        state = UNKNOWN if spec.missing == "unknown" else 0
        return Column(np.zeros(shape, dtype=np.int64), np.full(shape, state, dtype=np.int8))
    code = version.vocabulary.code(value) if isinstance(value, str) else value
    return Column(np.full(shape, code, dtype=np.int64))


def nothing_on_record(version: Version, path: str) -> Column:
    """The same of shape (1, 1), made once for a version; it cannot be written to."""
    kept = cast("dict[str, Column]", version.programs.setdefault("nothing on record", {}))
    if path not in kept:
        value, state = filled(version.facts[path], version, (1, 1))
        value.setflags(write=False)
        if state is not None:
            state.setflags(write=False)
        kept[path] = Column(value, state)
    return kept[path]


def merge(stated: Column, otherwise: Column, where: Bools) -> Column:
    """One column where the mask is true, the other elsewhere."""
    value = np.where(where, stated.value, otherwise.value)
    if stated.state is None and otherwise.state is None:
        return Column(value)
    first = np.int8(KNOWN) if stated.state is None else stated.state
    second = np.int8(KNOWN) if otherwise.state is None else otherwise.state
    return Column(value, np.where(where, first, second).astype(np.int8))


def given_of_everybody(given: Facts, path: str) -> bool:
    """Is nothing of this fact left to derive."""
    return path in given.columns and (path not in given.stated or bool(given.stated[path].all()))


def stated_over(given: Facts, path: str, derived: Column) -> Column:
    """What was given of a fact, over what was derived."""
    stated = given.columns.get(path)
    if stated is None:
        return derived
    if given_of_everybody(given, path):
        return stated
    return merge(stated, derived, given.stated[path])
