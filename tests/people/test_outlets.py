"""Outlets, departments and ranks."""

import pytest
from django.utils import timezone

from evenhand.core.errors import AlreadyThere, Conflict
from evenhand.people.actions import (
    add_rank,
    change_rank,
    close_department,
    close_outlet,
    end_role,
    leave_company,
    open_outlet,
    rename_department,
)
from evenhand.people.models import Outlet, Rank
from tests.cast import Cast
from tests.people.events import call, last, send

pytestmark = pytest.mark.django_db


def test_hr_opens_an_outlet(cast: Cast) -> None:
    sent = send(
        cast.client("hr"),
        "/outlets/new",
        name="Depot",
        tier="second",
        country="VN",
        time_zone="Asia/Ho_Chi_Minh",
    )
    outlet = Outlet.objects.get(name="Depot")
    assert sent.headers["Location"] == f"/outlets/{outlet.public_id}/"
    assert last("people.outlet_opened").outlet == outlet.public_id


def test_two_outlets_do_not_share_a_name(cast: Cast) -> None:
    fields = {"name": "Hanoi", "tier": "main", "country": "VN", "time_zone": "Asia/Ho_Chi_Minh"}
    client = cast.client("administrator")
    assert call(client, "post", "/outlets", fields).status_code == 409
    assert send(client, "/outlets/new", **fields).status_code == 422
    path = f"/outlets/{cast.here.public_id}"
    assert call(client, "put", path, fields).status_code == 409


def test_a_change_tells_from_what_to_what(cast: Cast) -> None:
    sent = send(
        cast.client("hr"),
        f"/outlets/{cast.here.public_id}/change",
        name="Head store",
        tier="main",
        country="CN",
        time_zone="Asia/Shanghai",
    )
    assert sent.status_code == 302
    event = last("people.outlet_changed")
    assert event.details == {"changed": {"name": {"from": "Main store", "to": "Head store"}}}


def test_an_outlet_does_not_close_while_somebody_has_a_post_or_a_role_there(cast: Cast) -> None:
    today = timezone.localdate()
    with pytest.raises(Conflict):
        close_outlet(cast.there, by=None)
    leave_company(cast["other_salesperson"], last_day=today, by=None)
    leave_company(cast["other_head"], last_day=today, by=None)
    with pytest.raises(Conflict):  # their last day is today
        close_outlet(cast.there, by=None)
    for login in ("other_salesperson", "other_head"):
        cast[login].posts.all().delete()
    close_outlet(cast.there, by=cast["hr"])
    assert last("people.outlet_closed").details["changed"]["closed_on"]["to"] == today.isoformat()
    with pytest.raises(Conflict):
        close_outlet(cast.there, by=None)


def test_a_role_alone_keeps_an_outlet_open(cast: Cast) -> None:
    depot = open_outlet(name="Depot", tier="main", time_zone="Asia/Shanghai", country="CN", by=None)
    call(
        cast.client("administrator"),
        "post",
        f"/people/{cast['colleague'].public_id}/roles",
        {"role": "head", "outlet": depot.public_id},
    )
    with pytest.raises(Conflict):
        close_outlet(depot, by=None)
    end_role(cast["colleague"].grants.get(role="head"), by=None)
    close_outlet(depot, by=None)


def test_departments_are_added_renamed_and_closed(cast: Cast) -> None:
    client, path = cast.client("hr"), f"/outlets/{cast.here.public_id}/departments"
    assert send(client, f"{path}/new", name="Floor two").status_code == 302
    assert send(client, f"{path}/new", name="Floor two").status_code == 422
    team = cast.here.departments.get(name="Floor two")
    assert last("people.department_added").subject == team.public_id
    assert send(client, f"{path}/{team.public_id}/change", name="Upstairs").status_code == 302
    assert last("people.department_renamed").details["changed"]["name"]["from"] == "Floor two"
    assert send(client, f"{path}/{team.public_id}/closure").status_code == 302
    assert last("people.department_closed").outlet == cast.here.public_id
    with pytest.raises(Conflict):
        close_department(cast.team, by=None)
    with pytest.raises(AlreadyThere):
        rename_department(team, name="Floor one", by=None)


def test_an_outlet_shows_heads_who_is_away_and_who_stands_in(cast: Cast) -> None:
    today = timezone.localdate().isoformat()
    send(
        cast.client("salesperson"),
        f"/people/{cast['salesperson'].public_id}/absences/new",
        from_day=today,
        until_day=today,
        stand_in=cast["colleague"].public_id,
    )
    page = cast.client("colleague").get(f"/outlets/{cast.here.public_id}/").content.decode()
    assert "Store_Head" in page
    assert "Colleague stands in" in page
    assert cast.client("other_head").get(f"/outlets/{cast.here.public_id}/").status_code == 404


def test_ranks_stand_in_the_order_of_their_levels(cast: Cast) -> None:
    client = cast.client("hr")
    for name, level in [("Junior", 10), ("Senior", 30)]:
        assert send(client, "/ranks/new", name=name, level=level).status_code == 302
    answer = call(client, "get", "/ranks").json()
    assert [one["name"] for one in answer] == ["Senior", "Junior"]
    rank = Rank.objects.get(name="Junior")
    path = f"/ranks/{rank.public_id}/change"
    assert send(client, path, name="Junior", level=30).status_code == 422
    assert send(client, path, name="Beginner", level=5).status_code == 302
    assert last("people.rank_changed").details["changed"] == {
        "name": {"from": "Junior", "to": "Beginner"},
        "level": {"from": 10, "to": 5},
    }
    with pytest.raises(AlreadyThere):
        add_rank(name="Senior", level=99, by=None)
    with pytest.raises(AlreadyThere):
        change_rank(rank, name="Senior", level=5, by=None)
