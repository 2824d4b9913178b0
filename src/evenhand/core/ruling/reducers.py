"""The reducers: from selected entries to one value per claimant and dispute, whole batches at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from evenhand.core.policy.versions import Reducer, Version
from evenhand.core.ruling.cases import ABSENT, KNOWN, TRUE, UNKNOWN, Bools, Column, Entries, Ints
from evenhand.core.ruling.calendar import shift_workdays
from evenhand.core.ruling.logic import Compiler, Frame
from evenhand.core.types import Type


class _Picked(Mapping[str, Column]):
    """Entry columns at some rows, gathered when read."""

    def __init__(self, columns: Mapping[str, Column], index: Ints) -> None:
        self._columns = columns
        self._index = index

    def __getitem__(self, path: str) -> Column:
        value, state = self._columns[path]
        return Column(value[self._index], None if state is None else state[self._index])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


@dataclass(frozen=True, slots=True)
class Selection:
    """Some entries in register order (`index`), each with the claimant slot it is read for."""

    entries: Entries
    index: Ints
    claimant: Ints

    def __len__(self) -> int:
        return len(self.index)

    @property
    def dispute(self) -> Ints:
        """The dispute of each."""
        return self.entries.dispute[self.index]

    def column(self, path: str) -> Column:
        """An entry field of each."""
        value, state = self.entries.columns[path]
        return Column(value[self.index], None if state is None else state[self.index])

    def only(self, mask: Bools) -> Selection:
        """Those for which the mask is true."""
        return (
            self if mask.all() else Selection(self.entries, self.index[mask], self.claimant[mask])
        )

    def as_entries(self) -> Entries:
        """The selection as entries whose owner is the claimant they are read for."""
        entries, index = self.entries, self.index
        columns = _Picked(entries.columns, index)
        return Entries(
            entries.dispute[index],
            entries.made_by[index],
            self.claimant,
            entries.kind[index],
            entries.sequence[index],
            columns,
        )

    def compared(self, option: str, type_: Type, bound: Ints) -> tuple[Bools, Bools]:
        """Which entries lie on the right side of a bound, and of which that is not known."""
        field = {
            Type.POSITION: "entry.sequence",
            Type.DATE: "entry.occurred_on",
            Type.INSTANT: "entry.occurred_at",
        }[type_]
        value, state = self.column(field)
        unknown = np.zeros(len(self), dtype=bool) if state is None else state != KNOWN
        comparisons: dict[str, Callable[[], Bools]] = {
            "from": lambda: value >= bound,
            "after": lambda: value > bound,
            "until": lambda: value < bound,
            "through": lambda: value <= bound,
        }
        return comparisons[option]() & ~unknown, unknown


def reduced(
    version: Version,
    reducer: Reducer,
    selection: Selection,
    shape: tuple[int, int],
    nothing: Column,
    facts: Mapping[str, Column],
    present: Bools,
) -> Column:
    """The reducer's value for each (claimant, dispute) of `shape`; `nothing` where no entry was selected."""
    group = selection.claimant * shape[1] + selection.dispute
    written = reducer.written
    if written.reduce in ("any", "count"):
        count = np.bincount(group, minlength=shape[0] * shape[1]).reshape(shape)
        return _counted(count, nothing, any_=written.reduce == "any")
    if written.reduce in ("first", "last"):
        return _picked(reducer, selection, group, nothing)
    if written.reduce in ("min", "max"):
        return _extreme(
            selection.column(f"entry.{written.of}"),
            group,
            nothing,
            smallest=written.reduce == "min",
        )
    return _Sequence(version, reducer, selection, shape, nothing, facts, present).run()


def _counted(count: Ints, nothing: Column, *, any_: bool) -> Column:
    found = count > 0
    if any_:
        return Column(np.where(found, np.int8(TRUE), nothing.value).astype(np.int8))
    value = np.where(found, count, nothing.value)
    return (
        Column(value)
        if nothing.state is None
        else Column(value, np.where(found, np.int8(KNOWN), nothing.state))
    )


def _over_nothing(place: Ints, column: Column, nothing: Column) -> Column:
    """The column's value at `place`, and `nothing` where place is -1."""
    found = (place >= 0).reshape(nothing.value.shape)
    if not len(column.value):
        return nothing
    value = column.value[place].reshape(found.shape)
    if nothing.value.dtype == np.int8 and nothing.state is None:
        return Column(np.where(found, value, nothing.value).astype(np.int8))
    own = (
        np.full(found.shape, KNOWN, dtype=np.int8)
        if column.state is None
        else column.state[place].reshape(found.shape)
    )
    other = np.int8(KNOWN) if nothing.state is None else nothing.state
    return Column(
        np.where(found, value, nothing.value), np.where(found, own, other).astype(np.int8)
    )


def _picked(reducer: Reducer, selection: Selection, group: Ints, nothing: Column) -> Column:
    """The field of the first or last entry of each group, by register order."""
    written, size = reducer.written, nothing.value.size
    place = np.full(size, -1, dtype=np.int64)
    state = selection.column(f"entry.{written.of}").state
    order = np.arange(len(selection))
    if not reducer.completed_by:
        if state is not None:  # an entry that leaves the field out says nothing about it
            order, group = order[state != ABSENT], group[state != ABSENT]
        backwards = slice(None, None, -1) if written.reduce == "first" else slice(None)
        place[group[backwards]] = order[backwards]  # the last one written stays
    else:
        place = _completed(reducer, selection, group, size)
    return _over_nothing(place, selection.column(f"entry.{written.of}"), nothing)


def _completed(reducer: Reducer, selection: Selection, group: Ints, size: int) -> Ints:
    """Of each group the later of its first entry of `kinds` and its first of `completed_by`; -1 if either lacks."""
    kind = selection.entries.kind[selection.index]
    firsts = []
    for kinds in (reducer.kinds, reducer.completed_by):
        first = np.full(size, -1, dtype=np.int64)
        index = np.flatnonzero(np.isin(kind, kinds))[::-1]
        first[group[index]] = index
        firsts.append(first)
    both = (firsts[0] >= 0) & (firsts[1] >= 0)
    return np.where(both, np.maximum(*firsts), -1)


def _extreme(column: Column, group: Ints, nothing: Column, *, smallest: bool) -> Column:
    """Smallest or largest known value of each group; unknown if one of them is unknown."""
    shape, size = nothing.value.shape, nothing.value.size
    known = np.ones(len(group), dtype=bool) if column.state is None else column.state == KNOWN
    limit = np.iinfo(np.int64).max if smallest else np.iinfo(np.int64).min
    best = np.full(size, limit, dtype=np.int64)
    (np.minimum if smallest else np.maximum).at(best, group[known], column.value[known])
    found = np.bincount(group[known], minlength=size).astype(bool)
    unsure = np.zeros(size, dtype=bool)
    if column.state is not None:
        unsure[group[column.state == UNKNOWN]] = True
    other = (
        np.full(size, KNOWN, dtype=np.int8) if nothing.state is None else np.ravel(nothing.state)
    )
    state = np.where(unsure, np.int8(UNKNOWN), np.where(found, np.int8(KNOWN), other)).astype(
        np.int8
    )
    value = np.where(found, best, np.ravel(nothing.value))
    return Column(value.reshape(shape), state.reshape(shape))


@dataclass(slots=True)
class _Clock:
    """The follow-up clock of every group: where it started, when it runs out, the interval, and what was found so far."""

    start: Ints
    due: Ints
    interval: Ints
    running: Bools
    since: Ints
    longest: Ints
    graded: Bools
    unknown: Bools


class _Sequence:
    """Reducers that walk each group's entries by date: longest_gap, live_since, overdue.

    All groups walk together: round k looks at the k-th entry of every group that has so many.
    """

    def __init__(
        self,
        version: Version,
        reducer: Reducer,
        selection: Selection,
        shape: tuple[int, int],
        nothing: Column,
        facts: Mapping[str, Column],
        present: Bools,
    ) -> None:
        self.version, self.reducer, self.selection, self.shape, self.nothing = (
            version,
            reducer,
            selection,
            shape,
            nothing,
        )
        self.frame = Frame(dict(facts), present, present)
        self.compiler = Compiler(version)
        dates = selection.column("entry.occurred_on").value
        group = selection.claimant * shape[1] + selection.dispute
        order = np.lexsort((selection.entries.sequence[selection.index], dates, group))
        self.order, self.group, self.date = order, group[order], dates[order]
        self.size = shape[0] * shape[1]
        self.counts = np.bincount(group, minlength=self.size)
        self.offset = np.concatenate([[0], np.cumsum(self.counts)[:-1]])

    def run(self) -> Column:
        """The value of every group."""
        return {
            "longest_gap": self._longest_gap,
            "live_since": self._live_since,
            "overdue": self._overdue,
        }[self.reducer.written.reduce]()

    def _rounds(self) -> Iterator[tuple[Ints, Ints]]:
        """Round by round: the groups that have a k-th entry, and where it stands in the sorted order."""
        groups = np.flatnonzero(self.counts)
        for k in range(int(self.counts.max(initial=0))):
            groups = groups[self.counts[groups] > k]
            yield groups, self.offset[groups] + k

    def _bound(self, name: str) -> tuple[Ints, Bools, Bools]:
        """A date bound for every group: value, whether known, whether unknown."""
        node = self.reducer.start if name == "start" else self.reducer.bounds.get(name)
        nothing = np.zeros(self.size, dtype=bool)
        if node is None:
            return np.zeros(self.size, dtype=np.int64), nothing, nothing
        value, state = self.compiler.value(node)(self.frame)
        spread = np.broadcast_to(value, self.shape).ravel()
        if node.type is Type.INSTANT:
            spread = spread // 86_400
        if state is None:
            return spread, ~nothing, nothing
        spread_state = np.broadcast_to(state, self.shape).ravel()
        return spread, spread_state == KNOWN, spread_state == UNKNOWN

    def _result(
        self, value: Ints, known: Bools, unknown: Bools, absent: Bools | None = None
    ) -> Column:
        """Known values over `nothing`."""
        base = np.ravel(self.nothing.value)
        other = (
            np.full(self.size, KNOWN, dtype=np.int8)
            if self.nothing.state is None
            else np.ravel(self.nothing.state)
        )
        state = np.where(known, np.int8(KNOWN), other)
        if absent is not None:
            state = np.where(absent, np.int8(ABSENT), state)
        state = np.where(unknown, np.int8(UNKNOWN), state).astype(np.int8)
        return Column(np.where(known, value, base).reshape(self.shape), state.reshape(self.shape))

    def _longest_gap(self) -> Column:
        start, has_start, start_unknown = self._bound("from")
        end, has_end, end_unknown = self._bound("until")
        through, has_through, through_unknown = self._bound("through")
        end, has_end = np.where(has_end, end, through), has_end | has_through
        previous, seen, longest = (
            start.copy(),
            has_start.copy(),
            np.zeros(self.size, dtype=np.int64),
        )
        for groups, place in self._rounds():
            gap = np.where(seen[groups], self.date[place] - previous[groups], 0)
            longest[groups] = np.maximum(longest[groups], gap)
            previous[groups], seen[groups] = self.date[place], True
        closing = np.where(seen & has_end, np.maximum(end - previous, 0), 0)
        known = (self.counts > 0) | (has_start & has_end)
        return self._result(
            np.maximum(longest, closing), known, start_unknown | end_unknown | through_unknown
        )

    def _live_since(self) -> Column:
        until, has_until, until_unknown = self._bound("until")
        walk = self._walk()
        told = walk.running & has_until
        alive = told & walk.graded & (until <= walk.due)
        unknown = until_unknown | walk.unknown | (told & ~walk.graded)
        return self._result(walk.since, alive, unknown, absent=told & walk.graded & ~alive)

    def _overdue(self) -> Column:
        until, has_until, until_unknown = self._bound("until")
        walk = self._walk()
        told = walk.running & has_until
        now = np.where(told, np.maximum(until - walk.due, 0), 0)
        value = now if self.reducer.written.of == "now" else np.maximum(walk.longest, now)
        return self._result(
            value, told & walk.graded, until_unknown | walk.unknown | (told & ~walk.graded)
        )

    # The clock of follow-ups, piecewise under a changing grade

    def _walk(self) -> _Clock:
        """Every contact restarts the clock; what was late until then is a lapse."""
        begin, has_begin, begin_unknown = self._bound("start")
        interval, graded = self._first_interval()
        start = np.where(has_begin, begin, 0)
        clock = _Clock(
            start.copy(),
            self._due(start, interval),
            interval,
            has_begin.copy(),
            start.copy(),
            np.zeros(self.size, dtype=np.int64),
            graded,
            begin_unknown,
        )
        contact = self._is_contact()
        for groups, place in self._rounds():
            date, touches = self.date[place], contact[place]
            met, when = groups[touches], date[touches]
            running = clock.running[met]
            late = np.where(running, when - clock.due[met], 0)
            clock.longest[met] = np.maximum(clock.longest[met], late)
            clock.since[met] = np.where(running & (late <= 0), clock.since[met], when)
            clock.start[met], clock.running[met] = when, True
            clock.due[met] = self._due(when, clock.interval[met])
            self._regrade(groups, place, date, clock)
        return clock

    def _is_contact(self) -> Bools:
        """Which of the walked entries count as contact; the others only set a grade."""
        kinds = self.reducer.kinds
        kind = self.selection.entries.kind[self.selection.index][self.order]
        return np.isin(kind, kinds) if kinds else np.ones(len(kind), dtype=bool)

    def _intervals(self) -> Ints:
        """The interval by grade code, from the table."""
        table = self.reducer.table
        assert table is not None
        intervals = np.full(len(self.version.vocabulary.texts), -1, dtype=np.int64)
        for text, value in table.values.items():
            intervals[self.version.vocabulary.code(text)] = value
        return intervals

    def _grades(self) -> Column | None:
        if self.reducer.table is None:
            return None
        value, state = self.selection.column(f"entry.{self.reducer.written.graded_by}")
        return Column(value[self.order], None if state is None else state[self.order])

    def _first_interval(self) -> tuple[Ints, Bools]:
        """The interval each group starts with: its first grade on record, else the grade that is given."""
        grades = self._grades()
        if grades is None:
            every = self.reducer.every
            assert every is not None
            value, state = self.compiler.value(every)(self.frame)
            known = (
                np.ones(self.size, dtype=bool)
                if state is None
                else np.broadcast_to(state == KNOWN, self.shape).ravel()
            )
            return np.broadcast_to(value, self.shape).ravel().copy(), known.copy()
        table = self.reducer.table
        assert table is not None
        given, state = self.frame.columns[table.by]
        intervals = self._intervals()
        interval = intervals[np.broadcast_to(given, self.shape).ravel()].copy()
        known = (
            np.ones(self.size, dtype=bool)
            if state is None
            else np.broadcast_to(state == KNOWN, self.shape).ravel().copy()
        )
        has_grade = (
            grades.state == KNOWN
            if grades.state is not None
            else np.ones(len(self.group), dtype=bool)
        )
        place = np.flatnonzero(has_grade)[::-1]
        interval[self.group[place]] = intervals[grades.value[place]]
        known[self.group[place]] = True
        return interval, known & (interval >= 0)

    def _due(self, clock: Ints, interval: Ints) -> Ints:
        workdays = (self.reducer.table and self.reducer.table.type is Type.WORKDAYS) or (
            self.reducer.every and self.reducer.every.type is Type.WORKDAYS
        )
        return (
            shift_workdays(self.version.work_days, clock, interval)
            if workdays
            else clock + interval
        )

    def _regrade(self, groups: Ints, place: Ints, date: Ints, clock: _Clock) -> None:
        """A grade set: a shorter interval restarts the clock, a longer one extends it, neither cures a lapse that has begun."""
        grades = self._grades()
        if grades is None:
            return
        sets = (
            grades.state[place] == KNOWN
            if grades.state is not None
            else np.ones(len(place), dtype=bool)
        )
        who, when = groups[sets], date[sets]
        new = self._intervals()[grades.value[place[sets]]]
        running = clock.running[who]
        shorter, begun = new < clock.interval[who], when > clock.due[who]
        clock.start[who] = np.where(shorter & ~begun & running, when, clock.start[who])
        clock.interval[who] = new
        clock.due[who] = np.where(begun & running, clock.due[who], self._due(clock.start[who], new))
