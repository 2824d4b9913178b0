"""What is done with the register: entries are added, and its state is signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from evenhand.base.ids import new_id
from evenhand.base.inserting import insert_all
from evenhand.base.models import the_company
from evenhand.core.errors import Conflict, EntriesRefused, EvenhandError, Problem
from evenhand.core.register.checkpoint import Checkpoint as State
from evenhand.core.register.checkpoint import SignedCheckpoint, read_checkpoint
from evenhand.core.register.leaf import Leaf
from evenhand.core.register.merkle import Frontier
from evenhand.core.said import said
from evenhand.people.models import User
from evenhand.register.drafts import EARLIEST, Draft
from evenhand.register.keys import sign
from evenhand.register.models import Checkpoint, Entry, Head, Payload, Sent
from evenhand.register.rows import Rows

Answer = Entry | EvenhandError
AT_ONCE: Final = 1_000
"""How many entries of a history are made ready before they are written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A draft, who enters it, and the key under which it is entered once; an empty one is none."""

    draft: Draft
    by: User
    key: str = ""
    request: str = ""
    """A digest of what was sent under the key."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A draft of a history: who entered it, and when."""

    draft: Draft
    by: User
    at: datetime


@transaction.atomic
def append_entries(
    drafts: Sequence[Draft], *, by: User | None, now: datetime | None = None
) -> list[Entry]:
    """Add entries at the end, all or none; when this returns they have their places for good.

    Whoever adds something waits for those before. The place decides what came first, never the
    clock: an entry of a clock that went back stands behind all the same, and says so. `by` None is
    the system itself. Raises EntriesRefused with everything that is wrong, Conflict for a second
    correction of one entry, and for one about a customer who was erased.
    """
    now = now or timezone.now()
    wrong = [problem for draft in drafts for problem in draft.problems(now)]
    if wrong:
        raise EntriesRefused(wrong)
    head = _head()
    standing = _Standing.of(drafts)
    writing = _Writing.at(head, now)
    for draft in drafts:
        standing.let_in(draft)
        writing.add(draft, by)
    writing.save(head)
    return writing.entries


@dataclass(frozen=True, slots=True)
class Added:
    """Entries that stand together: the numbers of the first and last, and how many are late."""

    first: int
    last: int
    late: int


@transaction.atomic
def append_many(drafts: Sequence[Draft], *, by: User, now: datetime | None = None) -> Added:
    """The same as `append_entries` for as many as an old register has, as quick as can be.

    They are entries of now, whatever day they tell of. None of them corrects another one. Raises
    EntriesRefused with everything that is wrong.
    """
    now = now or timezone.now()
    wrong = [problem for draft in drafts for problem in draft.problems(now)]
    if wrong:
        raise EntriesRefused(wrong)
    head = _head()
    writing, person = _Writing.at(head, now), by.public_id
    standing = _Standing.of(drafts)
    for draft in drafts:
        standing.let_in(draft)
        if draft.corrects is not None:
            raise ValueError("a correction needs its entry to be looked for")
        writing.put(draft, person)
    if drafts:
        writing.save(head)
    return Added(head.size - len(drafts) + 1, head.size, writing.rows.late)


@transaction.atomic
def append_each(wanted: Sequence[Wanted], *, now: datetime | None = None) -> list[Answer]:
    """Add the entries of several people in one go, each for itself: the entry, or why not."""
    now = now or timezone.now()
    head = _head()
    standing = _Standing.of([one.draft for one in wanted])
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


@transaction.atomic
def append_history(history: Sequence[Recorded], *, now: datetime | None = None) -> int:
    """Add entries as if each had been entered at its own time, all or none; gives how many.

    A demonstration alone can be given a past: elsewhere the server's clock is the only one. Raises
    Conflict in a company, EntriesRefused with what is wrong with the first that cannot be entered,
    ValueError for one that is recorded before the one in front of it, or in the future.
    """
    company = the_company()
    if company is None or not company.is_demonstration:
        raise Conflict(said("Only a demonstration is given a past: here, entries begin today."))
    head, end = _head(), now or timezone.now()
    for start in range(0, len(history), AT_ONCE):
        _append_past(history[start : start + AT_ONCE], head, end)
    return len(history)


def _append_past(history: Sequence[Recorded], head: Head, end: datetime) -> None:
    standing = _Standing.of([one.draft for one in history])
    writing = _Writing.at(head, head.recorded_at or EARLIEST)
    for one in history:
        if not writing.now <= one.at <= end:
            raise ValueError(f"an entry of {one.at} after one of {writing.now}, at {end}")
        if wrong := one.draft.problems(one.at):
            raise EntriesRefused(wrong)
        standing.let_in(one.draft)
        writing.now = one.at
        standing.known.add(writing.put(one.draft, one.by.public_id)[0].sequence)
    writing.save(head)


def _append(
    wanted: Wanted, writing: _Writing, standing: _Standing, sent: dict[tuple[str, str], Sent]
) -> Entry:
    name = (wanted.by.public_id, wanted.key)
    if before := sent.get(name):
        if not before.request:
            raise Conflict(said("What was entered under this key was erased since."))
        if before.request != wanted.request:
            raise Conflict(
                said("Something else was entered under this key. Send this with a key of its own.")
            )
        return before.entry
    if wrong := wanted.draft.problems(writing.now):
        raise EntriesRefused(wrong)
    standing.let_in(wanted.draft)
    entry = writing.add(wanted.draft, wanted.by)
    if wanted.key:
        sent[name] = Sent(
            person=name[0], key=name[1], request=wanted.request, entry=entry, at=writing.now
        )
        writing.sent.append(sent[name])
    return entry


def _sent_before(wanted: Sequence[Wanted]) -> dict[tuple[str, str], Sent]:
    named = [(one.by.public_id, one.key) for one in wanted if one.key]
    if not named:
        return {}
    people, keys = ({name[part] for name in named} for part in (0, 1))
    found = Sent.objects.filter(person__in=people, key__in=keys).select_related("entry")
    return {(one.person, one.key): one for one in found}


@dataclass(slots=True)
class _Standing:
    """What entries are checked against: what they correct, and who was erased."""

    known: set[int]
    """Those of the entries to be corrected that are there."""
    corrected: set[int]
    erased: set[str]
    """Customers about whom nothing is entered any more."""

    @classmethod
    def of(cls, drafts: Sequence[Draft]) -> _Standing:
        erased = _erased({draft.customer for draft in drafts})
        numbers = [draft.corrects for draft in drafts if draft.corrects is not None]
        if not numbers:
            return cls(set(), set(), erased)
        known = Entry.objects.filter(id__in=numbers).values_list("id", flat=True)
        taken = Payload.objects.filter(corrects_id__in=numbers)
        return cls(set(known), {one.corrects_id or 0 for one in taken}, erased)

    def let_in(self, draft: Draft) -> None:
        """Note a correction. Raises EntriesRefused, or Conflict for a second one of one entry.

        And Conflict for whatever is about a customer who was erased.
        """
        if draft.customer in self.erased:
            raise Conflict(
                said("What was known of this customer was erased: nothing is added to it.")
            )
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


def _erased(customers: set[str]) -> set[str]:
    """Those who were erased: what was entered last about them says so.

    However much there is about a customer, one line is looked at, by a statement that is ready.
    """
    gone = set()
    with connection.cursor() as cursor:
        for customer in customers:
            cursor.execute(_LAST_KIND, [customer])
            if cursor.fetchone() == ("erased",):
                gone.add(customer)
    return gone


_LAST_KIND: Final = (
    "SELECT e.kind FROM register_payload p JOIN register_entry e ON e.id = p.entry_id "
    "WHERE p.customer = %s ORDER BY p.entry_id DESC LIMIT 1"
)


@dataclass(slots=True)
class _Writing:
    """Rows that are about to be written, in their order."""

    frontier: Frontier
    now: datetime
    is_back: bool
    """Whether the clock shows an earlier time than at the entry before."""
    entries: list[Entry] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    rows: Rows = field(default_factory=Rows)

    @classmethod
    def at(cls, head: Head, now: datetime) -> _Writing:
        """Behind the last entry."""
        return cls(head.frontier, now, bool(head.recorded_at and now < head.recorded_at))

    def add(self, draft: Draft, by: User | None) -> Entry:
        """Give a draft its place."""
        leaf, public_id = self.put(draft, by.public_id if by else "")
        entry = Entry(
            id=leaf.sequence,
            public_id=public_id,
            recorded_at=leaf.recorded_at,
            kind=leaf.kind,
            commitment=leaf.commitment,
            leaf=self.rows.entries[-1][-1],
        )
        self.entries.append(entry)
        return entry

    def put(self, draft: Draft, by: str) -> tuple[Leaf, str]:
        """The same where nobody needs the entry: its leaf and its public id."""
        content = draft.content(by)
        if self.is_back:
            content["clock"] = "back"
        return self.rows.add(draft, content, by, self.frontier, self.now)

    def save(self, head: Head) -> None:
        """Write them, and where the register ends now."""
        self.rows.insert()
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
