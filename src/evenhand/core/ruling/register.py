"""The register of a batch made ready for reading.

Where each deal begins and ends, what was struck, who stood in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import (
    ABSENT,
    FALSE,
    K3,
    KNOWN,
    NONPARTY,
    TRUE,
    UNKNOWN,
    Bools,
    Column,
    Entries,
    Facts,
    Ints,
    no_entries,
    of_worlds,
    one_of,
)
from evenhand.core.ruling.columns import wide
from evenhand.core.ruling.compiled import truth_of
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.on_record import nothing_on_record, stated_over

_OPEN_START, _OPEN_END = -1, np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Register:
    """Entries with every declared field, and the periods that facts run over.

    `struck`: index of the strike step that struck the entry; `doubtful`: of one that an unknown
    keeps from striking it; -1 if none. `deal`: facts that follow from the closing entry.
    `in_period`: for each period which entries may lie in it, and of which that is not certain.
    """

    entries: Entries
    struck: Ints
    doubtful: Ints
    deal: Mapping[str, Column]
    in_period: Mapping[str, tuple[Bools, Bools]]


def prepare(version: Version, given: Facts, entries: Entries) -> Register:
    """Complete the entries' fields, find the closing, strike what the policy strikes."""
    if not len(entries):
        return _nothing_entered(version)
    return _prepared(version, given, entries)


def _nothing_entered(version: Version) -> Register:
    """The register in which nothing stands, kept with the version.

    It tells nothing of the deal; what is given of that stands over what is derived.
    """
    if "nothing entered" not in version.programs:
        nobody = Facts(np.ones((0, 1), dtype=bool))
        version.programs["nothing entered"] = _prepared(version, nobody, no_entries())
    return cast("Register", version.programs["nothing entered"])


def _prepared(version: Version, given: Facts, entries: Entries) -> Register:
    columns = dict(entries.columns)
    for path in _fields(version):
        if path not in columns:
            columns[path] = _throughout(nothing_on_record(version, path), len(entries))
    kind_codes = np.array(
        [version.vocabulary.code(name) for name in version.kind_names], dtype=np.int64
    )
    columns["entry.kind"] = Column(kind_codes[entries.kind])
    columns["entry.sequence"] = Column(entries.sequence)
    columns["entry.stands_in"] = Column(_k3(entries.made_by != entries.on_behalf_of))
    columns["entry.by_claimant"] = Column(_k3(entries.made_by != NONPARTY))
    whole = Entries(
        entries.dispute,
        entries.made_by,
        entries.on_behalf_of,
        entries.kind,
        entries.sequence,
        columns,
        entries.ids,
    )
    closing = _closing(version, given, whole)
    columns["entry.closing_visit"] = Column(_closing_visit(version, whole, closing))
    struck, doubtful = _strikes(version, given, whole)
    return Register(whole, struck, doubtful, closing.facts, _periods(given, whole, closing))


def _fields(version: Version) -> tuple[str, ...]:
    """Everything an entry can tell."""
    if "fields" not in version.programs:
        found = [path for path, spec in version.facts.items() if spec.scope == "entry"]
        version.programs["fields"] = tuple(found)
    return cast("tuple[str, ...]", version.programs["fields"])


def _throughout(column: Column, size: int) -> Column:
    """One value for so many entries, without room for each."""
    value, state = column
    return Column(
        np.broadcast_to(value[0], size), None if state is None else np.broadcast_to(state[0], size)
    )


def _k3(truth: Bools) -> K3:
    return np.where(truth, np.int8(TRUE), np.int8(FALSE))


@dataclass(frozen=True, slots=True)
class _Closing:
    """The closing of each dispute, in arrays of shape (disputes,).

    `previous`, `place`: register numbers of the closing before and of this one, or bounds below and
    above every entry; `found`: it stands in the register; `facts`: what follows for `deal.*`.
    """

    previous: Ints
    place: Ints
    found: Bools
    facts: Mapping[str, Column]


def _given(given: Facts, path: str) -> tuple[Ints, Bools, Bools]:
    """Value, known, given-at-all of a fact of the deal or dispute, of shape (disputes,)."""
    nothing = np.zeros(given.disputes, dtype=bool)
    column = given.columns.get(path)
    if column is None:
        return np.zeros(given.disputes, dtype=np.int64), nothing, nothing
    value = wide(np.broadcast_to(column.value, (1, given.disputes))[0])
    state = None if column.state is None else np.broadcast_to(column.state, (1, given.disputes))[0]
    stated = np.broadcast_to(
        given.stated.get(path, np.ones((1, 1), dtype=bool)), (1, given.disputes)
    )[0]
    known = stated if state is None else stated & (state == KNOWN)
    return value, known, stated


def _last_place(entries: Entries, chosen: Bools, disputes: int) -> Ints:
    """Index of the last chosen entry of each dispute, -1 if there is none."""
    last = np.full(disputes, -1, dtype=np.int64)
    index = np.flatnonzero(chosen)
    last[entries.dispute[index]] = index
    return last


def _closing(version: Version, given: Facts, entries: Entries) -> _Closing:
    """The deal in question.

    The last contract (of the day that is given), else the last order; and the contract before it.
    An entry without a date closes nothing.
    """
    disputes, names, which = given.disputes, version.kind_names, entries.dispute
    occurred = entries.columns["entry.occurred_on"]
    dated, happened = _is_known(occurred), occurred.value
    contracts = dated & (entries.kind == names.index("contract"))
    orders = dated & (entries.kind == names.index("order"))
    day, known_day, stated = _given(given, "deal.closed_on")
    not_closed = stated & ~known_day  # said to be open, or not known when
    of_the_day = ~not_closed[which] & (~known_day[which] | (happened == day[which]))
    of_the_day &= happened <= _as_of(given)[which]
    last = _last_place(entries, contracts & of_the_day, disputes)
    last = np.where(last >= 0, last, _last_place(entries, orders & of_the_day, disputes))
    found = last >= 0
    closed_on = np.where(known_day, day, _at(happened, last))
    has_day = known_day | found
    limit = np.where(has_day, closed_on - 1, _as_of(given))
    before = _last_place(entries, contracts & (happened <= limit[which]), disputes)
    return _Closing(
        np.where(before >= 0, _at(entries.sequence, before), _OPEN_START),
        np.where(found, _at(entries.sequence, last), _OPEN_END),
        found,
        _deal_facts(entries, last, before, closed_on, has_day),
    )


def _is_known(column: Column) -> Bools:
    """Which of the entries have the value."""
    if column.state is None:
        return np.ones(column.value.shape, dtype=bool)
    known: Bools = column.state == KNOWN
    return known


def _at(values: Ints, place: Ints) -> Ints:
    """The values at these places, 0 where the place is -1."""
    if not len(values):
        return np.zeros(len(place), dtype=np.int64)
    return np.where(place >= 0, wide(values[place]), 0)


def _deal_facts(
    entries: Entries, last: Ints, before: Ints, closed_on: Ints, has_day: Bools
) -> dict[str, Column]:
    found, occurred_at = last >= 0, entries.columns["entry.occurred_at"]
    timed = found & _at(_is_known(occurred_at).astype(np.int64), last).astype(bool)
    happened = entries.columns["entry.occurred_on"].value
    return {
        "deal.closed_on": _known_where(has_day, closed_on),
        "deal.closed_at": _told_where(found, timed, _at(occurred_at.value, last)),
        "deal.closing": _known_where(found, _at(entries.sequence, last)),
        "deal.previous_closed_on": _known_where(before >= 0, _at(happened, before)),
    }


def _known_where(known: Bools, value: Ints) -> Column:
    """A fact of the deal: known there, absent elsewhere."""
    return _told_where(known, known, value)


def _told_where(exists: Bools, known: Bools, value: Ints) -> Column:
    """The same, unknown where it exists but is not told."""
    state = np.where(known, KNOWN, np.where(exists, UNKNOWN, ABSENT)).astype(np.int8)
    return Column(np.where(known, value, 0)[None, :], state[None, :])


def _as_of(given: Facts) -> Ints:
    day, known, _ = _given(given, "dispute.as_of")
    return np.where(known, day, _OPEN_END)


def _closing_visit(version: Version, entries: Entries, closing: _Closing) -> K3:
    """A meeting of the closing day by whoever closed, if it is not their first contact.

    Unknown of a meeting without a date.
    """
    if not len(entries):
        return np.zeros(0, dtype=np.int8)
    names, which = version.kind_names, entries.dispute
    day, occurred = closing.facts["deal.closed_on"], entries.columns["entry.occurred_on"]
    dated, closed = _is_known(occurred), _is_known(day)[0][which]
    on_the_day = closed & dated & (occurred.value == day.value[0][which])
    person = which * (int(entries.made_by.max()) + 2) + entries.made_by + 1
    closes = on_the_day & one_of(entries.kind, [names.index("contract"), names.index("order")])
    contacts = [code for code, kind in enumerate(version.kinds.values()) if kind.contact]
    first = np.zeros(len(entries), dtype=bool)
    index = np.flatnonzero(one_of(entries.kind, contacts))[::-1]
    people = int(person.max()) + 1
    first_of, closer = np.zeros(people, dtype=np.int64), np.zeros(people, dtype=bool)
    first_of[person[index]] = index  # the one written last, which is the first, stays
    first[first_of[person[index]]] = True
    closer[person[closes]] = True
    meeting = one_of(entries.kind, [names.index("reception"), names.index("visit")])
    meeting &= closer[person] & ~first
    undated = meeting & closed & ~dated
    return np.where(undated, np.int8(UNKNOWN), _k3(meeting & on_the_day))


def _strikes(version: Version, given: Facts, entries: Entries) -> tuple[Ints, Ints]:
    struck = np.full(len(entries), -1, dtype=np.int64)
    doubtful = np.full(len(entries), -1, dtype=np.int64)
    if not len(entries):
        return struck, doubtful
    columns = {
        path: stated_over(given, path, nothing_on_record(version, path))
        for path, spec in version.facts.items()
        if spec.scope in ("deal", "dispute")
    }
    columns |= of_worlds(given.columns)
    frame = Frame(columns, given.present, given.present, entries=entries)
    for index, step in enumerate(version.strikes):
        assert step.condition is not None
        concerned = one_of(entries.kind, step.kinds)
        switch = columns.get(f"rules.{step.id}")
        if switch is not None:
            concerned &= switch.value[0][entries.dispute] == TRUE
        result = np.broadcast_to(truth_of(version, step.condition, "entry")(frame), concerned.shape)
        struck = np.where(concerned & (result == TRUE) & (struck < 0), index, struck)
        doubtful = np.where(concerned & (result == UNKNOWN) & (doubtful < 0), index, doubtful)
    return _judged(entries, struck, np.where(struck < 0, doubtful, -1))


JUDGED = "entry.judged"
"""A column of worlds in which an entry counts (1) or is struck (-1) whatever the rules say."""


def _judged(entries: Entries, struck: Ints, doubtful: Ints) -> tuple[Ints, Ints]:
    judged = entries.columns.get(JUDGED)
    if judged is None:
        return struck, doubtful
    told = judged.value != 0
    return np.where(told, np.where(judged.value < 0, 0, -1), struck), np.where(told, -1, doubtful)


def _periods(given: Facts, entries: Entries, closing: _Closing) -> dict[str, tuple[Bools, Bools]]:
    """For each period, which entries may lie in it, and which are not certain to."""
    which = entries.dispute
    recorded, occurred = (entries.columns[f"entry.{name}_on"] for name in ("recorded", "occurred"))
    dated = _is_known(occurred)
    by_now = ~_is_known(recorded) | (recorded.value <= _as_of(given)[which])
    previous, has_previous, _ = _given(given, "deal.previous_closed_on")
    has_previous = has_previous[which]
    after = entries.sequence > closing.previous[which]
    after &= ~(has_previous & dated) | (occurred.value > previous[which])
    told = _given(given, "deal.closed_on")[1][which] & ~closing.found[which]
    up_to = by_now & (entries.sequence <= closing.place[which])
    up_to &= ~(told & dated) | _before_given_closing(given, entries)
    return {
        "lifetime": (by_now, np.zeros_like(dated)),
        "dispute": (by_now & after, ~dated & has_previous),
        "deal": (up_to & after, ~dated & (has_previous | told)),
    }


def _before_given_closing(given: Facts, entries: Entries) -> Bools:
    """Where the closing is given but not in the register: entries up to its time, or its day."""
    which = entries.dispute
    day, at = _given(given, "deal.closed_on")[0], _given(given, "deal.closed_at")
    occurred_at = entries.columns["entry.occurred_at"]
    timed = at[1][which] & _is_known(occurred_at)
    on_time = entries.columns["entry.occurred_on"].value <= day[which]
    return np.where(timed, occurred_at.value <= at[0][which], on_time)
