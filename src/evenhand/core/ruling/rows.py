"""The register of a dossier: entries as written → rows in register order → columns."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from evenhand.core.policy.expression import FACT_LIMIT, nearest
from evenhand.core.policy.places import Data
from evenhand.core.register.entry import CLAIM_BEARING
from evenhand.core.ruling.cases import KNOWN, NONPARTY, UNKNOWN, Column, Entries, no_entries
from evenhand.core.ruling.on_record import filled
from evenhand.core.ruling.values import Key, Moment, Values
from evenhand.core.said import said
from evenhand.core.types import FactSpec, Type

MAX_ENTRIES = 20_000

WRITTEN = (
    *("id", "who", "kind", "at", "occurred_at", "recorded", "recorded_at", "sequence"),
    *("on_behalf_of", "corrects", "field", "note", "customer"),
)
"""Keys of an entry that are no fields of a kind."""

COMPUTED = (
    *("closing_visit", "by_claimant", "stands_in", "kind", "sequence"),
    *("occurred_on", "occurred_at", "recorded_on", "recorded_at"),
)
"""Fields that follow from the entry's place and times and are never given."""


@dataclass(slots=True)
class Row:
    """An entry as read: instants in seconds or None, dates as day numbers or None.

    `fields` holds what it states, as written. Of a correction: the id of the entry that it
    `corrects`, and which field it `changes`.
    """

    id: str
    who: str
    kind: str
    behalf: str
    sequence: int
    occurred: Moment
    recorded: Moment
    fields: dict[str, Data] = field(default_factory=dict)
    path: Key = ()
    corrects: str = ""
    changes: str = ""


class Rows:
    """Reads the entries of one dossier."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.version = values.version
        self.complain = values.complain

    def read(self, data: Data) -> list[Row]:
        if data is None:
            return []
        if not isinstance(data, list):
            self.complain(("entries",), said("`entries` is a list"))
            return []
        if len(data) > MAX_ENTRIES:
            self.complain(
                ("entries",),
                said(
                    "{count:,} entries are more than the {most:,} of one dispute",
                    count=len(data),
                    most=MAX_ENTRIES,
                ),
            )
            return []
        rows = [row for index, entry in enumerate(data) if (row := self._row(index, entry))]
        numbered = [row.sequence for row in rows if row.sequence >= 0]
        if numbered and len(numbered) != len(rows):
            self.complain(("entries",), said("either every entry has a `sequence` or none has one"))
        if not numbered:
            for place, row in enumerate(rows, start=1):
                row.sequence = place
        for row in rows:
            if not row.id and row.sequence >= 0:
                row.id = f"#{row.sequence}"
        self._twice(rows)
        rows.sort(key=lambda row: row.sequence)
        return self._corrected(rows)

    def _twice(self, rows: list[Row]) -> None:
        ids: dict[str, Key] = {}
        places: dict[int, Key] = {}
        for row in rows:
            if row.id and row.id in ids:
                self.complain((*row.path, "id"), said("the entry id {id} stands twice", id=row.id))
            if row.sequence >= 0 and row.sequence in places:
                self.complain(
                    (*row.path, "sequence"),
                    said("two entries have the register number {sequence}", sequence=row.sequence),
                )
            ids[row.id], places[row.sequence] = row.path, row.path

    def _row(self, index: int, entry: Data) -> Row | None:
        at: Key = ("entries", index)
        if not isinstance(entry, dict):
            self.complain(at, said("an entry is a mapping with who, kind, at"))
            return None
        kind = str(entry.get("kind", ""))
        if kind not in self.version.kinds:
            hint = nearest(kind, list(self.version.kinds)) or said(
                "known: {known}", known=self.version.kinds
            )
            self.complain(
                (*at, "kind"),
                said("no entry is of kind {name}", name=kind)
                if kind
                else said("an entry needs its `kind`"),
                hint,
            )
            return None
        who = entry.get("who")
        if who is None:
            self.complain(at, said("an entry needs `who`: the person who made it"))
            return None
        occurred_key = "occurred_at" if "occurred_at" in entry else "at"
        if occurred_key not in entry:
            self.complain(at, said("an entry needs `at`, when it happened (or `at: unknown`)"))
            return None
        recorded_key = "recorded_at" if "recorded_at" in entry else "recorded"
        occurred = self.values.moment((*at, occurred_key), entry[occurred_key])
        recorded = (
            self.values.moment((*at, recorded_key), entry[recorded_key])
            if recorded_key in entry
            else occurred
        )
        self._order_of(at, occurred, recorded)
        fields = {name: value for name, value in entry.items() if name not in WRITTEN}
        if kind == "correction":
            fields |= {name: entry.get(name) for name in ("corrects", "field")}
        behalf = str(entry.get("on_behalf_of", who))
        return Row(
            str(entry.get("id", "")),
            str(who),
            kind,
            behalf,
            self._sequence((*at, "sequence"), entry.get("sequence", -1)),
            occurred,
            recorded,
            fields,
            at,
        )

    def _sequence(self, at: Key, sequence: Data) -> int:
        """The register number, or -1 where none is given."""
        if type(sequence) is int and -1 <= sequence <= FACT_LIMIT:
            return sequence
        message = said("a register number is a whole number, which {value} is not", value=sequence)
        self.complain(at, message)
        return -1

    def _order_of(
        self,
        at: Key,
        occurred: Moment,
        recorded: Moment,
    ) -> None:
        if occurred[0] is not None and recorded[0] is not None and recorded[0] < occurred[0]:
            self.complain(
                at,
                said("this entry was recorded before it happened"),
                said("check `at` and `recorded`"),
            )

    def _corrected(self, rows: list[Row]) -> list[Row]:
        """Mark the entries that a correction changes in a field that bears on a claim."""
        by_id = {row.id: row for row in rows}
        for row in rows:
            if row.kind != "correction":
                continue
            corrects, changed = row.fields.pop("corrects", None), row.fields.pop("field", None)
            row.corrects, row.changes = str(corrects), str(changed)
            target = by_id.get(str(corrects))
            if target is None or target is row:
                self.complain(
                    (*row.path, "corrects"),
                    said(
                        "a correction names the entry it `corrects`; there is no {corrects}",
                        corrects=corrects,
                    ),
                    nearest(str(corrects), list(by_id)),
                )
            elif changed is None:
                self.complain(
                    row.path,
                    said("a correction names the `field` it changes"),
                    said(
                        "bearing on a claim: {fields}; e.g. note for anything else",
                        fields=CLAIM_BEARING,
                    ),
                )
            elif changed in (*CLAIM_BEARING, "at"):
                target.fields["altered"] = True
        return rows

    def strangers(self, names: list[str], rows: list[Row]) -> tuple[str, ...]:
        """People with entries who are no claimants."""
        people = {row.who for row in rows} | {row.behalf for row in rows}
        return tuple(sorted(people - set(names)))

    def columns(self, names: list[str], rows: list[Row]) -> Entries:
        """The rows as the entries of a batch of one; claimants by their slot in `names`."""
        if not rows:
            return no_entries()
        slot = {name: index for index, name in enumerate(names)}
        kinds = list(self.version.kind_names)
        columns = self._times(rows)
        for spec in self._own_fields():
            if any(spec.name in row.fields for row in rows):
                columns[spec.path] = self._field(spec, rows)
        self._no_other_fields(rows)
        return Entries(
            np.zeros(len(rows), dtype=np.int64),
            np.array([slot.get(row.who, NONPARTY) for row in rows]),
            np.array([slot.get(row.behalf, NONPARTY) for row in rows]),
            np.array([kinds.index(row.kind) for row in rows]),
            np.array([row.sequence for row in rows], dtype=np.int64),
            columns,
            tuple(row.id for row in rows),
        )

    def _own_fields(self) -> list[FactSpec]:
        """The fields an entry may state."""
        fields = (spec for spec in self.version.facts.values() if spec.scope == "entry")
        return [spec for spec in fields if spec.name not in COMPUTED]

    def _no_other_fields(self, rows: list[Row]) -> None:
        known = [spec.name for spec in self._own_fields()]
        for row in rows:
            for name in row.fields.keys() - set(known):
                hint = nearest(name, [*known, *WRITTEN])
                self.complain(
                    (*row.path, name),
                    said("entries have no field {name}", name=name),
                    hint,
                    at_key=True,
                )

    def _times(self, rows: list[Row]) -> dict[str, Column]:
        columns = {}
        for name, pairs in (
            ("occurred", [row.occurred for row in rows]),
            ("recorded", [row.recorded for row in rows]),
        ):
            for suffix, part in (("on", 0), ("at", 1)):
                values = [pair[part] for pair in pairs]
                state = np.array(
                    [UNKNOWN if value is None else KNOWN for value in values], dtype=np.int8
                )
                columns[f"entry.{name}_{suffix}"] = Column(
                    np.array([value or 0 for value in values], dtype=np.int64), state
                )
        return columns

    def _field(self, spec: FactSpec, rows: list[Row]) -> Column:
        nothing = filled(spec, self.version, (1,))
        value = np.full(len(rows), nothing.value[0], dtype=nothing.value.dtype)
        state = (
            None
            if spec.type is Type.BOOL
            else np.full(
                len(rows), KNOWN if nothing.state is None else nothing.state[0], dtype=np.int8
            )
        )
        for index, row in enumerate(rows):
            if spec.name in row.fields:
                code, known = self.values.read((*row.path, spec.name), spec, row.fields[spec.name])
                value[index] = code
                if state is not None:
                    state[index] = known
        return Column(value, state)
