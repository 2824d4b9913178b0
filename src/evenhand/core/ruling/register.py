"""The register of a batch made ready for reading.

Where each deal begins and ends, what was struck, who stood in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from evenhand.core.policy.declare import missing_value
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import (
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
)
from evenhand.core.ruling.logic import Compiler, Frame
from evenhand.core.types import FactSpec, Type

_OPEN_START, _OPEN_END = -1, np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Register:
    """Entries with every declared field, and the periods that facts run over.

    `struck`: index of the strike step that struck the entry, -1 if it stands; `doubtful`: an
    unknown could strike it. `deal`: facts that follow from the closing entry. `first`, `closing`:
    shape (disputes,), places in the register between which this deal lies.
    """

    entries: Entries
    struck: Ints
    doubtful: Bools
    deal: Mapping[str, Column]
    in_period: Mapping[str, Bools] = field(default_factory=dict)


def filled(spec: FactSpec, version: Version, shape: tuple[int, ...]) -> Column:
    """A column in which nothing is on record: the fact's meaning of missing."""
    value = missing_value(spec)
    if spec.type is Type.BOOL:
        return Column(np.full(shape, UNKNOWN if value is None else value, dtype=np.int8))
    if value is None:
        state = UNKNOWN if spec.missing == "unknown" else 0
        return Column(np.zeros(shape, dtype=np.int64), np.full(shape, state, dtype=np.int8))
    code = version.vocabulary.code(value) if isinstance(value, str) else value
    return Column(np.full(shape, code, dtype=np.int64))


def prepare(version: Version, given: Facts, entries: Entries) -> Register:
    """Read the register once.

    Complete its fields, find the closing, strike what the policy strikes.
    """
    columns = dict(entries.columns)
    size = (len(entries),)
    for path, spec in version.facts.items():
        if spec.scope == "entry" and path not in columns:
            columns[path] = filled(spec, version, size)
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


def _k3(truth: Bools) -> K3:
    return np.where(truth, np.int8(TRUE), np.int8(FALSE))


@dataclass(frozen=True, slots=True)
class _Closing:
    """Shape (disputes,).

    Place of the previous and of this closing (-1, or beyond every entry), and its day.
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
    value = np.broadcast_to(column.value, (1, given.disputes))[0]
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
    """
    disputes, names = given.disputes, version.kind_names
    contracts, orders = (
        entries.kind == names.index("contract"),
        entries.kind == names.index("order"),
    )
    day, known_day, stated = _given(given, "deal.closed_on")
    occurred = entries.columns["entry.occurred_on"]
    happened = occurred.value
    of_the_day = ~known_day[entries.dispute] | (happened == day[entries.dispute])
    of_the_day &= ~(stated & ~known_day)[
        entries.dispute
    ]  # said not to have closed, or not known when
    of_the_day &= happened <= _as_of(given)[entries.dispute]
    last = _last_place(entries, contracts & of_the_day, disputes)
    last = np.where(last >= 0, last, _last_place(entries, orders & of_the_day, disputes))
    found = last >= 0
    place = np.where(found, entries.sequence[last] if len(entries) else 0, _OPEN_END)
    closed_on = np.where(known_day, day, np.where(found, happened[last] if len(entries) else 0, 0))
    has_day = known_day | found
    earlier = contracts & has_day[entries.dispute] & (happened < closed_on[entries.dispute])
    before = _last_place(entries, earlier, disputes)
    previous = np.where(before >= 0, entries.sequence[before] if len(entries) else 0, _OPEN_START)
    return _Closing(
        previous, place, found, _deal_facts(entries, last, found, before, closed_on, has_day)
    )


def _deal_facts(
    entries: Entries, last: Ints, found: Bools, before: Ints, closed_on: Ints, has_day: Bools
) -> dict[str, Column]:
    def column(value: Ints, known: Bools, state: K3 | None = None) -> Column:
        codes = np.where(known, np.int8(KNOWN) if state is None else state, np.int8(FALSE))
        return Column(np.where(known, value, 0)[None, :], codes[None, :].astype(np.int8))

    if not len(entries):
        nothing = np.zeros(len(last), dtype=np.int64)
        return {
            "deal.closed_on": column(closed_on, has_day),
            "deal.closed_at": column(nothing, found),
            "deal.closing": column(nothing, found),
            "deal.previous_closed_on": column(nothing, found),
        }
    at = entries.columns["entry.occurred_at"]
    at_state = None if at.state is None else at.state[last]
    return {
        "deal.closed_on": column(closed_on, has_day),
        "deal.closed_at": column(at.value[last], found, at_state),
        "deal.closing": column(entries.sequence[last], found),
        "deal.previous_closed_on": column(
            entries.columns["entry.occurred_on"].value[before], before >= 0
        ),
    }


def _as_of(given: Facts) -> Ints:
    day, known, _ = _given(given, "dispute.as_of")
    return np.where(known, day, _OPEN_END)


def _closing_visit(version: Version, entries: Entries, closing: _Closing) -> K3:
    """A meeting of the closing day by whoever closed, if it is not their first contact."""
    names = version.kind_names
    if not len(entries):
        return np.zeros(0, dtype=np.int8)
    day = closing.facts["deal.closed_on"]
    on_the_day = (
        (day.state[0] == KNOWN)[entries.dispute]
        if day.state is not None
        else np.ones(len(entries), dtype=bool)
    )
    on_the_day = on_the_day & (
        entries.columns["entry.occurred_on"].value == day.value[0][entries.dispute]
    )
    width = int(entries.made_by.max()) + 2
    person = entries.dispute * width + entries.made_by + 1
    closes = on_the_day & np.isin(entries.kind, [names.index("contract"), names.index("order")])
    closer = np.isin(person, person[closes])
    contact = np.isin(
        entries.kind, [code for code, kind in enumerate(version.kinds.values()) if kind.contact]
    )
    first = np.zeros(len(entries), dtype=bool)
    index = np.flatnonzero(contact)
    first[index[np.unique(person[index], return_index=True)[1]]] = True
    meeting = np.isin(entries.kind, [names.index("reception"), names.index("visit")])
    return _k3(meeting & on_the_day & closer & ~first)


def _strikes(version: Version, given: Facts, entries: Entries) -> tuple[Ints, Bools]:
    struck = np.full(len(entries), -1, dtype=np.int64)
    doubtful = np.zeros(len(entries), dtype=bool)
    if not len(entries):
        return struck, doubtful
    columns = dict(given.columns)
    for path, spec in version.facts.items():
        if spec.scope in ("deal", "dispute") and path not in columns:
            columns[path] = filled(spec, version, (1, 1))
    frame = Frame(columns, given.present, given.present, entries=entries)
    compiler = Compiler(version, "entry")
    for index, step in enumerate(version.strikes):
        assert step.condition is not None
        concerned = np.isin(entries.kind, step.kinds)
        result = np.broadcast_to(compiler.truth(step.condition)(frame), concerned.shape)
        struck = np.where(concerned & (result == TRUE) & (struck < 0), index, struck)
        doubtful |= concerned & (result == UNKNOWN)
    return struck, doubtful & (struck < 0)


def _periods(given: Facts, entries: Entries, closing: _Closing) -> dict[str, Bools]:
    """For each period of a derivation, which entries lie in it."""
    recorded = entries.columns["entry.recorded_on"]
    known = np.ones(len(entries), dtype=bool) if recorded.state is None else recorded.state == KNOWN
    by_now = ~known | (recorded.value <= _as_of(given)[entries.dispute])
    previous_day, previous_known, _ = _given(given, "deal.previous_closed_on")
    happened = entries.columns["entry.occurred_on"].value
    after_previous = entries.sequence > closing.previous[entries.dispute]
    after_previous &= ~previous_known[entries.dispute] | (happened > previous_day[entries.dispute])
    up_to_deal = (
        by_now
        & (entries.sequence <= closing.place[entries.dispute])
        & _before_given_closing(given, entries, closing)
    )
    return {
        "lifetime": by_now,
        "dispute": by_now & after_previous,
        "deal": up_to_deal & after_previous,
    }


def _before_given_closing(given: Facts, entries: Entries, closing: _Closing) -> Bools:
    """Where the closing is given but not in the register: entries up to its time, or its day."""
    day, day_known, _ = _given(given, "deal.closed_on")
    at, at_known, _ = _given(given, "deal.closed_at")
    occurred_on, occurred_at = (
        entries.columns["entry.occurred_on"].value,
        entries.columns["entry.occurred_at"],
    )
    timed = at_known[entries.dispute] & (
        occurred_at.state == KNOWN if occurred_at.state is not None else True
    )
    in_time = np.where(
        timed, occurred_at.value <= at[entries.dispute], occurred_on <= day[entries.dispute]
    )
    return closing.found[entries.dispute] | ~day_known[entries.dispute] | in_time
