"""Register entries → facts.

Strikes once, then each fact by its reducer, in an order in which each reads what came before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, cast

import numpy as np

from evenhand.core.policy.versions import Reducer, Version
from evenhand.core.ruling.cases import (
    ABSENT,
    KNOWN,
    TRUE,
    UNKNOWN,
    Bools,
    Column,
    Entries,
    Facts,
    Ints,
    Lines,
    of_worlds,
    one_of,
)
from evenhand.core.ruling.columns import wide
from evenhand.core.ruling.compiled import alike, truth_of, value_of
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.on_record import (
    given_of_everybody,
    merge,
    nothing_on_record,
    stated_over,
)
from evenhand.core.ruling.reducers import SELECTING, doubted, reduced
from evenhand.core.ruling.register import Register, prepare
from evenhand.core.ruling.selection import Selection


@dataclass(frozen=True, slots=True)
class Derived:
    """Facts complete enough to evaluate, and what they rest on.

    `evidence`: for each derived fact the entries read for it (index, claimant slot, dispute), kept
    only when recording.
    """

    facts: Facts
    register: Register
    evidence: Mapping[str, tuple[Ints, Ints, Ints]] = field(default_factory=dict)


def derive(
    version: Version,
    given: Facts,
    entries: Entries,
    *,
    incomplete: frozenset[int] = frozenset(),
    record: bool = False,
) -> Derived:
    """Every fact the version reads, for every claimant and dispute.

    A given value wins over a derived one; nothing on record means what the fact declares.
    `incomplete` holds the kinds whose register has holes: facts that rest on them are unknown. A
    struck entry is not read; an entry that an unknown could strike, or for which `where` is
    unknown, makes unknown whatever would differ without it.
    """
    register = prepare(version, given, entries)
    deriving = _Deriving(version, given, register, incomplete, record=record)
    return Derived(
        Facts(given.present, deriving.columns, given.stated), register, deriving.evidence
    )


def derive_more(
    version: Version, given: Facts, derived: Derived, incomplete: frozenset[int]
) -> Derived:
    """The facts that only remedies read beside those derived before, from the same register."""
    more = _for_remedies(version)
    deriving = _Deriving(more, given, derived.register, incomplete, record=True)
    columns = {**deriving.columns, **derived.facts.columns}
    evidence = {**deriving.evidence, **derived.evidence}
    return Derived(replace(derived.facts, columns=columns), derived.register, evidence)


def _for_remedies(version: Version) -> Version:
    """The version as one that reads what remedies read; what it keeps between calls is its own."""
    if "for remedies" not in version.programs:
        version.programs["for remedies"] = replace(
            version, reads=version.remedy_reads, reducers=version.remedy_reducers, programs={}
        )
    return cast("Version", version.programs["for remedies"])


def complete(version: Version, given: Facts) -> Facts:
    """The facts with what is missing filled in by its meaning, for disputes without a register."""
    columns = {
        path: stated_over(given, path, nothing_on_record(version, path)) for path in version.reads
    }
    return Facts(given.present, columns, given.stated)


class _Kept(NamedTuple):
    """A selection, which of it certainly and possibly counts, and the latter."""

    selection: Selection
    certain: Bools
    possible: Bools
    those: Selection


class _Deriving:
    def __init__(
        self,
        version: Version,
        given: Facts,
        register: Register,
        incomplete: frozenset[int],
        *,
        record: bool,
    ) -> None:
        self.version = version
        self.given = given
        self.register = register
        self.incomplete = incomplete
        self.record = record
        self.evidence: dict[str, tuple[Ints, Ints, Ints]] = {}
        self.selections: dict[tuple[object, ...], Selection] = {}
        self.kept: dict[tuple[object, ...], _Kept] = {}
        standing = register.struck < 0
        self.standing = {name: may & standing for name, (may, _) in register.in_period.items()}
        doubtful = register.doubtful >= 0
        self.doubtful = {name: doubtful | one for name, (_, one) in register.in_period.items()}
        self.whole = {path for path in given.columns if given_of_everybody(given, path)}
        self.columns = {**of_worlds(given.columns), **self._stated()}
        told = record and len(register.entries) > 0  # entries are cited though a fact is given
        for path, reducer in version.reducers.items():
            if told or path not in self.whole:
                self.columns[path] = stated_over(given, path, self._derived(path, reducer))
            else:  # given of everybody: there is nothing to derive
                self.columns[path] = given.columns[path]

    def _stated(self) -> dict[str, Column]:
        """Facts that follow from nothing but what was given, and the deal's own."""
        columns = {}
        for path in _wanted(self.version):
            if path in self.whole:
                columns[path] = self.given.columns[path]
                continue
            base = nothing_on_record(self.version, path)
            own = self.register.deal.get(path) if len(self.register.entries) else None
            if own is not None and own.state is not None:
                base = merge(own, base, own.state != ABSENT)
            columns[path] = stated_over(self.given, path, base)
        return columns

    def _derived(self, path: str, reducer: Reducer) -> Column:
        if len(self.register.entries) or reducer.written.reduce not in SELECTING:
            result = self._from_entries(path, reducer)
        else:
            result = self._nothing(path)
        result = self._unknown_bounds(reducer, result)
        if not self.incomplete:
            return result
        any_kind = not reducer.kinds or bool(reducer.written.graded_by)
        kinds = range(len(self.version.kinds)) if any_kind else reducer.kinds
        if self.incomplete & {*kinds, *reducer.completed_by}:
            result = _incomplete(result, keeps_true=reducer.written.reduce == "any")
        return result

    def _from_entries(self, path: str, reducer: Reducer) -> Column:
        selection, certain, possible, kept = self._kept(path, reducer)
        result = self._reduced(path, reducer, kept)
        if (certain != possible).any():
            sure = self._reduced(path, reducer, selection.only(certain))
            result = _unknown_where_different(result, sure)
            doubt = doubted(reducer, selection, certain, possible, result.value.shape)
            result = _made_unknown(result, doubt)
        if self.record:
            self.evidence[path] = _behind(reducer, kept)
        return result

    def _kept(self, path: str, reducer: Reducer) -> _Kept:
        """The entries that may count, those that do, and why; many facts share them."""
        window = alike(self.version, "window", reducer)
        selection = self._selection(path, reducer)
        key = (id(selection), window)
        if key not in self.kept:
            certain, possible = self._chosen(reducer, selection)
            self.kept[key] = _Kept(selection, certain, possible, selection.only(possible))
        return self.kept[key]

    def _selection(self, path: str, reducer: Reducer) -> Selection:
        """The standing entries of the right kinds, owner and period; many facts share one."""
        written = reducer.written
        kinds = tuple(sorted({*reducer.kinds, *reducer.completed_by})) if reducer.kinds else ()
        of_claimants = path.startswith("me.")
        key = (kinds, written.by, written.period, written.graded_by, of_claimants)
        if key not in self.selections:
            self.selections[key] = self._select(reducer, kinds, of_claimants=of_claimants)
        return self.selections[key]

    def _select(self, reducer: Reducer, kinds: tuple[int, ...], *, of_claimants: bool) -> Selection:
        written, entries = reducer.written, self.register.entries
        takes = self.standing[written.period].copy()
        if kinds:
            of_kind = one_of(entries.kind, kinds)
            if written.graded_by:
                state = entries.columns[f"entry.{written.graded_by}"].state
                of_kind |= state != ABSENT if state is not None else True
            takes &= of_kind
        if not of_claimants:
            index = np.flatnonzero(takes)
            return Selection(entries, index, np.zeros_like(index))
        if written.by == "anyone":
            index, slots = np.flatnonzero(takes), np.arange(self.given.claimants)
            return Selection(entries, np.tile(index, len(slots)), np.repeat(slots, len(index)))
        owner = entries.on_behalf_of if written.by == "own" else entries.made_by
        takes &= owner >= 0
        if written.by == "stand_in":
            takes &= entries.made_by != entries.on_behalf_of
        index = np.flatnonzero(takes)
        return Selection(entries, index, wide(owner[index]))

    def _chosen(self, reducer: Reducer, selection: Selection) -> tuple[Bools, Bools]:
        """Masks of the entries that certainly and possibly count: condition, window and doubt."""
        possible = np.ones(len(selection), dtype=bool)
        certain = ~self.doubtful[reducer.written.period][selection.index]
        if not reducer.bounds and reducer.where is None:
            return certain, possible
        frame = self._frame(selection.lines())
        for option, bound in reducer.bounds.items():
            value, state = value_of(self.version, bound, "entry")(frame)
            inside, unsure = selection.compared(option, bound.type, value)
            open_side = state != KNOWN if state is not None else np.zeros_like(inside)
            possible &= inside | unsure | open_side
            certain &= inside | open_side
        if reducer.where is not None:
            where = truth_of(self.version, reducer.where, "entry")
            holds = np.broadcast_to(where(frame), possible.shape)
            certain, possible = certain & (holds == TRUE), possible & (holds >= UNKNOWN)
        return certain, possible

    def _reduced(self, path: str, reducer: Reducer, selection: Selection) -> Column:
        """The reducer's value, with the fact's meaning of missing where nothing was selected."""
        return reduced(self.version, reducer, selection, self._nothing(path), self._frame())

    def _nothing(self, path: str) -> Column:
        shape = self.given.present.shape if path.startswith("me.") else (1, self.given.disputes)
        value, state = nothing_on_record(self.version, path)
        return Column(
            np.full(shape, value[0, 0]), None if state is None else np.full(shape, state[0, 0])
        )

    def _frame(self, entries: Lines | None = None) -> Frame:
        return Frame(self.columns, self.given.present, self.given.present, entries=entries)

    def _unknown_bounds(self, reducer: Reducer, result: Column) -> Column:
        """A window that is not known makes the fact unknown."""
        if not reducer.bounds:
            return result
        frame = self._frame()
        for bound in reducer.bounds.values():
            state = value_of(self.version, bound)(frame).state
            if state is not None and (state == UNKNOWN).any():
                result = _made_unknown(
                    result, np.broadcast_to(state == UNKNOWN, result.value.shape)
                )
        return result


def _wanted(version: Version) -> tuple[str, ...]:
    """Every fact that the version reads, be it only to derive another."""
    if "wanted" not in version.programs:
        found = version.reads.union(*(one.reads for one in version.reducers.values()))
        version.programs["wanted"] = tuple(sorted(found & set(version.facts)))
    return cast("tuple[str, ...]", version.programs["wanted"])


def _behind(reducer: Reducer, kept: Selection) -> tuple[Ints, Ints, Ints]:
    """The entries a fact rests on: of a first or last, the one it was read from."""
    if reducer.written.reduce in ("first", "last") and not reducer.completed_by and len(kept):
        person = kept.claimant * (int(kept.dispute.max()) + 1) + kept.dispute
        step = 1 if reducer.written.reduce == "first" else -1
        chosen = np.unique(person[::step], return_index=True)[1]
        place = np.arange(len(kept))[::step][chosen]
        kept = Selection(kept.entries, kept.index[place], kept.claimant[place])
    return kept.index, kept.claimant, kept.dispute


def _made_unknown(column: Column, where: Bools) -> Column:
    value, state = column
    if value.dtype == np.int8 and state is None:
        return Column(np.where(where, np.int8(UNKNOWN), value))
    known = np.full(value.shape, KNOWN, dtype=np.int8) if state is None else state
    return Column(value, np.where(where, np.int8(UNKNOWN), known))


def _unknown_where_different(one: Column, other: Column) -> Column:
    differ = one.value != other.value
    if one.state is not None and other.state is not None:
        differ = (differ & (one.state != ABSENT)) | (one.state != other.state)
    return _made_unknown(one, differ)


def _incomplete(column: Column, *, keeps_true: bool) -> Column:
    everywhere = np.ones(column.value.shape, dtype=bool)
    return _made_unknown(column, (column.value != TRUE) if keeps_true else everywhere)
