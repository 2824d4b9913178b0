"""Putting a policy in force: two people, one text at one place from one day, kept on record."""

import threading
from datetime import date, timedelta
from secrets import token_urlsafe

import pytest
from django.db import close_old_connections
from django.utils import timezone

from evenhand.audit.models import Event
from evenhand.core.errors import AlreadyThere, Conflict, ExamplesFail, NotAllowed
from evenhand.people.actions import grant_role
from evenhand.people.roles import Role
from evenhand.policies.actions import adopt_policy, reject_adoption, withdraw_adoption
from evenhand.policies.models import Adoption
from tests.cast import Cast, found_company
from tests.policies.texts import FAILING, OTHER, SMALL, adopted, proposed, taken_in

DAY = date(2030, 1, 1)


def in_force(cast: Cast, day: date, outlet: str = "here") -> str | None:
    """What is in force at an outlet, by how it is called in tests/policies/texts.py."""
    found = Adoption.objects.in_force(getattr(cast, outlet), day)
    return None if found is None else {SMALL: "small", OTHER: "other"}[found.text.text]


@pytest.mark.django_db
def test_sales_operations_proposes_and_the_general_manager_adopts(cast: Cast) -> None:
    text = taken_in(cast)
    form = {"from_day": "2030-01-01", "outlet": cast.here.public_id, "why": "agreed"}
    sent = cast.client("sales_operations").post(
        f"/policy/texts/{text.public_id}/adoption", {**form, "form_key": token_urlsafe(8)}
    )
    address = sent.headers["Location"]
    assert in_force(cast, DAY) is None, "a proposal holds nowhere"
    cast.client("general_manager").post(f"{address}adopted", {"form_key": token_urlsafe(8)})
    assert in_force(cast, DAY) == "small"
    assert in_force(cast, DAY, "there") is None
    assert in_force(cast, DAY - timedelta(days=1)) is None
    events = Event.objects.filter(kind__startswith="policies.ad").order_by("id")
    assert [(one.kind, one.actor_label, one.outlet) for one in events] == [
        ("policies.adoption_proposed", "Sales_Operations", cast.here.public_id),
        ("policies.adopted", "General_Manager", cast.here.public_id),
    ]


@pytest.mark.django_db
def test_nobody_adopts_what_they_proposed_even_with_both_roles(cast: Cast) -> None:
    both = cast["sales_operations"]
    grant_role(both, role=Role.general_manager, by=None)
    adoption = proposed(cast)
    with pytest.raises(NotAllowed):
        adopt_policy(adoption, by=both)
    answer = cast.client("sales_operations").post(
        f"/policy/adoptions/{adoption.public_id}/adopted", {"form_key": token_urlsafe(8)}
    )
    assert answer.status_code == 403
    assert in_force(cast, DAY) is None


@pytest.mark.django_db
def test_an_outlets_own_goes_before_the_companys_and_the_latest_before_the_earlier(
    cast: Cast,
) -> None:
    adopted(cast, day=date(2030, 1, 1))
    adopted(cast, text=OTHER, outlet=cast.here, day=date(2030, 3, 1))
    adopted(cast, outlet=cast.here, day=date(2030, 5, 1))
    days = [date(2030, month, 2) for month in (2, 4, 6)]
    assert [in_force(cast, day) for day in days] == ["small", "other", "small"]
    assert [in_force(cast, day, "there") for day in days] == ["small", "small", "small"]


@pytest.mark.django_db
def test_what_ends_gives_way_to_what_was_before_and_stays_on_record(cast: Cast) -> None:
    today = timezone.localdate()
    adopted(cast, day=today - timedelta(days=20))
    mistaken = adopted(cast, text=OTHER, day=today - timedelta(days=10))
    withdraw_adoption(mistaken, by=cast["general_manager"], why="a mistake")
    assert in_force(cast, today) == "small"
    assert in_force(cast, today - timedelta(days=1)) == "other", "it did hold until then"
    with pytest.raises(Conflict):
        withdraw_adoption(mistaken, by=cast["general_manager"], why="again")


@pytest.mark.django_db
def test_what_is_ended_before_its_day_never_holds(cast: Cast) -> None:
    withdraw_adoption(adopted(cast), by=cast["general_manager"], why="not needed")
    assert in_force(cast, DAY) is None
    assert adopted(cast, text=OTHER).state is Adoption.State.adopted, "the day is free again"


@pytest.mark.django_db
def test_a_day_that_is_past_needs_a_reason(cast: Cast) -> None:
    late = proposed(cast, day=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Conflict):
        adopt_policy(late, by=cast["general_manager"])
    page = cast.client("general_manager").post(
        f"/policy/adoptions/{late.public_id}/adopted", {"why": " ", "form_key": token_urlsafe(8)}
    )
    assert page.status_code == 422
    adopt_policy(late, by=cast["general_manager"], why="signed on paper then")
    assert in_force(cast, timezone.localdate()) == "small"


@pytest.mark.django_db
def test_a_text_whose_examples_fail_is_not_even_proposed(cast: Cast) -> None:
    with pytest.raises(ExamplesFail):
        proposed(cast, text=FAILING)
    with pytest.raises(Conflict):
        proposed(cast, day=date(2019, 1, 1))
    proposed(cast)
    with pytest.raises(AlreadyThere):
        proposed(cast)


@pytest.mark.django_db
def test_what_was_rejected_is_not_adopted_afterwards(cast: Cast) -> None:
    waiting = proposed(cast)
    with pytest.raises(Conflict):
        reject_adoption(waiting, by=cast["general_manager"], why=" ")
    reject_adoption(waiting, by=cast["general_manager"], why="too early")
    with pytest.raises(Conflict):
        adopt_policy(waiting, by=cast["general_manager"])
    assert Event.objects.filter(kind="policies.adopted").count() == 0


@pytest.mark.django_db
def test_what_is_in_force_is_not_ended_by_sales_operations(cast: Cast) -> None:
    address = f"/policy/adoptions/{adopted(cast).public_id}/withdrawn"
    form = {"why": "because", "form_key": token_urlsafe(8)}
    assert cast.client("sales_operations").post(address, form).status_code == 403
    assert in_force(cast, DAY) == "small"
    assert cast.client("general_manager").post(address, form).status_code == 302
    assert in_force(cast, DAY) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["company", "here"])
def test_of_two_adoptions_at_once_one_wins(place: str) -> None:
    cast = found_company()
    outlet = cast.here if place == "here" else None
    waiting = [proposed(cast, text=text, outlet=outlet) for text in (SMALL, OTHER)]
    start, told = threading.Barrier(2), []

    def decide(adoption: Adoption) -> None:
        start.wait()
        try:
            adopt_policy(adoption, by=cast["general_manager"])
            told.append("adopted")
        except Conflict:
            told.append("conflict")
        finally:
            close_old_connections()
            from django.db import connection

            connection.close()

    threads = [threading.Thread(target=decide, args=(one,)) for one in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["adopted", "conflict"]
    assert Adoption.objects.adopted().count() == 1
    assert Event.objects.filter(kind="policies.adopted").count() == 1
