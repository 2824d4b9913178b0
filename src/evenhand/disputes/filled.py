"""A dossier as it is filled in, field by field; to the data of a dossier and back, nothing lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from evenhand.core.errors import TooLarge
from evenhand.core.policy.places import Data, Key
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.rows import COMPUTED
from evenhand.core.said import said
from evenhand.core.types import FactSpec, Type

MOST_CLAIMANTS = 12
MOST_ENTRIES = 40
"""More are for a text: a page with as many fields is no help."""

NOT_ASKED = ("deal.closing",)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,15})")
_NUMBERS = (Type.INT, Type.POSITION)


@dataclass(slots=True)
class Part:
    """A claimant, an entry, the deal or the dispute: what is filled in, by name of the field.

    `kept` is what a dossier says here for which there is no field.
    """

    values: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Data] = field(default_factory=dict)


@dataclass(slots=True)
class Filled:
    """A whole dossier; the claimants' names in it are `id` and `label` of their values."""

    claimants: list[Part] = field(default_factory=list)
    deal: Part = field(default_factory=Part)
    dispute: Part = field(default_factory=Part)
    entries: list[Part] = field(default_factory=list)
    shown: tuple[str, ...] = ()
    """Facts that are asked for although they could be derived."""
    kept: dict[str, Data] = field(default_factory=dict)


def asked(version: Version, shown: Iterable[str] = ()) -> list[FactSpec]:
    """The facts to ask for: what the policy reads and no entry tells, and those shown besides."""
    read = version.reads | version.remedy_reads
    found = [
        spec
        for path, spec in version.facts.items()
        if spec.scope != "entry" and path not in NOT_ASKED and _is_asked(version, read, path)
    ]
    known = {spec.path for spec in found}
    return found + [
        version.facts[path] for path in shown if path in version.facts and path not in known
    ]


def _is_asked(version: Version, read: frozenset[str], path: str) -> bool:
    if path in ("dispute.as_of", "deal.closed_on"):
        return True
    return path in read and path not in version.reducers and path not in version.remedy_reducers


def further(version: Version, shown: Iterable[str]) -> list[FactSpec]:
    """Facts that follow from entries but may be stated all the same."""
    known = {spec.path for spec in asked(version, shown)} | set(NOT_ASKED)
    read = version.reads | version.remedy_reads
    return [version.facts[path] for path in sorted(read - known) if path in version.facts]


def entry_fields(version: Version) -> list[FactSpec]:
    """What an entry may state."""
    fields = (spec for spec in version.facts.values() if spec.scope == "entry")
    return [spec for spec in fields if spec.name not in COMPUTED]


# From the data of a dossier


def filled_from(data: Data, version: Version) -> Filled:
    """The fields of a dossier that was read. Raises TooLarge."""
    given = dict(data) if isinstance(data, dict) else {}
    claimants, entries = given.pop("claimants", None), given.pop("entries", None)
    filled = Filled(shown=_stated_besides(given, claimants, version))
    specs = asked(version, filled.shown)
    for name, facts in _named(claimants, entries, version):
        part = _part(facts, _of(specs, "me"))
        part.values["id"], label = name, part.kept.pop("label", None)
        part.values["label"] = name if label is None else str(label)
        filled.claimants.append(part)
    for entry in entries if isinstance(entries, list) else []:
        filled.entries.append(_entry(entry if isinstance(entry, dict) else {}, version))
    filled.deal = _part(given.pop("deal", None), _of(specs, "deal"))
    filled.dispute = _part(given.pop("dispute", None), _of(specs, "dispute"))
    filled.kept = given
    refuse_crowds(filled)
    return filled


def refuse_crowds(filled: Filled) -> None:
    """Raises TooLarge."""
    if len(filled.claimants) > MOST_CLAIMANTS or len(filled.entries) > MOST_ENTRIES:
        raise TooLarge(
            said(
                "The form holds at most {claimants} claimants and {entries} entries: keep to the "
                "text.",
                claimants=MOST_CLAIMANTS,
                entries=MOST_ENTRIES,
            )
        )


def _of(specs: list[FactSpec], scope: str) -> dict[str, FactSpec]:
    return {spec.name: spec for spec in specs if spec.scope == scope}


def _named(
    claimants: Data, entries: Data, version: Version
) -> Iterator[tuple[str, Mapping[str, Data]]]:
    if isinstance(claimants, dict):
        for name, facts in claimants.items():
            yield str(name), facts if isinstance(facts, dict) else {}
    elif isinstance(claimants, list):
        yield from ((str(name), {}) for name in claimants)
    elif isinstance(entries, list):
        kinds = version.kinds
        parties = {
            str(entry.get("on_behalf_of", entry.get("who")))
            for entry in entries
            if isinstance(entry, dict)
            and (kind := kinds.get(str(entry.get("kind"))))
            and kind.makes_party
        }
        yield from ((name, {}) for name in sorted(parties))


def _stated_besides(
    given: Mapping[str, Data], claimants: Data, version: Version
) -> tuple[str, ...]:
    """Facts that a dossier states although they could be derived."""
    stated = [("deal", given.get("deal")), ("dispute", given.get("dispute"))]
    stated += [("me", facts) for facts in claimants.values()] if isinstance(claimants, dict) else []
    usual = {spec.path for spec in asked(version)}
    paths = dict.fromkeys(
        f"{scope}.{name}" for scope, facts in stated if isinstance(facts, dict) for name in facts
    )
    return tuple(path for path in paths if path in version.facts and path not in usual)


def _part(facts: Mapping[str, Data] | Data, specs: Mapping[str, FactSpec]) -> Part:
    part = Part()
    for name, value in (facts if isinstance(facts, Mapping) else {}).items():
        if name in specs and (raw := _raw(value)) is not None:
            part.values[name] = raw
        else:
            part.kept[name] = value
    return part


def _entry(entry: Mapping[str, Data], version: Version) -> Part:
    fields = {spec.name for spec in entry_fields(version)} | {"id", "who", "kind", "on_behalf_of"}
    part = Part()
    for name, value in entry.items():
        usual = {"occurred_at": "at", "recorded_at": "recorded"}.get(name, name)
        raw = _raw(value)
        if usual in ("at", "recorded") and raw is not None:
            part.values[usual], part.values[f"{usual}_time"] = apart(raw)
        elif usual in fields and raw is not None:
            part.values[usual] = raw
        else:
            part.kept[name] = value
    return part


def _raw(value: Data) -> str | None:
    """What stands in a field; None for what no field can hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) and value != "" else None


_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?))?")


def apart(raw: str) -> tuple[str, str]:
    """Day and time of what is written as one; what is written otherwise stays whole."""
    found = _MOMENT.fullmatch(raw)
    return (found[1], found[2] or "") if found else (raw, "")


# To the data of a dossier


def data_of(filled: Filled, version: Version) -> dict[str, Data]:
    """The dossier, as it would be written."""
    types = {path: spec.type for path, spec in version.facts.items()}
    kept = dict(filled.kept)
    data: dict[str, Data] = {
        name: kept.pop(name) for name in ("about", "time_zone") if name in kept
    }
    claimants: dict[str, Data] = {}
    for part in filled.claimants:
        if _is_blank(part, filled):
            continue
        facts = _facts(part, "me", types, but=("id", "label"))
        label = part.values.get("label", "")
        named: dict[str, Data] = {"label": label} if label != part.values["id"] else {}
        claimants[part.values["id"]] = {**named, **facts}
    data["claimants"] = claimants
    for scope, one in (("dispute", filled.dispute), ("deal", filled.deal)):
        if facts := _facts(one, scope, types):
            data[scope] = facts
    data |= kept
    if filled.entries:
        data["entries"] = [_written(entry, types) for entry in filled.entries]
    return data


def _is_blank(claimant: Part, filled: Filled) -> bool:
    """Whether a line for a claimant was left as it was offered: then there is none."""
    if claimant.kept or any(raw for name, raw in claimant.values.items() if name != "id"):
        return False
    id_ = claimant.values["id"]
    return all(entry.values.get("who") != id_ for entry in filled.entries)


def _facts(
    part: Part, scope: str, types: Mapping[str, Type], but: tuple[str, ...] = ()
) -> dict[str, Data]:
    told = {
        name: _value(raw, types.get(f"{scope}.{name}"))
        for name, raw in part.values.items()
        if raw and name not in but
    }
    return {**told, **part.kept}


def _written(entry: Part, types: Mapping[str, Type]) -> Data:
    values = dict(entry.values)
    told: dict[str, Data] = {}
    for name in ("id", "who", "kind"):
        if raw := values.pop(name, ""):
            told[name] = raw
    for name in ("at", "recorded"):
        day, time = values.pop(name, ""), values.pop(f"{name}_time", "")
        if day or time:
            told[name] = f"{day}T{time}" if time else day
    fields = Part(values, entry.kept)
    return {**told, **_facts(fields, "entry", types)}


def _value(raw: str, type_: Type | None) -> Data:
    if type_ is Type.BOOL and raw in ("true", "false"):
        return raw == "true"
    if type_ in _NUMBERS and _WHOLE.fullmatch(raw):
        return int(raw)
    return raw


def kept_text(kept: Mapping[str, Data]) -> str:
    """What has no field, as it travels with a form."""
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def kept_from(text: str) -> dict[str, Data]:
    """And back; what is no such thing is nothing."""
    try:
        kept = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def places_of(filled: Filled) -> dict[Key, str]:
    """Where each field stands in the dossier, and what the field is called in the form."""
    places: dict[Key, str] = {("claimants",): "claimants", ("entries",): "entries"}
    for index, claimant in enumerate(filled.claimants):
        id_ = claimant.values["id"]
        places["claimants", id_] = f"claimant-{index}"
        places |= {("claimants", id_, name): f"claimant-{index}-{name}" for name in claimant.values}
    for index, entry in enumerate(filled.entries):
        places["entries", index] = f"entry-{index}"
        places |= {("entries", index, name): f"entry-{index}-{name}" for name in entry.values}
    for scope, part in (("deal", filled.deal), ("dispute", filled.dispute)):
        places |= {(scope, name): f"{scope}-{name}" for name in part.values}
    return places
