"""What stands alone in an expression: constants, lists, names and calls."""

from __future__ import annotations

from collections.abc import Callable

from lark import Token, Tree

from evenhand.core.policy import lists
from evenhand.core.policy.bounds import Bounds
from evenhand.core.policy.complaints import Complaint, Refusal, a
from evenhand.core.policy.lists import Constants
from evenhand.core.policy.literals import duration, integer, unquote
from evenhand.core.policy.names import GROUPS, Names, Written, read, unreadable
from evenhand.core.policy.tree import Has, Literal, Node, Path, Quantifier, Size
from evenhand.core.said import said
from evenhand.core.types import Type

Part = Node | Constants
Known = frozenset[str]
Here = Tree[Token]

_OUTSIDE = {
    "float_": (
        said("numbers with a fraction lie outside the language"),
        said("use whole units, e.g. cents or basis points"),
    ),
    "uint": (said("unsigned numbers lie outside the language"), ""),
    "bytes_": (said("bytes lie outside the language"), ""),
}
_MAY_BE_LIST = {"list_", "additive", "select"}


class Operands:
    """Walks a parse tree once; None stands for a part that was refused, to be told only once."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.variable = ""
        self.bounds = Bounds(names.params)
        self.complaints: list[Complaint] = []

    def complain(self, at: Here, message: str, hint: str = "") -> None:
        """Say something against what stands at this place."""
        line, column = getattr(at.meta, "line", 1), getattr(at.meta, "column", 1)
        self.complaints.append(Complaint(message, line, column, hint))

    def part(self, tree: Here, known: Known) -> Part | None:
        """A value or a list of constants."""
        method: Callable[[Here, Known], Part | None] = getattr(self, f"_{tree.data}", self._outside)
        try:
            return method(tree, known)
        except Refusal as refusal:
            for message, hint in refusal.reasons:
                self.complain(tree, message, hint)
            return None

    def value(self, tree: Here, known: Known) -> Node | None:
        """A value; a list is none."""
        part = self.part(tree, known)
        if isinstance(part, Constants):
            self.complain(
                tree, said("a list is no single value"), said("ask x in list, list[0], list.size()")
            )
            return None
        return part

    def boolean(self, tree: Here, known: Known) -> Node | None:
        """A value that is true or false."""
        node = self.value(tree, known)
        if node is None or node.type is Type.BOOL:
            return node
        self.complain(tree, said("this is {node}, but a bool is needed here", node=a(node.type)))
        return None

    def source(self, tree: Here) -> str:
        """The text that a part was written as."""
        return self.text[tree.meta.start_pos : tree.meta.end_pos]

    # Constants

    def _integer(self, tree: Here, _known: Known, *, negative: bool = False) -> Literal:
        digits = str(tree.children[0])
        value = integer(digits, negative=negative)
        if value is None:
            number = f"-{digits}" if negative else digits
            raise Refusal(said("{number} does not fit into 64 bits", number=number))
        return Literal(Type.INT, False, self.source(tree), value)

    def _duration(self, tree: Here, _known: Known) -> Literal:
        literal = duration(self.source(tree))
        if literal is None:
            raise Refusal(
                said("{written} is longer than any time this can hold", written=self.source(tree))
            )
        return literal

    def _string(self, tree: Here, _known: Known) -> Literal:
        value = unquote(str(tree.children[0]))
        if value is None:
            raise Refusal(said("this text has an escape that is not known"))
        return Literal(Type.TEXT, False, self.source(tree), value)

    def _outside(self, tree: Here, _known: Known) -> None:
        raise Refusal(*_OUTSIDE[tree.data])

    def _list_(self, tree: Here, known: Known) -> Constants | None:
        elements = [child for child in tree.children if isinstance(child, Tree)]
        parts = [self.value(element, known) for element in elements]
        literals = [part for part in parts if isinstance(part, Literal)]
        if any(part is None for part in parts):
            return None
        if len(literals) < len(parts):
            raise Refusal(said("the list may only hold literals"))
        return lists.listed(literals, self.source(tree))

    def _index(self, tree: Here, known: Known) -> Literal | None:
        over, index = subtree(tree.children[0]), subtree(tree.children[1])
        constants = self.perhaps_list(over, known)
        place = self.value(index, known) if isinstance(constants, Constants) else None
        if isinstance(constants, Node):
            raise Refusal(said("reading by [index] lies outside the language"))
        if constants is None or place is None:
            return None
        return lists.at(constants, place, self.source(tree))

    def perhaps_list(self, tree: Here, known: Known) -> Part | None:
        """What could be a list; anything else is not even looked at."""
        if tree.data in _MAY_BE_LIST:
            return self.part(tree, known)
        return Literal(Type.BOOL, False, "", 0)

    # Names

    def _name(self, tree: Here, _known: Known) -> Literal:
        name = str(tree.children[0])
        if name not in ("true", "false"):
            raise unreadable(self.names, name, self.variable)
        return Literal(Type.BOOL, False, name, 2 if name == "true" else 0)

    def _select(self, tree: Here, known: Known) -> Path | Constants:
        root, name = tree.children
        if not isinstance(root, Tree) or root.data != "name":
            hint = said("a path has two parts, e.g. me.first_record")
            raise Refusal(said("{name} is not a value", name=self.source(tree)), hint)
        written = Written(str(root.children[0]), str(name), self.source(tree), known)
        return read(self.names, written, self.variable)

    # Calls

    def _call(self, tree: Here, known: Known) -> Node | None:
        name, arguments = str(tree.children[0]), arguments_of(tree.children[1])
        if name == "has":
            return self._has(tree, arguments)
        hint = said("only has(…) is known, and size(…) of a list")
        if name == "size" and len(arguments) == 1:
            constants = self.perhaps_list(arguments[0], known)
            if constants is None:
                return None
            if isinstance(constants, Constants):
                return lists.size_of(constants, self.source(tree))
            hint = said("write {written}.size()", written=self.source(arguments[0]))
        if name == "not":
            hint = said("not is written !")
        raise Refusal(said("there is no function {name}", name=name), hint)

    def _has(self, tree: Here, arguments: list[Here]) -> Has | None:
        if len(arguments) != 1 or arguments[0].data != "select":
            raise Refusal(said("has(…) takes one path"), said("e.g. has(me.appealed_on)"))
        path = self.part(arguments[0], frozenset())
        if path is None:
            return None
        if not isinstance(path, Path) or path.owner == "params":
            raise Refusal(
                said("has({path}) is always true: a param always has a value", path=path.text)
            )
        if path.type is Type.BOOL:
            message = said("{path} is a bool, which is never absent", path=path.text)
            raise Refusal(message, said("ask for it directly, without has()"))
        return Has(Type.BOOL, False, self.source(tree), path)

    def _method(self, tree: Here, known: Known) -> Node | None:
        target, name = subtree(tree.children[0]), str(tree.children[1])
        arguments = arguments_of(tree.children[2])
        if name == "size" and target.data in _MAY_BE_LIST and not arguments:
            return self._size_of_list(tree, target, known)
        over = str(target.children[0]) if target.data == "name" else ""
        if over not in GROUPS or name not in ("all", "exists", "size"):
            raise self._no_method(tree)
        if over not in self.names.scopes:
            raise Refusal(said("{over} cannot be read here", over=over))
        if self.variable:
            hint = said("name the inner one under define and read it as o.name")
            raise Refusal(said("a quantifier inside another is refused"), hint)
        if name != "size":
            return self._quantifier(tree, name, over, known)
        if arguments:
            raise Refusal(said("{over}.size() takes nothing between its brackets", over=over))
        return Size(Type.INT, False, self.source(tree), over)

    def _no_method(self, tree: Here) -> Refusal:
        hint = said("known are others and claimants with .all(), .exists(), .size()")
        return Refusal(said("{written} is not known", written=self.source(tree)), hint)

    def _size_of_list(self, tree: Here, target: Here, known: Known) -> Literal | None:
        constants = self.part(target, known)
        if isinstance(constants, Node):
            raise self._no_method(tree)
        return None if constants is None else lists.size_of(constants, self.source(tree))

    def _quantifier(self, tree: Here, kind: str, over: str, known: Known) -> Quantifier | None:
        arguments = arguments_of(tree.children[2])
        if len(arguments) != 2 or arguments[0].data != "name":
            message = said(
                "{over}.{kind}(…) takes a variable and a condition", over=over, kind=kind
            )
            raise Refusal(message, said("e.g. {over}.{kind}(o, o.signed)", over=over, kind=kind))
        variable = str(arguments[0].children[0])
        if variable in {"true", "false", "null", "in", *self.names.scopes, "me", "entry"}:
            self.complain(
                arguments[0],
                said("{variable} cannot be the name of a variable", variable=variable),
                said("e.g. {name}", name="o"),
            )
            return None
        self.variable = variable
        body = self.boolean(arguments[1], known)
        self.variable = ""
        if body is None:
            return None
        return Quantifier(Type.BOOL, False, self.source(tree), kind, over, variable, body)


def subtree(child: Tree[Token] | Token) -> Here:
    """A child of which the grammar makes sure that it is a tree."""
    assert isinstance(child, Tree)
    return child


def arguments_of(child: Tree[Token] | Token | None) -> list[Here]:
    """What stands between the brackets of a call."""
    return [subtree(argument) for argument in child.children] if isinstance(child, Tree) else []
