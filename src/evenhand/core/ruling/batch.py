"""Dossiers that were read one by one → one batch, so that all are ruled in one call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import KNOWN, Bools, Column, Entries, Facts, no_entries
from evenhand.core.ruling.dossier import Dossier
from evenhand.core.ruling.on_record import filled
from evenhand.core.types import Type


def together(version: Version, dossiers: Sequence[Dossier]) -> tuple[Facts, Entries]:
    """The facts and entries of dossiers as one batch, in their order.

    They may have different numbers of claimants. What they call incomplete is not looked at: only
    dossiers that agree about it belong together.
    """
    return _facts(version, dossiers), _entries(version, [one.entries for one in dossiers])


def _facts(version: Version, dossiers: Sequence[Dossier]) -> Facts:
    slots = max((len(one.claimants) for one in dossiers), default=0)
    present = np.zeros((slots, len(dossiers)), dtype=bool)
    for place, one in enumerate(dossiers):
        present[: len(one.claimants), place] = True
    paths = dict.fromkeys(path for one in dossiers for path in one.facts.columns)
    columns, stated = {}, {}
    for path in paths:
        shape = (slots if path.startswith("me.") else 1, len(dossiers))
        columns[path], stated[path] = _given(version, path, dossiers, shape)
    return Facts(present, columns, stated)


def _given(
    version: Version, path: str, dossiers: Sequence[Dossier], shape: tuple[int, int]
) -> tuple[Column, Bools]:
    is_truth = version.facts[path].type is Type.BOOL
    value = np.zeros(shape, dtype=np.int8 if is_truth else np.int64)
    state = np.zeros(shape, dtype=np.int8)
    stated = np.zeros(shape, dtype=bool)
    for place, one in enumerate(dossiers):
        column = one.facts.columns.get(path)
        if column is None:
            continue
        rows = one.facts.claimants if path.startswith("me.") else 1
        value[:rows, place] = column.value[:, 0]
        state[:rows, place] = KNOWN if column.state is None else column.state[:, 0]
        stated[:rows, place] = one.facts.stated[path][:, 0] if path in one.facts.stated else True
    return Column(value, None if is_truth else state), stated


def _entries(version: Version, registers: Sequence[Entries]) -> Entries:
    kept = [(place, one) for place, one in enumerate(registers) if len(one)]
    if not kept:
        return no_entries()
    paths = dict.fromkeys(path for _, one in kept for path in one.columns)
    return Entries(
        np.concatenate([np.full(len(one), place, dtype=np.int64) for place, one in kept]),
        _joined(one.made_by for _, one in kept),
        _joined(one.on_behalf_of for _, one in kept),
        _joined(one.kind for _, one in kept),
        _joined(one.sequence for _, one in kept),
        {path: _field(version, path, [one for _, one in kept]) for path in paths},
        tuple(name for _, one in kept for name in one.ids),
    )


def _joined(parts: Iterable[np.ndarray]) -> np.ndarray:
    return np.concatenate(list(parts))


def _field(version: Version, path: str, registers: Sequence[Entries]) -> Column:
    """A field of all entries; where a dossier does not have it, what is missing means."""
    spec = version.facts[path]
    parts = [one.columns.get(path) or filled(spec, version, (len(one),)) for one in registers]
    if all(part.state is None for part in parts):
        return Column(_joined(part.value for part in parts))
    states = (
        np.full(part.value.shape, KNOWN, dtype=np.int8) if part.state is None else part.state
        for part in parts
    )
    return Column(_joined(part.value for part in parts), _joined(states))
