"""Giving a role."""

import pytest
from django.utils import timezone

from evenhand.core.errors import Conflict, NotAllowed
from evenhand.people.actions import add_person, grant_role
from evenhand.people.models import RoleGrant
from evenhand.people.roles import Role
from tests.cast import Cast
from tests.people.events import call, last, send

pytestmark = pytest.mark.django_db


def test_an_administrator_gives_a_role_and_it_holds_at_once(cast: Cast) -> None:
    whom = cast["colleague"]
    sent = send(
        cast.client("administrator"),
        f"/people/{whom.public_id}/roles/new",
        role="head",
        place=cast.team.public_id,
    )
    assert sent.status_code == 302
    held = whom.grants.on(timezone.localdate()).get(role="head")
    assert (held.outlet, held.department) == (cast.here, cast.team)
    event = last("people.role_granted")
    assert (event.actor, event.subject) == (cast["administrator"].public_id, whom.public_id)
    assert event.outlet == cast.here.public_id
    assert event.details["changed"] == {"role": {"from": "", "to": "head"}}


def test_nobody_gives_themselves_a_role(cast: Cast) -> None:
    own = cast["administrator"]
    answer = call(
        cast.client("administrator"), "post", f"/people/{own.public_id}/roles", {"role": "auditor"}
    )
    assert answer.status_code == 403
    assert not own.grants.filter(role="auditor").exists()
    with pytest.raises(NotAllowed):
        grant_role(own, role=Role.hr, by=own)


@pytest.mark.parametrize("login", ["hr", "head", "general_manager", "salesperson"])
def test_nobody_but_an_administrator_gives_roles(cast: Cast, login: str) -> None:
    whom = cast["colleague"]
    before = RoleGrant.objects.count()
    sent = send(cast.client(login), f"/people/{whom.public_id}/roles/new", role="auditor")
    assert sent.status_code == 403
    assert RoleGrant.objects.count() == before


def test_a_role_of_the_whole_company_is_not_given_for_an_outlet(cast: Cast) -> None:
    sent = send(
        cast.client("administrator"),
        f"/people/{cast['colleague'].public_id}/roles/new",
        role="auditor",
        place=cast.here.public_id,
    )
    assert sent.status_code == 422
    assert not cast["colleague"].grants.filter(role="auditor").exists()


def test_nobody_heads_everything_and_nobody_holds_a_role_twice(cast: Cast) -> None:
    with pytest.raises(Conflict):
        grant_role(cast["colleague"], role=Role.head, by=None)
    with pytest.raises(Conflict):
        grant_role(cast["colleague"], role=Role.salesperson, outlet=cast.here, by=None)


def test_whoever_is_shut_out_gets_no_role(cast: Cast) -> None:
    person = add_person(login="late", name="Late", language="en", by=None)
    person.is_active = False
    person.save()
    with pytest.raises(Conflict):
        grant_role(person, role=Role.auditor, by=None)
