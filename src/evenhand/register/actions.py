"""What is done with the register: entries are added, and its state is signed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from evenhand.base.ids import new_id
from evenhand.core.errors import Conflict, EntriesRefused, Problem
from evenhand.core.register.checkpoint import Checkpoint as State
from evenhand.core.register.checkpoint import SignedCheckpoint, read_checkpoint
from evenhand.core.register.leaf import KEY_BYTES, Leaf, commitment
from evenhand.core.register.merkle import Frontier
from evenhand.core.said import said
from evenhand.people.models import User
from evenhand.register.drafts import Draft
from evenhand.register.keys import sign
from evenhand.register.models import Checkpoint, Entry, Head, LeafKey, Node, Payload


@transaction.atomic
def append_entries(
    drafts: Sequence[Draft], *, by: User, now: datetime | None = None
) -> list[Entry]:
    """Add entries at the end, all or none; when this returns they have their places for good.

    Whoever adds something waits for those before. The place decides what came first, never the
    clock: an entry of a clock that went back stands behind all the same, and says so. Raises
    EntriesRefused with everything that is wrong, Conflict for a second correction of one entry.
    """
    now = now or timezone.now()
    wrong = [problem for draft in drafts for problem in draft.problems(now)]
    if wrong:
        raise EntriesRefused(wrong)
    head = _head()
    _are_there([draft.corrects for draft in drafts if draft.corrects is not None])
    writing = _Writing(head.frontier, is_back=bool(head.recorded_at and now < head.recorded_at))
    for draft in drafts:
        writing.add(draft, by, now)
    writing.save()
    head.size, head.recorded_at = writing.frontier.size, now
    head.edge = [one.hex() for one in writing.frontier.hashes]
    head.save(update_fields=["size", "recorded_at", "edge"])
    return writing.entries


@dataclass(slots=True)
class _Writing:
    """Rows that are about to be written, in their order."""

    frontier: Frontier
    is_back: bool
    """Whether the clock shows an earlier time than at the entry before."""
    entries: list[Entry] = field(default_factory=list)
    payloads: list[Payload] = field(default_factory=list)
    keys: list[LeafKey] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    def add(self, draft: Draft, by: User, now: datetime) -> None:
        """Give a draft its place."""
        content = draft.content(by.public_id) | ({"clock": "back"} if self.is_back else {})
        key, place = secrets.token_bytes(KEY_BYTES), self.frontier.size
        leaf = Leaf(place + 1, now.astimezone(UTC), draft.kind, commitment(content, key))
        for level, found in enumerate(self.frontier.append(leaf.hash)):
            if level:
                self.nodes.append(Node(id=Node.number_of(level, place >> level), hash=found))
        entry = Entry(
            id=leaf.sequence,
            recorded_at=leaf.recorded_at,
            kind=leaf.kind,
            commitment=leaf.commitment,
            leaf=leaf.hash,
        )
        written = now.astimezone(draft.zone).date()
        self.entries.append(entry)
        self.keys.append(LeafKey(entry=entry, key=key))
        self.payloads.append(
            Payload(
                entry=entry,
                content=content,
                customer=draft.customer,
                who=draft.who,
                by=by.public_id,
                outlet=draft.outlet,
                occurred_at=draft.occurred_at,
                day=written,
                is_late=written > draft.occurred_at.astimezone(draft.zone).date(),
                corrects_id=draft.corrects,
            )
        )

    def save(self) -> None:
        """Write them."""
        Entry.objects.bulk_create(self.entries)
        Node.objects.bulk_create(self.nodes)
        Payload.objects.bulk_create(self.payloads)
        LeafKey.objects.bulk_create(self.keys)


def _head() -> Head:
    """The end of the register, which nobody else moves meanwhile."""
    head = Head.objects.select_for_update().filter(pk=Head.THE_ONE).first()
    if head is None:
        Head.objects.get_or_create(pk=Head.THE_ONE, defaults={"origin": f"register-{new_id()}"})
        head = Head.objects.select_for_update().get(pk=Head.THE_ONE)
    return head


def _are_there(numbers: list[int]) -> None:
    """Raises EntriesRefused, or Conflict for an entry that has a correction already."""
    known = set(Entry.objects.filter(id__in=numbers).values_list("id", flat=True))
    missing = sorted(set(numbers) - known)
    if missing:
        raise EntriesRefused(
            [Problem(said("there is no entry {number}", number=one), "corrects") for one in missing]
        )
    taken = Payload.objects.filter(corrects_id__in=numbers).values_list("corrects_id", flat=True)
    for number in [*taken, *(one for one in known if numbers.count(one) > 1)]:
        raise Conflict(
            said("Entry {number} has been corrected already; correct that one.", number=number)
        )


@transaction.atomic
def make_checkpoint(now: datetime | None = None) -> SignedCheckpoint:
    """Sign the register as it is now; of each state there is one checkpoint."""
    head = _head()
    known = Checkpoint.objects.filter(pk=head.size).first()
    if known is not None:
        return read_checkpoint(known.text)
    made = sign(State(head.origin, head.size, head.frontier.root()))
    Checkpoint.objects.create(pk=head.size, text=str(made), made_at=now or timezone.now())
    return made
