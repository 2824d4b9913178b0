"""Random expressions, each beside its translation into CEL, and random situations to read them in.

Only the letters of durations and the meaning of `others` are translated; operators, precedence and
brackets stand in both texts alike. A date is the midnight in UTC that begins it; `3d` is 72 hours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from evenhand.core.types import Type
from tests.core.policy.situations import FACTS, GRADES, UNKNOWN, Answer, Situation, Unknown

CONDITIONAL, OR, AND, RELATION, SUM, PRODUCT, UNARY, PRIMARY = range(8)
"""Precedence, loosest first."""

DAY = 86_400
FIRST_DAY = 15_732  # 2013-01-27
VALUES = (Type.INT, Type.DATE, Type.INSTANT, Type.DAYS, Type.ELAPSED)
COMPARED = (*VALUES, Type.POSITION, Type.TEXT)
FLAGS = ("flag", "sign", "mark")
FLAGS_OF_ME = (*FLAGS, "allowed", "existing", "has_card", "in_store", "true_x", "nullable")
ORDERS = ("==", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression in our language and in CEL, with the precedence of its outermost operator."""

    type: Type
    ours: str
    theirs: str
    level: int = PRIMARY

    def inside(self, level: int, *, brackets: bool = False) -> Expression:
        """The same as an operand that must bind at least as tightly as `level`."""
        if self.level >= level and not brackets:
            return self
        return Expression(self.type, f"({self.ours})", f"({self.theirs})")


@dataclass(frozen=True, slots=True)
class Scope:
    """What may stand at a place: whose facts, which that may be absent, and may the result be."""

    owners: tuple[str, ...] = ("me", "deal")
    present: frozenset[str] = frozenset()
    may_be_absent: bool = False

    def knowing(self, path: str) -> Scope:
        """Here this path is known to be present."""
        return replace(self, present=self.present | {path}, may_be_absent=False)

    @property
    def strict(self) -> Scope:
        """Here nothing may be absent, as in a condition or a comparison."""
        return replace(self, may_be_absent=False)

    @property
    def is_inner(self) -> bool:
        """Within a quantifier."""
        return "o" in self.owners


def expression(seed: int) -> Expression:
    """The expression with this number; every other one is a condition."""
    random = Random(f"expression {seed}")
    writer = _Writer(random)
    if seed % 2 == 0:
        return writer.truth(Scope(), 4)
    type_ = random.choice((*VALUES, Type.TEXT))
    return writer.value(type_, Scope(may_be_absent=random.random() < 0.5), 4)


def binary(
    left: Expression, operator: str, right: Expression, type_: Type, level: int
) -> Expression:
    ours = f"{left.ours}{operator}{right.ours}"
    return Expression(type_, ours, f"{left.theirs}{operator}{right.theirs}", level)


class _Writer:
    def __init__(self, random: Random) -> None:
        self.random = random

    # Conditions

    def truth(self, scope: Scope, depth: int) -> Expression:
        """A condition."""
        forms: list[Callable[[Scope, int], Expression]] = [self.flag, self.flag, self.constant]
        if depth > 0:
            forms = [self.compare, self.compare, self.same, self.among, self.has, self.guarded]
            forms += [self.negation, self.chain, self.chain, self.choice, self.same_list]
            if not scope.is_inner:
                forms += [self.quantifier, self.quantifier]
        return self.random.choice(forms)(scope.strict, depth - 1)

    def operand(self, scope: Scope, depth: int, level: int) -> Expression:
        return self.truth(scope, depth).inside(level, brackets=self.random.random() < 0.1)

    def flag(self, scope: Scope, _depth: int) -> Expression:
        if self.random.random() < 0.1:
            return Expression(Type.BOOL, "params.strict", "params.strict")
        owner = self.random.choice(scope.owners)
        path = f"{owner}.{self.random.choice(FLAGS if owner == 'deal' else FLAGS_OF_ME)}"
        return Expression(Type.BOOL, path, path)

    def constant(self, _scope: Scope, _depth: int) -> Expression:
        text = self.random.choice(("true", "false"))
        return Expression(Type.BOOL, text, text)

    def negation(self, scope: Scope, depth: int) -> Expression:
        item = self.operand(scope, depth, UNARY)
        return Expression(Type.BOOL, f"!{item.ours}", f"!{item.theirs}", UNARY)

    def chain(self, scope: Scope, depth: int) -> Expression:
        """`a && b && c` or `a || b`."""
        operator, level = self.random.choice(((" && ", AND), (" || ", OR)))
        result = self.operand(scope, depth, level)
        for _ in range(self.random.randint(1, 2)):
            result = binary(
                result, operator, self.operand(scope, depth, level + 1), Type.BOOL, level
            )
        return result

    def choice(self, scope: Scope, depth: int) -> Expression:
        condition = self.operand(scope, depth, OR)
        return self._conditional(condition, self.truth(scope, depth), self.truth(scope, depth))

    def _conditional(
        self, condition: Expression, then: Expression, other: Expression
    ) -> Expression:
        then = then.inside(OR)
        ours = f"{condition.ours} ? {then.ours} : {other.ours}"
        theirs = f"{condition.theirs} ? {then.theirs} : {other.theirs}"
        return Expression(other.type, ours, theirs, CONDITIONAL)

    def compare(self, scope: Scope, depth: int) -> Expression:
        type_ = self.random.choice(COMPARED)
        operators = ORDERS[:2] if type_ is Type.TEXT else ORDERS
        left, right = (self.value(type_, scope, depth - 1).inside(SUM) for _ in range(2))
        return binary(left, f" {self.random.choice(operators)} ", right, Type.BOOL, RELATION)

    def same(self, scope: Scope, depth: int) -> Expression:
        left, right = (self.operand(scope, depth - 1, SUM) for _ in range(2))
        return binary(left, f" {self.random.choice(ORDERS)} ", right, Type.BOOL, RELATION)

    def same_list(self, _scope: Scope, _depth: int) -> Expression:
        type_ = self.random.choice((Type.INT, Type.DAYS, Type.TEXT))
        left, right = (self.constants(type_) for _ in range(2))
        return binary(left, self.random.choice((" == ", " != ")), right, Type.BOOL, RELATION)

    def constants(self, type_: Type) -> Expression:
        """A list, or two joined; of so few values that two lists are often equal."""
        listed = [self.literal(type_, few=True) for _ in range(self.random.randint(0, 2))]
        ours, theirs = (
            (", ".join(texts) for texts in zip(*map(_both, listed), strict=True))
            if listed
            else ("", "")
        )
        result = Expression(type_, f"[{ours}]", f"[{theirs}]")
        if self.random.random() < 0.3:
            return binary(result, " + ", self.constants(type_).inside(UNARY), type_, SUM)
        return result

    def among(self, scope: Scope, depth: int) -> Expression:
        type_ = self.random.choice((Type.INT, Type.TEXT, Type.DAYS, Type.ELAPSED, Type.BOOL))
        if type_ is Type.BOOL:
            item, one = self.operand(scope, depth, SUM), self.constant
            listed = [one(scope, 0) for _ in range(self.random.randint(0, 2))]
        else:
            item = self.value(type_, scope, depth - 1).inside(SUM)
            listed = [self.literal(type_) for _ in range(self.random.randint(0, 3))]
        ours = f"{item.ours} in [{', '.join(one.ours for one in listed)}]"
        theirs = f"{item.theirs} in [{', '.join(one.theirs for one in listed)}]"
        return Expression(Type.BOOL, ours, theirs, RELATION)

    def has(self, scope: Scope, _depth: int) -> Expression:
        if self.random.random() < 0.2:
            return self.random.choice((_HAS_EVERY, _HAS_SOME))
        return _has(self.maybe(scope, self.random.choice(COMPARED)))

    def guarded(self, scope: Scope, depth: int) -> Expression:
        """The ways in which §3 lets a value be compared that may be absent."""
        path = self.maybe(scope, self.random.choice(COMPARED))
        has, inner = _has(path), scope.knowing(path)
        absent = Expression(Type.BOOL, f"!{has.ours}", f"!{has.theirs}", UNARY)
        form = self.random.randrange(4)
        if form == 0:
            return binary(has, " && ", self.compare(inner, depth).inside(RELATION), Type.BOOL, AND)
        if form == 1:
            return binary(absent, " || ", self.compare(inner, depth).inside(AND), Type.BOOL, OR)
        if form == 2:
            return self._conditional(has, self.compare(inner, depth), self.truth(scope, depth - 1))
        return self._conditional(absent, self.truth(scope, depth - 1), self.compare(inner, depth))

    def quantifier(self, scope: Scope, depth: int) -> Expression:
        body = self.truth(replace(scope, owners=("me", "o", "o", "deal")), depth)
        over, kind = (
            self.random.choice(("others", "claimants")),
            self.random.choice(("all", "exists")),
        )
        theirs = body.theirs
        if over == "others":
            but_me = "o.id == me.id || " if kind == "all" else "o.id != me.id && "
            theirs = f"{but_me}({theirs})"
        return Expression(
            Type.BOOL, f"{over}.{kind}(o, {body.ours})", f"claimants.{kind}(o, {theirs})"
        )

    # Values

    def value(self, type_: Type, scope: Scope, depth: int) -> Expression:
        """A number, date, duration or text."""
        if depth <= 0 or self.random.random() < 0.25:
            return self.leaf(type_, scope)
        if type_ not in VALUES or self.random.random() < 0.2:
            return self.chosen(type_, scope, depth - 1)
        if type_ in (Type.INT, Type.DAYS, Type.ELAPSED) and self.random.random() < 0.2:
            return self.negative(self.value(type_, scope, depth - 1).inside(UNARY))
        if type_ is Type.INT and self.random.random() < 0.5:
            return self.product(scope, depth - 1)
        return self.sum(type_, scope, depth - 1)

    def product(self, scope: Scope, depth: int) -> Expression:
        """`a * 3`, `3 * a`, `a / 3`, `a % 3`: one side is the same whatever the facts are."""
        value = self.value(Type.INT, scope, depth)
        fixed = self.random.choice(_FIXED)
        operator = self.random.choice("*/%")
        if operator == "*" and self.random.random() < 0.5:
            value, fixed = fixed, value
        left, right = value.inside(PRODUCT), fixed.inside(UNARY)
        return binary(left, f" {operator} ", right, Type.INT, PRODUCT)

    def sum(self, type_: Type, scope: Scope, depth: int) -> Expression:
        span = {Type.DATE: Type.DAYS, Type.INSTANT: Type.ELAPSED}.get(type_, type_)
        forms = [("+", type_, span), ("-", type_, span)]
        if type_ is Type.DAYS:
            forms.append(("-", Type.DATE, Type.DATE))
        if type_ is Type.ELAPSED:
            forms.append(("-", Type.INSTANT, Type.INSTANT))
        operator, left_type, right_type = self.random.choice(forms)
        left = self.value(left_type, scope, depth).inside(SUM)
        right = self.value(right_type, scope, depth).inside(PRODUCT)
        return binary(left, f" {operator} ", right, type_, SUM)

    def negative(self, item: Expression) -> Expression:
        if item.type is Type.INT:
            return Expression(Type.INT, f"-{item.ours}", f"-{item.theirs}", UNARY)
        return Expression(item.type, f"-{item.ours}", f"(duration('0s') - {item.theirs})", UNARY)

    def chosen(self, type_: Type, scope: Scope, depth: int) -> Expression:
        if scope.may_be_absent or self.random.random() < 0.5:
            condition = self.operand(scope.strict, depth, OR)
            then, other = (self.value(type_, scope, depth) for _ in range(2))
        else:
            path = self.maybe(scope, type_)
            condition = _has(path)
            then = self.value(type_, scope.knowing(path), depth)
            other = self.value(type_, scope, depth)
        return self._conditional(condition, then, other)

    def leaf(self, type_: Type, scope: Scope) -> Expression:
        forms = [self.read] * 3
        forms += [self.known_to_be_present] * 3 if scope.present else []
        forms += [self.maybe_absent] if scope.may_be_absent else []
        forms += [self.fixed]
        return self.random.choice(forms)(type_, scope)

    def read(self, type_: Type, scope: Scope) -> Expression:
        owner = self.random.choice(scope.owners)
        name = "grade" if type_ is Type.TEXT else str(type_) + self.random.choice(("", "_2"))
        return Expression(type_, f"{owner}.{name}", f"{owner}.{name}")

    def known_to_be_present(self, type_: Type, scope: Scope) -> Expression:
        fitting = sorted(path for path in scope.present if path.endswith(_maybe(type_)))
        path = self.random.choice(fitting) if fitting else self.read(type_, scope).ours
        return Expression(type_, path, path)

    def maybe_absent(self, type_: Type, scope: Scope) -> Expression:
        if type_ is Type.DAYS and self.random.random() < 0.3:
            return Expression(Type.DAYS, "tables.some", "tables.some[me.grade]")
        path = self.maybe(scope, type_)
        return Expression(type_, path, path)

    def fixed(self, type_: Type, scope: Scope) -> Expression:
        """A constant, a param, a table, or how many there are."""
        named = {
            Type.INT: ["params.limit"]
            + ["claimants.size()", "others.size()"] * (not scope.is_inner),
            Type.DAYS: ["params.window", "tables.always"],
            Type.ELAPSED: ["params.hours"],
            Type.DATE: ["params.start"],
            Type.TEXT: ["params.best"],
        }.get(type_, [])
        if type_ in (Type.INSTANT, Type.POSITION):
            return self.read(type_, scope)
        if type_ is Type.DATE or (named and self.random.random() < 0.4):
            text = self.random.choice(named)
            return Expression(type_, text, _TRANSLATED.get(text, text))
        return self.literal(type_)

    def literal(self, type_: Type, *, few: bool = False) -> Expression:
        if type_ is Type.TEXT:
            text = repr(self.random.choice(GRADES))
            return Expression(type_, text, text)
        if type_ is Type.INT:
            number = self.random.choice((1, 2) if few else (0, 1, 2, 3, 7, 0x1F, 10**15))
            text = self.random.choice((str(number), hex(number)))
            return Expression(type_, text, text)
        units = {"d": DAY} if type_ is Type.DAYS else {"h": 3600, "m": 60, "s": 1}
        unit = self.random.choice(list(units))
        count = self.random.choice((1, 2) if few else (0, 1, 2, 3, 24, 60))
        return Expression(type_, f"{count}{unit}", f"duration('{count * units[unit]}s')")

    def maybe(self, scope: Scope, type_: Type) -> str:
        return f"{self.random.choice(scope.owners)}.{_maybe(type_)}"


_HAS_SOME = Expression(Type.BOOL, "has(tables.some)", "(me.grade in tables.some)")
_HAS_EVERY = Expression(
    Type.BOOL, "has(tables.every)", "(has(me.maybe_grade) && me.maybe_grade in tables.every)"
)
_FIXED = [
    Expression(Type.INT, text, text, level)
    for text, level in (
        ("2", PRIMARY),
        ("3", PRIMARY),
        ("-1", UNARY),
        ("-2", UNARY),
        ("params.limit", PRIMARY),
        ("params.limit - 4", SUM),
        ("[1, 2, 3].size()", PRIMARY),
        ("[5, 4][1]", PRIMARY),
    )
]
"""Whole numbers that are not zero and read no fact."""

_TRANSLATED = {
    "tables.always": "tables.always[me.grade]",
    "others.size()": "(size(claimants) - 1)",
}


def _both(expression: Expression) -> tuple[str, str]:
    return expression.ours, expression.theirs


def _has(path: str) -> Expression:
    return Expression(Type.BOOL, f"has({path})", f"has({path})")


def _maybe(type_: Type) -> str:
    return f"maybe_{'grade' if type_ is Type.TEXT else type_}"


# Situations


def situations(seed: int, count: int, *, unknown: float = 0.0) -> list[Situation]:
    """Random disputes of one to four claimants, some of them out already; a share is unknown."""
    random = Random(f"situations {seed}")
    return [_situation(random, unknown) for _ in range(count)]


def _situation(random: Random, unknown: float) -> Situation:
    claimants = [_values(random, FLAGS_OF_ME, unknown) for _ in range(random.randint(1, 4))]
    still_in = [slot for slot in range(len(claimants)) if random.random() < 0.8] or [0]
    deal = {f"deal.{name}": value for name, value in _values(random, FLAGS, unknown).items()}
    return Situation(claimants, deal, still_in)


def _values(random: Random, flags: Sequence[str], unknown: float) -> dict[str, Answer]:
    values: dict[str, Answer] = {name: random.random() < 0.5 for name in flags}
    for type_ in COMPARED:
        name = "grade" if type_ is Type.TEXT else str(type_)
        values |= {name: one_of(random, type_), f"{name}_2": one_of(random, type_)}
        values[f"maybe_{name}"] = one_of(random, type_) if random.random() < 0.6 else None
    return {name: UNKNOWN if random.random() < unknown else value for name, value in values.items()}


def filled_in(situation: Situation, seed: int) -> Situation:
    """The same with each unknown turned out in one way: a value, or absent where that may be."""
    random = Random(f"filled in {seed}")
    claimants = [
        {name: _turned_out(random, f"me.{name}", value) for name, value in one.items()}
        for one in situation.claimants
    ]
    facts = {path: _turned_out(random, path, value) for path, value in situation.facts.items()}
    return replace(situation, claimants=claimants, facts=facts)


def _turned_out(random: Random, path: str, value: Answer) -> Answer:
    if not isinstance(value, Unknown) or path not in FACTS:
        return value
    spec = FACTS[path]
    if spec.type is Type.BOOL:
        return random.random() < 0.5
    return None if spec.nullable and random.random() < 0.4 else one_of(random, spec.type)


def one_of(random: Random, type_: Type) -> Answer:
    """A value of the type, from so few that two are often equal."""
    if type_ is Type.TEXT:
        return random.choice(GRADES)
    if type_ is Type.DATE:
        return FIRST_DAY + random.randint(-3, 3)
    if type_ is Type.INSTANT:
        return FIRST_DAY * DAY + random.choice((-DAY, -3600, -1, 0, 1, 60, 3600, DAY))
    if type_ is Type.ELAPSED:
        return random.choice((-3600, 0, 1, 60, 3600, DAY, 3 * DAY))
    if type_ is Type.INT and random.random() < 0.05:
        return random.choice((-(10**15), 10**15))
    return random.randint(-3, 3)
