"""The answer: the same customer, possibly, or not — and what would settle it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from evenhand.core.identity.cluster import THRESHOLD
from evenhand.core.identity.model import Evidence, Model
from evenhand.core.identity.normalise import COMPANY, Customer

POSSIBLE: Final = -5.0
"""From this weight on two customers are possibly one, in bits: one time in about thirty."""

RELATED: Final = 2.0
"""From this weight of kin against strangers on, two that are not one are related, in bits."""

TELLING: Final = 8.0
"""A field is asked for if it could add so much, in bits."""

_MOST: Final = 60.0
"""More bits than this say no more."""


class Answer(StrEnum):
    """Whether two records are one customer."""

    same = "same"
    possibly = "possibly"
    different = "not"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is answered of two records, and why.

    Attributes:
        answer: The answer.
        weight: For one customer against all else, in bits.
        evidence: What each field says, the weightiest first.
        related: Whether they are probably of one household or one group of companies.
        ask: The field that would settle it if the answer is "possibly"; else empty.
    """

    answer: Answer
    weight: float
    evidence: tuple[Evidence, ...]
    related: bool
    ask: str

    @property
    def chance(self) -> float:
        """How likely they are one customer, 0 to 1."""
        return chance_of(self.weight)


def chance_of(weight: float) -> float:
    """The probability that a weight in bits stands for.

    >>> chance_of(0.0), round(chance_of(3.0), 3)
    (0.5, 0.889)
    """
    return float(1 / (1 + 2.0 ** -max(min(weight, _MOST), -_MOST)))


def answer_of(weight: float, *, threshold: float = THRESHOLD) -> Answer:
    """The answer that a weight stands for."""
    if weight >= threshold:
        return Answer.same
    return Answer.possibly if weight >= POSSIBLE else Answer.different


def decide(
    model: Model, left: Customer, right: Customer, *, threshold: float = THRESHOLD
) -> Decision:
    """Answer whether two records are one customer. Both must be `told` by the model.

    `threshold`: the weight from which they are the same, in bits.
    """
    return _decided(model, left, right, *model.judged(left, right), threshold)


def decide_among(
    model: Model, asked: Customer, known: Sequence[Customer], *, threshold: float = THRESHOLD
) -> list[Decision]:
    """Answer for each of several records whether it is the customer who is asked for.

    A customer is one of them at the most: two 王伟 who cannot be the same person are each half
    as likely as one would be. Records that are one customer among themselves share what speaks
    for them. All must be `told` by the model.
    """
    judged = [model.judged(asked, one) for one in known]
    groups: list[list[int]] = []
    for at in sorted(range(len(known)), key=lambda at: -judged[at][0]):
        for group in groups:
            if model.judged(known[group[0]], known[at])[0] >= threshold:
                group.append(at)
                break
        else:
            groups.append([at])
    odds = [2.0 ** min(judged[group[0]][0], _MOST) for group in groups]
    total = math.fsum(odds)
    shared: dict[int, float] = {}
    for group, own in zip(groups, odds, strict=True):
        shared |= dict.fromkeys(group, math.log2(1 + max(total - own, 0.0)))
    return [
        _decided(model, asked, one, weight - shared[at], kin, threshold)
        for at, (one, (weight, kin)) in enumerate(zip(known, judged, strict=True))
    ]


def _decided(
    model: Model, left: Customer, right: Customer, weight: float, kin: float, threshold: float
) -> Decision:
    answer = answer_of(weight, threshold=threshold)
    evidence = sorted(model.evidence(left, right), key=lambda one: -abs(one.weight))
    if answer is Answer.different and _is_namesake(evidence):
        answer = Answer.possibly
    ask = settling(model, left, right) if answer is Answer.possibly else ""
    related = answer is not Answer.same and kin >= RELATED
    return Decision(answer, weight, tuple(evidence), related, ask)


def _is_namesake(evidence: Iterable[Evidence]) -> bool:
    """Whether the names are the same and nothing speaks against: however common, ask further."""
    found = list(evidence)
    named = any(one.field == "name" and one.level.startswith("same") for one in found)
    return named and all(one.weight > 0 for one in found)


_ASKED: Final = {
    COMPANY: ("tax", "phone", "email", "address", "city"),
    "person": ("phone", "number", "born", "email", "address", "city"),
}


def settling(model: Model, left: Customer, right: Customer) -> str:
    """The field that one of the two lacks and that would say most; empty if none would.

    What can be asked at a counter comes first: a telephone number, a tax code.
    """
    kind = COMPANY if COMPANY in {left.kind, right.kind} else "person"
    known = {one.field: _most(level.weight for level in one.levels) for one in model.comparisons}
    missing = [
        of
        for of in _ASKED[kind]
        if known.get(of, 0.0) >= TELLING and not (getattr(left, of) and getattr(right, of))
    ]
    return missing[0] if missing else ""


def _most(weights: Iterable[float]) -> float:
    return max(weights, default=-math.inf)
