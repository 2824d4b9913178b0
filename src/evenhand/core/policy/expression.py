"""From the text of an expression to its typed tree: a subset of CEL, checked against the facts (cel-spec, langdef)."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from lark import Token, Tree

from evenhand.core.policy import guards
from evenhand.core.policy.grammar import SyntaxProblem, parse
from evenhand.core.policy.tree import (
    And,
    Arithmetic,
    Compare,
    Conditional,
    Has,
    In,
    Literal,
    Negate,
    Node,
    Not,
    Or,
    Path,
    Quantifier,
    Size,
    paths,
)
from evenhand.core.types import FactSpec, Type

INT64_MAX = 2**63 - 1
FACT_LIMIT = 10**15
"""No given or derived value is larger than this, so that sums of a few never leave 64 bits."""

_DURATIONS = {
    "d": (Type.DAYS, 1),
    "bd": (Type.WORKDAYS, 1),
    "h": (Type.ELAPSED, 3600),
    "m": (Type.ELAPSED, 60),
    "s": (Type.ELAPSED, 1),
}
_SPANS = (Type.DAYS, Type.WORKDAYS, Type.ELAPSED)
_UNORDERED = (Type.BOOL, Type.TEXT)
_GROUPS = ("others", "claimants")
_SUMS = {
    (Type.INT, Type.INT): Type.INT,
    (Type.DATE, Type.DAYS): Type.DATE,
    (Type.DATE, Type.WORKDAYS): Type.DATE,
    (Type.INSTANT, Type.ELAPSED): Type.INSTANT,
    **{(span, span): span for span in _SPANS},
}
_DIFFERENCES = {
    **_SUMS,
    (Type.DATE, Type.DATE): Type.DAYS,
    (Type.INSTANT, Type.INSTANT): Type.ELAPSED,
}


@dataclass(frozen=True, slots=True)
class Table:
    """A look-up by a text fact, e.g. the follow-up interval by grade."""

    name: str
    by: str
    type: Type
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may read where it stands.

    `facts` by full path (also defines, with their type); `scopes` the roots allowed here, such as `me`, `deal`, `others`.
    """

    facts: Mapping[str, FactSpec]
    params: Mapping[str, Literal] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    defines: Mapping[str, Node] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset(
        {"me", "dispute", "deal", "params", "tables", "others", "claimants"}
    )


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with an expression, and where within its text (from 1)."""

    message: str
    line: int
    column: int
    hint: str = ""


class ExpressionRefused(Exception):
    """The expression has problems; `complaints` lists all of them."""

    def __init__(self, complaints: list[Complaint]) -> None:
        super().__init__("; ".join(complaint.message for complaint in complaints))
        self.complaints = complaints


def check(
    text: str, names: Names, *, want: Type | None = None, known: frozenset[str] = frozenset()
) -> Node:
    """Parse and type-check one expression.

    `want` is the type it must have; `known` the guard keys already established (a step's `when`). Raises ExpressionRefused
    with every problem and its place.
    """
    try:
        tree = parse(text)
    except SyntaxProblem as problem:
        raise ExpressionRefused(
            [Complaint(problem.message, problem.line, problem.column, problem.hint)]
        ) from None
    checker = _Checker(text, names)
    node = checker.visit(tree, known)
    if node is not None and want is not None and node.type is not want:
        checker.complain(tree, f"this is {_a(node.type)}, but {_a(want)} is needed here")
    if checker.complaints:
        raise ExpressionRefused(checker.complaints)
    assert node is not None
    return node


def _a(type_: Type) -> str:
    article = "an" if type_ in (Type.INT, Type.INSTANT, Type.ELAPSED) else "a"
    return f"{article} {type_}"


def nearest(name: str, candidates: list[str]) -> str:
    """A hint naming the closest candidate, or nothing."""
    close = get_close_matches(name, candidates, n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else ""


class _Checker:
    """Walks a parse tree once; None stands for a part that was refused, so that one mistake is told once."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.variable = ""
        self.complaints: list[Complaint] = []

    def complain(self, at: Tree[Token] | Token, message: str, hint: str = "") -> None:
        meta = at if isinstance(at, Token) else at.meta
        line, column = getattr(meta, "line", None) or 1, getattr(meta, "column", None) or 1
        self.complaints.append(Complaint(message, line, column, hint))

    def visit(self, tree: Tree[Token], known: frozenset[str]) -> Node | None:
        method: Callable[[Tree[Token], frozenset[str]], Node | None] = getattr(
            self, f"_{tree.data}"
        )
        return method(tree, known)

    def source(self, tree: Tree[Token]) -> str:
        return self.text[tree.meta.start_pos : tree.meta.end_pos]

    def boolean(self, tree: Tree[Token], known: frozenset[str]) -> Node | None:
        node = self.visit(tree, known)
        if node is None or node.type is Type.BOOL:
            return node
        self.complain(tree, f"this is {_a(node.type)}, but a bool is needed here")
        return None

    # Literals

    def _integer(self, tree: Tree[Token], _known: frozenset[str], *, sign: int = 1) -> Node | None:
        value = (
            sign * int(str(tree.children[0]), 0)
            if "x" in str(tree.children[0]).lower()
            else sign * int(str(tree.children[0]))
        )
        if not -INT64_MAX - 1 <= value <= INT64_MAX:
            self.complain(tree, f"{value} does not fit into 64 bits")
            return None
        return Literal(Type.INT, False, self.source(tree), value)

    def _duration(self, tree: Tree[Token], _known: frozenset[str]) -> Node | None:
        literal = duration(self.source(tree))
        if literal is None:
            self.complain(tree, f"{self.source(tree)} is longer than any time this can hold")
        return literal

    def _string(self, tree: Tree[Token], _known: frozenset[str]) -> Node | None:
        value = _unquote(str(tree.children[0]))
        if value is None:
            self.complain(tree, "this text has an escape that is not known")
            return None
        return Literal(Type.TEXT, False, self.source(tree), value)

    def _refuse(self, tree: Tree[Token], message: str, hint: str = "") -> None:
        self.complain(tree, message, hint)

    def _float_(self, tree: Tree[Token], _known: frozenset[str]) -> None:
        self._refuse(
            tree,
            "numbers with a fraction lie outside the language",
            "use whole units, e.g. cents or basis points",
        )

    def _uint(self, tree: Tree[Token], _known: frozenset[str]) -> None:
        self._refuse(tree, "unsigned numbers lie outside the language")

    def _bytes_(self, tree: Tree[Token], _known: frozenset[str]) -> None:
        self._refuse(tree, "bytes lie outside the language")

    def _index(self, tree: Tree[Token], _known: frozenset[str]) -> None:
        self._refuse(tree, "reading by [index] lies outside the language")

    def _list_(self, tree: Tree[Token], _known: frozenset[str]) -> None:
        self._refuse(tree, "a list may only stand right of `in`")

    def _product(self, tree: Tree[Token], _known: frozenset[str]) -> None:
        self._refuse(
            tree, f"`{tree.children[1]}` lies outside the language", "only + and - are known"
        )

    # Names

    def _name(self, tree: Tree[Token], _known: frozenset[str]) -> Node | None:
        name = str(tree.children[0])
        if name in ("true", "false"):
            return Literal(Type.BOOL, False, name, 2 if name == "true" else 0)
        hint = (
            "null is not a value here: ask has(path)"
            if name == "null"
            else nearest(name, sorted(self.names.facts))
        )
        if name in self.names.scopes or name == self.variable:
            hint = f"name what of it, e.g. {name}.…"
        self.complain(tree, f"{name} is not a value", hint)
        return None

    def _select(self, tree: Tree[Token], known: frozenset[str]) -> Node | None:
        root, name = tree.children
        if not isinstance(root, Tree) or root.data != "name":
            self.complain(
                tree,
                f"{self.source(tree)} is not a value",
                "a path has two parts, e.g. me.first_record",
            )
            return None
        return self._path(tree, str(root.children[0]), str(name), known)

    def _path(self, tree: Tree[Token], root: str, name: str, known: frozenset[str]) -> Node | None:
        owner = "other" if root == self.variable else root
        if owner != "other" and root not in self.names.scopes:
            self._unknown_root(tree, root)
            return None
        if owner == "params":
            return self._param(tree, name)
        if owner == "tables":
            return self._table(tree, name, known)
        fact = f"me.{name}" if owner == "other" else f"{root}.{name}"
        spec = self.names.facts.get(fact)
        if spec is None:
            self._unknown_fact(tree, fact, root)
            return None
        nullable = spec.nullable and guards.key(owner, name) not in known
        return Path(spec.type, nullable, self.source(tree), owner, name)

    def _unknown_root(self, tree: Tree[Token], root: str) -> None:
        roots = sorted(self.names.scopes - set(_GROUPS))
        known_elsewhere = {
            "me": "who is asked one by one",
            "entry": "a register entry",
            "others": "the other claimants",
        }
        reason = (
            f": {root} is {known_elsewhere[root]}, and there is none here"
            if root in known_elsewhere
            else ""
        )
        self.complain(
            tree,
            f"{root} cannot be read here{reason}",
            nearest(root, roots) or f"known here: {', '.join(roots)}",
        )

    def _unknown_fact(self, tree: Tree[Token], fact: str, root: str) -> None:
        scope = fact.partition(".")[0]
        candidates = sorted(path for path in self.names.facts if path.startswith(f"{scope}."))
        hint = nearest(fact, candidates)
        if not hint:
            elsewhere = sorted(
                path
                for path in self.names.facts
                if path.partition(".")[2] == fact.partition(".")[2]
            )
            hint = (
                f"did you mean {elsewhere[0]}?"
                if elsewhere
                else "declare it under facts, findings or define"
            )
        shown = hint.replace(f"{scope}.", f"{root}.") if root != scope else hint
        self.complain(tree, f"no fact is called {fact}", shown)

    def _param(self, tree: Tree[Token], name: str) -> Node | None:
        literal = self.names.params.get(name)
        if literal is None:
            self.complain(
                tree, f"no param is called {name}", nearest(name, sorted(self.names.params))
            )
            return None
        return Path(literal.type, False, self.source(tree), "params", name)

    def _table(self, tree: Tree[Token], name: str, known: frozenset[str]) -> Node | None:
        table = self.names.tables.get(name)
        if table is None:
            self.complain(
                tree, f"no table is called {name}", nearest(name, sorted(self.names.tables))
            )
            return None
        scope = table.by.partition(".")[0]
        if scope not in self.names.scopes:
            self.complain(
                tree, f"tables.{name} is looked up by {table.by}, which cannot be read here"
            )
            return None
        spec = self.names.facts[table.by]
        present = not spec.nullable or guards.key(scope, spec.name) in known
        covered = set(spec.values) <= set(table.values)
        nullable = not (present and covered) and guards.key("tables", name) not in known
        return Path(table.type, nullable, self.source(tree), "tables", name)

    # Calls

    def _call(self, tree: Tree[Token], known: frozenset[str]) -> Node | None:
        name, arguments = str(tree.children[0]), _arguments(tree.children[1])
        if name == "has":
            return self._has(tree, arguments)
        hint = (
            f"write {self.source(arguments[0])}.size()"
            if name == "size" and arguments
            else "only has(…) is known"
        )
        self.complain(tree, f"there is no function {name}", hint)
        return None

    def _has(self, tree: Tree[Token], arguments: list[Tree[Token]]) -> Node | None:
        if len(arguments) != 1 or arguments[0].data != "select":
            self.complain(tree, "has(…) takes one path", "e.g. has(me.appealed_on)")
            return None
        path = self.visit(arguments[0], frozenset())
        if path is None:
            return None
        assert isinstance(path, Path)
        if path.owner == "params":
            self.complain(tree, f"has({path.text}) is always true: a param always has a value")
            return None
        if path.type is Type.BOOL:
            self.complain(
                tree,
                f"{path.text} is a bool, which is never absent",
                "ask for it directly, without has()",
            )
            return None
        return Has(Type.BOOL, False, self.source(tree), path)

    def _method(self, tree: Tree[Token], known: frozenset[str]) -> Node | None:
        target, name, arguments = (
            tree.children[0],
            str(tree.children[1]),
            _arguments(tree.children[2]),
        )
        over = str(target.children[0]) if isinstance(target, Tree) and target.data == "name" else ""
        if over not in _GROUPS or name not in ("all", "exists", "size"):
            self.complain(
                tree,
                f"{self.source(tree)} is not known",
                "known are others and claimants with .all(), .exists(), .size()",
            )
            return None
        if over not in self.names.scopes:
            self.complain(tree, f"{over} cannot be read here")
            return None
        if self.variable:
            self.complain(
                tree,
                "a quantifier inside another is refused",
                "name the inner one under define and read it as o.name",
            )
            return None
        if name == "size":
            return self._size(tree, over, arguments)
        return self._quantifier(tree, name, over, arguments, known)

    def _size(self, tree: Tree[Token], over: str, arguments: list[Tree[Token]]) -> Node | None:
        if arguments:
            self.complain(tree, f"{over}.size() takes nothing between its brackets")
            return None
        return Size(Type.INT, False, self.source(tree), over)

    def _quantifier(
        self,
        tree: Tree[Token],
        kind: str,
        over: str,
        arguments: list[Tree[Token]],
        known: frozenset[str],
    ) -> Node | None:
        if len(arguments) != 2 or arguments[0].data != "name":
            self.complain(
                tree,
                f"{over}.{kind}(…) takes a variable and a condition",
                f"e.g. {over}.{kind}(o, o.signed)",
            )
            return None
        variable = str(arguments[0].children[0])
        taken = {"true", "false", "null", "in", *self.names.scopes, "me", "entry"}
        if variable in taken:
            self.complain(arguments[0], f"{variable} cannot be the name of a variable", "e.g. o")
            return None
        self.variable = variable
        body = self.boolean(arguments[1], known)
        self.variable = ""
        return body and Quantifier(Type.BOOL, False, self.source(tree), kind, over, variable, body)

    # Operators

    def _not_(self, tree: Tree[Token], known: frozenset[str]) -> Node | None:
        item = self.boolean(_tree(tree.children[0]), known)
        return item and Not(Type.BOOL, False, self.source(tree), item)

    def _signed(self, tree: Tree[Token], known: frozenset[str]) -> Node | None:
        sign, operand = tree.children[0], _tree(tree.children[1])
        if sign == "+":
            self.complain(tree, "a plus sign in front is not known")
            return None
        if operand.data == "integer":
            literal = self._integer(operand, known, sign=-1)
            return literal and replace(literal, text=self.source(tree))
        item = self.visit(operand, known)
        if item is None:
            return None
        if item.type is not Type.INT and item.type not in _SPANS:
            self.complain(tree, f"{_a(item.type)} has no negative")
            return None
        return self._bounded(tree, Negate(item.type, item.nullable, self.source(tree), item))

    def _conjunction(self, tree: Tree[Token], known: frozenset[str]) -> Node | None:
        return self._chain(tree, known, And, truth=True)

    def _disjunction(self, tree: Tree[Token], known: frozenset[str]) -> Node | None:
        return self._chain(tree, known, Or, truth=False)

    def _chain(
        self, tree: Tree[Token], known: frozenset[str], kind: type[And | Or], *, truth: bool
    ) -> Node | None:
        """Each item is read knowing that those before it were true (&&) or false (||)."""
        items: list[Node | None] = []
        for child in tree.children:
            item = self.boolean(_tree(child), known)
            items.append(item)
            if item is not None:
                known = known | guards.implied(item, truth=truth, defines=self.names.defines)
        if any(item is None for item in items):
            return None
        return kind(
            Type.BOOL, False, self.source(tree), tuple(item for item in items if item is not None)
        )

    def _conditional(self, tree: Tree[Token], known: frozenset[str]) -> Node | None:
        condition = self.boolean(_tree(tree.children[0]), known)
        if_true = if_false = known
        if condition is not None:
            if_true = known | guards.implied(condition, truth=True, defines=self.names.defines)
            if_false = known | guards.implied(condition, truth=False, defines=self.names.defines)
        then = self.visit(_tree(tree.children[1]), if_true)
        otherwise = self.visit(_tree(tree.children[2]), if_false)
        if condition is None or then is None or otherwise is None:
            return None
        if then.type is not otherwise.type:
            self.complain(
                tree, f"the two branches differ: {_a(then.type)} and {_a(otherwise.type)}"
            )
            return None
        nullable = then.nullable or otherwise.nullable
        return Conditional(then.type, nullable, self.source(tree), condition, then, otherwise)

    def _additive(self, tree: Tree[Token], known: frozenset[str]) -> Node | None:
        children = tree.children
        left = self.visit(_tree(children[0]), known)
        for sign, operand in zip(children[1::2], children[2::2], strict=True):
            right = self.visit(_tree(operand), known)
            left = self._sum(tree, str(sign), left, right)
        return left

    def _sum(
        self, tree: Tree[Token], op: str, left: Node | None, right: Node | None
    ) -> Node | None:
        if left is None or right is None:
            return None
        result = (_SUMS if op == "+" else _DIFFERENCES).get((left.type, right.type))
        if result is None:
            word = "added to" if op == "+" else "taken from"
            self.complain(
                tree,
                f"{_a(right.type)} cannot be {word} {_a(left.type)}",
                _sum_hint(left.type, right.type),
            )
            return None
        text = self.source(tree)
        return self._bounded(
            tree, Arithmetic(result, left.nullable or right.nullable, text, op, left, right)
        )

    def _bounded(self, tree: Tree[Token], node: Node) -> Node | None:
        if magnitude(node, self.names.params) <= INT64_MAX:
            return node
        self.complain(tree, "this can leave 64 bits")
        return None

    def _relation(self, tree: Tree[Token], known: frozenset[str]) -> Node | None:
        if len(tree.children) != 3:
            self.complain(tree, "comparisons cannot be chained", "join them with &&")
            return None
        left, op, right = _tree(tree.children[0]), str(tree.children[1]), _tree(tree.children[2])
        if op == "in":
            return self._membership(tree, left, right, known)
        first, second = self.visit(left, known), self.visit(right, known)
        if first is None or second is None:
            return None
        if not self._comparable(tree, op, first, second):
            return None
        return Compare(Type.BOOL, False, self.source(tree), op, first, second)

    def _comparable(self, tree: Tree[Token], op: str, left: Node, right: Node) -> bool:
        before = len(self.complaints)
        if left.type is not right.type:
            self.complain(
                tree,
                f"{_a(left.type)} cannot be compared with {_a(right.type)}",
                _compare_hint(left.type, right.type),
            )
        elif op not in ("==", "!=") and left.type in _UNORDERED:
            self.complain(tree, f"{_a(left.type)} has no order", "only == and != are known for it")
        for side, other in ((left, right), (right, left)):
            self._present(tree, side)
            self._listed(tree, side, other)
        return len(self.complaints) == before

    def _present(self, tree: Tree[Token], side: Node) -> None:
        if not side.nullable:
            return
        for path in dict.fromkeys(path.text for path in paths(side) if path.nullable):
            self.complain(tree, f"{path} may be absent", f"ask first: has({path}) && …")

    def _listed(self, tree: Tree[Token], path: Node, literal: Node) -> None:
        """A text that is compared with a fact must be one the fact can have."""
        if not (
            isinstance(path, Path)
            and isinstance(literal, Literal)
            and path.type is literal.type is Type.TEXT
        ):
            return
        values = list(self.names.facts[path.fact].values) if path.fact in self.names.facts else []
        if values and literal.value not in values:
            hint = nearest(str(literal.value), values) or f"known: {', '.join(values)}"
            self.complain(tree, f"{path.text} is never {literal.text}", hint)

    def _membership(
        self, tree: Tree[Token], left: Tree[Token], right: Tree[Token], known: frozenset[str]
    ) -> Node | None:
        item = self.visit(left, known)
        if right.data != "list_":
            self.complain(
                right, "right of `in` stands a list of literals", "e.g. me.grade in ['H', 'A']"
            )
            return None
        elements = [self.visit(element, known) for element in _arguments(right.children[0])]
        if item is None or any(element is None for element in elements):
            return None
        before = len(self.complaints)
        self._present(tree, item)
        literals = [element for element in elements if isinstance(element, Literal)]
        if len(literals) != len(elements):
            self.complain(right, "the list may only hold literals")
        for literal in literals:
            if literal.type is not item.type:
                self.complain(
                    right,
                    f"{literal.text} is {_a(literal.type)}, but {item.text} is {_a(item.type)}",
                )
            self._listed(tree, item, literal)
        if len(self.complaints) > before:
            return None
        return In(Type.BOOL, False, self.source(tree), item, tuple(literals))


def _tree(child: Tree[Token] | Token) -> Tree[Token]:
    assert isinstance(child, Tree)
    return child


def _arguments(child: Tree[Token] | Token | None) -> list[Tree[Token]]:
    return [_tree(argument) for argument in child.children] if isinstance(child, Tree) else []


def _sum_hint(left: Type, right: Type) -> str:
    if left is Type.DATE and right is Type.ELAPSED:
        return "72h only fits instants; on dates write 3d or 3bd"
    if left is Type.INSTANT and right in (Type.DAYS, Type.WORKDAYS):
        return "3d and 3bd only fit dates; on instants write 72h"
    return ""


def _compare_hint(left: Type, right: Type) -> str:
    kinds = {left, right}
    if kinds == {Type.DAYS, Type.WORKDAYS}:
        return "count working days from a date: a <= b + 3bd"
    if kinds == {Type.DATE, Type.INSTANT}:
        return "compare dates with dates (…_on) and instants with instants (…_at)"
    if kinds <= set(_SPANS):
        return "3d counts dates, 3bd working days, 72h elapsed time; they do not mix"
    return ""


def magnitude(node: Node, params: Mapping[str, Literal]) -> int:
    """The largest absolute value an integer expression can reach, given FACT_LIMIT on every fact."""
    match node:
        case Literal(value=int(value)):
            return abs(value)
        case Path(owner="params", name=name) if name in params:
            return magnitude(params[name], params)
        case Arithmetic(left=left, right=right):
            return magnitude(left, params) + magnitude(right, params)
        case Negate(item=item):
            return magnitude(item, params)
        case Conditional(then=then, otherwise=otherwise):
            return max(magnitude(then, params), magnitude(otherwise, params))
        case _:
            return FACT_LIMIT


def duration(text: str) -> Literal | None:
    """Read `3d`, `3bd`, `72h`, `30m`, `10s`; None if it is not one or is beyond FACT_LIMIT.

    >>> duration("3d").value, str(duration("72h").type)
    (3, 'elapsed')
    """
    match = re.fullmatch(r"(-?[0-9]{1,18})(bd|d|h|m|s)", text)
    if match is None:
        return None
    type_, unit = _DURATIONS[match[2]]
    value = int(match[1]) * unit
    return Literal(type_, False, text, value) if abs(value) <= FACT_LIMIT else None


_ESCAPES = re.compile(
    r"\\(?:[abfnrtv\\'\"?`]|x[0-9a-fA-F]{2}|X[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})"
)


def _unquote(token: str) -> str | None:
    """The text a string literal stands for (cel-spec, lexis), or None if an escape is not known."""
    raw = token[0] in "rR"
    body = token[1:] if raw else token
    width = 3 if body[:3] in ('"""', "'''") and len(body) >= 6 else 1
    inner = body[width:-width]
    if raw:
        return inner
    if "\\" in _ESCAPES.sub("", inner):
        return None
    try:
        return _ESCAPES.sub(lambda match: _escaped(match[0]), inner)
    except (ValueError, SyntaxError):
        return None


def _escaped(escape: str) -> str:
    if escape[1] in "?`":
        return escape[1]
    if escape[1] in "xX":
        return chr(int(escape[2:], 16))
    value = ast.literal_eval(f"'{escape}'") if escape != "\\'" else "'"
    if not isinstance(value, str) or any(0xD800 <= ord(character) < 0xE000 for character in value):
        raise ValueError(escape)
    return value
