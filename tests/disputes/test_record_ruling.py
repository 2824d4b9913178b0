"""A dispute of the register on pages: ruled with one click, entered, checked."""

import json
import re
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from evenhand.audit.models import Event
from evenhand.core.errors import AlreadyThere, Conflict, EntriesRefused, NotAllowed
from evenhand.customers.actions import Happened, erase_customer, write_entry
from evenhand.disputes import actions
from evenhand.disputes.actions import record_ruling
from evenhand.disputes.deciding import decide
from evenhand.disputes.entered import check_record
from evenhand.disputes.models import RulingRecord
from evenhand.people.actions import grant_role
from evenhand.people.roles import Role
from evenhand.register.models import Entry, Payload
from evenhand.register.proofs import verify_register
from tests.cast import Cast
from tests.disputes.contest import Contest, put_in_force
from tests.disputes.test_rule_page import fields, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(cast: Cast) -> Contest:
    made = Contest.over(cast)
    made.late_card()
    put_in_force(cast)
    return made


def test_the_form_fills_itself_and_rules_the_same_as_one_click(contest: Contest) -> None:
    client = contest.cast.client("salesperson")
    address = f"/rule/?customer={contest.customer.public_id}"
    form = client.get(address)
    assert "Fill in a form" in told(form)
    once = client.get(f"{address}&do=rule")
    assert "Colleague has the customer." in told(once)
    assert "3 days late" in told(once)
    filled = client.post("/rule/", {**fields(form.content.decode()), "do": "rule"})
    digests = [
        re.findall(r"<code>([0-9a-f]{64})</code>", one.content.decode()) for one in (once, filled)
    ]
    assert digests[0] == digests[1]
    assert digests[0][1] == decide(contest.customer).sha256
    assert "Enter this ruling in the register" not in told(once)  # it is their own case


def test_what_is_no_longer_the_register_s_is_not_entered(contest: Contest) -> None:
    client = contest.cast.client("store_head")
    page = client.get(f"/rule/?customer={contest.customer.public_id}")
    sent = fields(page.content.decode()) | {"dispute-as_of": "2025-11-20", "do": "rule"}
    answer = told(client.post("/rule/", sent))
    assert "This is not what the register comes to" in answer
    assert "Enter this ruling" not in answer


def test_a_ruling_is_entered_and_is_what_the_register_says(contest: Contest) -> None:
    client = contest.cast.client("store_head")
    page = client.get(f"/rule/?customer={contest.customer.public_id}&do=rule").content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seen
    address = f"/disputes/contested/{contest.customer.public_id}/rulings"
    answer = client.post(address, {"form_key": "k1", "seen": seen[1]})
    again = client.post(address, {"form_key": "k1", "seen": seen[1]})
    assert answer.headers["Location"] == again.headers["Location"]
    record = RulingRecord.objects.get()
    entry = Entry.objects.order_by("id").last()
    assert entry
    assert (record.entry, entry.kind, record.winners) == (entry, "ruling", ["Colleague"])
    assert Payload.objects.get(entry=entry).content["fields"] == {"record": seen[1]}
    assert verify_register().holds
    event = Event.objects.get(kind="disputes.ruling_entered")
    assert (event.actor, event.details["record"]) == (contest.user("store_head").public_id, seen[1])
    shown = told(client.get(answer.headers["Location"]))
    assert "comes out the same, byte for byte" in shown
    assert f"Ruling № {entry.pk}" in shown
    assert f"№ {entry.pk}" in told(client.get("/disputes/contested/"))
    file = client.get(f"{answer.headers['Location']}record")
    assert json.loads(file.content)["sha256"] == seen[1]
    assert decide(contest.customer).sha256 == seen[1]  # the ruling is no evidence


def test_a_record_that_was_changed_is_found_out(contest: Contest) -> None:
    record = record_ruling(contest.customer, by=contest.user("store_head"))
    changed = json.loads(record.record)
    changed["record"]["dossier"]["claimants"][0]["label"] = "Somebody else"
    record.record = json.dumps(changed)
    assert not check_record(record, contest.user("store_head")).is_as_entered
    record.refresh_from_db()
    assert check_record(record, contest.user("store_head")).holds
    Payload.objects.filter(entry=record.entry).update(content={"fields": {"record": "0" * 64}})
    assert not check_record(record, contest.user("store_head")).is_as_entered


def test_of_an_erased_customer_the_ruling_says_nothing_any_more(contest: Contest) -> None:
    record = record_ruling(contest.customer, by=contest.user("store_head"))
    assert "Colleague" in record.record
    erased = erase_customer(contest.customer, reason="request", by=contest.cast["hr"])
    assert erased.counts["disputes.records"] == 1
    record.refresh_from_db()
    assert (record.record, record.winners) == ("", [])
    page = contest.cast.client("store_head").get(f"/disputes/rulings/{record.public_id}/")
    assert page.status_code == 200
    assert "Colleague" not in told(page)
    assert verify_register().holds


def test_what_was_not_looked_at_is_not_entered(contest: Contest) -> None:
    seen = decide(contest.customer).sha256
    contest.entry("colleague", "contract", "2025-11-10T16:00")
    head = contest.user("store_head")
    with pytest.raises(Conflict, match="meanwhile"):
        record_ruling(contest.customer, by=head, seen=seen)
    drawn = decide(contest.customer)
    contest.entry("colleague", "call", "2025-11-11T16:00")
    with pytest.raises(Conflict, match="meanwhile"), transaction.atomic():
        actions._enter(contest.customer, drawn, head, timezone.now())
    assert not Entry.objects.filter(kind="ruling").exists()
    record_ruling(contest.customer, by=head)
    with pytest.raises(AlreadyThere, match="№"):
        record_ruling(contest.customer, by=head)


def test_nobody_decides_in_their_own_case_or_out_of_reach(contest: Contest) -> None:
    cast = contest.cast
    for login in ("colleague", "other_head", "auditor", "administrator", "complaint_handler"):
        with pytest.raises(NotAllowed):
            record_ruling(contest.customer, by=cast[login])
    made = record_ruling(contest.customer, by=cast["head"])  # both work in the team
    assert made.by == cast["head"]
    contest.entry("hr", "reception", "2025-11-10T10:00")
    for login in ("hr", "head"):
        with pytest.raises(NotAllowed):
            record_ruling(contest.customer, by=cast[login])
    grant_role(cast["colleague"], role=Role.mediator, outlet=cast.here, department=None, by=None)
    with pytest.raises(NotAllowed):
        record_ruling(contest.customer, by=cast["colleague"])
    for kind, digest in (("ruling", ""), ("ruling", "x"), ("call", "0" * 64)):
        stated: Any = {"record": digest} if digest else {}
        with pytest.raises(EntriesRefused, match="record"):
            contest.entry("hr", kind, "2025-11-10T11:00", **stated)
    with pytest.raises(EntriesRefused, match="not written by hand"):
        write_entry(contest.customer, Happened("ruling"), by=cast["salesperson"])


def test_whose_customer_is_contested_is_listed_for_those_who_may_look_into_it(
    contest: Contest,
) -> None:
    cast = contest.cast
    alone = Contest.over(cast, "Only one")
    alone.entry("colleague", "reception", "2025-11-02T10:00")
    alone.entry("head", "report", "2025-11-02T11:00")
    stood_in = Contest.over(cast, "Stood in for")
    stood_in.entry("colleague", "reception", "2025-11-02T10:00")
    stood_in.entry("colleague", "reception", "2025-11-03T10:00", behalf="mediator")
    askers = ("auditor", "head", "salesperson", "mediator", "other_head", "administrator")
    pages = {login: cast.client(login).get("/disputes/contested/").content for login in askers}
    seen = {
        login: re.findall(r'class="contested-name[^"]*"[^>]*>([^<]+)<', page.decode())
        for login, page in pages.items()
    }
    both = ["Stood in for", "Wang Lei"]
    assert seen == {
        "auditor": both,
        "head": both,
        "salesperson": ["Wang Lei"],
        "mediator": both,
        "other_head": [],
        "administrator": [],
    }
