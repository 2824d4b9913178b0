"""Ending a role."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from evenhand.core.errors import Conflict, EvenhandError
from evenhand.people.actions import add_person, deactivate_person, end_role, grant_role
from evenhand.people.models import RoleGrant, User
from evenhand.people.roles import Role
from tests.cast import Cast, found_company
from tests.people.events import last, send


@pytest.mark.django_db
def test_a_role_ends_at_once_and_the_event_tells_which(cast: Cast) -> None:
    whom = cast["head"]
    signed_in = cast.client("head")
    assert signed_in.get("/ranks/").status_code == 200
    grant = whom.grants.get()
    sent = send(
        cast.client("administrator"), f"/people/{whom.public_id}/roles/{grant.public_id}/end"
    )
    assert sent.status_code == 302
    assert signed_in.get("/ranks/").status_code == 403
    grant.refresh_from_db()
    assert grant.ended_at is not None
    assert grant.until_day == timezone.localdate()
    event = last("people.role_ended")
    assert event.details["changed"] == {"role": {"from": "head", "to": ""}}
    assert event.outlet == cast.here.public_id


@pytest.mark.django_db
def test_a_role_that_has_ended_may_be_given_again_the_same_day(cast: Cast) -> None:
    grant = cast["salesperson"].grants.get()
    end_role(grant, by=None)
    grant_role(cast["salesperson"], role=Role.salesperson, outlet=cast.here, by=None)
    with pytest.raises(Conflict):
        end_role(grant, by=None)


@pytest.mark.django_db
def test_the_last_administrator_stays_one(cast: Cast) -> None:
    grant = cast["administrator"].grants.get()
    sent = send(
        cast.client("administrator"),
        f"/people/{cast['administrator'].public_id}/roles/{grant.public_id}/end",
    )
    assert sent.status_code == 422
    assert "the last administrator" in sent.content.decode()
    grant.refresh_from_db()
    assert grant.ended_at is None


@pytest.mark.django_db
def test_an_administrator_who_is_shut_out_does_not_count(cast: Cast) -> None:
    other = _second(cast)
    deactivate_person(other, by=None)
    with pytest.raises(Conflict):
        end_role(cast["administrator"].grants.get(), by=None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["both roles", "role and sign-in"])
def test_two_administrators_who_end_each_other_at_once_leave_one(way: str) -> None:
    cast = found_company()
    first, second = cast["administrator"], _second(cast)
    ends_first, ends_second = first.grants.get(), second.grants.get()
    refused: list[EvenhandError] = []

    def the_other_way() -> None:
        try:
            if way == "both roles":
                end_role(ends_first, by=second)
            else:
                deactivate_person(first, by=second)
        except EvenhandError as error:
            refused.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=the_other_way)
    with transaction.atomic():
        end_role(ends_second, by=first)
        other.start()
        other.join(timeout=1)  # it looks while this is done and not yet committed
    other.join()
    today = timezone.localdate()
    left = RoleGrant.objects.on(today).filter(role=Role.administrator, user__is_active=True)
    assert left.count() == 1
    assert len(refused) == 1


def _second(cast: Cast) -> User:
    other = add_person(login="second", name="Second", language="en", by=None)
    grant_role(other, role=Role.administrator, by=cast["administrator"])
    return other
