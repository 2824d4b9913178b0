"""Adding to the register: places without gaps, late ones marked, nothing half-written."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from evenhand.core.errors import Conflict, EntriesRefused
from evenhand.core.register.merkle import root_of
from evenhand.register.actions import append_entries, make_checkpoint
from evenhand.register.models import Checkpoint, Entry, Head, LeafKey, Node, Payload
from tests.cast import Cast
from tests.register.world import NOW, draft, entered

pytestmark = pytest.mark.django_db


def test_entries_have_numbers_without_gaps_and_a_root_above_them(cast: Cast) -> None:
    first, more = entered(cast), entered(cast, 12)
    numbers = list(Entry.objects.values_list("id", flat=True))
    assert numbers == list(range(1, 14))
    assert [first[0].pk, more[0].pk] == [1, 2]
    head = Head.objects.get()
    leaves = [bytes(one) for one in Entry.objects.values_list("leaf", flat=True)]
    assert head.size == 13
    assert head.frontier.root() == root_of(leaves)
    assert make_checkpoint().checkpoint.root == root_of(leaves)
    assert make_checkpoint() == make_checkpoint()
    assert Checkpoint.objects.count() == 1


def test_what_is_said_of_people_stands_outside_the_tree(cast: Cast) -> None:
    (entry,) = entered(cast)
    rows = [*Entry.objects.values_list(), *Node.objects.values_list(), *Head.objects.values_list()]
    assert cast["salesperson"].public_id not in str(rows)
    assert Payload.objects.get(entry=entry).content["who"] == cast["salesperson"].public_id
    assert len(LeafKey.objects.get(entry=entry).key) == 32


def test_two_alike_have_other_commitments(cast: Cast) -> None:
    same = [draft(cast), draft(cast)]
    one, other = append_entries(same, by=cast["salesperson"], now=NOW)
    assert bytes(one.commitment) != bytes(other.commitment)


@pytest.mark.parametrize(
    "happened, written, is_late",
    [
        # Shanghai is eight hours ahead: its day ends at 16:00 UTC.
        ("2026-11-26T15:59+00:00", "2026-11-26T15:59+00:00", False),
        ("2026-11-26T15:59+00:00", "2026-11-26T16:01+00:00", True),
        ("2026-11-26T16:00+00:00", "2026-11-27T15:00+00:00", False),
    ],
)
def test_the_clock_of_the_outlet_says_what_a_later_day_is(
    cast: Cast, happened: str, written: str, is_late: bool
) -> None:
    one = draft(cast, occurred_at=datetime.fromisoformat(happened))
    now = datetime.fromisoformat(written)
    (entry,) = append_entries([one], by=cast["salesperson"], now=now)
    assert Payload.objects.get(entry=entry).is_late is is_late


def test_a_clock_that_goes_back_changes_no_place_and_is_told(cast: Cast) -> None:
    entered(cast)
    early = NOW - timedelta(minutes=10)
    (entry,) = append_entries([draft(cast)], by=cast["salesperson"], now=early)
    assert entry.pk == 2
    assert entry.recorded_at < Entry.objects.get(pk=1).recorded_at
    assert Payload.objects.get(entry=entry).content["clock"] == "back"


CORRECTION: dict[str, Any] = {
    "kind": "correction",
    "corrects": 1,
    "fields": {"field": "grade", "value": "B"},
}
WRONG = {
    "future": ({"occurred_at": NOW + timedelta(minutes=6)}, "lies ahead"),
    "long ago": ({"occurred_at": datetime(1989, 12, 31, tzinfo=UTC)}, "longer ago"),
    "kind": ({"kind": "teleport"}, "no kind of entry"),
    "note": ({"note": "x" * 1_000_000}, "at most"),
    "nul": ({"note": "a\0b"}, "control characters"),
    "grade": ({"fields": {"grade": "Q"}}, "grades are"),
    "rank": ({"fields": {"rank": 0}}, "a rank is"),
    "field": ({"fields": {"colour": "red"}}, "no field called"),
    "correction of nothing": ({"kind": "correction"}, "names the entry"),
    "no such entry": ({**CORRECTION, "corrects": 99}, "no entry 99"),
    "correction of what": ({"kind": "correction", "corrects": 1}, "names what it changes"),
    "correction to what": ({**CORRECTION, "fields": {"field": "grade"}}, "says what is right"),
}


@pytest.mark.parametrize("changes, told", WRONG.values(), ids=WRONG)
def test_what_cannot_be_entered_is_told_and_nothing_is_written(
    cast: Cast, changes: dict[str, object], told: str
) -> None:
    with pytest.raises(EntriesRefused) as refused:
        append_entries([draft(cast), draft(cast, **changes)], by=cast["salesperson"], now=NOW)
    assert told in "; ".join(str(one.message) for one in refused.value.problems)
    assert not Entry.objects.exists()


def test_everything_wrong_is_told_at_once(cast: Cast) -> None:
    both = draft(cast, kind="teleport", occurred_at=NOW + timedelta(days=1))
    with pytest.raises(EntriesRefused) as refused:
        append_entries([both], by=cast["salesperson"], now=NOW)
    assert {one.source for one in refused.value.problems} == {"kind", "occurred_at"}


def test_an_entry_is_corrected_once(cast: Cast) -> None:
    (entry,) = entered(cast)
    correction = draft(cast, **CORRECTION | {"corrects": entry.pk})
    append_entries([correction], by=cast["salesperson"], now=NOW)
    with pytest.raises(Conflict, match="corrected already"):
        append_entries([correction], by=cast["salesperson"], now=NOW)
    with pytest.raises(Conflict):
        append_entries([draft(cast, **CORRECTION | {"corrects": 2})] * 2, by=cast["hr"], now=NOW)
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    "change", ["UPDATE register_entry SET kind = 'call'", "DELETE FROM register_entry"]
)
def test_the_database_changes_no_entry(cast: Cast, change: str) -> None:
    entered(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(change)
    assert Entry.objects.get().kind == "reception"


def test_others_see_only_entries_of_their_outlet_and_their_own(cast: Cast) -> None:
    entered(cast)
    mine = draft(cast, outlet=cast.there.public_id, who=cast["other_salesperson"].public_id)
    append_entries([mine], by=cast["other_salesperson"], now=NOW)
    seen = {
        login: set(Entry.objects.visible_to(cast[login]).values_list("id", flat=True))
        for login in ("salesperson", "colleague", "other_salesperson", "auditor")
    }
    assert seen == {
        "salesperson": {1},
        "colleague": {1},
        "other_salesperson": {2},
        "auditor": {1, 2},
    }


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_get_one_order(cast: Cast) -> None:
    wrong: list[Exception] = []

    def write() -> None:
        try:
            for _ in range(5):
                entered(cast)
        except Exception as error:  # noqa: BLE001 - told below
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert list(Entry.objects.values_list("id", flat=True)) == list(range(1, 41))
    leaves = [bytes(one) for one in Entry.objects.values_list("leaf", flat=True)]
    assert Head.objects.get().frontier.root() == root_of(leaves)
