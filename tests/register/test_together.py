"""Entries sent at the same moment: each has its own place and its own answer."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection

from evenhand.core.errors import Conflict, EntriesRefused
from evenhand.register import together
from evenhand.register.actions import Wanted, append_each
from evenhand.register.models import Entry, Head, Payload, Sent
from evenhand.register.proofs import verify_register
from evenhand.register.together import append_entry
from tests.cast import Cast
from tests.register.world import NOW, draft, entered


def wanted(cast: Cast, key: str = "", request: str = "", **changes: object) -> Wanted:
    return Wanted(draft(cast, **changes), cast["salesperson"], key, request)


@pytest.mark.django_db
def test_each_is_answered_for_itself(cast: Cast) -> None:
    entered(cast)
    answers = append_each(
        [
            wanted(cast, note="first"),
            wanted(cast, kind="teleport"),
            wanted(cast, note="half a character: \ud800"),
            wanted(cast, note="second"),
        ],
        now=NOW,
    )
    assert [isinstance(one, Entry) for one in answers] == [True, False, False, True]
    assert isinstance(answers[1], EntriesRefused)
    assert [one.content["note"] for one in Payload.objects.order_by("entry")] == [
        "note 0",
        "first",
        "second",
    ]
    assert Head.objects.get().size == 3
    assert verify_register().holds


@pytest.mark.django_db
def test_what_is_sent_again_under_its_key_is_entered_once(cast: Cast) -> None:
    first = append_entry(wanted(cast, "k1", "digest"))
    assert append_entry(wanted(cast, "k1", "digest")) == first
    with pytest.raises(Conflict, match="under this key"):
        append_entry(wanted(cast, "k1", "another digest"))
    [one, two] = append_each([wanted(cast, "k2", "d"), wanted(cast, "k2", "d")], now=NOW)
    assert one == two
    assert Entry.objects.count() == Sent.objects.count() == 2
    other = append_entry(Wanted(draft(cast), cast["colleague"], "k1", "theirs"))
    assert other.pk == 3


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_in_one_order(cast: Cast) -> None:
    both = threading.Barrier(8)

    def send(number: int) -> int:
        both.wait()
        try:
            return append_entry(wanted(cast, note=f"from {number}")).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        places = list(pool.map(send, range(8)))
    assert sorted(places) == list(range(1, 9))
    for number, place in enumerate(places):
        assert Payload.objects.get(entry=place).content["note"] == f"from {number}"
    assert verify_register().holds


@pytest.mark.django_db(transaction=True)
def test_a_database_that_refuses_is_told_to_everybody_and_nobody_waits_for_ever(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_wanted: object) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(together, "append_each", full)
        with pytest.raises(OperationalError, match="full"):
            append_entry(wanted(cast))
    assert append_entry(wanted(cast)).pk == 1
