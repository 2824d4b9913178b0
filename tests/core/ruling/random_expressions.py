"""Random expressions of the policy language: well typed, guarded where a value may be absent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from evenhand.core.types import Type

ORDERED = (
    Type.INT,
    Type.DATE,
    Type.INSTANT,
    Type.DAYS,
    Type.WORKDAYS,
    Type.ELAPSED,
    Type.POSITION,
)
SUMS: Mapping[Type, tuple[tuple[str, Type, Type], ...]] = {
    Type.INT: (("+", Type.INT, Type.INT), ("-", Type.INT, Type.INT)),
    Type.DATE: (
        ("+", Type.DATE, Type.DAYS),
        ("-", Type.DATE, Type.DAYS),
        ("+", Type.DATE, Type.WORKDAYS),
        ("-", Type.DATE, Type.WORKDAYS),
    ),
    Type.INSTANT: (("+", Type.INSTANT, Type.ELAPSED), ("-", Type.INSTANT, Type.ELAPSED)),
    Type.DAYS: (
        ("-", Type.DATE, Type.DATE),
        ("+", Type.DAYS, Type.DAYS),
        ("-", Type.DAYS, Type.DAYS),
    ),
    Type.WORKDAYS: (
        ("+", Type.WORKDAYS, Type.WORKDAYS),
        ("-", Type.WORKDAYS, Type.WORKDAYS),
    ),
    Type.ELAPSED: (
        ("-", Type.INSTANT, Type.INSTANT),
        ("+", Type.ELAPSED, Type.ELAPSED),
        ("-", Type.ELAPSED, Type.ELAPSED),
    ),
}
SIGNED = (Type.INT, Type.DAYS, Type.WORKDAYS, Type.ELAPSED)
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """Something that can be read: `me.n`, `deal.on`, `params.limit`, `tables.every`."""

    path: str
    type: Type
    nullable: bool = False
    values: tuple[str, ...] = ()
    by: str = ""
    """Of a table, the owner of the fact it is looked up by."""

    @property
    def owner(self) -> str:
        return self.path.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Term:
    """The text of an expression, and the paths in it that may be absent."""

    text: str
    needs: frozenset[str] = NOTHING


@dataclass(slots=True)
class Writer:
    """Writes expressions over `names`; `owners` are the roots that may be read where they stand.

    `variable` is that of the quantifier around them, `known` the paths already guarded by a `when`.
    """

    random: Random
    names: list[Name]
    owners: frozenset[str]
    groups: tuple[str, ...] = ()
    variable: str = ""
    known: frozenset[str] = NOTHING
    index: dict[Type, list[Name]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index = {}
        for name in self.names:
            if name.owner in self.owners and (not name.by or name.by in self.owners):
                self.index.setdefault(name.type, []).append(name)

    def inside(self, variable: str) -> Writer:
        """The same inside a quantifier."""
        return replace(self, variable=variable, groups=(), known=NOTHING)

    def read(self, name: Name) -> Term:
        """The name as read of me or, inside a quantifier, of the other one."""
        text = name.path
        other = "me" not in self.owners or self.random.random() < 0.6
        if self.variable and name.owner == "me" and other:
            text = f"{self.variable}.{name.path.partition('.')[2]}"
        return Term(text, frozenset({text}) - self.known if name.nullable else NOTHING)

    def readable(self, type_: Type) -> list[Name]:
        found = self.index.get(type_, [])
        if self.variable and "me" not in self.owners:
            found = found + [one for one in self.names if one.owner == "me" and one.type is type_]
        return found

    # Values

    def term(self, type_: Type, depth: int = 1) -> Term:
        """A value of a type."""
        chance = self.random.random()
        names = self.readable(type_)
        if depth > 0 and chance < 0.35 and type_ in SUMS:
            return self._sum(type_, depth)
        if depth > 0 and chance < 0.45:
            return self._choice(type_, depth)
        if depth > 0 and chance < 0.55 and type_ in SIGNED:
            item = self.term(type_, depth - 1)
            return Term(f"-({item.text})", item.needs)
        if depth > 0 and type_ is Type.INT and chance < 0.72:
            return self._product(depth)
        if type_ is Type.INT and self.groups and chance < 0.80:
            return Term(f"{self.random.choice(self.groups)}.size()")
        if names and chance < 0.92:
            return self.read(self.random.choice(names))
        return self.literal(type_) or self.read(self.random.choice(names))

    def literal(self, type_: Type) -> Term | None:
        """A constant, of the types that have one."""
        number = self.random.randint(0, 5)
        text = {
            Type.INT: str(number - 1),
            Type.DAYS: f"{number}d",
            Type.WORKDAYS: f"{number}bd",
            Type.ELAPSED: f"{number * 12}h",
        }.get(type_)
        return Term(text) if text else None

    def _writable(self, type_: Type) -> bool:
        return type_ in SIGNED or bool(self.readable(type_))

    def _sum(self, type_: Type, depth: int) -> Term:
        forms = [
            form for form in SUMS[type_] if self._writable(form[1]) and self._writable(form[2])
        ]
        sign, first, second = self.random.choice(forms)
        left, right = self.term(first, depth - 1), self.term(second, depth - 1)
        return Term(f"({left.text} {sign} {right.text})", left.needs | right.needs)

    def _product(self, depth: int) -> Term:
        """Integers times, divided by, or modulo something that is the same for all facts."""
        item = self.term(Type.INT, depth - 1)
        fixed = self.random.choice(("2", "3", "-2", "params.limit"))
        sign = self.random.choice(("*", "/", "%"))
        return Term(f"({item.text} {sign} {fixed})", item.needs)

    def _choice(self, type_: Type, depth: int) -> Term:
        condition = self.truth(0)
        then, otherwise = self.term(type_, depth - 1), self.term(type_, depth - 1)
        if then.needs and self.random.random() < 0.5:
            condition, then = " && ".join(f"has({path})" for path in then.needs), Term(then.text)
        text = f"({condition} ? {then.text} : {otherwise.text})"
        return Term(text, then.needs | otherwise.needs)

    # Truth

    def truth(self, depth: int = 2) -> str:
        """A condition."""
        chance = self.random.random()
        if depth <= 0 or chance < 0.25:
            return self._atom()
        if chance < 0.40:
            return f"!{self.truth(depth - 1)}"
        if chance < 0.62:
            return self._joined(" && ", depth)
        if chance < 0.84:
            return self._joined(" || ", depth)
        return f"({self.truth(depth - 1)} ? {self.truth(depth - 1)} : {self.truth(depth - 1)})"

    def _joined(self, operator: str, depth: int) -> str:
        items = [self.truth(depth - 1) for _ in range(self.random.choice((2, 2, 3)))]
        return f"({operator.join(items)})"

    def _atom(self) -> str:
        kinds: list[tuple[Callable[[], str], int]] = [
            (self._flag, 4),
            (self._comparison, 8),
            (self._membership, 3),
            (self._presence, 3),
            (self._same_truth, 2),
            (self._quantified, 5 if self.groups else 0),
        ]
        return self.random.choices([one for one, _ in kinds], [weight for _, weight in kinds])[0]()

    def _flag(self) -> str:
        return self.read(self.random.choice(self.readable(Type.BOOL))).text

    def _comparison(self) -> str:
        type_ = self.random.choice([one for one in ORDERED if self.readable(one)])
        left = self.read(self.random.choice(self.readable(type_)))
        if self.random.random() < 0.4:
            left = self.term(type_)
        right = self.term(type_)
        operator = self.random.choice(("==", "!=", "<", "<=", ">", ">="))
        return self.guarded(f"{left.text} {operator} {right.text}", left.needs | right.needs)

    def _membership(self) -> str:
        texts = [name for name in self.readable(Type.TEXT) if name.values]
        type_ = self.random.choice((Type.INT, Type.DAYS, Type.WORKDAYS, Type.ELAPSED))
        if texts and self.random.random() < 0.6:
            return self._among_texts(self.random.choice(texts))
        item = self.term(type_)
        listed = {
            one.text
            for _ in range(self.random.choice((0, 1, 2, 3, 3, 3)))
            if (one := self.literal(type_))
        }
        return self.guarded(f"{item.text} in [{', '.join(sorted(listed))}]", item.needs)

    def _among_texts(self, name: Name) -> str:
        item, values = self.read(name), self.random.sample(name.values, min(2, len(name.values)))
        if self.random.random() < 0.5:
            operator = self.random.choice(("==", "!="))
            return self.guarded(f"{item.text} {operator} '{values[0]}'", item.needs)
        listed = ", ".join(f"'{value}'" for value in values)
        return self.guarded(f"{item.text} in [{listed}]", item.needs)

    def _presence(self) -> str:
        names = [one for type_ in (*ORDERED, Type.TEXT) for one in self.readable(type_)]
        asked = [one for one in names if one.nullable and one.owner != "params"]
        return f"has({self.read(self.random.choice(asked)).text})" if asked else self._flag()

    def _same_truth(self) -> str:
        first, second = self._flag(), self.random.choice((self._flag(), "true", "false"))
        operator = self.random.choice(("==", "!=", "==", "!=", "<", "<=", ">", ">="))
        return f"({first} {operator} {second})"

    def _quantified(self) -> str:
        over = self.random.choice(self.groups)
        variable = "o" if over == "others" else "c"
        body = self.inside(variable).truth(1)
        return f"{over}.{self.random.choice(('all', 'exists'))}({variable}, {body})"

    def guarded(self, comparison: str, needs: Collection[str]) -> str:
        """The comparison, asked only where everything in it is there."""
        if not needs:
            return f"({comparison})"
        present = [f"has({path})" for path in sorted(needs)]
        chance = self.random.random()
        if chance < 0.6:
            return f"({' && '.join(present)} && {comparison})"
        if chance < 0.8:
            return f"({' || '.join('!' + one for one in present)} || {comparison})"
        otherwise = self.random.choice(("true", "false"))
        return f"({' && '.join(present)} ? {comparison} : {otherwise})"
