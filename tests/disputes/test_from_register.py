"""A dossier that fills itself from the register, and the ruling that follows."""

from datetime import UTC
from typing import Any

import pytest

from evenhand.core.errors import Conflict, NotFound
from evenhand.disputes.deciding import decide
from evenhand.disputes.from_register import draw_up
from evenhand.register.models import LeafKey, Payload
from tests.cast import Cast
from tests.disputes.contest import Contest, now, put_in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(cast: Cast) -> Contest:
    return Contest.over(cast)


def test_entries_come_in_register_order_with_their_numbers_and_nothing_of_the_customer(
    cast: Cast, contest: Contest
) -> None:
    Contest.over(cast, "Somebody else").late_card()
    contest.late_card()
    contest.entry("head", "report", "2025-11-09T12:00")
    contest.entry("head", "reception", "2025-11-09T12:30", behalf="colleague")
    drawn = draw_up(contest.customer, now())
    data: Any = drawn.data()
    people = {
        cast["salesperson"].public_id: "Salesperson",
        cast["colleague"].public_id: "Colleague",
    }
    assert data["claimants"] == {id_: {"label": people[id_]} for id_ in sorted(people)}
    assert data["names"] == {cast["head"].public_id: "Head"}
    assert [entry["id"] for entry in data["entries"]] == [str(number) for number in range(7, 15)]
    assert data["entries"][1] == {
        "id": "8",
        "sequence": 8,
        "who": cast["salesperson"].public_id,
        "kind": "card",
        "at": "2025-11-02T10:30",
        "recorded": "2025-11-05T18:00",
    }
    assert data["entries"][7]["on_behalf_of"] == cast["colleague"].public_id
    assert data["dispute"] == {"as_of": "2025-11-10"}
    assert "Wang" not in drawn.text
    assert "secret" not in drawn.text


def test_a_late_entry_is_struck_and_said(cast: Cast, contest: Contest) -> None:
    put_in_force(cast)
    card = contest.late_card()
    ruling = decide(contest.customer, now()).trial.ruling
    assert [(one.entry, one.doubtful) for one in ruling.struck] == [(str(card.pk), False)]
    assert ruling.label(ruling.outcome.winners[0]) == "Colleague"


def test_a_correction_makes_the_entry_altered_and_one_of_its_name_does_not(
    cast: Cast, contest: Contest
) -> None:
    put_in_force(cast)
    card = contest.late_card()
    first = draw_up(contest.customer, now()).entries[0].number
    contest.entry(
        "colleague", "correction", "2025-11-09T13:00", corrects=card, field="note", value="x"
    )
    assert draw_up(contest.customer, now()).altered == frozenset()
    received = Payload.objects.get(entry=first).entry
    made = contest.entry(
        "salesperson", "correction", "2025-11-09T14:00", corrects=received, field="grade", value="H"
    )
    drawn = draw_up(contest.customer, now())
    assert drawn.altered == {first}
    data: Any = drawn.data()
    assert data["entries"][-1]["corrects"] == str(first)
    ruling = decide(contest.customer, now()).trial.ruling
    assert ruling.dossier.rows[str(first)].fields["altered"] is True
    assert str(first) in {one.entry for one in ruling.struck}
    assert str(made.pk) not in {one.entry for one in ruling.struck}


def test_midnight_is_that_of_the_outlet(cast: Cast) -> None:
    contest = Contest.over(cast, outlet=cast.there)  # in Hanoi it is an hour earlier
    contest.entry("colleague", "reception", "2025-11-03T00:30", recorded="2025-11-03T00:45")
    contest.entry("other_salesperson", "card", "2025-11-03T00:50", recorded="2025-11-03T01:10")
    contest.entry("other_salesperson", "reception", "2025-11-03T09:00")
    put_in_force(cast)
    drawn = draw_up(contest.customer, now("2025-11-05T00:30"))
    data: Any = drawn.data()
    assert [entry["at"] for entry in data["entries"]][:2] == [
        "2025-11-02T23:30",
        "2025-11-02T23:50",
    ]
    assert (data["time_zone"], drawn.as_of.isoformat()) == ("Asia/Ho_Chi_Minh", "2025-11-04")
    ruling = decide(contest.customer, now("2025-11-05T00:30")).trial.ruling
    late = drawn.entries[1].number  # written at ten past midnight, there
    assert {one.entry for one in ruling.struck} == {str(late)}


def test_a_clock_that_ran_fast_across_midnight_refuses_no_dossier(
    cast: Cast, contest: Contest
) -> None:
    contest.late_card()
    contest.entry("colleague", "call", "2025-11-10T00:02", recorded="2025-11-09T23:59")
    put_in_force(cast)
    drawn = draw_up(contest.customer, now())
    assert drawn.entries[-1].occurred == drawn.entries[-1].recorded
    assert decide(contest.customer, now()).trial.ruling.outcome.winners


def test_what_was_erased_is_left_out_counted_and_said(cast: Cast, contest: Contest) -> None:
    card = contest.late_card()
    contest.entry(
        "salesperson", "correction", "2025-11-09T13:00", corrects=card, field="grade", value="H"
    )
    LeafKey.objects.filter(entry=card).delete()
    Payload.objects.filter(entry=card).delete()
    put_in_force(cast)
    drawn = draw_up(contest.customer, now())
    assert (drawn.erased, drawn.left_out) == (1, (card.pk + 5,))
    assert "one entry of the register has been erased" in str(drawn.remarks[0])
    assert decide(contest.customer, now()).trial.ruling.outcome.winners


def test_tiers_are_told_where_an_outlet_is_no_main_store(cast: Cast, contest: Contest) -> None:
    contest.entry("salesperson", "reception", "2025-11-02T10:00")
    contest.entry("other_salesperson", "reception", "2025-11-03T10:00", outlet=cast.there)
    contest.entry("other_salesperson", "contract", "2025-11-04T10:00", outlet=cast.there)
    data: Any = draw_up(contest.customer, now()).data()
    assert data["claimants"][cast["other_salesperson"].public_id]["outlet_tier"] == "second"
    assert "outlet_tier" not in data["claimants"][cast["salesperson"].public_id]
    assert data["deal"] == {"outlet_tier": "second"}


def test_the_policy_is_that_of_the_outlet_on_the_day_of_the_closing(
    cast: Cast, contest: Contest
) -> None:
    contest.late_card()
    with pytest.raises(Conflict, match="No policy is in force at Main store on 2025-11-10"):
        decide(contest.customer, now())
    company = put_in_force(cast)
    own = put_in_force(cast, "five-step", outlet=cast.here)
    assert decide(contest.customer, now()).trial.ruling.policy.sha256 == own.sha256
    own.adoptions.update(from_day=now().date())
    contest.entry("colleague", "contract", "2025-11-09T16:00")
    assert decide(contest.customer, now()).trial.ruling.policy.sha256 == company.sha256


def test_nobody_s_customer_has_no_dossier(cast: Cast, contest: Contest) -> None:
    with pytest.raises(NotFound, match="makes anybody a party"):
        draw_up(contest.customer, now().astimezone(UTC))
