"""A dossier as the register fills it: who claims, what each did, and what is missing from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from evenhand.core.policy.places import Data
from evenhand.core.register.entry import CLAIM_BEARING, KINDS
from evenhand.core.said import Said, nsaid, said
from evenhand.disputes.samples import as_yaml
from evenhand.people.models import Outlet

RULING: Final = "ruling"
CORRECTION: Final = "correction"
PARTY_KINDS: Final = tuple(kind.name for kind in KINDS.values() if kind.makes_party)
"""Whoever has such an entry, or for whom one was made, claims the customer."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry as a dossier has it. `changes`: of a correction, the field that it changes."""

    number: int
    kind: str
    who: str
    behalf: str
    occurred: datetime
    """Never after `recorded`: a clock may have been fast, but nothing is entered ahead."""
    recorded: datetime
    outlet: str
    fields: Mapping[str, Any]
    corrects: int | None = None
    changes: str = ""

    @property
    def claimant(self) -> str:
        """Whose deed it counts as."""
        return self.behalf or self.who


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the register says of a customer, ready to be ruled on.

    `erased`: so many entries between the first and the last of these have lost their content, of
    whichever customer they were. `left_out`: corrections of such entries, by number.
    """

    customer: str
    zone: ZoneInfo
    as_of: date
    entries: tuple[Noted, ...]
    tiers: Mapping[str, str]
    """Of outlets, by public id."""
    names: Mapping[str, str]
    """Of people, by public id."""
    erased: int = 0
    left_out: tuple[int, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """Who claims the customer, by public id, in its order."""
        return tuple(sorted({one.claimant for one in self.entries if one.kind in PARTY_KINDS}))

    @property
    def is_contested(self) -> bool:
        """Whether two or more people worked on the customer."""
        return len(self.parties) > 1

    @property
    def closing(self) -> Noted | None:
        """The entry that closed the deal: the last contract, else the last order."""
        for kind in ("contract", "order"):
            if found := [one for one in self.entries if one.kind == kind]:
                return found[-1]
        return None

    @property
    def governing_day(self) -> date:
        """The day whose policy is asked for: of the closing, else of the assessment."""
        closing = self.closing
        return closing.occurred.astimezone(self.zone).date() if closing else self.as_of

    @property
    def altered(self) -> frozenset[int]:
        """Entries of which something that bears on a claim was changed later."""
        return frozenset(
            one.corrects
            for one in self.entries
            if one.corrects is not None and one.changes in CLAIM_BEARING
        )

    def tier_of(self, party: str) -> str:
        """The tier of the outlet at which somebody first worked on the customer."""
        first = next(
            one for one in self.entries if one.claimant == party and one.kind in PARTY_KINDS
        )
        return self.tiers.get(first.outlet, Outlet.Tier.main)

    @property
    def closing_tier(self) -> str:
        """The tier of the outlet at which the deal was closed."""
        main: str = Outlet.Tier.main
        return self.tiers.get(self.closing.outlet, main) if self.closing else main

    def data(self) -> dict[str, Data]:
        """The dossier, as `evenhand rule` reads it."""
        told: dict[str, Data] = {
            "customer": self.customer,
            "time_zone": self.zone.key,
            "claimants": {party: self._claimant(party) for party in self.parties},
            "dispute": {"as_of": self.as_of.isoformat()},
        }
        if self.closing_tier != Outlet.Tier.main:
            told["deal"] = {"outlet_tier": str(self.closing_tier)}
        others = {one.who for one in self.entries} - set(self.parties)
        if others:
            told["names"] = {id_: self.names.get(id_, id_) for id_ in sorted(others)}
        told["entries"] = [self._entry(one) for one in self.entries]
        return told

    @property
    def text(self) -> str:
        """The dossier as a text."""
        return as_yaml(self.data())

    def _claimant(self, party: str) -> Data:
        tier = self.tier_of(party)
        told: dict[str, Data] = {"label": self.names.get(party, party)}
        return told if tier == Outlet.Tier.main else {**told, "outlet_tier": str(tier)}

    def _entry(self, one: Noted) -> Data:
        told: dict[str, Data] = {
            "id": str(one.number),
            "sequence": one.number,
            "who": one.who,
            "kind": one.kind,
            "at": written(one.occurred, self.zone),
            "recorded": written(one.recorded, self.zone),
        }
        if one.behalf:
            told["on_behalf_of"] = one.behalf
        if one.corrects is not None:
            told |= {"corrects": str(one.corrects), "field": one.changes}
        return {**told, **one.fields}

    @property
    def remarks(self) -> tuple[Said, ...]:
        """What is missing from it, and why."""
        found = []
        if self.erased:
            found.append(
                nsaid(
                    "Between the first and the last of these entries one entry of the register has "
                    "been erased; of which customer it was is no longer known.",
                    "Between the first and the last of these entries {count:,} entries of the "
                    "register have been erased; of which customers they were is no longer known.",
                    self.erased,
                )
            )
        if self.left_out:
            numbers = ", ".join(map(str, self.left_out))
            found.append(
                said(
                    "Left out, since what they correct has been erased: {numbers}", numbers=numbers
                )
            )
        return tuple(found)


def written(moment: datetime, zone: ZoneInfo) -> str:
    """A time to the second as the clock on the wall shows it, whole minutes without seconds.

    With its offset where that is not clear: in the hour that comes twice.
    """
    local = moment.astimezone(zone).replace(microsecond=0)
    naive = local.replace(tzinfo=None, fold=0)
    is_clear = naive.replace(tzinfo=zone).utcoffset() == local.utcoffset()
    return (naive if is_clear else local).isoformat(timespec="auto" if naive.second else "minutes")
