"""A dossier, one dispute as a person writes it → facts and entries, or all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np

from evenhand.core.errors import DossierRefused
from evenhand.core.money import Money
from evenhand.core.policy.expression import nearest
from evenhand.core.policy.places import Data, Located
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import KNOWN, Bools, Column, Entries, Facts, no_entries
from evenhand.core.ruling.rows import Row, Rows
from evenhand.core.ruling.stake import read_agreed, read_stake
from evenhand.core.ruling.values import Key, Values
from evenhand.core.said import said
from evenhand.core.types import FactSpec, Type

MAX_CLAIMANTS = 200

_TOP = (
    *("time_zone", "incomplete", "claimants", "dispute", "deal", "entries"),
    *("stake", "agreed", "about", "customer", "version", "names"),
)


@dataclass(frozen=True, slots=True)
class Dossier:
    """One dispute ready to rule.

    Claimants in slot order, their labels, given facts, register entries.

    `strangers`: people with entries who are no party. `rows`: by entry id, who made an entry and
    which fields it states. `time_zone`: of times that were written without one. These two are
    known of a dossier that was read, not of a dispute of a batch. `stake`: what is to be shared, by
    name. `agreed`: the parts claimants agreed on, empty if they have not.
    """

    claimants: tuple[str, ...]
    labels: Mapping[str, str]
    facts: Facts
    entries: Entries
    incomplete: frozenset[int]
    strangers: tuple[str, ...] = ()
    rows: Mapping[str, Row] = field(default_factory=dict)
    time_zone: str = ""
    stake: Mapping[str, Money] = field(default_factory=dict)
    agreed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """Facts of one dispute as they are given, value by value."""

    claimants: int
    columns: dict[str, Column] = field(default_factory=dict)
    stated: dict[str, Bools] = field(default_factory=dict)

    def put(self, spec: FactSpec, slot: int, code: int, state: int) -> None:
        """A value of a claimant; of the deal or dispute with slot 0."""
        path, is_truth = spec.path, spec.type is Type.BOOL
        if path not in self.columns:
            shape = (self.claimants if spec.scope == "me" else 1, 1)
            self.columns[path] = Column(
                np.zeros(shape, dtype=np.int8 if is_truth else np.int64),
                None if is_truth else np.zeros(shape, dtype=np.int8),
            )
            self.stated[path] = np.zeros(shape, dtype=bool)
        self.columns[path].value[slot, 0] = code
        known = self.columns[path].state
        if known is not None:
            known[slot, 0] = state
        self.stated[path][slot, 0] = True

    def facts(self) -> Facts:
        """All of them."""
        return Facts(np.ones((self.claimants, 1), dtype=bool), self.columns, self.stated)


def read_dossier(located: Located, version: Version, base: Key = ()) -> Dossier:
    """Read the dossier that stands at `base` of a located text, under a version.

    Raises DossierRefused with every problem and its place.
    """
    reader = _Reader(located, version, base)
    dossier = reader.read()
    if reader.values.problems:
        raise DossierRefused(reader.values.problems)
    return dossier


class _Reader:
    def __init__(self, located: Located, version: Version, base: Key) -> None:
        self.located, self.version, self.base = located, version, base
        self.values = Values(located, version, base)
        self.rows = Rows(self.values)
        self.complain = self.values.complain
        self.given = Given(0)

    def read(self) -> Dossier:
        data: Data = self.located.data
        for part in self.base:
            data = data[part]  # type: ignore[index]  # the caller names a part that exists
        empty = Dossier((), {}, Facts(np.ones((0, 1), dtype=bool)), no_entries(), frozenset())
        if not isinstance(data, dict):
            self.complain((), said("a dossier is a mapping with claimants, facts and entries"))
            return empty
        for name in data:
            if name not in _TOP:
                self.complain(
                    (name,),
                    said("`{name}` is not known in a dossier", name=name),
                    nearest(name, list(_TOP)) or said("known: {known}", known=_TOP),
                    at_key=True,
                )
        self._time_zone(data.get("time_zone"))
        rows = self.rows.read(data.get("entries"))
        names, given = self._claimants(data.get("claimants"), rows)
        if self.values.problems and not names:
            return empty
        if not names:
            self.complain(
                (),
                said("nobody is a claimant here"),
                said("name them under `claimants`, or give entries of contact by them"),
            )
            return empty
        labels = self._names(data.get("names")) | {
            name: str(facts.get("label") or name) for name, facts in given.items()
        }
        facts = self._facts(names, given, data)
        entries = self.rows.columns(names, rows)
        return Dossier(
            tuple(names),
            labels,
            facts,
            entries,
            self._incomplete(data.get("incomplete")),
            self.rows.strangers(names, rows),
            {row.id: row for row in rows},
            self.values.zone.key,
            read_stake(self.values, data.get("stake")),
            read_agreed(self.values, data.get("agreed"), names),
        )

    def _names(self, data: Data) -> dict[str, str]:
        """What people are called who are no party but have entries."""
        if data is None:
            return {}
        if not isinstance(data, dict):
            self.complain(("names",), said("`names` says what people are called, e.g. li: Li Wei"))
            return {}
        return {str(id_): str(name) for id_, name in data.items()}

    def _time_zone(self, name: Data) -> None:
        if name is None:
            return
        try:
            self.values.zone = ZoneInfo(str(name))
        except (KeyError, ValueError, OSError):
            self.complain(
                ("time_zone",),
                said("{name} is no known time zone", name=name),
                said("e.g. Asia/Shanghai"),
            )

    def _incomplete(self, kinds: Data) -> frozenset[int]:
        if kinds is None:
            return frozenset()
        names = list(self.version.kind_names)
        if not isinstance(kinds, list):
            self.complain(("incomplete",), said("`incomplete` is a list of entry kinds"))
            return frozenset()
        for index, kind in enumerate(kinds):
            if kind not in names:
                self.complain(
                    ("incomplete", index),
                    said("no entry is of kind {name}", name=kind),
                    nearest(str(kind), names),
                )
        return frozenset(names.index(str(kind)) for kind in kinds if kind in names)

    def _claimants(
        self, data: Data, rows: list[Row]
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
                    self.complain(("claimants", index), said("{name} stands twice", name=name))
                given[str(name)] = {}
        elif isinstance(data, dict):
            for name, facts in data.items():
                if not isinstance(facts, dict | None):
                    self.complain(
                        ("claimants", name),
                        said(
                            "the facts about {name} are a mapping, e.g. {{signed: true}}", name=name
                        ),
                    )
                given[name] = facts if isinstance(facts, dict) else {}
        else:
            self.complain(
                ("claimants",), said("claimants are a list of names, or names with their facts")
            )
        if len(given) > MAX_CLAIMANTS:
            self.complain(
                ("claimants",),
                said(
                    "{count} claimants are more than the {most} of one dispute",
                    count=len(given),
                    most=MAX_CLAIMANTS,
                ),
            )
        return list(given)[:MAX_CLAIMANTS], given

    def _facts(
        self, names: list[str], given: dict[str, dict[str, Data]], data: dict[str, Data]
    ) -> Facts:
        self.given = Given(len(names))
        for slot, name in enumerate(names):
            for fact, value in given[name].items():
                if fact != "label":
                    self._state(("claimants", name, fact), f"me.{fact}", value, slot)
        for scope in ("dispute", "deal"):
            facts = data.get(scope)
            if facts is not None and not isinstance(facts, dict):
                self.complain((scope,), said("`{scope}` is a mapping of facts", scope=scope))
                continue
            for fact, value in (facts or {}).items():
                self._state((scope, fact), f"{scope}.{fact}", value, 0)
        self._contradictions()
        return self.given.facts()

    def _state(self, at: Key, path: str, value: Data, slot: int) -> None:
        """Put one given value into its column."""
        spec = self.version.facts.get(path)
        if spec is None:
            self._no_fact(at, path)
            return
        self.given.put(spec, slot, *self.values.read(at, spec, value))

    def _no_fact(self, at: Key, path: str) -> None:
        scope = path.partition(".")[0]
        if any(define.path == path for define in self.version.defines):
            self.complain(
                at,
                said("{path} is defined by the policy and cannot be given", path=path),
                said("give the facts it is made of"),
                at_key=True,
            )
            return
        candidates = sorted(one for one in self.version.facts if one.startswith(f"{scope}."))
        self.complain(
            at,
            said("no fact is called {path}", path=path),
            nearest(path, candidates, bare=scope == "me"),
            at_key=True,
        )

    def _contradictions(self) -> None:
        """Dates that cannot all be right."""
        closed, as_of = self._known_date("deal.closed_on"), self._known_date("dispute.as_of")
        before = self._known_date("deal.previous_closed_on")
        if closed is not None and as_of is not None and closed > as_of:
            self.complain(
                ("deal", "closed_on"),
                said("the deal closed after the date of assessment (dispute.as_of)"),
            )
        if closed is not None and before is not None and before > closed:
            self.complain(
                ("deal", "previous_closed_on"), said("the previous deal closed after this one")
            )

    def _known_date(self, path: str) -> int | None:
        column = self.given.columns.get(path)
        if column is None or column.state is None or column.state[0, 0] != KNOWN:
            return None
        return int(column.value[0, 0])
