"""The register against a small model, whatever is done to it in whatever order.

The model is a list of what was entered. Runs on SQLite and on PostgreSQL.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from evenhand.base.ed25519 import verify
from evenhand.core.errors import Conflict, EntriesRefused
from evenhand.core.register.checkpoint import SignedCheckpoint
from evenhand.core.register.consistency import verify_consistency_of
from evenhand.core.register.merkle import root_of
from evenhand.core.register.receipt import read_receipt, verify_receipt, write_receipt
from evenhand.register.actions import Wanted, append_each, append_entries, make_checkpoint
from evenhand.register.keys import verifier_key
from evenhand.register.models import Entry, Head, Payload
from evenhand.register.proofs import consistency_of, receipt_of, verify_register
from tests.cast import Cast
from tests.register.world import draft

WHO = ("salesperson", "colleague", "other_salesperson")
NOTES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
BEGIN = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


class Register(RuleBasedStateMachine):
    """A register, and the list of what was entered in it."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = BEGIN
        self.entered: list[tuple[str, str, int | None]] = []
        """Whose, what it says, and what it corrects."""
        self.keys: dict[tuple[str, str], tuple[str, int]] = {}
        self.checkpoints: list[SignedCheckpoint] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def a_draft(self, **changes: Any) -> Any:
        return draft(self.cast, occurred_at=self.now, **changes)

    @rule(minutes=st.integers(-600, 3000))
    def the_clock_moves(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(who=st.sampled_from(WHO), notes=st.lists(NOTES, max_size=5))
    def some_are_entered(self, who: str, notes: list[str]) -> None:
        drafts = [self.a_draft(note=note) for note in notes]
        made = append_entries(drafts, by=self.cast[who], now=self.now)
        assert [one.pk for one in made] == [len(self.entered) + 1 + i for i in range(len(made))]
        self.entered += [(who, note, None) for note in notes]

    @rule(who=st.sampled_from(WHO), note=NOTES, bad=st.sampled_from(["kind", "ahead", "none"]))
    def one_of_many_is_wrong(self, who: str, note: str, bad: str) -> None:
        known: dict[str, dict[str, Any]] = {
            "kind": {"kind": "teleport"},
            "ahead": {"occurred_at": self.now + timedelta(hours=1)},
            "none": {"note": "\0"},
        }
        wrong = draft(self.cast, **{"occurred_at": self.now} | known[bad])
        with pytest.raises(EntriesRefused):
            append_entries([self.a_draft(note=note), wrong], by=self.cast[who], now=self.now)
        told = append_each(
            [Wanted(wrong, self.cast[who]), Wanted(self.a_draft(note=note), self.cast[who])],
            now=self.now,
        )
        assert isinstance(told[0], EntriesRefused)
        assert isinstance(told[1], Entry)
        self.entered.append((who, note, None))

    @rule(who=st.sampled_from(WHO), number=st.integers(1, 12), value=st.sampled_from("ABC"))
    def one_is_corrected(self, who: str, number: int, value: str) -> None:
        correction = self.a_draft(
            kind="correction", corrects=number, fields={"field": "grade", "value": value}
        )
        if number > len(self.entered):
            refusal: type[Exception] = EntriesRefused
        elif number in [one[2] for one in self.entered]:
            refusal = Conflict
        else:
            with pytest.raises(Conflict):
                append_entries([correction] * 2, by=self.cast[who], now=self.now)
            append_entries([correction], by=self.cast[who], now=self.now)
            self.entered.append((who, "", number))
            return
        with pytest.raises(refusal):
            append_entries([correction], by=self.cast[who], now=self.now)

    @rule(who=st.sampled_from(WHO), key=st.sampled_from("xyz"), note=st.sampled_from("ab"))
    def one_is_sent_under_a_key(self, who: str, key: str, note: str) -> None:
        wanted = Wanted(self.a_draft(note=note), self.cast[who], key, request=note)
        known = self.keys.get((who, key))
        if known and known[0] != note:
            with pytest.raises(Conflict):
                append_each_as_one(wanted, self.now)
            return
        number = append_each_as_one(wanted, self.now).pk
        if known:
            assert number == known[1]
            return
        self.keys[who, key] = (note, number)
        self.entered.append((who, note, None))
        assert number == len(self.entered)

    @rule()
    def its_state_is_signed(self) -> None:
        self.checkpoints.append(make_checkpoint(now=self.now))

    @rule(at=st.integers(0, 40))
    def a_receipt_is_handed_out(self, at: int) -> None:
        if not self.entered:
            return
        entry = Entry.objects.get(pk=at % len(self.entered) + 1)
        receipt = read_receipt(write_receipt(receipt_of(entry, make_checkpoint())))
        key = verifier_key(receipt.checkpoint.checkpoint.origin)
        assert verify_receipt(receipt, trusted=[key], verify=verify).holds

    @invariant()
    def it_says_what_was_entered_in_that_order(self) -> None:
        rows = Payload.objects.order_by("entry")
        people = {self.cast[who].public_id: who for who in WHO}
        said = [(people[one.by], one.content.get("note", ""), one.corrects_id) for one in rows]
        assert said == self.entered
        assert [one.pk for one in rows] == list(range(1, len(said) + 1))

    @invariant()
    def the_tree_stands_over_it(self) -> None:
        leaves = [bytes(one.leaf) for one in Entry.objects.order_by("pk")]
        head = Head.objects.filter(pk=Head.THE_ONE).first()
        if head is not None:
            assert head.size == len(self.entered)
            assert head.frontier.root() == root_of(leaves)

    @invariant()
    def it_verifies_and_never_goes_back(self) -> None:
        assert verify_register().holds
        if not self.checkpoints:
            return
        newest = make_checkpoint(now=self.now)
        key = verifier_key(newest.checkpoint.origin)
        for one in self.checkpoints[-3:]:
            told = consistency_of(one, newest)
            assert verify_consistency_of(told, trusted=[key], verify=verify).holds


def append_each_as_one(wanted: Wanted, now: datetime) -> Entry:
    """One entry, with its time; what `append_entry` does with the time of now."""
    [answer] = append_each([wanted], now=now)
    if isinstance(answer, Exception):
        raise answer
    return answer


@pytest.mark.django_db
def test_the_register_does_what_the_model_does(cast: Cast) -> None:
    Register.cast = cast
    run_state_machine_as_test(
        Register,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
