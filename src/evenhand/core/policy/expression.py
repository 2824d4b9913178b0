"""From the text of an expression to its typed tree: a subset of CEL (cel-spec, langdef).

This module reads logic, arithmetic and comparisons; what stands alone is read in operands, what a
name means in names, what an operator takes in operators, lists and bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from evenhand.core.policy import guards, lists, operators
from evenhand.core.policy.complaints import Complaint, ExpressionRefused, Refusal, a, nearest
from evenhand.core.policy.grammar import MAX_DEPTH, TOO_DEEP, SyntaxProblem, parse
from evenhand.core.policy.lists import Constants
from evenhand.core.policy.literals import FACT_LIMIT, duration
from evenhand.core.policy.names import Names, Table
from evenhand.core.policy.operands import Here, Known, Operands, Part, subtree
from evenhand.core.policy.tree import And, Arithmetic, Conditional, Negate, Node, Not, Or
from evenhand.core.said import said
from evenhand.core.types import Type

__all__ = [
    "FACT_LIMIT",
    "Complaint",
    "ExpressionRefused",
    "Names",
    "Table",
    "check",
    "duration",
    "nearest",
]


def check(text: str, names: Names, *, want: Type | None = None, known: Known = frozenset()) -> Node:
    """Parse and type-check one expression.

    `want` is the type it must have; `known` the guard keys already established (a step's `when`).
    Raises ExpressionRefused with every problem and its place.
    """
    try:
        tree = parse(text)
    except SyntaxProblem as problem:
        complaint = Complaint(problem.message, problem.line, problem.column, problem.hint)
        raise ExpressionRefused([complaint]) from None
    checker = _Checker(text, names)
    node = checker.value(tree, known)
    if node is not None and want is not None and node.type is not want:
        checker.complain(
            tree,
            said("this is {node}, but {needed} is needed here", node=a(node.type), needed=a(want)),
        )
    if node is not None and _is_deep(node):
        checker.complain(tree, *TOO_DEEP)
    if checker.complaints:
        raise ExpressionRefused(checker.complaints)
    assert node is not None
    return node


def _is_deep(node: Node) -> bool:
    """A long sum leans to one side: it is as deep as it is long, though nothing in it is nested."""
    level = [node]
    for _ in range(MAX_DEPTH):
        level = [child for part in level for child in part.children()]
        if not level:
            return False
    return True


class _Checker(Operands):
    """Walks a parse tree once; None stands for a part that was refused, to be told only once."""

    # Logic

    def _not_(self, tree: Here, known: Known) -> Not | None:
        item = self.boolean(subtree(tree.children[0]), known)
        return None if item is None else Not(Type.BOOL, False, self.source(tree), item)

    def _conjunction(self, tree: Here, known: Known) -> Node | None:
        return self._chain(tree, known, And, truth=True)

    def _disjunction(self, tree: Here, known: Known) -> Node | None:
        return self._chain(tree, known, Or, truth=False)

    def _chain(self, tree: Here, known: Known, kind: type[And | Or], *, truth: bool) -> Node | None:
        """Each item is read knowing that those before it were true (&&) or false (||)."""
        items: list[Node | None] = []
        for child in tree.children:
            item = self.boolean(subtree(child), known)
            items.append(item)
            if item is not None:
                known |= guards.implied(item, truth=truth, defines=self.names.defines)
        sound = tuple(item for item in items if item is not None)
        return (
            kind(Type.BOOL, False, self.source(tree), sound) if len(sound) == len(items) else None
        )

    def _conditional(self, tree: Here, known: Known) -> Conditional | None:
        asked, if_true, if_false = map(subtree, tree.children)
        condition = self.boolean(asked, known)
        proved = [known, known]
        if condition is not None:
            defines = self.names.defines
            proved = [
                known | guards.implied(condition, truth=truth, defines=defines)
                for truth in (True, False)
            ]
        then, otherwise = self.value(if_true, proved[0]), self.value(if_false, proved[1])
        if condition is None or then is None or otherwise is None:
            return None
        if then.type is not otherwise.type:
            raise Refusal(
                said(
                    "the two branches differ: {then} and {otherwise}",
                    then=a(then.type),
                    otherwise=a(otherwise.type),
                )
            )
        nullable = then.nullable or otherwise.nullable
        return Conditional(then.type, nullable, self.source(tree), condition, then, otherwise)

    # Arithmetic

    def _signed(self, tree: Here, known: Known) -> Node | None:
        sign, operand = tree.children[0], subtree(tree.children[1])
        if sign == "+":
            raise Refusal(said("a plus sign in front is not known"))
        if operand.data == "integer":
            return replace(self._integer(operand, known, negative=True), text=self.source(tree))
        item = self.value(operand, known)
        return item and self._bounded(operators.negative_of(item, self.source(tree)))

    def _additive(self, tree: Here, known: Known) -> Part | None:
        return self._folded(tree, known, self._sum)

    def _product(self, tree: Here, known: Known) -> Part | None:
        return self._folded(tree, known, self._times)

    def _folded(
        self, tree: Here, known: Known, join: Callable[[str, Part, Part, str], Part]
    ) -> Part | None:
        """`a - b + c` from left to right; each partial result keeps its own source."""
        operands = [subtree(child) for child in tree.children[::2]]
        parts = [self.part(operand, known) for operand in operands]
        result = parts[0]
        for op, operand, part in zip(tree.children[1::2], operands[1:], parts[1:], strict=True):
            if result is None or part is None:
                return None
            end = getattr(operand.meta, "container_end_pos", operand.meta.end_pos)
            result = join(str(op), result, part, self.text[tree.meta.start_pos : end])
        return result

    def _sum(self, op: str, left: Part, right: Part, text: str) -> Part:
        if isinstance(left, Constants) and isinstance(right, Constants) and op == "+":
            return lists.joined(left, right, text)
        if isinstance(left, Constants) or isinstance(right, Constants):
            raise Refusal(said("only a list can be added to a list, and nothing taken from it"))
        return self._bounded(operators.sum_of(op, left, right, text))

    def _times(self, op: str, left: Part, right: Part, text: str) -> Part:
        if isinstance(left, Constants) or isinstance(right, Constants):
            raise Refusal(said("`{op}` is not known for lists", op=op))
        return self._bounded(operators.product_of(op, left, right, text, self.bounds))

    def _bounded(self, node: Arithmetic | Negate) -> Node:
        if not self.bounds.fit(node):
            raise Refusal(said("this can leave 64 bits"))
        return node

    # Comparison

    def _relation(self, tree: Here, known: Known) -> Node | None:
        if len(tree.children) != 3:
            raise Refusal(said("comparisons cannot be chained"), said("join them with &&"))
        first, op, second = (
            subtree(tree.children[0]),
            str(tree.children[1]),
            subtree(tree.children[2]),
        )
        if op == "in":
            return self._membership(tree, first, second, known)
        left, right = self.part(first, known), self.part(second, known)
        if left is None or right is None:
            return None
        text = self.source(tree)
        if isinstance(left, Constants) and isinstance(right, Constants):
            return lists.compared(op, left, right, text)
        if isinstance(left, Constants) or isinstance(right, Constants):
            raise Refusal(
                said("a list can only be compared with a list"), said("x in list asks for a value")
            )
        return operators.comparison(op, left, right, text, self.names)

    def _membership(self, tree: Here, left: Here, right: Here, known: Known) -> Node | None:
        item, among = self.value(left, known), self.perhaps_list(right, known)
        if isinstance(among, Node):
            hint = said("e.g. me.grade in ['H', 'A']")
            self.complain(right, said("right of `in` stands a list of literals"), hint)
        if item is None or not isinstance(among, Constants):
            return None
        return operators.membership(item, among, self.source(tree), self.names)
