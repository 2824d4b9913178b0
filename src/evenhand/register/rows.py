"""The rows of entries, as plain values: what is written of each, table by table."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from evenhand.base.ids import new_id
from evenhand.base.inserting import insert_values
from evenhand.core.register.leaf import KEY_BYTES, Leaf, commitment_of, payload_content
from evenhand.core.register.merkle import Frontier
from evenhand.register.drafts import Draft
from evenhand.register.models import Entry, LeafKey, Node, Payload

_ENTRY: Final = ("id", "public_id", "recorded_at", "kind", "commitment", "leaf")
_PAYLOAD: Final = (
    "entry_id",
    "content",
    "customer",
    "who",
    "by",
    "outlet",
    "occurred_at",
    "day",
    "is_late",
    "corrects_id",
)
Row = tuple[Any, ...]


@dataclass(slots=True)
class Rows:
    """Rows that belong together, in the order in which their entries stand."""

    entries: list[Row] = field(default_factory=list)
    nodes: list[Row] = field(default_factory=list)
    payloads: list[Row] = field(default_factory=list)
    keys: list[Row] = field(default_factory=list)
    late: int = 0

    def add(
        self, draft: Draft, content: dict[str, Any], by: str, frontier: Frontier, now: datetime
    ) -> tuple[Leaf, str]:
        """Those of a draft, at the end of the tree: its leaf, and the public id of its entry."""
        # The text that is kept is the text that was committed to, byte for byte.
        text, key = payload_content(content), secrets.token_bytes(KEY_BYTES)
        place, public_id = frontier.size, new_id()
        leaf = Leaf(place + 1, now.astimezone(UTC), draft.kind, commitment_of(text, key))
        number, found = leaf.sequence, leaf.hash
        self.entries.append(
            (number, public_id, leaf.recorded_at, leaf.kind, leaf.commitment, found)
        )
        for level, one in enumerate(frontier.append(found)):
            if level:
                self.nodes.append((Node.number_of(level, place >> level), one))
        written = now.astimezone(draft.zone).date()
        is_late = written > draft.occurred_at.astimezone(draft.zone).date()
        self.late += is_late
        self.keys.append((number, key))
        self.payloads.append(
            (
                number,
                text.decode(),
                draft.customer,
                draft.who,
                by,
                draft.outlet,
                draft.occurred_at.astimezone(UTC),
                written,
                is_late,
                draft.corrects,
            )
        )
        return leaf, public_id

    def insert(self) -> None:
        """Write them."""
        insert_values(Entry, _ENTRY, self.entries)
        insert_values(Node, ("id", "hash"), self.nodes)
        insert_values(Payload, _PAYLOAD, self.payloads)
        insert_values(LeafKey, ("entry_id", "key"), self.keys)
