"""A ruling record as it comes back: unaltered, of a format that is known, and what it was ruled on.

The file is read by its own rules, not by those of dossiers: these may grow stricter, and an old
record must stay readable.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from evenhand.core.errors import RecordRefused
from evenhand.core.money import LIMIT
from evenhand.core.policy.shape import told
from evenhand.core.ruling.canonical import Json, canonical
from evenhand.core.ruling.record import ENGINE, FORMATS, Record
from evenhand.core.ruling.stake import MOST_PARTS
from evenhand.core.said import Said, said, together

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


def _told(value: object) -> object:
    if isinstance(value, dict) and value != {"unknown": True}:
        raise ValueError(
            said('a value is null, {{"unknown": true}}, true, false, a number or a text')
        )
    return value


Told = Annotated[bool | int | str | dict[str, bool] | None, BeforeValidator(_told)]
"""A value as core.ruling.codes writes it."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class PolicyNamed(_Part):
    """The policy file and the version in it."""

    id: str
    version: str
    sha256: Sha256


class Claimant(_Part):
    """A claimant and the facts given of them."""

    id: str
    label: str
    facts: dict[str, Told]


class Correction(_Part):
    """Which field of which entry is corrected."""

    entry: str
    field: str


class Entry(_Part):
    """A register entry; `fields` holds those it states."""

    id: str
    sequence: int
    kind: str
    who: str
    on_behalf_of: str
    occurred_on: Told
    occurred_at: Told
    recorded_on: Told
    recorded_at: Told
    fields: dict[str, Told]
    corrects: Correction | None


class Amount(_Part):
    """Money in minor units."""

    amount: Annotated[int, Field(ge=0, le=LIMIT)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class DossierRecorded(_Part):
    """The dossier in full; claimants by slot, entries by register number.

    Format 1 has neither `stake` nor `agreed`.
    """

    time_zone: str
    incomplete: list[str]
    claimants: list[Claimant]
    deal: dict[str, Told]
    dispute: dict[str, Told]
    entries: list[Entry]
    stake: dict[str, Amount] = Field(default_factory=dict)
    agreed: dict[str, Annotated[int, Field(ge=0, le=MOST_PARTS)]] = Field(default_factory=dict)


class RuledOn(BaseModel):
    """What a record was ruled on; what came of it is compared, not read."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    format: Literal["evenhand-record/1", "evenhand-record/2"]
    engine: Literal["evenhand-engine/1"]
    policy: PolicyNamed
    dossier: DossierRecorded


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record whose hash is right: its file, its content, and what it was ruled on."""

    content: bytes
    record: Record
    sha256: str
    ruled_on: RuledOn


def read_record(content: bytes) -> Recorded:
    """Read the file of a record.

    Raises RecordRefused where it is no record, its SHA-256 is not that of its content, it is not in
    canonical form, or it is of a format or engine that is not known here.
    """
    data = _parsed(content)
    match data:
        case {"record": dict(record), "sha256": str(sha256), **rest} if not rest:
            pass
        case _:
            raise RecordRefused(
                said('this is no ruling record: one is {{"record": {{…}}, "sha256": "…"}}')
            )
    try:
        digest = hashlib.sha256(canonical(record)).hexdigest()
        written = canonical(data) + b"\n"
    except TypeError as error:
        raise RecordRefused(said("the record was altered: {error}", error=error.args[0])) from None
    if digest != sha256:
        raise RecordRefused(
            said(
                "the record was altered\n    its sha256 says {sha256}\n    "
                "its content has {digest}",
                sha256=sha256,
                digest=digest,
            )
        )
    if written != content:
        raise RecordRefused(
            said(
                "the record is not byte for byte as it was written: its content has the right "
                "sha256, but it was saved anew (spaces, line ends, order of keys). Use the file "
                "as it was"
            )
        )
    return Recorded(content, record, sha256, _ruled_on(record))


def _parsed(content: bytes) -> Json:
    try:
        parsed: Json = json.loads(content.decode(), parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise RecordRefused(
            said("this is no ruling record, or it was altered: {error}", error=_why(error))
        ) from None
    return parsed


def _why(error: Exception) -> str:
    """Our own sentence, or what the JSON parser says."""
    return error.args[0] if error.args and isinstance(error.args[0], Said) else str(error)


def _refuse(number: str) -> None:
    raise ValueError(said("a record holds whole numbers only, not {number}", number=number))


def _ruled_on(record: Record) -> RuledOn:
    for key, known in (("format", FORMATS), ("engine", (ENGINE,))):
        if record.get(key) not in known:
            raise RecordRefused(
                said(
                    "the record is of {key} {value}; this Evenhand replays {known}. "
                    "Replay it with a release that knows it (CHANGELOG.md names them)",
                    key=key,
                    value=record.get(key),
                    known=known,
                )
            )
    try:
        return RuledOn.model_validate(record)
    except ValidationError as error:
        incomplete = said("this is no complete ruling record")
        faults = [
            together([".".join(map(str, one["loc"])), told(one)], ": ")
            for one in error.errors(include_url=False)[:10]
        ]
        raise RecordRefused(together([incomplete, *faults], "\n    ")) from None
