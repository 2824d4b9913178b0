"""Reducers that walk each claimant's entries by date: longest_gap, live_since, overdue.

All groups walk together: round k looks at the k-th entry of every group that has so many, so
that a batch costs as many rounds as its longest history has entries. The groups stand in the order
of their number of entries, most first: each round then concerns the first so many of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.core.policy.versions import Reducer, Version
from evenhand.core.ruling.calendar import local_days, shift_workdays
from evenhand.core.ruling.cases import ABSENT, KNOWN, UNKNOWN, Bools, Column, Ints, one_of
from evenhand.core.ruling.clock import Clock
from evenhand.core.ruling.columns import Rows
from evenhand.core.ruling.compiled import alike
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.logic import Compiler
from evenhand.core.ruling.rounds import Rounds
from evenhand.core.ruling.selection import Selection
from evenhand.core.types import Type


class FollowUps:
    """One such reducer over one selection. A group is one claimant in one dispute."""

    def __init__(
        self,
        version: Version,
        reducer: Reducer,
        selection: Selection,
        nothing: Column,
        frame: Frame,
    ) -> None:
        self.version, self.reducer, self.selection = version, reducer, selection
        self.nothing, self.frame = nothing, frame
        self.shape, self.size = nothing.value.shape, nothing.value.size
        self.compiler = Compiler(version)
        self.rows = Rows(version, reducer.table.name, -1) if reducer.table else None
        dates, dated = selection.column("entry.occurred_on")
        group = selection.group(self.shape[1])
        self.rounds = selection.once(("rounds", self.size), lambda: Rounds(group, dates, self.size))
        self.counts, self.ranked = self.rounds.counts, self.rounds.ranked
        self.date = dates[self.rounds.order]
        self.group = group[self.rounds.order]
        self.undated = np.zeros(self.size, dtype=bool)
        if dated is not None:
            self.undated[group[dated != KNOWN]] = True

    def value(self) -> Column:
        """What the reducer gives for every group."""
        match self.reducer.written.reduce:
            case "longest_gap":
                return self._longest_gap()
            case "live_since":
                return self._live_since()
            case _:
                return self._overdue()

    def _bound(self, name: str) -> tuple[Ints, Bools, Bools]:
        """A date bound for every group: value, whether known, whether unknown."""
        node = self.reducer.start if name == "start" else self.reducer.bounds.get(name)
        nothing = np.zeros(self.size, dtype=bool)
        if node is None or node.type is Type.POSITION:
            return np.zeros(self.size, dtype=np.int64), nothing, nothing
        value, state = self.compiler.value(node)(self.frame)
        spread = np.broadcast_to(value, self.shape).ravel()
        if node.type is Type.INSTANT:
            spread = local_days(self.version.time_zone, spread)
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
        seen, previous = has_start[self.ranked], start[self.ranked]
        longest = np.zeros(len(self.ranked), dtype=np.int64)
        for many, here in self.rounds:
            gap = np.where(seen[:many], self.date[here] - previous[:many], 0)
            np.maximum(longest[:many], gap, out=longest[:many])
            previous[:many], seen[:many] = self.date[here], True
        seen, previous, longest = self._unranked(seen, previous, longest)
        closing = np.where(seen & has_end, np.maximum(end - previous, 0), 0)
        known = (self.counts > 0) | (has_start & has_end)
        unknown = start_unknown | end_unknown | through_unknown | self.undated
        return self._result(np.maximum(longest, closing), known, unknown)

    def _unranked(self, *ranked: NDArray[Any]) -> Iterator[NDArray[Any]]:
        """Arrays by rank as arrays by group."""
        for array in ranked:
            by_group = np.empty_like(array)
            by_group[self.ranked] = array
            yield by_group

    def _live_since(self) -> Column:
        until, walk, told, unknown = self._told()
        alive = told & walk.graded & (until <= walk.due)
        return self._result(walk.since, alive, unknown, absent=told & walk.graded & ~alive)

    def _overdue(self) -> Column:
        until, walk, told, unknown = self._told()
        now = np.where(told, np.maximum(until - walk.due, 0), 0)
        value = now if self.reducer.written.of == "now" else np.maximum(walk.longest, now)
        return self._result(value, told & walk.graded, unknown)

    def _told(self) -> tuple[Ints, Clock, Bools, Bools]:
        """The day as of which it is told, the clock, and for which groups it is told or unknown.

        Without a day, as before a closing, nothing is on record, whatever the clock.
        """
        until, has_until, until_unknown = self._bound("until")
        clock = (alike(self.version, "clock", self.reducer), self.shape)
        walk = self.selection.once(clock, self._walk)
        told = walk.running & has_until
        running = walk.running | self._undated_contacts()
        doubtful = running & (walk.unknown | self.undated | ~walk.graded)
        doubtful |= self._bound("start")[2]
        return until, walk, told, until_unknown | (has_until & doubtful)

    # The clock of follow-ups, piecewise under a changing grade

    def _walk(self) -> Clock:
        """Every contact restarts the clock; what was late until then is a lapse."""
        begin, has_begin, _ = self._bound("start")
        interval, graded = self._first_interval()
        begin, has_begin = begin[self.ranked], has_begin[self.ranked]
        start, interval = np.where(has_begin, begin, 0), interval[self.ranked]
        clock = Clock(
            start.copy(),
            self._due(start, interval),
            interval,
            has_begin.copy(),
            start.copy(),
            np.zeros(self.size, dtype=np.int64),
            graded[self.ranked],
            np.zeros(self.size, dtype=bool),
        )
        contact, grades = self._is_contact(), self._set_intervals()
        for many, here in self.rounds:
            date, first = self.date[here], clock.first(many)
            early = has_begin[:many] & (date < begin[:many])
            self._touch(first, contact[here] & ~early, date)
            if grades is not None:
                sets, intervals, unknown = grades
                first.unknown[unknown[here]] = True
                self._regrade(first, sets[here], date, intervals[here])
        return Clock(*self._unranked(*clock.arrays()))

    def _touch(self, clock: Clock, touches: Bools, date: Ints) -> None:
        """A contact: what is late by then is a lapse, and the clock starts again."""
        late = np.where(clock.running, date - clock.due, 0)
        np.copyto(clock.longest, np.maximum(clock.longest, late), where=touches)
        np.copyto(clock.since, date, where=touches & ~(clock.running & (late <= 0)))
        np.copyto(clock.start, date, where=touches)
        np.copyto(clock.due, self._due(date, clock.interval), where=touches)
        clock.running |= touches

    def _undated_contacts(self) -> Bools:
        """Groups in which a contact has no date, so that the clock may or may not run."""
        found = np.zeros(self.size, dtype=bool)
        dated = self.selection.column("entry.occurred_on").state
        if dated is not None:
            found[self.group[self._is_contact() & (dated[self.rounds.order] != KNOWN)]] = True
        return found

    def _is_contact(self) -> Bools:
        """Which of the walked entries count as contact; the others only set a grade."""
        kinds = self.reducer.kinds
        kind = self.selection.entries.kind[self.selection.index[self.rounds.order]]
        return one_of(kind, kinds) if kinds else np.ones(len(kind), dtype=bool)

    def _intervals(self, grades: Ints, groups: Ints) -> Ints:
        """The intervals that grades set, in the dispute of each group; -1 without one."""
        assert self.rows is not None
        return self.rows.at(self.frame.columns, grades, groups % self.shape[1])

    def _grades(self) -> Column | None:
        if self.reducer.table is None:
            return None
        value, state = self.selection.column(f"entry.{self.reducer.written.graded_by}")
        order = self.rounds.order
        return Column(value[order], None if state is None else state[order])

    def _set_intervals(self) -> tuple[Bools, Ints, Bools] | None:
        """Of each walked entry: whether it sets a grade, the interval, whether that is unknown."""
        grades = self._grades()
        if grades is None:
            return None
        sets = np.ones(len(self.date), dtype=bool)
        unknown = np.zeros(len(self.date), dtype=bool)
        if grades.state is not None:
            sets, unknown = grades.state == KNOWN, grades.state == UNKNOWN
        interval = self._intervals(grades.value, self.group)
        return sets, interval, unknown | (sets & (interval < 0))  # a grade without a row

    def _first_interval(self) -> tuple[Ints, Bools]:
        """The interval each group starts with.

        Its first grade on record, else the grade that is given.
        """
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
        everybody = np.arange(self.size)
        interval = self._intervals(np.broadcast_to(given, self.shape).ravel(), everybody)
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
        place = np.flatnonzero(has_grade)[::-1]  # round by round: the first grade stays
        group = self.group[place]
        interval[group] = self._intervals(grades.value[place], group)
        known[group] = True
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

    def _regrade(self, clock: Clock, sets: Bools, date: Ints, interval: Ints) -> None:
        """A grade set.

        A shorter interval restarts the clock, a longer one extends it, neither cures a lapse that
        has begun.
        """
        running = clock.running
        shorter, begun = interval < clock.interval, date > clock.due
        restart = np.maximum(clock.start, date)
        np.copyto(clock.start, restart, where=sets & shorter & ~begun & running)
        np.copyto(clock.interval, interval, where=sets)
        due = self._due(clock.start, clock.interval)
        np.copyto(clock.due, due, where=sets & ~(begun & running))
