"""A version with one small mistake in it, for every small mistake of a fixed list.

The list, with what is left out and why, is docs/explain/mutants.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from evenhand.core.policy.mistakes import OPERATORS, mistakes
from evenhand.core.policy.mutant import Maker, Mutant
from evenhand.core.policy.spots import Spot, parts, spots, with_part
from evenhand.core.policy.tree import Compare, Node
from evenhand.core.policy.versions import Version
from evenhand.core.policy.wrong_numbers import WrongNumbers
from evenhand.core.policy.wrong_remedies import WrongRemedies
from evenhand.core.policy.wrong_steps import WrongSteps
from evenhand.core.types import FactSpec

__all__ = ["Mutant", "mutants"]


def mutants(version: Version, catalogue: Mapping[str, FactSpec]) -> list[Mutant]:
    """All mutants of a version, each with an id of its own, in the order of OPERATORS."""
    makers = (WrongSteps, WrongExpressions, WrongNumbers, WrongRemedies)
    made = [one for maker in makers for one in maker(version, catalogue).all()]
    made.sort(key=lambda one: list(OPERATORS).index(one.operator))
    count: dict[str, int] = {}
    numbered = []
    for one in made:
        count[one.id] = count.get(one.id, 0) + 1
        numbered.append(replace(one, id=f"{one.id}-{count[one.id]}"))
    return numbered


class WrongExpressions(Maker):
    """Makes those in expressions."""

    def all(self) -> Iterator[Mutant]:
        """Every one."""
        for spot in spots(self.version, self.catalogue):
            yield from self._in(spot)

    def _in(self, spot: Spot) -> Iterator[Mutant]:
        for part, offset in parts(spot.node):
            for operator, told, new in mistakes(part):
                if operator == "unit" and self._is_idle(part):
                    continue
                version = spot.put(with_part(spot.node, part, new))
                mutant = self.mutant(
                    operator, spot.name, spot.path, told, version, derives=spot.derives
                )
                yield replace(mutant, offset=offset, root=spot.node.text, remedy=spot.remedy)

    def _is_idle(self, part: Node) -> bool:
        """To let equals through changes nothing where there are none."""
        return isinstance(part, Compare) and self.never_meet(part.left, part.right)
