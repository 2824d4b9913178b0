"""Rulings of a batch as an Arrow table, with names in place of slots and codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.core.policy.versions import OUTCOMES, Version
from evenhand.core.ruling.bulk import Bulk
from evenhand.core.ruling.cases import Bools, Ints
from evenhand.core.ruling.evaluate import MISSING, NONE, SOLE, TIE
from evenhand.core.ruling.ruling import DECIDED

_NAMES = pa.list_(pa.string())

RULINGS = pa.schema(
    [
        ("customer", pa.string()),
        ("kind", pa.string()),
        ("winners", _NAMES),
        ("by", pa.string()),
        ("by_articles", _NAMES),
        ("forum", pa.string()),
        ("provisional", pa.bool_()),
        ("claimants", pa.int32()),
        ("claimant_names", _NAMES),
        ("depth", pa.int32()),
        ("version", pa.string()),
        ("entries", pa.int32()),
        ("first_entry", pa.int64()),
    ]
)
"""`by`: the step that decided, or tie, none-remain, on-missing. `depth`: how many steps were looked
at up to and with the deciding one, 0 without one. `first_entry`: place in the register of the
dispute's first entry."""


@dataclass(frozen=True, slots=True)
class Roll:
    """Who is in the disputes of a batch.

    `claimants`, `entries`, `first`: of each dispute how many, how many, and the place of the first
    entry. `names`: of all claimants, dispute by dispute in slot order. `told`: by fact, the words
    that columns tell of each claimant, in that order, or of each dispute.
    """

    customers: pa.Array
    claimants: Ints
    names: pa.Array
    entries: Ints
    first: Ints
    told: Mapping[str, NDArray[np.object_]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.claimants)

    def present(self) -> Bools:
        """Which slots hold a claimant: shape (claimants, disputes)."""
        slots: Ints = np.arange(self.claimants.max(initial=0))
        return slots[:, None] < self.claimants[None, :]

    def only(self, which: Ints) -> Roll:
        """Some of the disputes, by their place in the batch, in order."""
        if len(which) == len(self):
            return self
        kept = np.isin(np.repeat(np.arange(len(self)), self.claimants), which)
        return Roll(
            self.customers.take(pa.array(which)),
            self.claimants[which],
            self.names.filter(pa.array(kept)),
            self.entries[which],
            self.first[which],
            {
                path: words[kept if path.startswith("me.") else which]
                for path, words in self.told.items()
            },
        )


def as_table(version: Version, ruled: Bulk, roll: Roll) -> pa.Table:
    """The rulings in the shape RULINGS."""
    by = ruled.decided_by.astype(np.int64)
    labels = [step.id for step in version.steps]
    labels += [DECIDED[code] for code in (MISSING, NONE, TIE, SOLE)]  # -4 … -1, from the end
    place = pa.array(np.where(by < 0, by + len(labels), by))
    forums = np.array([*version.forum_names, None], dtype=object)
    columns = [
        roll.customers,
        pa.array(OUTCOMES).take(pa.array(ruled.kind)),
        _names_where(ruled.winners, roll),
        pa.array(labels).take(place),
        pa.array(_cites(version), _NAMES).take(place),
        pa.array(forums[ruled.forum], pa.string()),
        pa.array(ruled.provisional),
        pa.array(roll.claimants, pa.int32()),
        pa.ListArray.from_arrays(_offsets(roll.claimants), roll.names),
        pa.array(np.where(by < 0, 0, by + 1), pa.int32()),
        pa.array([version.id]).take(pa.array(np.zeros(len(roll), dtype=np.int64))),
        pa.array(roll.entries, pa.int32()),
        pa.array(roll.first, pa.int64()),
    ]
    return pa.Table.from_arrays(columns, schema=RULINGS)


def _cites(version: Version) -> list[list[str]]:
    """The articles behind each label."""
    missing = version.on_missing.cites if version.on_missing else ()
    otherwise = (missing, version.if_none_remain.cites, version.tie.cites, ())
    return [list(cites) for cites in (*(step.cites for step in version.steps), *otherwise)]


def _offsets(counts: Ints) -> pa.Array:
    return pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int32())


def _names_where(chosen: Bools, roll: Roll) -> pa.ListArray:
    """For each dispute the names of the slots for which the mask (claimants, disputes) is true."""
    flat = chosen.T[roll.present().T]
    return pa.ListArray.from_arrays(_offsets(chosen.sum(axis=0)), roll.names.filter(pa.array(flat)))
