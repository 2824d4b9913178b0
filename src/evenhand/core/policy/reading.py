"""Reads the expressions of one version, each at its place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from evenhand.core.policy.complaints import ExpressionRefused, a
from evenhand.core.policy.declare import Params, Path, Report
from evenhand.core.policy.expression import check
from evenhand.core.policy.names import Names, Table, closed_list
from evenhand.core.policy.tree import Literal, Node, paths, walk
from evenhand.core.policy.versions import Definition
from evenhand.core.said import said
from evenhand.core.types import FactSpec, Type

Scopes = frozenset[str]
NO_CLAIMANT: Scopes = frozenset({"dispute", "deal", "params", "tables", "claimants"})
EVERYBODY: Scopes = NO_CLAIMANT | {"me", "others"}
ENTRY: Scopes = frozenset({"entry", "params", "deal", "dispute"})

NOWHERE = Literal(Type.BOOL, False, "false", 0)
"""Stands for an expression that was refused."""


class Reading:
    """What the expressions of a version may read, and every tree that was made of one."""

    def __init__(
        self,
        report: Report,
        facts: Mapping[str, FactSpec],
        params: Params,
        tables: Mapping[str, Table],
    ) -> None:
        self.report = report
        self.facts = facts
        self.tables = tables
        self.definitions: dict[str, Definition] = {}
        self.trees: list[Node] = []
        self._all_facts = dict(facts)
        self._names = Names(self._all_facts, params.single, tables, lists=params.lists)

    @property
    def defines(self) -> dict[str, Node]:
        """The trees of the definitions read so far."""
        return {path: one.node for path, one in self.definitions.items()}

    def define(self, definition: Definition) -> None:
        """From here on, expressions may read this definition."""
        self.definitions[definition.path] = definition
        self._all_facts[definition.path] = self._as_fact(definition)
        self._names = replace(self._names, defines=self.defines)

    def _as_fact(self, definition: Definition) -> FactSpec:
        """A definition read like a fact: absent only if its expression may be."""
        node = definition.node
        missing: object = "absent" if node.nullable else "unknown" if node.type is Type.BOOL else 0
        values = closed_list(node, self._names)
        return FactSpec(
            definition.path, node.type, definition.label, missing, values, origin="define"
        )

    def expression(
        self,
        path: Path,
        text: str,
        scopes: Scopes,
        want: Type | None = Type.BOOL,
        known: frozenset[str] = frozenset(),
    ) -> Node:
        """The tree of an expression; NOWHERE, with its problems reported, if it is refused."""
        try:
            node = check(text, replace(self._names, scopes=scopes), want=want, known=known)
        except ExpressionRefused as refused:
            self._place(path, refused)
            return NOWHERE
        self.trees.append(node)
        return node

    def optional(self, path: Path, text: str | None, scopes: Scopes) -> Node | None:
        """The same of what may be left out."""
        return None if text is None else self.expression(path, text, scopes)

    def one_of(
        self, path: Path, text: str, scopes: Scopes, allowed: tuple[Type, ...]
    ) -> Node | None:
        """An expression of a derivation: it reads no definition and has one of these types."""
        defined = self._names
        self._names = replace(defined, facts=self.facts, defines={})
        node = self.expression(path, text, scopes, want=None)
        self._names = defined
        if node is NOWHERE or node.type in allowed:
            return None if node is NOWHERE else node
        needed = said("one of {types}", types=allowed) if len(allowed) > 1 else a(allowed[0])
        self.report.add(
            path,
            said("this is {node}, but {needed} is needed here", node=a(node.type), needed=needed),
        )
        return None

    def _place(self, path: Path, refused: ExpressionRefused) -> None:
        """Put the complaints about an expression where it stands in the file."""
        full = (*self.report.base, *path)
        for complaint in refused.complaints:
            problem = self.report.located.problem(full, complaint.message, complaint.hint)
            line, column = self.report.located.within(full, complaint.line, complaint.column)
            if line:
                problem = replace(problem, line=line, column=column)
            self.report.problems.append(problem)

    def facts_read(self, nodes: Iterable[Node]) -> frozenset[str]:
        """The facts and definitions that trees read, tables by way of the fact they are kept by."""
        read = [path for node in nodes for path in paths(node)]
        return frozenset(
            self.tables[path.name].by if path.owner == "tables" else path.fact
            for path in read
            if path.owner not in ("entry", "params")
        )

    def texts(self) -> set[str]:
        """Every text that is written in an expression."""
        parts = (part for node in self.trees for part in walk(node))
        return {
            str(part.value)
            for part in parts
            if isinstance(part, Literal) and part.type is Type.TEXT
        }
