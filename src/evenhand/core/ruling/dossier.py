"""A dossier (one dispute as a person writes it) → facts and entries, or every problem of it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from evenhand.core.errors import DossierRefused, Problem
from evenhand.core.policy.declare import scalar
from evenhand.core.policy.expression import FACT_LIMIT, nearest
from evenhand.core.policy.places import Data, Located
from evenhand.core.policy.versions import EPOCH, Version, day_number
from evenhand.core.register.entry import CLAIM_BEARING
from evenhand.core.ruling.cases import (
    ABSENT,
    KNOWN,
    NONPARTY,
    UNKNOWN,
    Column,
    Entries,
    Facts,
    no_entries,
)
from evenhand.core.ruling.register import filled
from evenhand.core.types import FactSpec, Type

MAX_CLAIMANTS = 200
MAX_ENTRIES = 20_000

_TOP = (
    "time_zone",
    "incomplete",
    "claimants",
    "dispute",
    "deal",
    "entries",
    "about",
    "customer",
    "version",
)
_ENTRY = (
    "id",
    "who",
    "kind",
    "at",
    "occurred_at",
    "recorded",
    "recorded_at",
    "sequence",
    "on_behalf_of",
    "corrects",
    "field",
    "note",
    "customer",
)
_COMPUTED = (
    "closing_visit",
    "by_claimant",
    "stands_in",
    "kind",
    "sequence",
    "occurred_on",
    "occurred_at",
    "recorded_on",
    "recorded_at",
)
_UNKNOWN = ("unknown", "?")

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One dispute ready to rule: claimants in slot order, their labels, given facts, register entries.

    `strangers`: people with entries who are no party.
    """

    claimants: tuple[str, ...]
    labels: Mapping[str, str]
    facts: Facts
    entries: Entries
    incomplete: frozenset[int]
    strangers: tuple[str, ...] = ()


@dataclass(slots=True)
class _Row:
    """An entry as read: instants in seconds or None, dates as day numbers or None."""

    id: str
    who: str
    kind: str
    behalf: str
    sequence: int
    occurred: tuple[int | None, int | None]
    recorded: tuple[int | None, int | None]
    fields: dict[str, Data] = field(default_factory=dict)
    path: Key = ()


def read_dossier(located: Located, version: Version, base: Key = ()) -> Dossier:
    """Read the dossier that stands at `base` of a located text, under a version.

    Raises DossierRefused with every problem and its place.
    """
    reader = _Reader(located, version, base)
    dossier = reader.read()
    if reader.problems:
        raise DossierRefused(reader.problems)
    return dossier


class _Reader:
    def __init__(self, located: Located, version: Version, base: Key) -> None:
        self.located, self.version, self.base = located, version, base
        self.problems: list[Problem] = []
        self.strangers: tuple[str, ...] = ()
        self.zone = ZoneInfo(version.time_zone)

    def complain(self, path: Key, message: str, hint: str = "", *, at_key: bool = False) -> None:
        self.problems.append(
            self.located.problem((*self.base, *path), message, hint, at_key=at_key)
        )

    def read(self) -> Dossier:
        data: Data = self.located.data
        for part in self.base:
            data = data[part]  # type: ignore[call-overload,index]  # the caller names a part that exists
        empty = Dossier((), {}, Facts(np.ones((0, 1), dtype=bool)), no_entries(), frozenset())
        if not isinstance(data, dict):
            self.complain((), "a dossier is a mapping with claimants, facts and entries")
            return empty
        for name in data:
            if name not in _TOP:
                self.complain(
                    (name,),
                    f"`{name}` is not known in a dossier",
                    nearest(name, list(_TOP)) or f"known: {', '.join(_TOP)}",
                    at_key=True,
                )
        self._time_zone(data.get("time_zone"))
        rows = self._rows(data.get("entries"))
        names, given = self._claimants(data.get("claimants"), rows)
        if self.problems and not names:
            return empty
        if not names:
            self.complain(
                (),
                "nobody is a claimant here",
                "name them under `claimants`, or give entries of contact by those who dispute the customer",
            )
            return empty
        labels = {name: str(facts.get("label") or name) for name, facts in given.items()}
        facts = self._facts(names, given, data)
        entries = self._entries(names, rows)
        return Dossier(
            tuple(names),
            labels,
            facts,
            entries,
            self._incomplete(data.get("incomplete")),
            self.strangers,
        )

    def _time_zone(self, name: Data) -> None:
        if name is None:
            return
        try:
            self.zone = ZoneInfo(str(name))
        except (KeyError, ValueError, OSError):
            self.complain(("time_zone",), f"{name} is no known time zone", "e.g. Asia/Shanghai")

    def _incomplete(self, kinds: Data) -> frozenset[int]:
        if kinds is None:
            return frozenset()
        names = list(self.version.kind_names)
        if not isinstance(kinds, list):
            self.complain(("incomplete",), "`incomplete` is a list of entry kinds")
            return frozenset()
        for index, kind in enumerate(kinds):
            if kind not in names:
                self.complain(
                    ("incomplete", index), f"no entry is of kind {kind}", nearest(str(kind), names)
                )
        return frozenset(names.index(str(kind)) for kind in kinds if kind in names)

    # Who

    def _claimants(
        self, data: Data, rows: list[_Row]
    ) -> tuple[list[str], dict[str, dict[str, Data]]]:
        given: dict[str, dict[str, Data]] = {}
        if data is None:
            kinds = self.version.kinds
            parties = sorted(
                {row.behalf for row in rows if row.kind in kinds and kinds[row.kind].makes_party}
            )
            return parties, {name: {} for name in parties}
        if isinstance(data, list):
            for index, name in enumerate(data):
                if str(name) in given:
                    self.complain(("claimants", index), f"{name} stands twice")
                given[str(name)] = {}
        elif isinstance(data, dict):
            for name, facts in data.items():
                if not isinstance(facts, dict | None):
                    self.complain(
                        ("claimants", name),
                        f"the facts about {name} are a mapping, e.g. {{signed: true}}",
                    )
                given[name] = facts if isinstance(facts, dict) else {}
        else:
            self.complain(
                ("claimants",), "claimants are a list of names, or names with their facts"
            )
        if len(given) > MAX_CLAIMANTS:
            self.complain(
                ("claimants",),
                f"{len(given)} claimants are more than the {MAX_CLAIMANTS} that one dispute may have",
            )
        return list(given)[:MAX_CLAIMANTS], given

    # Facts

    def _facts(
        self, names: list[str], given: dict[str, dict[str, Data]], data: dict[str, Data]
    ) -> Facts:
        columns: dict[str, Column] = {}
        stated: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]] = {}
        shape = (len(names), 1)
        for slot, name in enumerate(names):
            for fact, value in given[name].items():
                if fact != "label":
                    self._state(
                        ("claimants", name, fact), f"me.{fact}", value, slot, shape, columns, stated
                    )
        for scope in ("dispute", "deal"):
            facts = data.get(scope)
            if facts is not None and not isinstance(facts, dict):
                self.complain((scope,), f"`{scope}` is a mapping of facts")
                continue
            for fact, value in (facts or {}).items():
                self._state((scope, fact), f"{scope}.{fact}", value, 0, (1, 1), columns, stated)
        self._contradictions(columns)
        return Facts(np.ones(shape, dtype=bool), columns, stated)

    def _state(
        self,
        at: Key,
        path: str,
        value: Data,
        slot: int,
        shape: tuple[int, int],
        columns: dict[str, Column],
        stated: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]],
    ) -> None:
        spec = self.version.facts.get(path)
        if spec is None:
            self._no_fact(at, path)
            return
        code, state = self._value(at, spec, value)
        if path not in columns:
            is_truth = spec.type is Type.BOOL
            columns[path] = Column(
                np.zeros(shape, dtype=np.int8 if is_truth else np.int64),
                None if is_truth else np.zeros(shape, dtype=np.int8),
            )
            stated[path] = np.zeros(shape, dtype=bool)
        columns[path].value[slot, 0] = code
        known = columns[path].state
        if known is not None:
            known[slot, 0] = state
        stated[path][slot, 0] = True

    def _no_fact(self, at: Key, path: str) -> None:
        scope = path.partition(".")[0]
        if any(define.path == path for define in self.version.defines):
            self.complain(
                at,
                f"{path} is defined by the policy and cannot be given",
                "give the facts it is made of",
                at_key=True,
            )
            return
        candidates = sorted(one for one in self.version.facts if one.startswith(f"{scope}."))
        self.complain(
            at,
            f"no fact is called {path}",
            nearest(path, candidates).replace("me.", ""),
            at_key=True,
        )

    def _value(self, at: Key, spec: FactSpec, value: Data) -> tuple[int, int]:
        """Code and state of a value as written."""
        if value is None or value in _UNKNOWN:
            if spec.type is Type.BOOL:
                if value is None:
                    self.complain(
                        at,
                        f"{spec.path} is a bool, which is never absent",
                        "say true, false or unknown",
                    )
                return UNKNOWN, KNOWN
            return 0, ABSENT if value is None else UNKNOWN
        if isinstance(value, dict | list):
            self.complain(at, f"one value is needed for {spec.path}")
            return 0, KNOWN
        if spec.type is Type.TEXT:
            return self._text(at, spec, str(value)), KNOWN
        if spec.type is Type.INSTANT:
            return self._moment(at, value)[1] or 0, KNOWN
        if spec.type is Type.DATE and isinstance(value, str) and "T" in value:
            return self._moment(at, value)[0] or 0, KNOWN
        literal = scalar(value)
        if spec.type is Type.BOOL and literal.type is Type.BOOL:
            return int(literal.value), KNOWN
        is_place = spec.type is Type.POSITION and literal.type is Type.INT
        if literal.type is not spec.type and not is_place:
            self.complain(
                at, f"{spec.path} is a {spec.type}, which {value} is not", _form(spec.type)
            )
            return 0, KNOWN
        code = int(literal.value)
        if abs(code) > FACT_LIMIT:
            self.complain(at, f"{value} is larger than any value this can hold")
        return code, KNOWN

    def _text(self, at: Key, spec: FactSpec, value: str) -> int:
        if value not in spec.values:
            self.complain(
                at,
                f"{spec.path} is never {value}",
                nearest(value, list(spec.values)) or f"known: {', '.join(spec.values)}",
            )
            return 0
        return self.version.vocabulary.code(value)

    def _moment(self, at: Key, value: Data) -> tuple[int | None, int | None]:
        """Day number and seconds of a time as written; seconds None if only a date is known, both None if unknown."""
        if value in _UNKNOWN or value is None:
            return None, None
        text = str(value).strip()
        try:
            if len(text) <= 10:
                return day_number(text), None
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.complain(
                at,
                f"{text} is not a date or time",
                "write 2013-03-01 or 2013-03-01T10:00, with +08:00 for a zone of its own",
            )
            return None, None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self.zone)
        return (moment.astimezone(self.zone).date() - EPOCH).days, int(
            moment.astimezone(UTC).timestamp()
        )

    def _contradictions(self, columns: Mapping[str, Column]) -> None:
        """Dates that cannot all be right."""

        def known(path: str) -> int | None:
            column = columns.get(path)
            return (
                int(column.value[0, 0])
                if column is not None and column.state is not None and column.state[0, 0] == KNOWN
                else None
            )

        closed, as_of, before = (
            known("deal.closed_on"),
            known("dispute.as_of"),
            known("deal.previous_closed_on"),
        )
        if closed is not None and as_of is not None and closed > as_of:
            self.complain(
                ("deal", "closed_on"),
                "the deal closed after the date of assessment (dispute.as_of)",
            )
        if closed is not None and before is not None and before > closed:
            self.complain(("deal", "previous_closed_on"), "the previous deal closed after this one")

    # Entries

    def _rows(self, data: Data) -> list[_Row]:
        if data is None:
            return []
        if not isinstance(data, list):
            self.complain(("entries",), "`entries` is a list")
            return []
        if len(data) > MAX_ENTRIES:
            self.complain(
                ("entries",),
                f"{len(data):,} entries are more than the {MAX_ENTRIES:,} of one dispute",
            )
            return []
        rows = [row for index, entry in enumerate(data) if (row := self._row(index, entry))]
        numbered = [row.sequence for row in rows if row.sequence >= 0]
        if numbered and len(numbered) != len(rows):
            self.complain(("entries",), "either every entry has a `sequence` or none has one")
        self._twice(rows)
        if not numbered:
            for place, row in enumerate(rows, start=1):
                row.sequence = place
        for row in rows:
            row.id = row.id or f"#{row.sequence}"
        rows.sort(key=lambda row: row.sequence)
        return self._corrected(rows)

    def _twice(self, rows: list[_Row]) -> None:
        ids: dict[str, Key] = {}
        places: dict[int, Key] = {}
        for row in rows:
            if row.id and row.id in ids:
                self.complain((*row.path, "id"), f"the entry id {row.id} stands twice")
            if row.sequence >= 0 and row.sequence in places:
                self.complain(
                    (*row.path, "sequence"), f"two entries have the register number {row.sequence}"
                )
            ids[row.id], places[row.sequence] = row.path, row.path

    def _row(self, index: int, entry: Data) -> _Row | None:
        at: Key = ("entries", index)
        if not isinstance(entry, dict):
            self.complain(at, "an entry is a mapping with who, kind, at")
            return None
        kind = str(entry.get("kind", ""))
        if kind not in self.version.kinds:
            hint = (
                nearest(kind, list(self.version.kinds)) or f"known: {', '.join(self.version.kinds)}"
            )
            self.complain(
                (*at, "kind"),
                f"no entry is of kind {kind}" if kind else "an entry needs its `kind`",
                hint,
            )
            return None
        who = entry.get("who")
        if who is None:
            self.complain(at, "an entry needs `who` made it")
            return None
        occurred_key = "occurred_at" if "occurred_at" in entry else "at"
        if occurred_key not in entry:
            self.complain(at, "an entry needs `at`, when it happened (or `at: unknown`)")
            return None
        recorded_key = "recorded_at" if "recorded_at" in entry else "recorded"
        occurred = self._moment((*at, occurred_key), entry[occurred_key])
        recorded = (
            self._moment((*at, recorded_key), entry[recorded_key])
            if recorded_key in entry
            else occurred
        )
        sequence = entry.get("sequence", -1)
        if (
            not isinstance(sequence, int)
            or isinstance(sequence, bool)
            or not -1 <= sequence <= FACT_LIMIT
        ):
            self.complain(
                (*at, "sequence"), f"a register number is a whole number, which {sequence} is not"
            )
            sequence = -1
        self._order_of(at, occurred, recorded)
        fields = {name: value for name, value in entry.items() if name not in _ENTRY}
        if kind == "correction":
            fields |= {name: entry.get(name) for name in ("corrects", "field")}
        behalf = str(entry.get("on_behalf_of", who))
        return _Row(
            str(entry.get("id", "")),
            str(who),
            kind,
            behalf,
            sequence,
            occurred,
            recorded,
            fields,
            at,
        )

    def _order_of(
        self,
        at: Key,
        occurred: tuple[int | None, int | None],
        recorded: tuple[int | None, int | None],
    ) -> None:
        if occurred[0] is not None and recorded[0] is not None and recorded[0] < occurred[0]:
            self.complain(
                at, "this entry was recorded before it happened", "check `at` and `recorded`"
            )

    def _corrected(self, rows: list[_Row]) -> list[_Row]:
        """Mark the entries that a correction changes in a field that bears on a claim."""
        by_id = {row.id: row for row in rows}
        for row in rows:
            if row.kind != "correction":
                continue
            corrects, changed = row.fields.pop("corrects", None), row.fields.pop("field", None)
            target = by_id.get(str(corrects))
            if target is None or target is row:
                self.complain(
                    (*row.path, "corrects"),
                    f"a correction names the entry it `corrects`; there is no {corrects}",
                    nearest(str(corrects), list(by_id)),
                )
            elif changed is None:
                self.complain(
                    row.path,
                    "a correction names the `field` it changes",
                    f"bearing on a claim: {', '.join(CLAIM_BEARING)}; e.g. note for anything else",
                )
            elif changed in (*CLAIM_BEARING, "at"):
                target.fields["altered"] = True
        return rows

    def _entries(self, names: list[str], rows: list[_Row]) -> Entries:
        slot = {name: index for index, name in enumerate(names)}
        self.strangers = tuple(sorted({row.who for row in rows if row.who not in slot}))
        if not rows:
            return no_entries()
        columns = self._times(rows)
        for path, spec in self.version.facts.items():
            if (
                spec.scope == "entry"
                and spec.name not in _COMPUTED
                and any(spec.name in row.fields for row in rows)
            ):
                columns[path] = self._field(spec, rows)
        for row in rows:
            for name in row.fields:
                if f"entry.{name}" not in self.version.facts or name in _COMPUTED:
                    known = [
                        spec.name
                        for spec in self.version.facts.values()
                        if spec.scope == "entry" and spec.name not in _COMPUTED
                    ]
                    self.complain(
                        (*row.path, name),
                        f"entries have no field {name}",
                        nearest(name, [*known, *_ENTRY]),
                        at_key=True,
                    )
        kinds = list(self.version.kind_names)
        return Entries(
            np.zeros(len(rows), dtype=np.int64),
            np.array([slot.get(row.who, NONPARTY) for row in rows]),
            np.array([slot.get(row.behalf, NONPARTY) for row in rows]),
            np.array([kinds.index(row.kind) for row in rows]),
            np.array([row.sequence for row in rows], dtype=np.int64),
            columns,
            tuple(row.id for row in rows),
        )

    def _times(self, rows: list[_Row]) -> dict[str, Column]:
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

    def _field(self, spec: FactSpec, rows: list[_Row]) -> Column:
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
                code, known = self._value((*row.path, spec.name), spec, row.fields[spec.name])
                value[index] = code
                if state is not None:
                    state[index] = known
        return Column(value, state)


def _form(type_: Type) -> str:
    forms = {
        Type.BOOL: "true, false or unknown",
        Type.INT: "a whole number such as 3",
        Type.DATE: "a date such as 2013-03-01",
        Type.DAYS: "calendar days such as 3d",
        Type.WORKDAYS: "working days such as 3bd",
        Type.ELAPSED: "elapsed time such as 72h",
        Type.POSITION: "a register number such as 12",
    }
    return f"write {forms[type_]}" if type_ in forms else ""
