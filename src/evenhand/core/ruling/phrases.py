"""Values, conditions and reasons as words of one language.

Names of facts come from the catalogue and the policy.
"""

from __future__ import annotations

from collections.abc import Iterable

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
)
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import ABSENT, FALSE, KNOWN, TRUE, UNKNOWN
from evenhand.core.ruling.facts import VALUES
from evenhand.core.ruling.figures import day_in, instant_in, number_in
from evenhand.core.ruling.reasons import Amount, Reason
from evenhand.core.ruling.wording import say
from evenhand.core.types import Type

MAX_ENTRIES = 12
"""So many entries are named behind one reason; the rest is counted."""

MARK = {TRUE: "✓", FALSE: "✗", UNKNOWN: "?"}
_COMMA = {"en": ", ", "zh": "、", "vi": ", "}
_ARITHMETIC = {"+": "+", "-": "−", "*": "×", "/": "÷", "%": "mod"}
_SUMS = ("+", "-")
_SPANS = ((3600, "hour"), (60, "minute"), (1, "second"))


class Phrases:
    """Speaks of one version's facts in one language.

    `names` are the labels of the claimants by slot.
    """

    def __init__(self, version: Version, lang: str, names: tuple[str, ...] = ()) -> None:
        self.version = version
        self.lang = lang
        self.names = names
        self.labels = {define.path: define.label for define in version.defines}

    def say(self, key: str, **values: object) -> str:
        """A sentence of the catalogue of wordings."""
        return say(key, self.lang, **values)

    def listed(self, items: Iterable[str]) -> str:
        """Several names as one phrase; "nobody" if there are none."""
        return _COMMA[self.lang].join(items) or self.say("nobody")

    def people(self, slots: Iterable[int]) -> str:
        """Claimants by name."""
        return self.listed(self.names[slot] for slot in slots)

    def article(self, cites: tuple[str, ...]) -> str:
        """The articles cited, e.g. "article 6.1"."""
        return self.say("article", ids=_COMMA[self.lang].join(cites))

    # Values

    def value(self, type_: Type, code: int) -> str:
        """A value in words: a date, "3 days", "register no. 12"."""
        match type_:
            case Type.BOOL:
                return self.say({TRUE: "yes", FALSE: "no"}.get(code, "not-known"))
            case Type.DATE:
                return day_in(self.lang, code)
            case Type.INSTANT:
                return instant_in(self.lang, code, self.version.time_zone)
            case Type.DAYS | Type.WORKDAYS:
                return self._counted(code, type_.value.removesuffix("s"))
            case Type.ELAPSED:
                size, unit = next((size, unit) for size, unit in _SPANS if code % size == 0)
                return self._counted(code // size, unit)
            case Type.POSITION:
                return self.say("position", n=code)
            case Type.TEXT:
                return self.text(self.version.vocabulary.text(code))
        return number_in(self.lang, code)

    def _counted(self, number: int, unit: str) -> str:
        key = unit if abs(number) == 1 else f"{unit}s"
        return self.say(key, n=number_in(self.lang, number))

    def text(self, value: str) -> str:
        """One of a closed list: entry kinds and the standard values have a label."""
        kind = self.version.kinds.get(value)
        label = kind.label if kind else VALUES.get(value)
        return label.in_(self.lang) if label else value

    def amount(self, amount: Amount) -> str:
        """A value of an explanation."""
        if amount.state == KNOWN:
            return self.value(amount.node.type, amount.value)
        return self.say("none" if amount.state == ABSENT else "not-known")

    # Expressions

    def name(self, path: Path) -> str:
        """The label of what is read."""
        if path.owner == "params":
            label = self.version.param_labels.get(path.name)
            return label.in_(self.lang) if label else path.name.replace("_", " ")
        if path.owner == "tables":
            return path.name.replace("_", " ")
        label = self.labels.get(path.fact) or (
            self.version.facts[path.fact].label if path.fact in self.version.facts else None
        )
        return (label.in_(self.lang) if label else "") or path.name.replace("_", " ")

    def expression(self, node: Node) -> str:
        """A value-giving expression in words."""
        match node:
            case Literal(value=value):
                return self.text(value) if isinstance(value, str) else self.value(node.type, value)
            case Path(owner="params", name=name):
                return self.expression(self.version.params[name])
            case Path():
                return self.name(node)
            case Arithmetic(op=op, left=left, right=right):
                first, second = self._operand(left, op), self._operand(right, op, right=True)
                return f"{first} {_ARITHMETIC[op]} {second}"
            case Negate(item=item):
                return f"−{self._operand(item, '*')}"
            case Size(over=over):
                return self.say(f"size-{over}")
            case Conditional(then=then, otherwise=otherwise):
                return f"{self.expression(then)} / {self.expression(otherwise)}"
        return self.condition(node)

    def _operand(self, node: Node, op: str, *, right: bool = False) -> str:
        """One side of an operator, in brackets where it would otherwise be read another way."""
        text = self.expression(node)
        if isinstance(node, Arithmetic):
            looser = node.op in _SUMS and op not in _SUMS
            again = right and (node.op in _SUMS) is (op in _SUMS)
            return f"({text})" if looser or again else text
        return f"({text})" if isinstance(node, Conditional) else text

    def condition(self, node: Node) -> str:
        """A condition in words, without values."""
        match node:
            case And(items=items):
                return self.say("and").join(self._inner(item) for item in items)
            case Or(items=items):
                return self.say("or").join(self._inner(item) for item in items)
            case Not(item=item):
                return self.say("not", body=self._inner(item))
            case Compare(op=op, left=left, right=right):
                compared = self.operator(op, left.type)
                return f"{self.expression(left)} {compared} {self.expression(right)}"
            case In(item=item, among=among):
                return f"{self.expression(item)} {self.say('in')} {self._options(among)}"
            case Has(path=path):
                return self.say("on-record", left=self.name(path), value=self.say("yes"))
            case Quantifier():
                return self.say(self._quantifier(node), body=self.condition(node.body))
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                branches = f"{self.condition(then)} : {self.condition(otherwise)}"
                return f"{self.condition(condition)} ? {branches}"
        return self.expression(node)

    def _options(self, among: tuple[Literal, ...]) -> str:
        return _COMMA[self.lang].join(self.expression(one) for one in among)

    def _inner(self, node: Node) -> str:
        text = self.condition(node)
        return f"({text})" if isinstance(node, And | Or | Conditional) else text

    def _quantifier(self, node: Quantifier) -> str:
        return node.kind + ("-other" if node.over == "others" else "")

    def operator(self, op: str, type_: Type) -> str:
        """A comparison in words; dates are before and after."""
        dated = type_ in (Type.DATE, Type.INSTANT, Type.POSITION) and op not in ("==", "!=")
        return self.say(f"date{op}" if dated else op)

    # Reasons

    def reason(self, reason: Reason, *, brief: bool = False) -> str:
        """One condition with its values and who it concerns, marked ✓ met, ✗ not met, ? not known.

        `brief` leaves out what a defined condition rests on.
        """
        node = reason.node
        mark = MARK[reason.truth]
        match node:
            case Compare(op=op, left=left, right=right) if reason.sides:
                text = self.say(
                    "asked",
                    left=self.expression(left),
                    value=self.amount(reason.sides[0]),
                    op=self.operator(op, left.type),
                    right=self._right(right, reason.sides[1]),
                )
            case In(item=item, among=among) if reason.sides:
                options = self._options(among)
                text = self.say(
                    "asked",
                    left=self.expression(item),
                    value=self.amount(reason.sides[0]),
                    op=self.say("in"),
                    right=options,
                )
            case Has(path=path) if reason.sides:
                text = self.say(
                    "on-record", left=self.name(path), value=self.amount(reason.sides[0])
                )
            case Quantifier():
                text = self._of_whom(node, reason)
            case Path() if not reason.sides:
                text = self.say(
                    "is", left=self.name(node), value=self.value(Type.BOOL, reason.truth)
                )
            case _ if reason.sides:
                return self.say(
                    "is", left=self.expression(node), value=self.amount(reason.sides[0])
                ) + self.entries(reason.entries)
            case _:
                text = self.condition(node)
        because = "" if brief else self._because(reason)
        return f"{mark} {text}{self.entries(reason.entries)}{because}"

    def _right(self, node: Node, amount: Amount) -> str:
        """What was asked for: the limit itself, or the other value and what it comes to."""
        text = self.expression(node)
        if isinstance(node, Literal) or (isinstance(node, Path) and node.owner == "params"):
            return text
        return self.say("equals", left=text, value=self.amount(amount))

    def _of_whom(self, node: Quantifier, reason: Reason) -> str:
        key = self._quantifier(node)
        if node.kind == "exists" and reason.truth == FALSE:
            return self.say(f"{key}-none", body=self.condition(node.body))
        text = self.say(key, body=self.condition(node.body))
        if not reason.who:
            return text
        whom = "holds-of" if node.kind == "exists" else "fails-of"
        return f"{text}: {self.say(whom, who=self.people(reason.who))}"

    def _because(self, reason: Reason) -> str:
        decisive = [self.reason(one) for one in reason.because if one.decisive]
        return f" — {self.say('because')} {'; '.join(decisive)}" if decisive else ""

    def entries(self, ids: tuple[str, ...]) -> str:
        """The entries behind a reason, in brackets."""
        if not ids:
            return ""
        shown = _COMMA[self.lang].join(ids[:MAX_ENTRIES])
        more = (
            f" {self.say('more', count=len(ids) - MAX_ENTRIES)}" if len(ids) > MAX_ENTRIES else ""
        )
        return f" [{self.say('entries', ids=shown)}{more}]"
