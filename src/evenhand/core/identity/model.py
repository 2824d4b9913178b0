"""What is known of how likely two customers are one: levels, weights and frequencies, as data.

The model of Fellegi and Sunter (1969, doi:10.1080/01621459.1969.10501049): each comparison has
levels, from "the same" to "different"; a level weighs log2(m/u), where m is how often customers
that are one agree so, and u how often others do. Where a level is about one same text, its u is
how frequent that text is: a rare name says more than a common one.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Final

from evenhand.core.errors import ModelRefused
from evenhand.core.identity.conditions import Condition, read, written
from evenhand.core.identity.forms import TRADES
from evenhand.core.identity.normalise import COMPANY, Customer
from evenhand.core.said import said

FORM: Final = 1
"""Version of the file's form."""

SMALLEST: Final = 1e-12
"""No chance is smaller."""


@dataclass(frozen=True, slots=True)
class Level:
    """One way in which two customers agree or differ in a field.

    Attributes:
        name: A word for it: "same", "one_slip", "different".
        condition: What it asks; the first level that holds counts.
        m: How often customers that are one agree so, 0 to 1.
        u: How often strangers do, 0 to 1.
        v: How often others do that are related: of one household, or of one group of companies.
        term: The column whose frequency takes the place of u; empty where none does.
        learned: Whether data teach m; else it stays what is assumed. A pair whose names differ is
            told by its telephone to be one customer as often as to be one household.
        counted: Whether pairs taken at random say u; else it stays what is assumed, since strangers
            agree so only where they agree in another field.
        at_least: Whether u is the least that a term's frequency counts as: what is nearly the same
            text weighs less where the text is frequent, and no more where it is rare.
        reached: Whether a key brings together all pairs that agree so, so that strangers among them
            can be counted even if they are one in a thousand million.
    """

    name: str
    condition: Condition
    m: float
    u: float
    v: float = 0.0
    term: str = ""
    learned: bool = True
    counted: bool = True
    reached: bool = False
    at_least: bool = False

    @property
    def weight(self) -> float:
        """In bits, before the frequency of a term."""
        return math.log2(max(self.m, SMALLEST) / max(self.u, SMALLEST))

    @property
    def kin_weight(self) -> float:
        """What it says for one customer against two that are related, in bits."""
        return math.log2(max(self.m, SMALLEST) / max(self.v, SMALLEST))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The levels of one field, the strongest first; where the field is missing none counts.

    Attributes:
        field: Its name.
        missing: What it asks to say nothing.
        levels: The first that holds counts; the last always does.
        shared: How often those who are related have it in common, where they have anything of the
            kind: a telephone, an address. 0 where each has its own.
    """

    field: str
    missing: Condition
    levels: tuple[Level, ...]
    shared: float = 0.0


@dataclass(frozen=True, slots=True)
class Terms:
    """How frequent the texts of a column are; those not named are as rare as the floor."""

    frequencies: Mapping[str, float]
    floor: float

    def of(self, text: str) -> float:
        return self.frequencies.get(text, self.floor)


@dataclass(frozen=True, slots=True)
class Words:
    """How rare the words of names are, in whole bits; those not named are rarer than all."""

    bits: Mapping[str, int]
    rarest: int

    def rarity(self, customer: Customer) -> int:
        """How rare the words of a name are together; those of a company's trade do not count."""
        no_trade = customer.kind == COMPANY
        return sum(
            self.bits.get(token, self.rarest)
            for token in customer.tokens
            if not (no_trade and token in TRADES)
        )


def both(one: float, other: float) -> float:
    """The weight against either of two alternatives, from the weights against each, in bits.

    >>> both(10.0, 10.0), round(both(30.0, 5.0), 3)
    (9.0, 5.0)
    """
    least = min(one, other)
    return least - math.log2(1 + 2.0 ** (least - max(one, other)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one field says: its level, both values, and the weight in bits.

    A positive weight speaks for one customer, a negative one against it.
    """

    field: str
    level: str
    left: str
    right: str
    weight: float


@dataclass(frozen=True)
class Model:
    """Everything by which two customers are compared.

    Attributes:
        comparisons: One per field.
        prior: How likely two records taken at random are one customer.
        related: How likely they are two that are related.
        terms: Column → how frequent its texts are.
        words: How rare the words of names are.
        records: How many records it was trained on.
    """

    comparisons: tuple[Comparison, ...]
    prior: float
    related: float = 1e-9
    terms: Mapping[str, Terms] = field(default_factory=dict)
    words: Words = field(default_factory=lambda: Words({}, 0))
    records: int = 0

    @cached_property
    def prior_weight(self) -> float:
        """The prior as a weight in bits."""
        return math.log2(self.prior / (1 - self.prior))

    @cached_property
    def kin_prior_weight(self) -> float:
        """How much likelier one customer is than two that are related, in bits."""
        return math.log2(self.prior / self.related)

    def told(self, customer: Customer) -> Customer:
        """The customer with the rarity of its words."""
        return customer._replace(rarity=self.words.rarity(customer))

    def levels(self, left: Customer, right: Customer) -> list[Level | None]:
        """The level of each comparison; None where the field is missing. Both must be `told`."""
        return [
            None
            if one.missing.holds(left, right)
            else next(level for level in one.levels if level.condition.holds(left, right))
            for one in self.comparisons
        ]

    def weigh(self, level: Level | None, left: Customer, right: Customer) -> float:
        """The weight of one level between two customers, in bits."""
        if level is None:
            return 0.0
        terms = self.terms.get(level.term)
        if terms is None:
            return level.weight
        frequency = max(terms.of(getattr(left, level.term)), terms.of(getattr(right, level.term)))
        if level.at_least:
            frequency = max(frequency, level.u)
        return level.weight + math.log2(max(level.u, SMALLEST)) - math.log2(frequency)

    def weight(self, left: Customer, right: Customer) -> float:
        """For one customer against strangers: all fields and the prior, in bits. Both `told`."""
        levels = self.levels(left, right)
        return self.prior_weight + sum(self.weigh(level, left, right) for level in levels)

    def kin_weight(self, levels: Iterable[Level | None]) -> float:
        """For one customer against two that are related, in bits."""
        return self.kin_prior_weight + sum(level.kin_weight for level in levels if level)

    def judged(self, left: Customer, right: Customer) -> tuple[float, float]:
        """The weight for one customer against all else, and for kin against strangers.

        Both must be `told`.
        """
        against_strangers = self.weight(left, right)
        against_kin = self.kin_weight(self.levels(left, right))
        return both(against_strangers, against_kin), against_strangers - against_kin

    def evidence(self, left: Customer, right: Customer) -> tuple[Evidence, ...]:
        """What each field says that both have. Both must be `told`."""
        found = zip(self.comparisons, self.levels(left, right), strict=True)
        return tuple(
            Evidence(
                one.field, level.name, shown(left, one.field), shown(right, one.field),
                self.weigh(level, left, right),
            )
            for one, level in found
            if level is not None
        )  # fmt: skip

    @cached_property
    def sha256(self) -> str:
        """Of the model's canonical JSON."""
        return hashlib.sha256(_canonical(_as_json(self))).hexdigest()

    def dumped(self) -> str:
        """The model as the text of its file: JSON, a line for each part."""
        parts = _as_json(self) | {"sha256": self.sha256}
        lines = (f'"{name}": {json.dumps(of, ensure_ascii=False)}' for name, of in parts.items())
        return "{\n" + ",\n".join(lines) + "\n}\n"


def loaded(text: str) -> Model:
    """The model of a file.

    Raises:
        ModelRefused: It is none, of another form, or was altered.
    """
    try:
        value = json.loads(text)
        claimed = value.pop("sha256")
        model = _from_json(value)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelRefused(said("this file is no match model of Evenhand")) from error
    if model.sha256 != claimed:
        raise ModelRefused(
            said("the match model was altered after it was written; take the original file")
        )
    return model


_SHOWN: Final = {
    "name": ("native",), "given": ("given",), "family": ("family",), "number_in_name": ("numbers",),
    "place_in_name": ("places",), "branch_in_name": ("unit",), "address": ("parts",),
}  # fmt: skip


def shown(customer: Customer, of: str) -> str:
    """The value of a field as it was compared, for people to read."""
    values: list[Any] = [getattr(customer, column) for column in _SHOWN.get(of, (of,))]
    texts: Sequence[str] = [" ".join(one) if isinstance(one, tuple) else one for one in values]
    return "-".join(text for text in texts if text)


def _as_json(model: Model) -> dict[str, Any]:
    return {
        "form": FORM,
        "records": model.records,
        "prior": model.prior,
        "related": model.related,
        "comparisons": [
            {
                "field": one.field,
                "missing": written(one.missing),
                "shared": one.shared,
                "levels": [
                    {**_fields(level), "condition": written(level.condition)}
                    for level in one.levels
                ],
            }
            for one in model.comparisons
        ],
        "terms": {column: _fields(terms) for column, terms in sorted(model.terms.items())},
        "words": _fields(model.words),
    }


def _fields(of: Level | Terms | Words) -> dict[str, Any]:
    """The fields of a record by name, as they are: nothing is copied."""
    return {one.name: getattr(of, one.name) for one in fields(of)}


def _from_json(value: Mapping[str, Any]) -> Model:
    if value["form"] != FORM:
        raise ModelRefused(
            said("the match model is of form {form}; this version reads form {known}",
                 form=value["form"], known=FORM)
        )  # fmt: skip
    return Model(
        comparisons=tuple(
            Comparison(
                one["field"],
                read(one["missing"]),
                tuple(
                    Level(**{**level, "condition": read(level["condition"])})
                    for level in one["levels"]
                ),
                one["shared"],
            )
            for one in value["comparisons"]
        ),
        prior=float(value["prior"]),
        related=float(value["related"]),
        terms={column: Terms(**terms) for column, terms in value["terms"].items()},
        words=Words(**value["words"]),
        records=int(value["records"]),
    )


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
