"""Derivations as written → reducers ready to run, in an order in which each reads only what comes before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evenhand.core.policy.declare import Path, Report, reduced_type
from evenhand.core.policy.expression import ExpressionRefused, Names, Table, check, nearest
from evenhand.core.policy.tree import Node, paths
from evenhand.core.policy.versions import Reducer
from evenhand.core.register.entry import EntryKind
from evenhand.core.types import Derivation, FactSpec, Type

_BOUND_TYPES = (Type.DATE, Type.INSTANT, Type.POSITION)
_INTERVALS = (Type.DAYS, Type.WORKDAYS)


def place(report: Report, path: Path, refused: ExpressionRefused) -> None:
    """Put the complaints about an expression where it stands in the file."""
    full = (*report.base, *path)
    line, column = report.located.places.get(full, (0, 0))
    shift = 1 if full in report.located.quoted else 0
    for complaint in refused.complaints:
        problem = report.located.problem(full, complaint.message, complaint.hint)
        if line and complaint.line == 1:
            problem = replace(problem, column=column + shift + complaint.column - 1)
        elif line:
            problem = replace(problem, line=line + complaint.line - 1, column=complaint.column)
        report.problems.append(problem)


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
                f"no entry is of kind {name}",
                nearest(name, [*order, "contact"]) or f"known: {', '.join(order)}",
            )
    return tuple(sorted(set(codes)))


def reducers(
    report: Report,
    facts: Mapping[str, FactSpec],
    names: Names,
    kinds: Mapping[str, EntryKind],
    reads: set[str],
    derived_here: frozenset[str],
) -> dict[str, Reducer]:
    """The reducers of the facts that are read, and of those of the policy's own.

    Adds to `reads` what the derivations themselves read. Facts in a circle are reported.
    """
    made: dict[str, Reducer] = {}
    waiting = sorted(reads | derived_here)
    while waiting:
        path = waiting.pop()
        if path in made or facts[path].derive is None:
            continue
        made[path] = _reducer(report, facts, names, kinds, path)
        reads |= made[path].reads & set(facts)
        waiting += sorted(made[path].reads)
    return _in_order(report, made, derived_here)


def _in_order(
    report: Report, made: dict[str, Reducer], derived_here: frozenset[str]
) -> dict[str, Reducer]:
    order: dict[str, Reducer] = {}
    while waiting := sorted(set(made) - set(order)):
        ready = [path for path in waiting if not (made[path].reads & set(made)) - set(order)]
        if not ready:
            blame = next((path for path in waiting if path in derived_here), waiting[0])
            report.add(
                ("facts", blame),
                f"these facts go round in a circle: {', '.join(waiting)}",
                at_key=True,
            )
            break
        order |= {path: made[path] for path in ready}
    return order


def _reducer(
    report: Report,
    facts: Mapping[str, FactSpec],
    names: Names,
    kinds: Mapping[str, EntryKind],
    path: str,
) -> Reducer:
    written = facts[path].derive
    assert written is not None
    at: Path = ("facts", path, "derive")
    own = {"me"} if path.startswith("me.") else set()
    bounds_names = replace(names, scopes=frozenset({"dispute", "deal", "params", "tables"} | own))
    entry_names = replace(names, scopes=bounds_names.scopes | {"entry"})
    _check_of(report, facts, at, path, written)

    def read(option: str, scope: Names, allowed: tuple[Type, ...]) -> Node | None:
        text = getattr(written, option)
        return (
            _expression(report, (*at, option.rstrip("_")), text, scope, allowed) if text else None
        )

    bounds = {
        name.rstrip("_"): node
        for name in ("from_", "after", "until", "through")
        if (node := read(name, bounds_names, _BOUND_TYPES))
    }
    where = read("where", entry_names, (Type.BOOL,))
    start = read("start", bounds_names, (Type.DATE,))
    every = read("every", bounds_names, _INTERVALS)
    table = _graded_table(report, facts, names, at, written, every)
    trees = [*bounds.values(), *(node for node in (where, start, None if table else every) if node)]
    reads = {
        one.fact for tree in trees for one in paths(tree) if one.owner in ("me", "deal", "dispute")
    }
    reads |= {
        names.tables[one.name].by for tree in trees for one in paths(tree) if one.owner == "tables"
    }
    if table is not None:
        reads.add(table.by)
    if own == set() and written.by != "anyone":
        report.add(at, f"{path} is not about one claimant, so its entries are `by: anyone`")
    return Reducer(
        written,
        kind_codes(report, (*at, "kinds"), written.kinds, kinds),
        kind_codes(report, (*at, "completed_by"), written.completed_by, kinds),
        where,
        bounds,
        every,
        table,
        start,
        frozenset(reads),
    )


def _check_of(
    report: Report, facts: Mapping[str, FactSpec], at: Path, path: str, written: Derivation
) -> None:
    given = reduced_type(written, facts)
    if given is None:
        fields = sorted(spec.name for spec in facts.values() if spec.scope == "entry")
        report.add((*at, "of"), f"entries have no field {written.of}", nearest(written.of, fields))
    elif given is not facts[path].type:
        report.add(at, f"this gives a {given}, but {path} is a {facts[path].type}")
    if written.reduce in ("min", "max") and given in (Type.BOOL, Type.TEXT):
        report.add((*at, "of"), f"a {given} has no smallest or largest")


def _expression(
    report: Report, at: Path, text: str, names: Names, allowed: tuple[Type, ...]
) -> Node | None:
    try:
        node = check(text, names)
    except ExpressionRefused as refused:
        place(report, at, refused)
        return None
    if node.type not in allowed:
        report.add(
            at, f"this is a {node.type}, but one of {', '.join(map(str, allowed))} is needed here"
        )
        return None
    return node


def _graded_table(
    report: Report,
    facts: Mapping[str, FactSpec],
    names: Names,
    at: Path,
    written: Derivation,
    every: Node | None,
) -> Table | None:
    """The table by which the interval goes with the grade in force, for `graded_by`."""
    if not written.graded_by:
        return None
    field_ = facts.get(f"entry.{written.graded_by}")
    read = [path for path in paths(every) if path.owner == "tables"] if every else []
    table = names.tables.get(read[0].name) if len(read) == 1 and every is read[0] else None
    if table is None:
        report.add(
            (*at, "every"), "with `graded_by`, `every` names one table, e.g. tables.follow_up_every"
        )
        return None
    if field_ is None or set(field_.values) != set(facts[table.by].values):
        report.add(
            (*at, "graded_by"),
            f"entries have no field {written.graded_by} with the values of {table.by}",
        )
        return None
    return table
