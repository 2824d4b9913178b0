"""Derivations as written → reducers ready to run.

They stand in an order in which each reads only what comes before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.core.policy.complaints import a, nearest
from evenhand.core.policy.declare import Path, Report
from evenhand.core.policy.facts import no_field, reduced_type
from evenhand.core.policy.names import Table
from evenhand.core.policy.reading import Reading
from evenhand.core.policy.tree import Node
from evenhand.core.policy.tree import Path as PathNode
from evenhand.core.policy.versions import Reducer
from evenhand.core.register.entry import EntryKind
from evenhand.core.said import said
from evenhand.core.types import Derivation, Type

_BOUND_TYPES = (Type.DATE, Type.INSTANT, Type.POSITION)
_DATED = ("longest_gap", "live_since", "overdue")
"""These measure days, so that their window must lie on the calendar."""
_INTERVALS = (Type.DAYS, Type.WORKDAYS)


def kind_codes(
    report: Report, path: Path, names: tuple[str, ...], kinds: Mapping[str, EntryKind]
) -> tuple[int, ...]:
    """The codes of entry kinds; `contact` stands for every kind that is one."""
    order = list(kinds)
    codes: list[int] = []
    for index, name in enumerate(names):
        if name == "contact":
            codes += [code for code, kind in enumerate(kinds.values()) if kind.contact]
        elif name in kinds:
            codes.append(order.index(name))
        else:
            report.add(
                (*path, index),
                said("no entry is of kind {name}", name=name),
                nearest(name, [*order, "contact"]) or said("known: {known}", known=order),
            )
    return tuple(sorted(set(codes)))


def reducers(
    reading: Reading, kinds: Mapping[str, EntryKind], reads: set[str], derived_here: frozenset[str]
) -> dict[str, Reducer]:
    """The reducers of the facts that are read, and of those of the policy's own.

    Adds to `reads` what the derivations themselves read. Facts in a circle are reported.
    """
    made: dict[str, Reducer] = {}
    waiting = sorted(reads | derived_here)
    while waiting:
        path = waiting.pop()
        derive = reading.facts[path].derive
        if path in made or derive is None:
            continue
        made[path] = _reducer(_Around(reading, path, derive, kinds))
        reads |= made[path].reads & set(reading.facts)
        waiting += sorted(made[path].reads)
    return _in_order(reading.report, made, derived_here)


def needed(
    made: Mapping[str, Reducer], reads: set[str], derived_here: frozenset[str], facts: set[str]
) -> dict[str, Reducer]:
    """Those of the reducers that lead to what is read, or are the policy's own, in their order.

    Adds to `reads` what the derivations themselves read.
    """
    waiting, found = sorted(reads | derived_here), set[str]()
    while waiting:
        path = waiting.pop()
        if path in made and path not in found:
            found.add(path)
            reads |= made[path].reads & facts
            waiting += sorted(made[path].reads)
    return {path: one for path, one in made.items() if path in found}


def _in_order(
    report: Report, made: dict[str, Reducer], derived_here: frozenset[str]
) -> dict[str, Reducer]:
    order: dict[str, Reducer] = {}
    while waiting := sorted(set(made) - set(order)):
        ready = [path for path in waiting if not (made[path].reads & set(made)) - set(order)]
        if not ready:
            blame = next((path for path in waiting if path in derived_here), waiting[0])
            message = said("these facts go round in a circle: {waiting}", waiting=waiting)
            report.add(("facts", blame), message, at_key=True)
            break
        order |= {path: made[path] for path in ready}
    return order


@dataclass(frozen=True, slots=True)
class _Around:
    """A derivation and what stands around it: what may be read, and which kinds there are."""

    reading: Reading
    path: str
    written: Derivation
    kinds: Mapping[str, EntryKind]

    @property
    def at(self) -> Path:
        return ("facts", self.path, "derive")

    @property
    def of_claimant(self) -> bool:
        return self.path.startswith("me.")

    def node(self, option: str, allowed: tuple[Type, ...], *, entry: bool = False) -> Node | None:
        """One option as a tree, None if it is not given or refused."""
        text = getattr(self.written, option)
        if not text:
            return None
        scopes = {"dispute", "deal", "params", "tables"}
        scopes |= {"me"} if self.of_claimant else set()
        scopes |= {"entry"} if entry else set()
        at = (*self.at, option.rstrip("_"))
        return self.reading.one_of(at, text, frozenset(scopes), allowed)


def _reducer(around: _Around) -> Reducer:
    written, report = around.written, around.reading.report
    _check_of(around)
    dated = written.reduce in _DATED
    bounds = {
        name.rstrip("_"): node
        for name in ("from_", "after", "until", "through")
        if (node := around.node(name, _BOUND_TYPES[:2] if dated else _BOUND_TYPES))
    }
    where = around.node("where", (Type.BOOL,), entry=True)
    start = around.node("start", (Type.DATE,))
    every = around.node("every", _INTERVALS)
    table = _graded_table(around, every)
    if not around.of_claimant and written.by != "anyone":
        message = said(
            "{path} is not about one claimant, so its entries are `by: anyone`",
            path=around.path,
        )
        report.add(around.at, message)
    trees = [*bounds.values(), *(node for node in (where, start, None if table else every) if node)]
    return Reducer(
        written,
        kind_codes(report, (*around.at, "kinds"), written.kinds, around.kinds),
        kind_codes(report, (*around.at, "completed_by"), written.completed_by, around.kinds),
        where,
        bounds,
        every,
        table,
        start,
        around.reading.facts_read(trees) | ({table.by} if table else set()),
    )


def _check_of(around: _Around) -> None:
    report, written, facts = around.reading.report, around.written, around.reading.facts
    given = reduced_type(written, facts)
    declared = facts[around.path].type
    if given is None:
        no_field(report, (*around.at, "of"), written.of, facts)
    elif given is not declared:
        report.add(
            around.at,
            said(
                "this gives {given}, but {path} is {declared}",
                given=a(given),
                path=around.path,
                declared=a(declared),
            ),
        )
    if given and written.reduce in ("min", "max") and given in (Type.BOOL, Type.TEXT):
        report.add((*around.at, "of"), said("{given} has no smallest or largest", given=a(given)))


def _graded_table(around: _Around, every: Node | None) -> Table | None:
    """The table by which the interval goes with the grade in force, for `graded_by`."""
    graded_by = around.written.graded_by
    if not graded_by:
        return None
    reading, report = around.reading, around.reading.report
    named = isinstance(every, PathNode) and every.owner == "tables"
    table = reading.tables.get(every.name) if named and isinstance(every, PathNode) else None
    if table is None:
        message = said("with `graded_by`, `every` names one table, e.g. tables.follow_up_every")
        report.add((*around.at, "every"), message)
        return None
    field = reading.facts.get(f"entry.{graded_by}")
    if field is None or set(field.values) != set(reading.facts[table.by].values):
        message = said(
            "entries have no field {graded_by} with the values of {by}",
            graded_by=graded_by,
            by=table.by,
        )
        report.add((*around.at, "graded_by"), message)
        return None
    return table
