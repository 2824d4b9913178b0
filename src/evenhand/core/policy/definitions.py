"""The definitions of a version, each read after those it names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lark import Tree

from evenhand.core.policy import schema
from evenhand.core.policy.citations import Citations
from evenhand.core.policy.declare import Report
from evenhand.core.policy.grammar import MAX_DEPTH, SyntaxProblem, parse
from evenhand.core.policy.reading import EVERYBODY, NO_CLAIMANT, Reading
from evenhand.core.policy.versions import Definition
from evenhand.core.said import said
from evenhand.core.types import Text


def define(reading: Reading, citations: Citations, written: Mapping[str, schema.Define]) -> None:
    """Read every definition; afterwards expressions may read them by name."""
    report = reading.report
    for path in written:
        if path in reading.facts:
            report.add(
                ("define", path),
                said("{path} is the name of a fact already", path=path),
                at_key=True,
            )
        if path.startswith("entry."):
            report.add(("define", path), said("an entry has fields, not defines"), at_key=True)
    for path in _in_order(report, written):
        one = written[path]
        scopes = EVERYBODY if path.startswith("me.") else NO_CLAIMANT
        node = reading.expression(("define", path, "is"), one.is_, scopes, want=None)
        citations.check(("define", path), one.cites)
        label = one.label.text() if one.label else Text()
        reading.define(Definition(path, node, one.cites, label))


def _in_order(report: Report, written: Mapping[str, schema.Define]) -> list[str]:
    """Each after those it reads; those in a circle are reported and left out."""
    reads = {path: _names_read(define.is_) & set(written) for path, define in written.items()}
    order: list[str] = []
    for depth in range(len(written)):
        waiting = [path for path in written if path not in order]
        ready = [path for path in waiting if reads[path] <= set(order)]
        if not ready:
            _report_circle(report, waiting, reads)
            break
        if depth == MAX_DEPTH:
            message = said(
                "these definitions stand on one another more than {most} deep",
                most=MAX_DEPTH,
            )
            report.add(("define", ready[0]), message, at_key=True)
            break
        order += ready
        if len(ready) == len(waiting):
            break
    return order


def _report_circle(report: Report, waiting: list[str], reads: Mapping[str, frozenset[str]]) -> None:
    """Of those that wait for one another, the ones that are waited for."""
    waited_for = frozenset[str]().union(*(reads[path] for path in waiting))
    circle = sorted(path for path in waiting if path in waited_for)
    message = said("these definitions go round in a circle: {circle}", circle=circle)
    report.add(("define", waiting[0]), message, at_key=True)


@cache
def _names_read(text: str) -> frozenset[str]:
    """The paths an expression names, the variable of a quantifier being taken for a claimant.

    Nothing if it cannot be read.
    """
    try:
        tree = parse(text)
    except SyntaxProblem:
        return frozenset()
    found = set()
    for part in tree.find_data("select"):
        root, name = part.children
        owner = str(root.children[0]) if isinstance(root, Tree) else ""
        found.add(f"{owner if owner in NO_CLAIMANT else 'me'}.{name}")
    return frozenset(found)
