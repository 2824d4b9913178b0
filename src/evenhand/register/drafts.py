"""What somebody wants to enter, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, Final

from evenhand.core.errors import Problem
from evenhand.core.register.entry import CLAIM_BEARING, ERASED_BECAUSE, GRADES, KINDS
from evenhand.core.register.leaf import instant_text
from evenhand.core.said import Said, said

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(minutes=5)
"""By how much a telephone's clock may be fast."""
LONGEST_NOTE: Final = 4_000
HIGHEST_RANK: Final = 1_000
NOT_BY_HAND: Final = ("correction", "ruling", "erased")
"""Kinds that come of what else is done."""
CORRECTABLE: Final = (*CLAIM_BEARING, "rank", "reached", "asked", "complete", "note")
"""What a correction may say otherwise."""
LONGEST_VALUE: Final = 200
COMMON: Final = ("grade", "rank", "reached", "asked", "complete")
OWN: Final = {
    "correction": ("field", "value"),
    "erased": ("reason", "entries"),
    "ruling": ("record",),
}
"""Fields that only entries of one kind have."""
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that has no place in the register yet: public ids, and what happened when."""

    kind: str
    customer: str
    who: str
    outlet: str
    zone: tzinfo
    """Of the outlet: it decides what a later day is."""
    occurred_at: datetime
    on_behalf_of: str = ""
    corrects: int | None = None
    note: str = ""
    since: date | None = None
    """The day on which the company began, there: before it nothing can have happened."""
    fields: dict[str, Any] = field(default_factory=dict)
    """What its kind tells besides: grade, rank, reached, asked, complete; of a correction, which
    `field` it changes and the `value` that this ought to have; of a ruling, the SHA-256 of its
    `record`; of an erasure, its `reason` and how many `entries` it emptied."""
    imported: dict[str, Any] = field(default_factory=dict)
    """Of an entry out of an old register: `imported_from` there, and the `claimed_recorded_at`."""

    def content(self, by: str) -> dict[str, Any]:
        """What is committed to: everything about people, and nothing that is empty."""
        told: dict[str, Any] = {
            "by": by,
            "customer": self.customer,
            "fields": self.fields,
            "note": self.note,
            "occurred_at": instant_text(self.occurred_at.astimezone(UTC)),
            "on_behalf_of": self.on_behalf_of,
            "outlet": self.outlet,
            "who": self.who,
        }
        if self.corrects is not None:
            told["corrects"] = self.corrects
        told |= self.imported
        return {name: value for name, value in told.items() if value not in ("", {})}

    def problems(self, now: datetime) -> list[Problem]:
        """Everything that is wrong with it, whatever stands in the register."""
        return [Problem(what, source) for source, what in self._wrong(now)]

    def _wrong(self, now: datetime) -> Iterator[tuple[str, Said]]:
        if self.kind not in KINDS:
            yield "kind", said("there is no kind of entry called {kind}", kind=self.kind)
        if self.occurred_at > now + AHEAD:
            yield "occurred_at", said("this has not happened yet: its time lies ahead")
        if self.occurred_at < EARLIEST:
            yield "occurred_at", said("this is longer ago than any entry may be")
        if self.since and self.occurred_at.astimezone(self.zone).date() < self.since:
            told = said("this is before the company began, on {day}", day=self.since.isoformat())
            yield "occurred_at", told
        if len(self.note) > LONGEST_NOTE:
            yield "note", said("a note has at most {count:,} characters", count=LONGEST_NOTE)
        if "\x00" in self.note:
            yield "note", said("a note is text, without control characters")
        yield from self._wrong_correction()
        yield from self._wrong_fields()

    def _wrong_correction(self) -> Iterator[tuple[str, Said]]:
        is_correction = self.kind == "correction"
        if is_correction != (self.corrects is not None):
            yield "corrects", said("a correction, and nothing else, names the entry it corrects")
        if is_correction and self.fields.get("field") not in CORRECTABLE:
            known = ", ".join(CORRECTABLE)
            yield "field", said("a correction names what it changes: {known}", known=known)
        if is_correction and not self.fields.get("value"):
            yield "value", said("a correction says what is right")
        if (self.kind == "ruling") != ("record" in self.fields):
            yield "record", said("a ruling, and nothing else, names the record of what was ruled")

    def _wrong_fields(self) -> Iterator[tuple[str, Said]]:
        for name, value in self.fields.items():
            match name:
                case "grade" if value not in GRADES:
                    yield name, said("grades are {known}", known=", ".join(GRADES))
                case "rank" if not isinstance(value, int) or not 1 <= value <= HIGHEST_RANK:
                    yield name, said("a rank is a number from 1 to {most}", most=HIGHEST_RANK)
                case "reached" | "asked" | "complete" if not isinstance(value, bool):
                    yield name, said("yes or no is wanted")
                case "value" if not isinstance(value, str) or len(value) > LONGEST_VALUE:
                    yield name, said("this has at most {count} characters", count=LONGEST_VALUE)
                case "record" if not isinstance(value, str) or not _SHA256.fullmatch(value):
                    yield name, said("a record is named by its SHA-256")
                case "reason" if value not in ERASED_BECAUSE:
                    known = ", ".join(ERASED_BECAUSE)
                    yield name, said("reasons to erase are {known}", known=known)
                case _ if name not in (*COMMON, *OWN.get(self.kind, ())):
                    yield name, said("an entry has no field called {name}", name=name)
