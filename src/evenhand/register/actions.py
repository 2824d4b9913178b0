"""What is done with the register: entries are added, its state is signed, witnesses are kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import Subject, record_event
from evenhand.base.ids import new_id
from evenhand.base.inserting import insert_all
from evenhand.core.errors import Conflict, EntriesRefused, EvenhandError, Problem
from evenhand.core.register.checkpoint import Checkpoint as State
from evenhand.core.register.checkpoint import SignedCheckpoint, VerifierKey, read_checkpoint
from evenhand.core.register.leaf import KEY_BYTES, Leaf, commitment
from evenhand.core.register.merkle import Frontier
from evenhand.core.register.verdict import Verdict
from evenhand.core.said import said
from evenhand.notices.actions import notify
from evenhand.people.models import RoleGrant, User
from evenhand.people.permissions import require
from evenhand.register.drafts import Draft
from evenhand.register.keys import sign
from evenhand.register.models import (
    Attested,
    Checkpoint,
    Entry,
    Head,
    LeafKey,
    Node,
    Payload,
    Sent,
    Watched,
    Witness,
)
from evenhand.register.permissions import BE_WARNED, KEEP_WITNESSES

Answer = Entry | EvenhandError


@dataclass(frozen=True, slots=True)
class Wanted:
    """A draft, who enters it, and the key under which it is entered once; an empty one is none."""

    draft: Draft
    by: User
    key: str = ""
    request: str = ""
    """A digest of what was sent under the key."""


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
    standing = _Standing.of([draft.corrects for draft in drafts if draft.corrects is not None])
    writing = _Writing.at(head, now)
    for draft in drafts:
        standing.correct(draft)
        writing.add(draft, by)
    writing.save(head)
    return writing.entries


@transaction.atomic
def append_each(wanted: Sequence[Wanted], *, now: datetime | None = None) -> list[Answer]:
    """Add the entries of several people in one go, each for itself: the entry, or why not."""
    now = now or timezone.now()
    head = _head()
    standing = _Standing.of(
        [one.draft.corrects for one in wanted if one.draft.corrects is not None]
    )
    sent = _sent_before(wanted)
    writing = _Writing.at(head, now)
    answers: list[Answer] = []
    for one in wanted:
        try:
            answers.append(_append(one, writing, standing, sent))
        except EvenhandError as error:
            answers.append(error)
    if writing.entries:
        writing.save(head)
    return answers


def _append(
    wanted: Wanted, writing: _Writing, standing: _Standing, sent: dict[tuple[str, str], Sent]
) -> Entry:
    name = (wanted.by.public_id, wanted.key)
    if before := sent.get(name):
        if before.request != wanted.request:
            raise Conflict(
                said("Something else was entered under this key. Send this with a key of its own.")
            )
        return before.entry
    if wrong := wanted.draft.problems(writing.now):
        raise EntriesRefused(wrong)
    standing.correct(wanted.draft)
    entry = writing.add(wanted.draft, wanted.by)
    if wanted.key:
        sent[name] = Sent(
            person=name[0], key=name[1], request=wanted.request, entry=entry, at=writing.now
        )
        writing.sent.append(sent[name])
    return entry


def _sent_before(wanted: Sequence[Wanted]) -> dict[tuple[str, str], Sent]:
    keys = [one.key for one in wanted if one.key]
    if not keys:
        return {}
    found = Sent.objects.filter(key__in=keys).select_related("entry")
    return {(one.person, one.key): one for one in found}


@dataclass(slots=True)
class _Standing:
    """Which of the entries that are to be corrected are there, and which have a correction."""

    known: set[int]
    corrected: set[int]

    @classmethod
    def of(cls, numbers: list[int]) -> _Standing:
        if not numbers:
            return cls(set(), set())
        known = Entry.objects.filter(id__in=numbers).values_list("id", flat=True)
        taken = Payload.objects.filter(corrects_id__in=numbers)
        return cls(set(known), {one.corrects_id or 0 for one in taken})

    def correct(self, draft: Draft) -> None:
        """Note a correction. Raises EntriesRefused, or Conflict for a second one of one entry."""
        number = draft.corrects
        if number is None:
            return
        if number not in self.known:
            told = said("there is no entry {number}", number=number)
            raise EntriesRefused([Problem(told, "corrects")])
        if number in self.corrected:
            raise Conflict(
                said("Entry {number} has been corrected already; correct that one.", number=number)
            )
        self.corrected.add(number)


@dataclass(slots=True)
class _Writing:
    """Rows that are about to be written, in their order."""

    frontier: Frontier
    now: datetime
    is_back: bool
    """Whether the clock shows an earlier time than at the entry before."""
    entries: list[Entry] = field(default_factory=list)
    payloads: list[Payload] = field(default_factory=list)
    keys: list[LeafKey] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    @classmethod
    def at(cls, head: Head, now: datetime) -> _Writing:
        """Behind the last entry."""
        return cls(head.frontier, now, bool(head.recorded_at and now < head.recorded_at))

    def add(self, draft: Draft, by: User) -> Entry:
        """Give a draft its place."""
        now = self.now
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
        return entry

    def save(self, head: Head) -> None:
        """Write them, and where the register ends now."""
        insert_all(self.entries)
        insert_all(self.nodes)
        insert_all(self.payloads)
        insert_all(self.keys)
        insert_all(self.sent)
        head.size, head.recorded_at = self.frontier.size, self.now
        head.edge = [one.hex() for one in self.frontier.hashes]
        head.save(update_fields=["size", "recorded_at", "edge"])


def _head() -> Head:
    """The end of the register, which nobody else moves meanwhile."""
    head = Head.objects.select_for_update().filter(pk=Head.THE_ONE).first()
    if head is None:
        Head.objects.get_or_create(pk=Head.THE_ONE, defaults={"origin": f"register-{new_id()}"})
        head = Head.objects.select_for_update().get(pk=Head.THE_ONE)
    return head


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


@transaction.atomic
def note_altered(verdict: Verdict, *, now: datetime | None = None) -> None:
    """Note that the register is not as it was recorded, and warn those who have to know."""
    origin = Head.objects.values_list("origin", flat=True).first() or ""
    event = record_event(
        "register.altered",
        by=None,
        subject=Subject("register", "", origin),
        details={"number": verdict.position, "why": str(verdict.said)},
        now=now,
    )
    values: dict[str, object] = {"number": verdict.position}
    _warn("register.altered", values=values, event=event.public_id, now=event.at)


@transaction.atomic
def add_witness(
    *, name: str, address: str, verifier_key: str, language: str, by: User | None
) -> Witness:
    """Have checkpoints sent to somebody; `by` None is whoever keeps the machine.

    The address has been looked at (`addresses.checked_address`). Raises NotAllowed, Conflict.
    """
    if by is not None:
        require(by, KEEP_WITNESSES)
    if Witness.objects.standing().filter(address=address).exists():
        raise Conflict(said("{address} is the address of a witness already.", address=address))
    witness = Witness.objects.create(
        name=name[:100],
        address=address,
        verifier_key=verifier_key,
        language=language,
        begun_at=timezone.now(),
        begun_by=by.public_id if by else "",
    )
    record_event("register.witness_added", by=by, subject=_of(witness), details={"to": address})
    return witness


@transaction.atomic
def end_witness(witness: Witness, *, by: User | None) -> None:
    """Send a witness nothing more. Raises NotAllowed, Conflict if it has been ended."""
    if by is not None:
        require(by, KEEP_WITNESSES)
    ended = {"ended_at": timezone.now(), "ended_by": by.public_id if by else ""}
    if not Witness.objects.standing().filter(pk=witness.pk).update(**ended):
        raise Conflict(said("This witness has been ended already."))
    record_event("register.witness_ended", by=by, subject=_of(witness))


@transaction.atomic
def note_answer(
    witness: Witness,
    *,
    size: int,
    state: Attested.State,
    told: str = "",
    cosignature: str = "",
    now: datetime,
) -> None:
    """Note what came of sending a checkpoint to a witness.

    A refusal is recorded, and those who have to know are warned: of several in a row, once.
    """
    before = Attested.objects.filter(witness=witness).exclude(size=size).first()
    found = {"state": state, "told": told[:200], "cosignature": cosignature, "at": now}
    Attested.objects.update_or_create(witness=witness, size=size, defaults=found)
    if state != Attested.State.refused:
        return
    event = record_event(
        "register.checkpoint_refused",
        by=None,
        subject=_of(witness),
        details={"size": size, "why": told[:200]},
        now=now,
    )
    if before is None or before.state != Attested.State.refused:
        values: dict[str, object] = {"name": witness.name, "size": size}
        _warn("register.checkpoint_refused", values=values, event=event.public_id, now=now)


@transaction.atomic
def watch_register(key: VerifierKey, *, by: User | None) -> Watched:
    """Be a witness to another register. Raises NotAllowed, Conflict for one that is watched."""
    if by is not None:
        require(by, KEEP_WITNESSES)
    fields = {"verifier_key": str(key), "at": timezone.now()}
    watched, is_new = Watched.objects.get_or_create(origin=key.name, defaults=fields)
    if not is_new:
        raise Conflict(said("{origin} is watched already.", origin=key.name))
    record_event("register.watched", by=by, subject=Subject("watched", "", key.name))
    return watched


@transaction.atomic
def remember_checkpoint(watched: Watched, new: SignedCheckpoint, *, now: datetime) -> bool:
    """Put a checkpoint in the place of the one that was seen last, unless another one is there."""
    state = new.checkpoint
    seen = Watched.objects.filter(pk=watched.pk, size=watched.size, root=watched.root)
    fields = {"size": state.size, "root": state.root.hex(), "text": str(new), "at": now}
    return seen.update(**fields) == 1


@transaction.atomic
def note_split(watched: Watched, other: SignedCheckpoint, *, now: datetime) -> None:
    """Keep the proof that a register showed two states of one size, and warn; the first time."""
    untold = Watched.objects.filter(pk=watched.pk, other_text="")
    if not untold.update(other_text=str(other)):
        return
    size, origin = other.checkpoint.size, watched.origin
    event = record_event(
        "register.split_seen",
        by=None,
        subject=Subject("watched", "", origin),
        details={"size": size},
        now=now,
    )
    values: dict[str, object] = {"name": origin, "size": size}
    _warn("register.split_seen", values=values, event=event.public_id, now=now)


def _of(witness: Witness) -> Subject:
    return Subject("witness", witness.public_id, witness.name)


def _warn(kind: str, *, values: dict[str, object], event: str, now: datetime) -> None:
    held = RoleGrant.objects.on(timezone.localdate(now)).filter(role__in=BE_WARNED.roles)
    people = User.objects.at_work().filter(id__in=held.values("user"))
    notify(people, kind=kind, link="/register/", values=values, by=None, event=event, now=now)
