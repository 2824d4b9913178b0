"""Register entries → facts.

Strikes once, then each fact by its reducer, in an order in which each reads what came before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

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
    of_worlds,
)
from evenhand.core.ruling.logic import Compiler, Frame
from evenhand.core.ruling.reducers import doubted, reduced
from evenhand.core.ruling.register import Register, filled, merge, prepare, stated_over
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
    reads, reducers = version.remedy_reads, version.remedy_reducers
    more = replace(version, reads=reads, reducers=reducers)
    deriving = _Deriving(more, given, derived.register, incomplete, record=True)
    columns = {**deriving.columns, **derived.facts.columns}
    evidence = {**deriving.evidence, **derived.evidence}
    return Derived(replace(derived.facts, columns=columns), derived.register, evidence)


def complete(version: Version, given: Facts) -> Facts:
    """The facts with what is missing filled in by its meaning, for disputes without a register."""
    columns = {
        path: stated_over(given, path, filled(version.facts[path], version, (1, 1)))
        for path in version.reads
    }
    return Facts(given.present, columns, given.stated)


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
        self.columns = {**of_worlds(given.columns), **self._stated()}
        for path, reducer in version.reducers.items():
            if record or path not in given.columns or path in given.stated:
                self.columns[path] = stated_over(given, path, self._derived(path, reducer))
            else:  # given of everybody: there is nothing to derive
                self.columns[path] = given.columns[path]

    def _stated(self) -> dict[str, Column]:
        """Facts that follow from nothing but what was given, and the deal's own."""
        wanted = self.version.reads | set().union(
            *(reducer.reads for reducer in self.version.reducers.values())
        )
        columns = {}
        for path in sorted(wanted & set(self.version.facts)):
            base = filled(self.version.facts[path], self.version, (1, 1))
            own = self.register.deal.get(path)
            if own is not None and own.state is not None:
                base = merge(own, base, own.state != ABSENT)
            columns[path] = stated_over(self.given, path, base)
        return columns

    def _derived(self, path: str, reducer: Reducer) -> Column:
        selection = self._selection(path, reducer)
        certain, possible = self._chosen(reducer, selection)
        result = self._reduced(path, reducer, selection.only(possible))
        if not np.array_equal(certain, possible):
            sure = self._reduced(path, reducer, selection.only(certain))
            result = _unknown_where_different(result, sure)
            doubt = doubted(reducer, selection, certain, possible, result.value.shape)
            result = _made_unknown(result, doubt)
        if self.record:
            self.evidence[path] = _behind(reducer, selection.only(possible))
        result = self._unknown_bounds(reducer, result)
        any_kind = not reducer.kinds or bool(reducer.written.graded_by)
        kinds = range(len(self.version.kinds)) if any_kind else reducer.kinds
        if self.incomplete & {*kinds, *reducer.completed_by}:
            result = _incomplete(result, keeps_true=reducer.written.reduce == "any")
        return result

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
        takes = self.register.in_period[written.period][0] & (self.register.struck < 0)
        if kinds:
            of_kind = np.isin(entries.kind, kinds)
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
        return Selection(entries, index, owner[index])

    def _chosen(self, reducer: Reducer, selection: Selection) -> tuple[Bools, Bools]:
        """Masks of the entries that certainly and possibly count: condition, window and doubt."""
        frame = self._frame(selection.as_entries())
        compiler = Compiler(self.version, "entry")
        possible = np.ones(len(selection), dtype=bool)
        unsure_period = self.register.in_period[reducer.written.period][1]
        certain = ~((self.register.doubtful >= 0) | unsure_period)[selection.index]
        for option, bound in reducer.bounds.items():
            value, state = compiler.value(bound)(frame)
            inside, unsure = selection.compared(option, bound.type, value)
            open_side = state != KNOWN if state is not None else np.zeros_like(inside)
            possible &= inside | unsure | open_side
            certain &= inside | open_side
        if reducer.where is not None:
            holds = np.broadcast_to(compiler.truth(reducer.where)(frame), possible.shape)
            certain, possible = certain & (holds == TRUE), possible & (holds >= UNKNOWN)
        return certain, possible

    def _reduced(self, path: str, reducer: Reducer, selection: Selection) -> Column:
        """The reducer's value, with the fact's meaning of missing where nothing was selected."""
        shape = self.given.present.shape if path.startswith("me.") else (1, self.given.disputes)
        nothing = filled(self.version.facts[path], self.version, shape)
        return reduced(self.version, reducer, selection, nothing, self._frame())

    def _frame(self, entries: Entries | None = None) -> Frame:
        return Frame(self.columns, self.given.present, self.given.present, entries=entries)

    def _unknown_bounds(self, reducer: Reducer, result: Column) -> Column:
        """A window that is not known makes the fact unknown."""
        frame, compiler = self._frame(), Compiler(self.version)
        for bound in reducer.bounds.values():
            state = compiler.value(bound)(frame).state
            if state is not None and (state == UNKNOWN).any():
                result = _made_unknown(
                    result, np.broadcast_to(state == UNKNOWN, result.value.shape)
                )
        return result


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


def evidence_of(derived: Derived, path: str, claimant: int, dispute: int) -> Iterator[int]:
    """Indices of the entries behind a fact of one claimant; of the deal or dispute with 0."""
    if path in derived.evidence:
        index, claimants, disputes = derived.evidence[path]
        yield from index[(claimants == claimant) & (disputes == dispute)].tolist()
