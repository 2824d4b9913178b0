"""Dossiers made from those of the examples: entries added, left out, moved and changed.

For mistakes in what is derived from the register, which no dispute told in facts can show.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from evenhand.core.errors import DossierRefused
from evenhand.core.policy.mutants import Mutant
from evenhand.core.policy.places import Located
from evenhand.core.policy.spots import parts
from evenhand.core.policy.tree import Literal, Path
from evenhand.core.policy.usage import derivation_texts, names_in
from evenhand.core.policy.versions import Reducer, Version
from evenhand.core.ruling.chance import Chance
from evenhand.core.ruling.dossier import Dossier, read_dossier
from evenhand.core.types import FactSpec, Type

Given = dict[str, Any]
"""A dossier as it is written, or a part of one."""

_EDITS = 6
"""At most so many changes are made to one dossier."""


@dataclass(slots=True)
class Variants:
    """Makes dossiers for a version out of those of its examples.

    `kinds`: kinds of entry its derivations read; `days`: how far entries are moved; `grades`: what
    entries set. What stands more often in a list is taken more often.
    """

    version: Version
    bases: list[Given]
    kinds: list[str] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    grades: list[str] = field(default_factory=list)

    def make(self, chance: Chance, count: int) -> Iterator[tuple[Given, Dossier]]:
        """So many dossiers that can be read."""
        made = 0
        while made < count:
            made += 1
            given = copy.deepcopy(chance.one(self.bases))
            for _ in range(1 + int(chance.below(_EDITS)[0])):
                self._edit(chance, given)
            dossier = read(self.version, given)
            if dossier is not None and not dossier.incomplete:
                yield given, dossier

    def _edit(self, chance: Chance, given: Given) -> None:
        entries = given.setdefault("entries", [])
        edits = (
            self._move,
            self._space,
            self._space,
            self._add,
            self._add,
            self._drop,
            self._alter,
        )
        edit = self._add if len(entries) < 3 and chance.happens(0.6) else chance.one(edits)
        edit(chance, given, entries)

    def _move(self, chance: Chance, given: Given, entries: list[Given]) -> None:
        """To another day, before or after others; or the day of assessment."""
        step = chance.one(self.days)
        deal, dispute = given.get("deal") or {}, given.get("dispute") or {}
        if chance.happens(0.15) and "closed_on" in deal:
            deal["closed_on"] = _later(deal["closed_on"], step)
        elif chance.happens(0.15) and "as_of" in dispute:
            dispute["as_of"] = _later(dispute["as_of"], step)
        elif entries:
            entry = chance.one(entries)
            entry["at"] = _later(entry.get("at"), step)
            if "recorded" in entry:
                entry["recorded"] = _later(entry["recorded"], step)
            if chance.happens(0.8):
                entries.sort(key=_when)

    def _space(self, chance: Chance, given: Given, entries: list[Given]) -> None:
        """So long after an entry: another one, the closing, or the day of assessment."""
        if not entries:
            return
        first, step = chance.one(entries), abs(chance.one(self.days))
        day = str(_later(first["at"], step))
        if chance.happens(0.5):
            first["grade"] = chance.one(self.grades)
        dated = [given[scope] for scope in ("deal", "dispute") if given.get(scope)]
        other = chance.one([*dated, *entries])
        for name in {"closed_on", "as_of"} & set(other):
            other[name] = day[:10]
        if "at" in other:
            other["at"] = day[:10] + str(other["at"])[10:]
            other.pop("recorded", None)
            entries.sort(key=_when)

    def _add(self, chance: Chance, given: Given, entries: list[Given]) -> None:
        """Another entry, of a day near that of one that is there."""
        near = chance.one(entries) if entries else None
        day = near["at"] if near is not None else None
        who = [*(given.get("claimants") or []), *(str(one["who"]) for one in entries)]
        new: Given = {
            "who": chance.one(who or ["A"]),
            "kind": chance.one(self.kinds),
            "at": _later(day or _start(self.version), chance.one(self.days)),
        }
        if new["kind"] == "correction":
            return
        if chance.happens(0.3):
            new["grade"] = chance.one(self.grades)
        if chance.happens(0.1):
            new["who"] = "somebody"
        if chance.happens(0.5) and near is not None:
            entries.insert(entries.index(near) + int(chance.below(2)[0]), new)
        else:
            entries.append(new)
            entries.sort(key=_when)

    def _drop(self, chance: Chance, given: Given, entries: list[Given]) -> None:
        """An entry, or what is given of a claimant."""
        claimants = given.get("claimants") or {}
        told = (
            [facts for facts in claimants.values() if facts] if isinstance(claimants, dict) else []
        )
        if told and (not entries or chance.happens(0.4)):
            facts = chance.one(told)
            del facts[chance.one(sorted(facts))]
        elif entries:
            entries.remove(chance.one(entries))

    def _alter(self, chance: Chance, given: Given, entries: list[Given]) -> None:
        """Another kind, another grade, another field, another person, recorded later."""
        del given
        if not entries:
            return
        entry = chance.one(entries)
        field_ = chance.one(self._fields())
        match chance.one(("kind", "field", "field", "recorded", "place")):
            case "kind":
                entry["kind"] = chance.one(self.kinds)
            case "field":
                entry[field_.name] = self._value(chance, field_)
            case "recorded":
                entry["recorded"] = _later(entry.get("at"), chance.one((0, 1, 2)))
            case _:
                entries.remove(entry)
                entries.insert(int(chance.below(len(entries) + 1)[0]), entry)

    def _fields(self) -> list[FactSpec]:
        given = ("grade", "reached", "complete", "altered", "asked", "rank")
        return [
            spec
            for spec in self.version.facts.values()
            if spec.scope == "entry" and (spec.origin == "policy" or spec.name in given)
        ]

    def _value(self, chance: Chance, spec: FactSpec) -> object:
        if spec.type is Type.BOOL:
            return chance.happens(0.5)
        if spec.type is Type.TEXT:
            return chance.one(self.grades if spec.name == "grade" else spec.values)
        return int(chance.below(6)[0])


def variants(version: Version, bases: list[Given]) -> Variants:
    """What dossiers for a version are made of."""
    named = {name for step in version.strikes for name in _named(version, step.kinds)}
    for reducer in version.reducers.values():
        named |= set(_named(version, (*reducer.kinds, *reducer.completed_by)))
    grades = list(version.facts["entry.grade"].values)
    bases = bases or [{"claimants": {"A": {}, "B": {}}, "entries": []}]
    return Variants(version, bases, sorted(named), [-7, -2, -1, 0, 1, 2, 7], grades)


def focused(every: Variants, mutant: Mutant) -> Variants:
    """The same with what a mistake concerns taken more often: kinds of entry, lengths, grades."""
    version, where = every.version, mutant.path
    reducers = _concerned(version, mutant)
    codes = {code for one in reducers for code in (*one.kinds, *one.completed_by)}
    if where[0] == "steps":
        codes |= set(version.strikes[int(where[1])].kinds)
    kinds = [*_named(version, tuple(sorted(codes))), "contract"]
    lengths = {part.value for one in reducers for part in _numbers(version, one)}
    if where[0] == "params":
        lengths.add(version.params[str(where[1])].value)
    days = [int(size) + step for size in sorted(map(int, lengths)) for step in (-1, 0, 1)]
    grades = []
    if where[0] == "tables":
        grades = [str(where[2])]
        size = version.tables[str(where[1])].values[str(where[2])]
        days = [size - 1, size, size + 1]
    return replace(
        every,
        kinds=[*every.kinds, *kinds * max(1, len(every.kinds) // len(kinds))],
        days=[*every.days, *days, *(-one for one in days)],
        grades=[*every.grades, *grades * 4],
    )


def _concerned(version: Version, mutant: Mutant) -> list[Reducer]:
    """The derivations that a mistake is made in, or that read the number it is made in."""
    where, found = mutant.path, set[str]()
    if where[0] == "facts":
        found.add(str(where[1]))
        found |= set(version.reducers[str(where[1])].reads)
    number = f"{where[0]}.{where[1]}" if len(where) > 1 else ""
    for path, reducer in version.reducers.items():
        texts = derivation_texts(reducer.written)
        if any(number in names_in(text) for text in texts):
            found |= {path, *reducer.reads}
    return [version.reducers[path] for path in sorted(found & set(version.reducers))]


def _numbers(version: Version, reducer: Reducer) -> Iterator[Literal]:
    """The numbers that a derivation reads."""
    nodes = [*reducer.bounds.values(), reducer.where, reducer.every]
    for part in (part for node in nodes if node for part, _ in parts(node)):
        named = part.name if isinstance(part, Path) and part.owner == "params" else ""
        number = version.params.get(named, part)
        if isinstance(number, Literal) and number.type in (Type.DAYS, Type.WORKDAYS):
            yield number


def _named(version: Version, codes: tuple[int, ...]) -> list[str]:
    return [version.kind_names[code] for code in codes]


def read(version: Version, given: Given) -> Dossier | None:
    """The dossier, or nothing if it contradicts itself."""
    try:
        return read_dossier(Located(given, "variant"), version)
    except DossierRefused:
        return None


def _start(version: Version) -> str:
    return (date(1970, 1, 1) + timedelta(days=version.effective_from + 60)).isoformat()


def _later(moment: object, days: int) -> object:
    """A date or time as written, so many days later."""
    text = str(moment)
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return moment
    return (day + timedelta(days=days)).isoformat() + text[10:]


def _when(entry: Given) -> str:
    """By what is recorded when; of one day, those without a time first."""
    return str(entry.get("recorded", entry.get("at")))


def smaller(given: Given) -> Iterator[Given]:
    """The dossier with one thing less, in every way."""
    for index, entry in enumerate(given.get("entries") or []):
        yield _less(given, ("entries",), index)
        for key in sorted(set(entry) - {"who", "kind", "at", "corrects", "field"}):
            yield _less(given, ("entries", index), key)
    claimants = given.get("claimants") or {}
    for name, facts in claimants.items() if isinstance(claimants, dict) else ():
        yield _less(given, ("claimants",), name)
        for fact in facts or {}:
            yield _less(given, ("claimants", name), fact)
    for scope in ("deal", "dispute"):
        for name in given.get(scope) or {}:
            yield _less(given, (scope,), name)


def _less(given: Given, path: tuple[str | int, ...], last: str | int) -> Given:
    less = copy.deepcopy(given)
    part: Any = less
    for step in path:
        part = part[step]
    del part[last]
    return less
