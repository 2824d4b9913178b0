"""Finding people, and what of them is whose to see; adding and correcting them."""

import pytest

from evenhand.people.actions import add_person, begin_post, change_person
from evenhand.people.models import User
from tests.cast import Cast
from tests.people.events import call, last, send

pytestmark = pytest.mark.django_db


def found(cast: Cast, login: str, query: str) -> set[str]:
    answer = call(cast.client(login), "get", f"/people?{query}").json()
    return {one["name"] for one in answer["items"]}


def test_names_are_found_without_their_accents(cast: Cast) -> None:
    person = add_person(login="lan", name="Nguyễn Thị Đào", language="vi", by=None)
    begin_post(person, outlet=cast.there, by=None)
    for typed in ("nguyen", "DAO", "Thị Đ", "lan"):
        assert found(cast, "hr", f"q={typed}") == {"Nguyễn Thị Đào"}
    change_person(person, name="Trần Thị Đào", email=None, by=None)
    assert found(cast, "hr", "q=tran") == {"Trần Thị Đào"}
    assert found(cast, "hr", "q=nguyen") == set()


def test_others_see_their_outlet_and_the_whole_company_sees_all(cast: Cast) -> None:
    assert "Other_Salesperson" not in found(cast, "salesperson", "")
    assert found(cast, "other_salesperson", "") == {"Other_Head", "Other_Salesperson"}
    assert {"Other_Head", "Colleague"} <= found(cast, "general_manager", "")


def test_by_role_only_those_are_found_whose_roles_one_may_know(cast: Cast) -> None:
    assert call(cast.client("salesperson"), "get", "/people?role=hr").status_code == 403
    assert found(cast, "head", "role=salesperson") == {"Salesperson", "Colleague"}
    assert found(cast, "head", "role=administrator") == set()
    assert found(cast, "hr", "role=administrator") == {"Administrator"}
    page = cast.client("salesperson").get("/people/?role=administrator").content.decode()
    assert "Colleague" in page  # the page leaves out what is not theirs to ask


def test_a_colleague_sees_name_post_and_presence_only(cast: Cast) -> None:
    whom = cast["colleague"]
    seen = call(cast.client("salesperson"), "get", f"/people/{whom.public_id}").json()
    assert seen["details"] is None
    assert seen["department"]["name"] == "Floor one"
    page = cast.client("salesperson").get(f"/people/{whom.public_id}/").content.decode()
    for hidden in ("Login name", "Roles", "Last seen", "Posts"):
        assert hidden not in page
    head = call(cast.client("head"), "get", f"/people/{whom.public_id}").json()
    assert head["details"]["roles"][0]["role"] == "salesperson"


def test_a_head_of_another_outlet_sees_nothing(cast: Cast) -> None:
    whom = cast["colleague"]
    assert cast.client("other_head").get(f"/people/{whom.public_id}/").status_code == 404
    assert call(cast.client("other_head"), "get", f"/people/{whom.public_id}").status_code == 404


def test_the_list_is_paged_and_nobody_is_left_out(cast: Cast) -> None:
    for number in range(60):
        person = add_person(login=f"p{number}", name="Same Name", language="en", by=None)
        begin_post(person, outlet=cast.here, by=None)
    client, seen, after = cast.client("hr"), [], ""
    while True:
        page = call(client, "get", f"/people?q=same&after={after}").json()
        seen += [one["public_id"] for one in page["items"]]
        after = page["next"]
        if not after:
            break
    assert len(seen) == len(set(seen)) == 60
    html = client.get("/people/?q=same").content.decode()
    assert 'rel="next"' in html


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    page = cast.client("hr").get("/people/?q=zzz").content.decode()
    assert "Nobody found" in page
    assert 'href="/people/"' in page


def test_hr_adds_a_person_who_has_no_password_until_they_choose_one(cast: Cast) -> None:
    sent = send(
        cast.client("hr"),
        "/people/new",
        login="Ngoc.Anh",
        name="Ngọc Anh",
        email="Ngoc@Example.com",
        language="vi",
        place=cast.other_team.public_id,
        title="Consultant",
        from_day="2026-11-01",
    )
    assert sent.status_code == 302
    person = User.objects.get(login="ngoc.anh")
    assert not person.has_usable_password()
    assert (person.email, person.posts.get().department) == ("ngoc@example.com", cast.other_team)
    assert last("people.person_added").subject == person.public_id
    assert last("people.post_begun").outlet == cast.there.public_id


def test_a_form_that_is_sent_twice_adds_one_person(cast: Cast) -> None:
    client = cast.client("hr")
    form = {
        "form_key": "the-same",
        "login": "twice",
        "name": "Twice",
        "language": "en",
        "place": cast.here.public_id,
        "from_day": "2026-11-01",
    }
    answers = [client.post("/people/new", form) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def test_a_login_name_or_address_that_is_taken_is_told_in_the_form(cast: Cast) -> None:
    client = cast.client("hr")
    body = {"login": "head", "name": "Other", "language": "en"}
    assert call(client, "post", "/people", body).status_code == 409
    sent = send(
        client,
        "/people/new",
        **body,
        place=cast.here.public_id,
        from_day="2026-11-01",
    )
    assert sent.status_code == 422
    assert "Somebody has the login name head" in sent.content.decode()
    assert 'value="Other"' in sent.content.decode()


def test_a_correction_tells_from_what_to_what(cast: Cast) -> None:
    whom = cast["salesperson"]
    sent = send(cast.client("hr"), f"/people/{whom.public_id}/change", name="Sally", email="")
    assert sent.status_code == 302
    event = last("people.person_changed")
    assert event.details == {"changed": {"name": {"from": "Salesperson", "to": "Sally"}}}
    assert event.outlet == cast.here.public_id
