"""Rules the disputes of a contact table on this machine, batch by batch, by the one evaluator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from evenhand.core.errors import NoVersionInForce
from evenhand.core.policy.versions import Version, day_text
from evenhand.core.ruling.bulk import rule_bulk
from evenhand.core.ruling.cases import KNOWN, Bools, Column, Entries, Facts, Ints
from evenhand.core.ruling.derive import derive
from evenhand.core.ruling.dossier import Dossier
from evenhand.core.said import said
from evenhand.engines.contacts import OF_CLAIMANT, field_column, told_column
from evenhand.engines.disputes import Found, check_mapping
from evenhand.engines.fields import Cell, constants, translate
from evenhand.engines.mapping import ContactMapping
from evenhand.engines.sql import Connection, quote
from evenhand.engines.tables import RULINGS, Roll, as_table
from evenhand.engines.told import meanings, told_facts

MOST_DISPUTES = 100_000
MOST_ENTRIES = 1_200_000
MOST_CELLS = 16_000_000
"""Of (claimants, claimants, disputes), in which quantifiers work: bounds the memory of a batch."""

_TIMES = ("instant", "recorded")


@dataclass(frozen=True, slots=True)
class Batch:
    """Disputes `first` to `last` (exclusive) by number."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first

    def sql(self) -> str:
        """The condition that a row belongs to one of them."""
        return f"number >= {self.first} AND number < {self.last}"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the contacts are read under one version.

    `kinds`: its codes of the kinds found. `fields`: what the ids of words mean. `constants`: facts
    that hold for every dispute. `incomplete`: codes of the kinds whose register has holes. `told`:
    what the words of facts mean that columns tell. `zoned`: rows have time zones of their own.
    """

    version: Version
    kinds: Ints
    fields: Mapping[str, Column]
    constants: Mapping[str, Column]
    incomplete: frozenset[int]
    told: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    zoned: bool = False


def read_under(mapping: ContactMapping, version: Version, found: Found) -> Reading:
    """How the contacts are read under a version. Raises ContactsRefused if the two do not fit."""
    check_mapping(mapping, version)
    names = version.kind_names
    return Reading(
        version,
        np.array([names.index(kind) for kind in found.kinds], dtype=np.int64),
        translate(mapping, version, found.words),
        constants(mapping, version),
        frozenset(names.index(kind) for kind in mapping.content.incomplete),
        meanings(mapping, version, found.told),
        zoned=mapping.content.columns.zone is not None,
    )


def plan_batches(found: Found) -> list[Batch]:
    """Cut the disputes, which stand by number of claimants, into batches that pad few slots."""
    entries_before = np.concatenate([[0], np.cumsum(found.entries)])
    batches, first = [], 0
    while first < found.disputes:
        most = int(found.claimants[first]) * 4 // 3
        alike = int(np.searchsorted(found.claimants, most, side="right"))
        limit = entries_before[first] + MOST_ENTRIES
        enough = int(np.searchsorted(entries_before, limit, side="right")) - 1
        room = min(MOST_DISPUTES, MOST_CELLS // most**2)
        last = max(min(alike, enough, first + room), first + 1)
        batches.append(Batch(first, last))
        first = last
    return batches


def rule_batch(connection: Connection, readings: Sequence[Reading], batch: Batch) -> pa.Table:
    """The rulings of one batch, in the shape RULINGS and in the order of the disputes' numbers.

    `readings`: newest version first; each dispute falls under the first whose governing date is in
    force, as a single dossier does. With one reading, that version rules whatever the date.
    """
    roll, raw = _roll(connection, readings, batch), _raw_entries(connection, readings, batch)
    tables, places = [], []
    for reading, chosen in _by_version(readings, roll, raw):
        rows = np.isin(raw["dispute"], chosen)
        dispute = np.searchsorted(chosen, raw["dispute"][rows])
        part = roll.only(chosen)
        entries = _entries(reading, raw, rows, dispute)
        given = _given(reading, part)
        ruled = rule_bulk(
            reading.version, given, entries, incomplete=reading.incomplete, traced=False
        )
        tables.append(as_table(reading.version, ruled, part))
        places.append(chosen)
    order = np.argsort(np.concatenate(places))
    return pa.concat_tables(tables, schema=RULINGS).take(pa.array(order)).combine_chunks()


def read_dispute(
    connection: Connection, readings: Sequence[Reading], number: int
) -> tuple[Version, Dossier]:
    """One dispute by its number, as the dossier from which its ruling is explained."""
    batch = Batch(number, number + 1)
    roll, raw = _roll(connection, readings, batch), _raw_entries(connection, readings, batch)
    reading, _ = next(_by_version(readings, roll, raw))
    names = tuple(roll.names.to_pylist())
    rows = np.ones(len(raw["place"]), dtype=bool)
    entries = _entries(reading, raw, rows, raw["dispute"])
    entries = replace(entries, ids=tuple(f"#{place}" for place in entries.sequence))
    given = _given(reading, roll)
    labels = {name: name for name in names}
    return reading.version, Dossier(names, labels, given, entries, reading.incomplete)


def _by_version(
    readings: Sequence[Reading], roll: Roll, raw: Mapping[str, Ints]
) -> Iterator[tuple[Reading, Ints]]:
    """Which disputes fall under which version."""
    left: Ints = np.arange(len(roll))
    if len(readings) == 1:
        yield readings[0], left
        return
    day: Ints = np.zeros(0, dtype=np.int64)
    for reading in readings:
        rows = np.isin(raw["dispute"], left)
        entries = _entries(reading, raw, rows, np.searchsorted(left, raw["dispute"][rows]))
        day, known = _governing_days(reading, _given(reading, roll.only(left)), entries)
        governs = ~known | _governs(reading.version, day)
        if governs.any():
            yield reading, left[governs]
        left, day = left[~governs], day[~governs]
        if not len(left):
            return
    raise NoVersionInForce(
        said(
            "no version is in force on {day}, the day of the earliest of {count:,} such disputes. "
            "Name one with --version to rule them all the same.",
            day=day_text(int(day.min())),
            count=len(left),
        )
    )


def _governs(version: Version, day: Ints) -> Bools:
    until = version.effective_until
    begun: Bools = day >= version.effective_from
    return begun if until is None else begun & (day < until)


def _given(reading: Reading, roll: Roll) -> Facts:
    """The facts that are given of disputes."""
    columns, stated = told_facts(reading.version, reading.told, roll)
    return Facts(roll.present(), {**reading.constants, **columns}, stated)


def _governing_days(reading: Reading, given: Facts, entries: Entries) -> tuple[Ints, Bools]:
    """The first governing date of each dispute that exists, and whether one does."""
    facts = derive(reading.version, given, entries).facts
    day = np.zeros(given.disputes, dtype=np.int64)
    found = np.zeros(given.disputes, dtype=bool)
    for path in reading.version.governing_date:
        value, state = facts.columns[path]
        known = np.broadcast_to(True if state is None else state == KNOWN, (1, len(day)))[0]
        day = np.where(known & ~found, np.broadcast_to(value, (1, len(day)))[0], day)
        found = found | known
    return day, found


def _roll(connection: Connection, readings: Sequence[Reading], batch: Batch) -> Roll:
    told = {path: f'{told_column(path)} AS "{path}"' for path in readings[0].told}
    of_slot = "".join(f", {sql}" for path, sql in told.items() if path.startswith(OF_CLAIMANT))
    of_dispute = "".join(
        f", {sql}" for path, sql in told.items() if not path.startswith(OF_CLAIMANT)
    )
    disputes = connection.sql(f"""
        SELECT customer, claimants, first{of_dispute} FROM dispute
        WHERE {batch.sql()} ORDER BY number""").to_arrow_table()
    slots = connection.sql(
        f"SELECT who{of_slot} FROM slot WHERE {batch.sql()} ORDER BY number, slot"
    ).to_arrow_table()
    rows = connection.execute(
        f"SELECT count(*) AS rows FROM entry WHERE {batch.sql()} GROUP BY number ORDER BY number"
    ).fetchnumpy()
    return Roll(
        disputes["customer"].combine_chunks(),
        disputes["claimants"].to_numpy(),
        slots["who"].combine_chunks(),
        rows["rows"],
        disputes["first"].to_numpy(),
        {
            path: (slots if path.startswith(OF_CLAIMANT) else disputes)[path].to_numpy()
            for path in told
        },
    )


def _raw_entries(
    connection: Connection, readings: Sequence[Reading], batch: Batch
) -> dict[str, Ints]:
    """The entries of a batch, kinds and words as they were found."""
    zones = dict.fromkeys(reading.version.time_zone for reading in readings)
    zoned = readings[0].zoned
    days = "".join(
        f', {_day(time, zone, zoned=zoned)} AS "{time} {zone}"' for zone in zones for time in _TIMES
    )
    words = "".join(f", {field_column(path.removeprefix('entry.'))}" for path in readings[0].fields)
    columns = connection.execute(
        f"""SELECT number - {batch.first} AS dispute, made_by, on_behalf_of, kind, place,
                   instant, recorded{days}{words}
            FROM entry WHERE {batch.sql()}"""  # kept in the order of its making
    ).fetchnumpy()
    return {name: np.asarray(column, dtype=np.int64) for name, column in columns.items()}


def _day(instant: str, zone: str, *, zoned: bool) -> str:
    """The calendar day of an instant, in days since 1970-01-01: in the row's zone, else in one."""
    clock = f"coalesce(nullif(zone, ''), {quote(zone)})" if zoned else quote(zone)
    local = f"timezone({clock}, make_timestamptz({instant} * 1000000))"
    return f"date_diff('day', DATE '1970-01-01', {local}::DATE)"


def _entries(reading: Reading, raw: Mapping[str, Ints], rows: Bools, dispute: Ints) -> Entries:
    """Some of the entries of a batch, as the version reads them."""
    chosen = raw if rows.all() else {name: column[rows] for name, column in raw.items()}
    zone = reading.version.time_zone
    columns = {
        "entry.occurred_at": Column(chosen["instant"]),
        "entry.occurred_on": Column(chosen[f"instant {zone}"]),
        "entry.recorded_at": Column(chosen["recorded"]),
        "entry.recorded_on": Column(chosen[f"recorded {zone}"]),
    }
    for path, (value, state) in reading.fields.items():
        word = chosen[field_column(path.removeprefix("entry."))]
        columns[path] = Column(value[word], None if state is None else state[word])
    kinds = reading.kinds[chosen["kind"]]
    return Entries(
        dispute, chosen["made_by"], chosen["on_behalf_of"], kinds, chosen["place"], columns
    )
