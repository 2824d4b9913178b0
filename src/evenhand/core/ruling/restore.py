"""The dossier of a ruling record, as it was when it was ruled on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np

from evenhand.core.errors import RecordRefused
from evenhand.core.money import Money
from evenhand.core.policy.places import Data
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.canonical import Json
from evenhand.core.ruling.cases import KNOWN, NONPARTY, Column, Entries, Facts, no_entries
from evenhand.core.ruling.codes import understood
from evenhand.core.ruling.dossier import Dossier, Given
from evenhand.core.ruling.on_record import filled
from evenhand.core.ruling.reasons import amount_of
from evenhand.core.ruling.record import TIMES
from evenhand.core.ruling.recorded import DossierRecorded, Entry, Told
from evenhand.core.ruling.rows import Row
from evenhand.core.ruling.stake import in_order
from evenhand.core.ruling.values import Moment
from evenhand.core.said import said
from evenhand.core.types import FactSpec, Type


def dossier_of(recorded: DossierRecorded, version: Version) -> Dossier:
    """The dossier of a record, in the terms of a version.

    Raises RecordRefused with what the version does not know.
    """
    return _Reader(recorded, version).dossier()


class _Reader:
    def __init__(self, recorded: DossierRecorded, version: Version) -> None:
        self.recorded, self.version = recorded, version
        self.names = [claimant.id for claimant in recorded.claimants]
        self.kinds = version.kind_names

    def dossier(self) -> Dossier:
        recorded = self.recorded
        if not self.names:
            raise RecordRefused(said("the record names no claimant"))
        self._unique(said("claimant"), self.names)
        self._unique(said("entry"), [entry.id for entry in recorded.entries])
        self._unique(said("register number"), [entry.sequence for entry in recorded.entries])
        entries = sorted(recorded.entries, key=lambda entry: entry.sequence)
        return Dossier(
            tuple(self.names),
            {claimant.id: claimant.label for claimant in recorded.claimants},
            self._facts(),
            self._entries(entries) if entries else no_entries(),
            frozenset(self._kind(kind) for kind in recorded.incomplete),
            tuple(sorted({entry.who for entry in entries} - set(self.names))),
            {entry.id: self._row(entry) for entry in entries},
            recorded.time_zone,
            self._stake(),
            self._agreed(),
        )

    def _stake(self) -> dict[str, Money]:
        for name in self.recorded.stake:
            if name not in self.version.stakes:
                raise RecordRefused(
                    said("the record has {name} at stake, which the policy lacks", name=name)
                )
        written = self.recorded.stake.items()
        stake = {name: Money(one.amount, one.currency) for name, one in written}
        return in_order(stake, self.version)

    def _agreed(self) -> dict[str, int]:
        for name in self.recorded.agreed:
            if name not in self.names:
                raise RecordRefused(
                    said("the record has {name} agree, who is no claimant", name=name)
                )
        if self.recorded.agreed and not sum(self.recorded.agreed.values()):
            raise RecordRefused(said("the record has an agreement under which nobody has anything"))
        return self.recorded.agreed

    def _unique(self, what: str, values: list[str] | list[int]) -> None:
        if len(set(values)) != len(values):
            raise RecordRefused(said("the record names one {what} twice", what=what))

    def _facts(self) -> Facts:
        given = Given(len(self.names))
        for slot, claimant in enumerate(self.recorded.claimants):
            self._give(given, "me", claimant.facts, slot)
        self._give(given, "deal", self.recorded.deal, 0)
        self._give(given, "dispute", self.recorded.dispute, 0)
        return given.facts()

    def _give(self, given: Given, scope: str, facts: Mapping[str, Told], slot: int) -> None:
        for name, value in facts.items():
            spec = self._spec(f"{scope}.{name}")
            given.put(spec, slot, *self._understood(spec, value))

    def _spec(self, path: str) -> FactSpec:
        if path not in self.version.facts:
            raise RecordRefused(
                said("the record gives {path}, which the policy does not know", path=path)
            )
        return self.version.facts[path]

    def _understood(self, spec: FactSpec, value: Told) -> tuple[int, int]:
        try:
            return understood(spec, cast("Json", value), self.version.vocabulary)
        except ValueError as error:
            raise RecordRefused(
                said("the record cannot be read under this policy: {error}", error=error.args[0])
            ) from None

    def _kind(self, name: str) -> int:
        if name not in self.kinds:
            raise RecordRefused(
                said("the record has an entry kind {name}, which the policy lacks", name=name)
            )
        return self.kinds.index(name)

    def _row(self, entry: Entry) -> Row:
        corrects = entry.corrects
        return Row(
            entry.id,
            entry.who,
            entry.kind,
            entry.on_behalf_of,
            entry.sequence,
            self._moment(entry.occurred_on, entry.occurred_at),
            self._moment(entry.recorded_on, entry.recorded_at),
            {name: _as_given(value) for name, value in entry.fields.items()},
            corrects=corrects.entry if corrects else "",
            changes=corrects.field if corrects else "",
        )

    def _entries(self, entries: list[Entry]) -> Entries:
        slot = {name: index for index, name in enumerate(self.names)}
        stated = dict.fromkeys(name for entry in entries for name in entry.fields)
        columns = {f"entry.{name}": self._time(name, entries) for name in TIMES}
        columns |= {f"entry.{name}": self._field(name, entries) for name in stated}
        return Entries(
            np.zeros(len(entries), dtype=np.int64),
            np.array([slot.get(entry.who, NONPARTY) for entry in entries]),
            np.array([slot.get(entry.on_behalf_of, NONPARTY) for entry in entries]),
            np.array([self._kind(entry.kind) for entry in entries]),
            np.array([entry.sequence for entry in entries], dtype=np.int64),
            columns,
            tuple(entry.id for entry in entries),
        )

    def _time(self, name: str, entries: list[Entry]) -> Column:
        spec = self.version.facts[f"entry.{name}"]
        return _column(spec, [self._understood(spec, getattr(entry, name)) for entry in entries])

    def _field(self, name: str, entries: list[Entry]) -> Column:
        """A field of every entry: what it states, else what it means to leave it out."""
        spec = self._spec(f"entry.{name}")
        nothing = amount_of(filled(spec, self.version, (1,)), 0)
        return _column(
            spec,
            [
                self._understood(spec, entry.fields[name]) if name in entry.fields else nothing
                for entry in entries
            ],
        )

    def _moment(self, on: Told, at: Told) -> Moment:
        facts = self.version.facts
        day, day_state = self._understood(facts["entry.occurred_on"], on)
        second, second_state = self._understood(facts["entry.occurred_at"], at)
        return day if day_state == KNOWN else None, second if second_state == KNOWN else None


def _column(spec: FactSpec, cells: list[tuple[int, int]]) -> Column:
    codes, states = zip(*cells, strict=True)
    if spec.type is Type.BOOL:
        return Column(np.array(codes, dtype=np.int8))
    return Column(np.array(codes, dtype=np.int64), np.array(states, dtype=np.int8))


def _as_given(value: Told) -> Data:
    return "unknown" if isinstance(value, dict) else value
