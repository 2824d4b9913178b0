"""Rule again what a record was ruled on, and say what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.canonical import Json, canonical
from evenhand.core.ruling.record import record_of, sealed
from evenhand.core.ruling.recorded import Recorded
from evenhand.core.ruling.restore import dossier_of
from evenhand.core.ruling.ruling import governing_date, rule
from evenhand.core.said import Said, said

NOTHING = said("(nothing)")
_SHOWN = 120
_Key = TypeVar("_Key", str, int)


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the record that comes out otherwise; both values as JSON, or NOTHING."""

    path: str
    recorded: str
    recomputed: str

    @property
    def said(self) -> Said:
        """What differs, where."""
        return said(
            "{path}: recorded {recorded}, recomputed {recomputed}",
            path=self.path,
            recorded=_short(self.recorded),
            recomputed=_short(self.recomputed),
        )

    def __str__(self) -> str:
        return str(self.said)


def replay(recorded: Recorded, policy: Policy) -> tuple[Difference, ...]:
    """Rule again under the version that is named and compare the files byte for byte.

    Empty: they are identical. Raises NotFound if the policy has no such version, RecordRefused if
    it has no such facts, values or kinds.
    """
    version = policy.version(recorded.ruled_on.policy.version)
    dossier = dossier_of(recorded.ruled_on.dossier, version)
    ruling = rule(policy, version, dossier, governing_date(version, dossier))
    again = record_of(ruling, recorded.ruled_on.format)
    if sealed(again) == recorded.content:
        return ()
    return tuple(_differences(recorded.record, again, ""))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _differences(one: Json, other: Json, path: str) -> Iterator[Difference]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            yield from _part(one, other, key, f"{path}.{key}" if path else key)
    elif isinstance(one, list) and isinstance(other, list):
        ones, others = dict(enumerate(one)), dict(enumerate(other))
        for place in range(max(len(one), len(other))):
            yield from _part(ones, others, place, f"{path}[{place}]")
    elif canonical(one) != canonical(other):
        yield Difference(path, _shown(one), _shown(other))


def _part(
    one: Mapping[_Key, Json], other: Mapping[_Key, Json], key: _Key, path: str
) -> Iterator[Difference]:
    if key in one and key in other:
        yield from _differences(one[key], other[key], path)
        return
    recorded, recomputed = (
        _shown(parts[key]) if key in parts else NOTHING for parts in (one, other)
    )
    yield Difference(path, recorded, recomputed)


def _shown(value: Json) -> str:
    return canonical(value).decode()
