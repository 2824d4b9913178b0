"""Recording an absence, and taking it back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from evenhand.core.errors import Conflict
from evenhand.people.actions import cancel_absence, record_absence
from evenhand.people.models import Absence, User
from tests.cast import Cast
from tests.people.events import call, last, send

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def away(user: User, first: int, until: int, stand_in: User | None = None) -> Absence:
    return record_absence(
        user, from_day=in_days(first), until_day=in_days(until), stand_in=stand_in, by=None
    )


def test_everybody_records_their_own_and_the_event_does_not_say_why(cast: Cast) -> None:
    me, beside = cast["salesperson"], cast["colleague"]
    sent = send(
        cast.client("salesperson"),
        f"/people/{me.public_id}/absences/new",
        from_day=in_days(1).isoformat(),
        until_day=in_days(3).isoformat(),
        stand_in=beside.public_id,
        reason="a broken leg",
    )
    assert sent.status_code == 302
    absence = me.absences.get()
    assert (absence.stand_in, absence.reason) == (beside, "a broken leg")
    event = last("people.absence_recorded")
    assert (event.subject, event.outlet) == (me.public_id, cast.here.public_id)
    assert event.details["stand_in"] == beside.public_id
    assert "leg" not in str(event.details)


def test_colleagues_do_not_read_why_and_the_head_does(cast: Cast) -> None:
    me = cast["salesperson"]
    record_absence(me, from_day=today(), until_day=today(), reason="a broken leg", by=None)
    for login, reads in [("colleague", False), ("head", True), ("hr", True), ("salesperson", True)]:
        page = cast.client(login).get(f"/people/{me.public_id}/").content.decode()
        assert ("a broken leg" in page) is reads, login
        assert "Away" in page
        answer = call(cast.client(login), "get", f"/people/{me.public_id}").json()
        assert answer["is_away"] is True
        assert ("a broken leg" in str(answer)) is reads


@pytest.mark.parametrize(
    "login, status", [("head", 302), ("hr", 302), ("colleague", 403), ("other_head", 404)]
)
def test_a_head_or_hr_records_it_for_others_and_nobody_else(
    cast: Cast, login: str, status: int
) -> None:
    sent = send(
        cast.client(login),
        f"/people/{cast['salesperson'].public_id}/absences/new",
        from_day=today().isoformat(),
        until_day=today().isoformat(),
    )
    assert sent.status_code == status
    assert cast["salesperson"].absences.exists() is (status == 302)


def test_nobody_is_away_twice_on_a_day(cast: Cast) -> None:
    away(cast["salesperson"], 1, 3)
    with pytest.raises(Conflict):
        away(cast["salesperson"], 3, 5)
    away(cast["salesperson"], 4, 5)


def test_a_stand_in_works_in_the_same_outlet_and_is_there(cast: Cast) -> None:
    with pytest.raises(Conflict):
        away(cast["salesperson"], 1, 2, cast["other_salesperson"])
    with pytest.raises(Conflict):
        away(cast["salesperson"], 1, 2, cast["salesperson"])
    away(cast["colleague"], 2, 2)
    with pytest.raises(Conflict):
        away(cast["salesperson"], 1, 2, cast["colleague"])
    with pytest.raises(Conflict):
        away(cast["salesperson"], 3, 2)
    assert not cast["salesperson"].absences.exists()


def test_what_is_to_come_is_taken_back_and_what_has_passed_stays(cast: Cast) -> None:
    coming = away(cast["salesperson"], 2, 3)
    begun = away(cast["salesperson"], -2, 1)
    over = away(cast["salesperson"], -9, -8)
    path = f"/people/{cast['salesperson'].public_id}/absences"
    client = cast.client("salesperson")
    assert send(client, f"{path}/{coming.public_id}/cancellation").status_code == 302
    assert call(client, "delete", f"{path}/{begun.public_id}").status_code == 204
    assert call(client, "delete", f"{path}/{over.public_id}").status_code == 409
    left = {one.public_id: one.until_day for one in Absence.objects.all()}
    assert left == {begun.public_id: in_days(-1), over.public_id: in_days(-8)}
    event = last("people.absence_cancelled")
    assert event.details["changed"]["until_day"] == {
        "from": in_days(1).isoformat(),
        "to": in_days(-1).isoformat(),
    }


def test_it_cannot_be_taken_back_twice(cast: Cast) -> None:
    absence = away(cast["salesperson"], 1, 1)
    cancel_absence(absence, by=None)
    with pytest.raises(Absence.DoesNotExist):
        cancel_absence(absence, by=None)
