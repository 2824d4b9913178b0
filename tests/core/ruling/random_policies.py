"""Random valid policies: every verb, operator, type and option, from a seed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from evenhand.core.policy.load import load_policy
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.types import Type
from tests.core.ruling.random_derivations import Derivations
from tests.core.ruling.random_expressions import NOTHING, ORDERED, Name, Writer

Data = dict[str, object]
LABEL = {"en": "x"}
GRADES = ("H", "A", "B", "C")
TIERS = ("main", "second", "third")
FORUMS = ("negotiation", "company", "mediator", "head", "own_forum")
AWARDS = ("award", "share", "divide", "priority")

OWN: tuple[Name, ...] = (
    *(Name(f"me.{name}", Type.BOOL) for name in ("a", "b", "c", "e")),
    Name("me.n", Type.INT),
    Name("me.m", Type.INT),
    Name("me.day", Type.DATE),
    Name("me.until", Type.DATE),
    Name("me.at", Type.INSTANT),
    Name("me.span", Type.DAYS),
    Name("me.wait", Type.WORKDAYS),
    Name("me.hours", Type.ELAPSED),
    Name("me.place", Type.POSITION),
    Name("me.tier", Type.TEXT, values=TIERS),
    Name("dispute.p", Type.BOOL),
    Name("dispute.q", Type.BOOL),
    Name("dispute.k", Type.INT),
    Name("dispute.on", Type.DATE),
    Name("dispute.mood", Type.TEXT, values=TIERS),
    Name("dispute.lasted", Type.DAYS),
    Name("deal.r", Type.BOOL),
    Name("deal.on", Type.DATE),
    Name("deal.at", Type.INSTANT),
    Name("deal.place", Type.POSITION),
    Name("deal.took", Type.ELAPSED),
    Name("deal.left", Type.WORKDAYS),
)
"""Facts that the random policies declare, given with the dossier."""

STANDARD = tuple(
    Name(path, CATALOGUE[path].type, CATALOGUE[path].nullable, CATALOGUE[path].values)
    for path in (
        "me.signed",
        "me.grade",
        "me.first_record",
        "me.contacts",
        "me.relationship",
        "me.known_since",
        "deal.closed_on",
        "deal.signers",
        "dispute.change_demanded",
    )
)

PARAMS: dict[str, tuple[object, Type]] = {
    "limit": (2, Type.INT),
    "window": ("3d", Type.DAYS),
    "pause": ("2bd", Type.WORKDAYS),
    "delay": ("36h", Type.ELAPSED),
    "cut": ("2013-03-10", Type.DATE),
    "strict": (True, Type.BOOL),
    "usual": ("second", Type.TEXT),
}
FEWEST, MOST = 4, 9


@dataclass(slots=True)
class Builder:
    """One random policy in the making."""

    random: Random
    with_register: bool
    names: list[Name] = field(default_factory=list)
    policy: Data = field(default_factory=dict)
    derivations: Derivations | None = None

    def writer(self, *owners: str, known: frozenset[str] = NOTHING) -> Writer:
        """A writer of expressions that may read these; with `me` also others and claimants."""
        groups = ("others", "claimants") if "me" in owners else ("claimants",)
        allowed = frozenset({*owners, "params", "tables"})
        return Writer(self.random, self.names, allowed, groups, known=known)

    def build(self) -> Data:
        """The policy file as data."""
        version: Data = {
            "id": "1",
            "effective": {"from": "2013-01-01"},
            "articles": {"1": {"en": "x", "authoritative": "en"}},
            "calendar": self._calendar(),
            "time_zone": self.random.choice(("UTC", "Asia/Shanghai")),
            "forums": {"own_forum": {"label": LABEL}},
            "params": {name: value for name, (value, _) in PARAMS.items()},
            "facts": self._facts(),
            "tables": self._tables(),
            "define": {},
            "tie": self._otherwise(),
            "if_none_remain": self._otherwise(),
            "on_missing": self.random.choice(("proceed", {"refer": "gather"})),
        }
        self.names += [Name(f"params.{name}", type_) for name, (_, type_) in PARAMS.items()]
        strikes: list[Data] = []
        if self.with_register:
            self.derivations = Derivations(self.random, self.names)
            facts, strikes = self.derivations.facts(), self.derivations.strikes()
            version["facts"] = {**self._as_data(version["facts"]), **facts}
            self.names += self.derivations.made
        version["define"] = self._defines()
        count = self.random.randint(FEWEST, MOST)
        version["steps"] = [*strikes, *(self._step(index, count) for index in range(count))]
        return {"policy": "random", "title": LABEL, "versions": [version]}

    @staticmethod
    def _as_data(value: object) -> Data:
        assert isinstance(value, dict)
        return value

    def _calendar(self) -> Data:
        weekend = self.random.choice((["sat", "sun"], ["sun"], ["fri", "sat"], []))
        days = [f"2013-03-{self.random.randint(1, 28):02}" for _ in range(4)]
        return {"weekend": weekend, "holidays": days[:2], "workdays": days[2:]}

    def _facts(self) -> Data:
        facts: Data = {}
        for name in OWN:
            missing = self._missing(name)
            facts[name.path] = {"label": LABEL, "type": name.type.value, "missing": missing}
            if name.values:
                facts[name.path] = {**self._as_data(facts[name.path]), "values": list(name.values)}
            nullable = name.type is not Type.BOOL and missing in {"absent", "unknown"}
            self.names.append(Name(name.path, name.type, nullable, name.values))
        self.names += STANDARD
        return facts

    def _missing(self, name: Name) -> object:
        values: dict[Type, object] = {
            Type.BOOL: self.random.choice((True, False)),
            Type.INT: 1,
            Type.DATE: "2013-03-12",
            Type.DAYS: "2d",
            Type.WORKDAYS: "1bd",
            Type.ELAPSED: "24h",
            Type.TEXT: TIERS[0],
        }
        choices = ["unknown", values.get(name.type, "unknown")]
        return self.random.choice(choices if name.type is Type.BOOL else [*choices, "absent"])

    def _tables(self) -> Data:
        """Look-ups by a claimant's text and by one of the dispute, some with a row missing."""
        rows = self.random.sample(TIERS, self.random.choice((2, 3)))
        quota = {"by": "me.tier", **{tier: index for index, tier in enumerate(rows)}}
        slack = {
            "by": "dispute.mood",
            **{tier: f"{index + 1}bd" for index, tier in enumerate(TIERS)},
        }
        every = {"by": "me.grade", "H": "2d", "A": "4d", "B": "7d", "C": "9d"}
        self.names += [
            Name("tables.quota", Type.INT, nullable=True, by="me"),
            Name("tables.slack", Type.WORKDAYS, nullable=True, by="dispute"),
            Name("tables.every", Type.DAYS, nullable=True, by="me"),
        ]
        return {"quota": quota, "slack": slack, "every": every}

    def _otherwise(self) -> Data:
        chance = self.random.random()
        if chance < 0.4:
            return {"refer": self.random.choice(FORUMS), "within": "3d", "then": "company"}
        return {"as": self.random.choice(AWARDS)} if chance < 0.8 else {"pool": True}

    # Defines

    def _defines(self) -> Data:
        """Named conditions and values, some over all claimants, later ones reading earlier ones."""
        defines: Data = {}
        for path in ("me.d1", "dispute.d2", "me.d3", "deal.d4"):
            if self.random.random() < 0.7:
                owners = (
                    ("me", "dispute", "deal") if path.startswith("me.") else ("dispute", "deal")
                )
                writer = self.writer(*owners)
                if self.random.random() < 0.5:
                    text, name = writer.truth(2), Name(path, Type.BOOL)
                else:
                    type_ = self.random.choice(ORDERED)
                    term = writer.term(type_, 2)
                    text, name = term.text, Name(path, type_, nullable=bool(term.needs))
                defines[path] = {"is": text}
                self.names.append(name)
        return defines

    # Steps

    def _step(self, index: int, count: int) -> Data:
        weights = {"bar": 3, "keep": 3, "prefer": 3, "score": 3, "award": 3, "refer": 2}
        if index < 2 and count > 3:  # so that enough is left for later steps to decide
            weights |= {"prefer": 1, "score": 1}
        verb = self.random.choices(list(weights), list(weights.values()))[0]
        step: Data = {"id": f"s{index}", "cites": ["1"]}
        known = self._when(step, verb)
        body: dict[str, Callable[[Data, Writer], None]] = {
            "bar": self._bar,
            "keep": self._keep,
            "prefer": self._prefer,
            "score": self._score,
            "award": self._award,
            "refer": self._refer,
        }
        body[verb](step, self.writer("me", "dispute", "deal", known=known))
        return step

    def _when(self, step: Data, verb: str) -> frozenset[str]:
        """A guard for some steps; what it proves to be there needs no guard in the body."""
        if verb != "refer" and self.random.random() > 0.35:
            return NOTHING
        writer = self.writer("dispute", "deal")
        maybe = [one for one in self.names if one.nullable and one.owner in {"dispute", "deal"}]
        if maybe and self.random.random() < 0.3:
            path = self.random.choice(maybe).path
            step["when"] = f"has({path}) && {writer.truth(1)}"
            return frozenset({path})
        step["when"] = writer.truth(2)
        if verb == "refer" and self.random.random() < 0.8:
            step["when"] = f"{writer.truth(1)} && {writer.truth(1)} && {writer.truth(0)}"
        return NOTHING

    def _bar(self, step: Data, writer: Writer) -> None:
        step["bar"] = writer.truth(2) if self.random.random() < 0.5 else self._seldom(writer)

    def _keep(self, step: Data, writer: Writer) -> None:
        step["keep"] = writer.truth(2) if self.random.random() < 0.6 else self._mostly(writer)

    def _seldom(self, writer: Writer) -> str:
        return f"{writer.truth(1)} && {writer.truth(0)}"

    def _mostly(self, writer: Writer) -> str:
        return f"{writer.truth(1)} || {writer.truth(0)}"

    def _best(self, writer: Writer) -> Data:
        direction = self.random.choice(("earliest", "latest", "most", "least"))
        type_ = self.random.choice(ORDERED)
        mine = [one for one in writer.readable(type_) if one.owner == "me"]
        term = (
            writer.read(self.random.choice(mine))
            if self.random.random() < 0.5
            else writer.term(type_)
        )
        return {direction: term.text}

    def _prefer(self, step: Data, writer: Writer) -> None:
        step["prefer"] = self._best(writer)

    def _score(self, step: Data, writer: Writer) -> None:
        step["score"] = [self._item(index, writer) for index in range(self.random.randint(1, 4))]

    def _item(self, index: int, writer: Writer) -> Data:
        item: Data = {"id": f"i{index}", "cites": ["1"]}
        chance = self.random.random()
        if chance < 0.25:
            low = self.random.randint(-3, 1)
            limits = [low, low + self.random.randint(0, 4)]
            return {**item, "points_from": writer.term(Type.INT).text, "range": limits}
        item["points"] = self.random.choice((-2, -1, 1, 1, 2, 3))
        if chance < 0.6:
            return {**item, "to": self._best(writer)}
        return {**item, "when": writer.truth(1)}

    def _award(self, step: Data, writer: Writer) -> None:
        step["award"] = f"{writer.truth(1)} && {self._seldom(writer)}"
        if self.random.random() < 0.8:
            step["as"] = self.random.choice(AWARDS)
        if self.random.random() < 0.5:
            step["among"] = self.random.choice(("everyone", "remaining"))
        if self.random.random() < 0.4:
            step |= {"at_most": self.random.randint(1, 2), "above": self._otherwise()}

    def _refer(self, step: Data, _writer: Writer) -> None:
        step |= {"refer": self.random.choice(FORUMS), "within": "3d", "then": "company"}


def random_policy(random: Random, *, with_register: bool = False) -> Data:
    """A policy file as data; with a register also strikes and derived facts."""
    return Builder(random, with_register).build()


def small_policy(steps: list[Data], types: dict[str, str]) -> Data:
    """A policy of these steps over facts that are never absent: 0 or false when not on record."""
    facts = {
        path: {"label": LABEL, "type": type_, "missing": False if type_ == "bool" else 0}
        for path, type_ in types.items()
    }
    numbered = [{"id": f"s{index}", "cites": ["1"], **step} for index, step in enumerate(steps)]
    version: Data = {
        "id": "1",
        "effective": {"from": "2013-01-01"},
        "articles": {"1": {"en": "x", "authoritative": "en"}},
        "params": {"limit": 3},
        "facts": facts,
        "steps": numbered,
        "tie": {"refer": "company"},
        "if_none_remain": {"pool": True},
        "on_missing": "proceed",
    }
    return {"policy": "small", "title": LABEL, "versions": [version]}


def numeric_policy(random: Random) -> Data:
    """A few steps in which numbers are compared with one another and little else matters."""
    types = {"me.n": "int", "me.m": "int", "dispute.k": "int", "me.a": "bool"}
    names = [Name(path, Type(type_)) for path, type_ in types.items()]
    names.append(Name("params.limit", Type.INT))
    writer = Writer(random, names, frozenset({"me", "dispute", "params"}), ("others",))

    def comparison() -> str:
        left, right = writer.term(Type.INT).text, writer.term(Type.INT).text
        if random.random() < 0.1:
            return f"{left} in [1, 4]"
        return f"{left} {random.choice(('<', '<=', '>', '>=', '==', '!='))} {right}"

    def condition() -> str:
        joined = random.choice((" && ", " || "))
        other = f"others.exists(o, o.n + 2 >= me.{random.choice('nm')})"
        return joined.join(
            random.choice((comparison(), comparison(), other, "me.a"))
            for _ in range(random.choice((1, 1, 2)))
        )

    def step() -> Data:
        verb = random.choice(("keep", "bar", "award", "prefer", "score"))
        best = {random.choice(("most", "least")): writer.term(Type.INT).text}
        items: list[Data] = [
            {"id": "a", "cites": ["1"], "points_from": "me.n", "range": [-2, 3]},
            {"id": "b", "cites": ["1"], "points": 2, "when": condition()},
            {"id": "c", "cites": ["1"], "points": 1, "to": best},
        ]
        score = items[: random.randint(1, 3)]
        return {verb: {"prefer": best, "score": score}.get(verb, condition())}

    return small_policy([step() for _ in range(random.randint(1, 4))], types)


def loaded(policy: Data) -> Version:
    """The only version of a policy that is given as data."""
    text = json.dumps(policy)
    return load_policy(text, source="random", catalogue=CATALOGUE).versions[0]
