"""A line of an old register that may be entered."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from evenhand.register.drafts import Draft


class Place(NamedTuple):
    """An outlet, as far as entries need it."""

    pk: int
    public_id: str
    zone: ZoneInfo
    country: str


class Line(NamedTuple):
    """What a line says, made of what JSON can hold: it waits on the disk until it is entered."""

    line: int
    kind: str
    who: str
    outlet: str
    occurred_at: str
    name: str = ""
    telephone: str = ""
    """E.164."""
    key: str = ""
    """The customer's number in the old register."""
    customer: str = ""
    """The public id of one who is known."""
    on_behalf_of: str = ""
    note: str = ""
    fields: dict[str, Any] | None = None
    claimed: str = ""
    """When it was recorded, as the old register has it."""

    def draft(self, customer: str, place: Place, file: str) -> Draft:
        """The entry that it becomes; what the old register claims stands in it as a claim."""
        imported: dict[str, Any] = {"imported_from": {"file": file, "line": self.line}}
        if self.claimed:
            imported["claimed_recorded_at"] = self.claimed
        return Draft(
            kind=self.kind,
            customer=customer,
            who=self.who,
            outlet=self.outlet,
            zone=place.zone,
            occurred_at=datetime.fromisoformat(self.occurred_at),
            on_behalf_of=self.on_behalf_of,
            note=self.note,
            fields=self.fields or {},
            imported=imported,
        )
