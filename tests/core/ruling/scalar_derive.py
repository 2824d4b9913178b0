"""Facts from register entries read plainly: one dispute, one claimant, one fact at a time.

Written from §4 to §6 and §9 of docs/explain/policy-language.md; shares no line with the derivation
it checks. An entry of which it is not known whether it counts is tried both ways: a fact is known
only if it comes out the same whichever of those entries count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

from evenhand.core.policy.tree import Node
from evenhand.core.policy.versions import Reducer, Version
from evenhand.core.types import Type
from tests.core.ruling.expressions import ABSENT, EPOCH, UNKNOWN, Dispute, Nothing, Reader, Value
from tests.core.ruling.expressions import every as all_of
from tests.core.ruling.random_disputes import nothing_on_record
from tests.core.ruling.scalar_clock import Clock

NOBODY = -1
MEETINGS = {"reception", "visit"}
CLOSINGS = {"contract", "order"}
SPANS = {"longest_gap", "live_since", "overdue"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: who made it and for whom (a claimant, or NOBODY), and its fields by path."""

    sequence: int
    kind: str
    made_by: int
    behalf: int
    fields: Mapping[str, Value]

    @property
    def happened(self) -> Value:
        return self.fields["entry.occurred_on"]


class Deriver(Reader):
    """Derives every fact of one dispute that a version reads. `given` holds what was stated.

    `cautious` collects, as path and claimant, what looks at several entries together of which two
    or more are doubtful: to try all combinations is beyond a batch, so the product may say unknown.
    """

    def __init__(
        self,
        version: Version,
        given: Dispute,
        entries: Sequence[Entry],
        incomplete: frozenset[str],
        seen: set[str] | None = None,
    ) -> None:
        super().__init__(version, given, seen)
        self.cautious: set[tuple[str, int]] = set()
        self.given = given
        self.incomplete = incomplete
        as_of = given.shared.get("dispute.as_of")
        self.as_of = as_of if isinstance(as_of, int) else None
        self.nothing = {
            path: nothing_on_record(spec)
            for path, spec in version.facts.items()
            if spec.scope == "entry"
        }
        self.entries = [self._completed(entry) for entry in entries]
        self._find_deal()
        self.entries = [self._with_closing_visit(entry) for entry in self.entries]
        self.doubtful: set[int] = set()
        self._strike()

    def run(self) -> Dispute:
        """Given facts win; then those that follow from the register; then what `missing` means."""
        version = self.version
        wanted = version.reads.union(*(reducer.reads for reducer in version.reducers.values()))
        deal = self._deal_facts()
        for path in sorted(wanted & set(version.facts)):
            otherwise = deal.get(path, nothing_on_record(version.facts[path]))
            for facts in self._owners(path):
                facts.setdefault(path, otherwise)
        for path, reducer in version.reducers.items():
            for me, facts in enumerate(self._owners(path)):
                given = self.given.claimants[me] if path.startswith("me.") else self.given.shared
                facts[path] = given[path] if path in given else self._fact(path, reducer, me)
        return Dispute(tuple(self.claimants), self.shared)

    def _owners(self, path: str) -> list[dict[str, Value]]:
        return self.claimants if path.startswith("me.") else [self.shared]

    # The register

    def _completed(self, entry: Entry) -> Entry:
        """The entry with every declared field."""
        computed: dict[str, Value] = {
            "entry.kind": entry.kind,
            "entry.sequence": entry.sequence,
            "entry.stands_in": entry.made_by != entry.behalf,
            "entry.by_claimant": entry.made_by != NOBODY,
        }
        fields = {**self.nothing, **entry.fields, **computed}
        return Entry(entry.sequence, entry.kind, entry.made_by, entry.behalf, fields)

    def _find_deal(self) -> None:
        """The deal in question: what closed it, its day, and the contract of the one before."""
        stated = self.given.shared.get("deal.closed_on")
        on_the_day = [
            entry
            for entry in self._happened_by(self.as_of)
            if stated is None or entry.happened == stated
        ]
        contracts = [entry for entry in on_the_day if entry.kind == "contract"]
        orders = [entry for entry in on_the_day if entry.kind == "order"]
        closings = contracts or orders
        self.closing = closings[-1] if closings else None
        day = stated if self.closing is None or stated is not None else self.closing.happened
        self.closed_on = day if isinstance(day, int) else None
        limit = self.as_of if self.closed_on is None else self.closed_on - 1
        earlier = [entry for entry in self._happened_by(limit) if entry.kind == "contract"]
        self.previous = earlier[-1] if earlier else None

    def _happened_by(self, day: int | None) -> Iterator[Entry]:
        for entry in self.entries:
            happened = entry.happened
            if isinstance(happened, int) and (day is None or happened <= day):
                yield entry

    def _deal_facts(self) -> dict[str, Value]:
        """What the closing entry says of the deal."""
        facts: dict[str, Value] = {}
        if self.closed_on is not None:
            facts["deal.closed_on"] = self.closed_on
        if self.closing is not None:
            facts["deal.closed_at"] = self.closing.fields["entry.occurred_at"]
            facts["deal.closing"] = self.closing.sequence
        if self.previous is not None:
            facts["deal.previous_closed_on"] = self.previous.happened
        return facts

    def _with_closing_visit(self, entry: Entry) -> Entry:
        """Is it a meeting on the closing day, by who closed, and not their first contact."""
        contacts = [
            one
            for one in self.entries
            if self.version.kinds[one.kind].contact and one.made_by == entry.made_by
        ]
        closed = any(
            one.kind in CLOSINGS
            and one.made_by == entry.made_by
            and self._on_closing_day(one) is True
            for one in self.entries
        )
        meets = entry.kind in MEETINGS and closed and contacts[0] is not entry
        visit = all_of([meets, self._on_closing_day(entry)])
        fields = {**entry.fields, "entry.closing_visit": visit}
        return Entry(entry.sequence, entry.kind, entry.made_by, entry.behalf, fields)

    def _on_closing_day(self, entry: Entry) -> Value:
        if self.closed_on is None:
            return False
        return UNKNOWN if entry.happened is UNKNOWN else entry.happened == self.closed_on

    def _strike(self) -> None:
        """Take out what is struck; remember what an unknown could strike."""
        facts = dict(self.shared)
        for path, spec in self.version.facts.items():
            if spec.scope in {"deal", "dispute"}:
                self.shared.setdefault(path, nothing_on_record(spec))
        standing = []
        for entry in self.entries:
            self.entry = entry.fields
            found = [
                self.value(step.condition)
                for step in self.version.strikes
                if step.condition is not None and entry.kind in self._kinds(step.kinds)
            ]
            if found:
                self.seen.add("strike")
            if True not in found:
                standing.append(entry)
            if UNKNOWN in found:
                self.doubtful.add(entry.sequence)
        self.entries = standing
        self.shared = facts

    def _kinds(self, codes: Iterable[int]) -> set[str]:
        return {self.version.kind_names[code] for code in codes}

    # Which entries count

    def _fact(self, path: str, reducer: Reducer, me: int) -> Value:
        self.seen.add(reducer.written.reduce)
        bounds = {option: self.value(node, me) for option, node in reducer.bounds.items()}
        if UNKNOWN in bounds.values():
            return UNKNOWN
        sure, doubtful = [], []
        for entry in self.entries:
            counts = self._counts(path, reducer, entry, bounds, me)
            if counts is True and entry.sequence not in self.doubtful:
                sure.append(entry)
            elif counts is not False:
                doubtful.append(entry)
        if len(doubtful) > 1 and (reducer.written.reduce in SPANS or reducer.completed_by):
            self.cautious.add((path, me))
        found = self._whichever_count(path, reducer, (sure, doubtful), bounds, me)
        certain = reducer.written.reduce == "any" and found is True
        return UNKNOWN if self._has_holes(reducer) and not certain else found

    def _has_holes(self, reducer: Reducer) -> bool:
        """Does it rest on a kind whose register is incomplete."""
        if not reducer.kinds or reducer.written.graded_by:
            return bool(self.incomplete)
        return bool(self.incomplete & self._kinds({*reducer.kinds, *reducer.completed_by}))

    def _whichever_count(
        self,
        path: str,
        reducer: Reducer,
        entries: tuple[list[Entry], list[Entry]],
        bounds: Mapping[str, Value],
        me: int,
    ) -> Value:
        sure, doubtful = entries
        found = None
        for size in range(len(doubtful), -1, -1):
            for some in combinations(doubtful, size):
                chosen = sorted([*sure, *some], key=lambda entry: entry.sequence)
                value = self._reduce(path, reducer, chosen, bounds, me)
                if found is None:
                    found = value
                if value is UNKNOWN or value != found:
                    return UNKNOWN
        assert found is not None
        return found

    def _counts(
        self, path: str, reducer: Reducer, entry: Entry, bounds: Mapping[str, Value], me: int
    ) -> Value:
        written = reducer.written
        kinds = self._kinds({*reducer.kinds, *reducer.completed_by})
        graded = bool(written.graded_by) and self._grade(reducer, entry) is not ABSENT
        if reducer.kinds and entry.kind not in kinds and not graded:
            return False
        owners = {"own": entry.behalf, "stand_in": entry.made_by, "anyone": me}
        stands_in = entry.made_by != entry.behalf
        if path.startswith("me.") and owners[written.by] != me:
            return False
        if written.by == "stand_in" and not stands_in:
            return False
        self.entry = entry.fields
        conditions = [self._in_period(entry, written.period)]
        conditions += [
            self._within(entry, option, reducer.bounds[option].type, bound)
            for option, bound in bounds.items()
        ]
        if reducer.where is not None and False not in conditions:
            conditions.append(self.value(reducer.where, me))
        return all_of(conditions)

    def _grade(self, reducer: Reducer, entry: Entry) -> Value:
        return entry.fields[f"entry.{reducer.written.graded_by}"]

    def _within(self, entry: Entry, option: str, type_: Type, bound: Value) -> Value:
        """Does it lie in the window; a bound that is absent leaves that side open."""
        field = {Type.DATE: "occurred_on", Type.INSTANT: "occurred_at", Type.POSITION: "sequence"}
        at = entry.fields[f"entry.{field[type_]}"]
        if not isinstance(bound, int):
            return True
        if not isinstance(at, int):
            return UNKNOWN
        return {
            "from": at >= bound,
            "after": at > bound,
            "until": at < bound,
            "through": at <= bound,
        }[option]

    def _in_period(self, entry: Entry, period: str) -> Value:
        recorded = entry.fields["entry.recorded_on"]
        if self.as_of is not None and isinstance(recorded, int) and recorded > self.as_of:
            return False
        if period == "lifetime":
            return True
        since = [True if self.previous is None else entry.sequence > self.previous.sequence]
        before = self.given.shared.get("deal.previous_closed_on")
        after = _compared(entry.happened, before, lambda happened, day: happened > day)
        return all_of([*since, after, period != "deal" or self._up_to_closing(entry)])

    def _up_to_closing(self, entry: Entry) -> Value:
        """Register order; of a closing that stands in no register its time or its day."""
        if self.closing is not None:
            return entry.sequence <= self.closing.sequence
        day, at = (self.given.shared.get(f"deal.{name}") for name in ("closed_on", "closed_at"))
        if not isinstance(day, int):
            return True
        occurred_at = entry.fields["entry.occurred_at"]
        if isinstance(at, int) and isinstance(occurred_at, int):
            return occurred_at <= at
        return _compared(entry.happened, day, lambda happened, closed: happened <= closed)

    # Reducers

    def _reduce(
        self,
        path: str,
        reducer: Reducer,
        chosen: list[Entry],
        bounds: Mapping[str, Value],
        me: int,
    ) -> Value:
        nothing = nothing_on_record(self.version.facts[path])
        match reducer.written.reduce:
            case "any":
                return True if chosen else nothing
            case "count":
                return len(chosen) or nothing
            case "first" | "last":
                return self._picked(reducer, chosen, nothing)
            case "min" | "max":
                return self._extreme(reducer, chosen, nothing)
        if reducer.written.reduce == "longest_gap":
            return self._longest_gap(reducer, chosen, bounds, nothing)
        return self._streak(reducer, chosen, bounds, nothing, me)

    def _values(self, reducer: Reducer, chosen: list[Entry]) -> list[Value]:
        """The field of those that have it."""
        values = [entry.fields[f"entry.{reducer.written.of}"] for entry in chosen]
        return [value for value in values if value is not ABSENT]

    def _picked(self, reducer: Reducer, chosen: list[Entry], nothing: Value) -> Value:
        if reducer.completed_by:
            firsts = [
                [entry for entry in chosen if entry.kind in self._kinds(kinds)][:1]
                for kinds in (reducer.kinds, reducer.completed_by)
            ]
            if not all(firsts):
                return nothing
            later = max((first[0] for first in firsts), key=lambda entry: entry.sequence)
            return later.fields[f"entry.{reducer.written.of}"]
        values = self._values(reducer, chosen)
        if not values:
            return nothing
        return values[0] if reducer.written.reduce == "first" else values[-1]

    def _extreme(self, reducer: Reducer, chosen: list[Entry], nothing: Value) -> Value:
        values = self._values(reducer, chosen)
        numbers = [value for value in values if isinstance(value, int)]
        if len(numbers) < len(values):
            return UNKNOWN
        if not numbers:
            return nothing
        return min(numbers) if reducer.written.reduce == "min" else max(numbers)

    def _day(self, node: Node | None, found: Value | None) -> int | None:
        """The day of a bound, in the time zone of the version; None where there is none."""
        if node is None or not isinstance(found, int):
            return None
        if node.type is not Type.INSTANT:
            return found
        zone = ZoneInfo(self.version.time_zone)
        return (datetime.fromtimestamp(found, UTC).astimezone(zone).date() - EPOCH).days

    def _longest_gap(
        self, reducer: Reducer, chosen: list[Entry], bounds: Mapping[str, Value], nothing: Value
    ) -> Value:
        if _undated(chosen):
            return UNKNOWN
        start, end = (
            self._day(reducer.bounds.get(name), bounds.get(name)) for name in ("from", "until")
        )
        days = sorted(day for entry in chosen if isinstance(day := entry.happened, int))
        if not days and (start is None or end is None):
            return nothing
        days = [day for day in (start, *days, end) if day is not None]
        return max([0, *(later - day for day, later in pairwise(days))])

    def _streak(
        self,
        reducer: Reducer,
        chosen: list[Entry],
        bounds: Mapping[str, Value],
        nothing: Value,
        me: int,
    ) -> Value:
        """live_since and overdue: what the clock of follow-ups says at `until`."""
        until = self._day(reducer.bounds["until"], bounds["until"])
        if until is None:
            return nothing
        start = self.value(reducer.start, me) if reducer.start else ABSENT
        if start is ABSENT and not any(self._touches(reducer, entry) for entry in chosen):
            return nothing
        grades = [self._grade(reducer, entry) for entry in chosen if reducer.table]
        if start is UNKNOWN or UNKNOWN in grades or _undated(chosen):
            return UNKNOWN
        interval = self._first_interval(reducer, chosen, me)
        if not isinstance(interval, int):
            return UNKNOWN
        clock = Clock(self, reducer, start if isinstance(start, int) else None)
        clock.begin(interval)
        for entry in sorted(chosen, key=lambda entry: (entry.happened, entry.sequence)):
            assert isinstance(entry.happened, int)
            if self._touches(reducer, entry):
                clock.contact(entry.happened)
            grade = self._grade(reducer, entry) if reducer.table else ABSENT
            if reducer.table and not isinstance(grade, Nothing):
                clock.grade(entry.happened, reducer.table.values[str(grade)])
        return clock.tell(reducer, until)

    def _touches(self, reducer: Reducer, entry: Entry) -> bool:
        """Does it count as contact; the others only set a grade."""
        return not reducer.kinds or entry.kind in self._kinds(reducer.kinds)

    def _first_interval(self, reducer: Reducer, chosen: list[Entry], me: int) -> Value:
        """By `every`; with a graded field by the first grade on record, else by the given one."""
        if reducer.table is None:
            assert reducer.every is not None
            return self.value(reducer.every, me)
        by_date = sorted(chosen, key=lambda entry: (entry.happened, entry.sequence))
        grades = [grade for one in by_date if (grade := self._grade(reducer, one)) is not ABSENT]
        by = reducer.table.by
        given = self.claimants[me][by] if by.startswith("me.") else self.shared[by]
        return reducer.table.values.get(str([*grades, given][0]), ABSENT)


def _undated(entries: Sequence[Entry]) -> bool:
    return any(entry.happened is UNKNOWN for entry in entries)


def _compared(value: Value, bound: Value | None, test: object) -> Value:
    """A comparison with a bound that may not be there (then it holds)."""
    if not isinstance(bound, int):
        return True
    assert callable(test)
    return UNKNOWN if not isinstance(value, int) else bool(test(value, bound))
