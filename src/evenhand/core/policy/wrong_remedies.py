"""Mistakes in remedies: one too few, a number one off, the other way round, to another forum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evenhand.core.policy import schema
from evenhand.core.policy.mistakes import OPPOSITE, opposite
from evenhand.core.policy.mutant import Maker, Mutant
from evenhand.core.policy.places import Key
from evenhand.core.policy.spots import changed, with_remedy
from evenhand.core.policy.versions import Remedy, Version


class WrongRemedies(Maker):
    """Makes them. Mistakes in the expressions of remedies are made with those of all others."""

    def all(self) -> Iterator[Mutant]:
        """Every one."""
        for place, remedy in enumerate(self.version.remedies):
            at: Key = ("remedies", place)
            rest = (*self.version.remedies[:place], *self.version.remedies[place + 1 :])
            without = changed(self.version, remedies=rest)
            told = f"without the remedy {remedy.id}"
            yield self._one("drop", remedy, (*at, "id"), told, without)
            if remedy.do.share is not None:
                yield from self._of_share(place, remedy, remedy.do.share)
            yield from self._of_pay(place, remedy)

    def _one(self, operator: str, remedy: Remedy, path: Key, told: str, version: Version) -> Mutant:
        made = self.mutant(operator, remedy.id, path, told, version, derives=False)
        return replace(made, remedy=remedy.id)

    def _of_share(self, place: int, remedy: Remedy, share: schema.Share) -> Iterator[Mutant]:
        at: Key = ("remedies", place, "do", "share")
        for name, told, new in self._numbers(share):
            version = self._with(place, share=new)
            yield self._one("unit", remedy, (*at, name), told, version)
        if remedy.rank is not None:
            version = with_remedy(self.version, place, replace(remedy, rank=opposite(remedy.rank)))
            told = f"{OPPOSITE[remedy.rank.direction]} {remedy.rank.node.text}"
            yield self._one("opposite", remedy, (*at, "rank"), told, version)
        if share.above is not None and remedy.above is not None:
            told, other = self.elsewhere(remedy.above)
            version = with_remedy(self.version, place, replace(remedy, above=other))
            yield self._one("forum", remedy, (*at, "above"), told, version)

    def _numbers(self, share: schema.Share) -> Iterator[tuple[str, str, schema.Share]]:
        """Where a number stands, how it is told, and the share with it one off."""
        for more in (-1, 1):
            people = share.people + more
            is_written = "at_most" in share.model_fields_set
            if is_written and (share.rank is None or people <= len(share.percent)):
                told = f"at_most: {share.people} → {people}"
                yield "at_most", told, share.model_copy(update={"at_most": people})
            if share.floor_percent:
                floor = share.floor_percent + more
                told = f"floor_percent: {share.floor_percent} → {floor}"
                yield "floor_percent", told, share.model_copy(update={"floor_percent": floor})
            if share.percent:
                percent = (share.percent[0] + more, *share.percent[1:-1], share.percent[-1] - more)
                told = f"percent: {list(share.percent)} → {list(percent)}"
                yield "percent", told, share.model_copy(update={"percent": percent})

    def _of_pay(self, place: int, remedy: Remedy) -> Iterator[Mutant]:
        pay, name = remedy.do.pay, "percent"
        if pay is None:
            return
        if pay.percent is None:
            name = "amount"
        at: Key = ("remedies", place, "do")
        at = (*at, "compensate", name) if remedy.do.compensate else (*at, "priority", "pay", name)
        number = int(getattr(pay, name))
        for new in (number - 1, number + 1):
            other = pay.model_copy(update={name: new})
            told = f"{name}: {number} → {new}"
            version = self._with(place, compensate=other, priority=_unpaid(remedy.do.priority))
            yield self._one("unit", remedy, at, told, version)

    def _with(self, place: int, **parts: object) -> Version:
        """The version with other parts in what is to be done."""
        remedy = self.version.remedies[place]
        do = remedy.do.model_copy(update=parts)
        return with_remedy(self.version, place, replace(remedy, do=do))


def _unpaid(priority: schema.Priority | None) -> schema.Priority | None:
    return priority.model_copy(update={"pay": None}) if priority else None
