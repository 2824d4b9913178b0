"""What happened with a customer is entered, by whoever may."""

from datetime import UTC, datetime

import pytest

from evenhand.audit.models import Event
from evenhand.base.models import Company
from evenhand.core.errors import Conflict, EntriesRefused, NotAllowed
from evenhand.customers.actions import (
    Happened,
    add_customer,
    correct_entry,
    receive_customer,
    write_entry,
)
from evenhand.customers.models import Customer
from evenhand.register.models import Entry, Payload
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def received(cast: Cast, name: str = "Wang Lei", telephone: str = "138 0013 8000") -> Entry:
    told = Happened("reception", fields={"grade": "H"})
    return receive_customer(name, telephone, told, by=cast["salesperson"])


def test_who_is_received_is_a_customer_from_then_on(cast: Cast) -> None:
    entry = received(cast)
    customer = Customer.objects.get()
    said = Payload.objects.get(entry=entry)
    assert (customer.name, customer.telephone) == ("Wang Lei", "+8613800138000")
    assert customer.outlet == cast.here
    assert (said.customer, said.who) == (customer.public_id, cast["salesperson"].public_id)
    event = Event.objects.get(kind="customers.customer_added")
    assert "Wang" not in str(event.__dict__)


def test_a_known_number_is_the_customer_who_has_it(cast: Cast) -> None:
    received(cast)
    told = Happened("visit")
    receive_customer("王磊", "+86 138-0013-8000", told, by=cast["other_salesperson"])
    assert Customer.objects.count() == 1
    customer = Customer.objects.visible_to(cast["other_salesperson"]).get()
    assert customer.name == "Wang Lei"
    assert not Customer.objects.visible_to(cast["other_head"]).exclude(pk=customer.pk).exists()


def test_what_is_wrong_leaves_no_customer_behind(cast: Cast) -> None:
    with pytest.raises(EntriesRefused, match="no telephone number in CN"):
        received(cast, telephone="12")
    with pytest.raises(EntriesRefused, match="no kind of entry"):
        receive_customer("Wang", "", Happened("teleport"), by=cast["salesperson"])
    with pytest.raises(EntriesRefused, match="has a name"):
        received(cast, name=" ")
    assert not Customer.objects.exists()
    assert not Entry.objects.exists()


def test_nothing_happened_before_the_company_began(cast: Cast) -> None:
    Company.objects.update(began_on="2020-05-01")
    customer = add_customer(name="Wang", telephone="", outlet=cast.here, by=cast["head"])
    # In Shanghai, eight hours ahead, the first of May begins on the thirtieth of April.
    before, first = datetime(2020, 4, 30, 15, 59, tzinfo=UTC), datetime(2020, 4, 30, 16, tzinfo=UTC)
    with pytest.raises(EntriesRefused, match="before the company began, on 2020-05-01"):
        write_entry(customer, Happened("call", before), by=cast["salesperson"])
    assert write_entry(customer, Happened("call", first), by=cast["salesperson"]).pk == 1


def test_what_others_did_is_entered_by_their_head(cast: Cast) -> None:
    customer = add_customer(name="Wang", telephone="", outlet=cast.here, by=cast["head"])
    theirs = Happened("call", who=cast["salesperson"])
    with pytest.raises(NotAllowed):
        write_entry(customer, theirs, by=cast["colleague"])
    with pytest.raises(NotAllowed):
        write_entry(customer, theirs, by=cast["other_head"])
    entry = write_entry(customer, theirs, by=cast["head"])
    said = Payload.objects.get(entry=entry)
    assert (said.who, said.by) == (cast["salesperson"].public_id, cast["head"].public_id)


def test_a_correction_stands_beside_what_it_corrects(cast: Cast) -> None:
    entry = received(cast)
    with pytest.raises(NotAllowed):
        correct_entry(entry, changes="grade", value="A", note="", by=cast["colleague"])
    correction = correct_entry(entry, changes="grade", value="A", note="", by=cast["salesperson"])
    said = Payload.objects.get(entry=correction)
    assert (said.corrects_id, said.content["fields"]) == (
        entry.pk,
        {"field": "grade", "value": "A"},
    )
    with pytest.raises(Conflict, match="corrected already"):
        correct_entry(entry, changes="grade", value="B", note="", by=cast["head"])


def test_what_is_sent_again_after_a_lost_line_is_entered_once(cast: Cast) -> None:
    client = cast.client("salesperson")
    form = {"form_key": "lost", "name": "Wang Lei", "kind": "call", "sent_at": ""}
    first = client.post("/register/new/", form)
    again = client.post("/register/new/", form | {"sent_at": "2026-03-02T10:00:00Z"})
    other = client.post("/register/new/", form | {"name": "Li Lei"})
    assert (first.status_code, again.status_code, other.status_code) == (302, 302, 409)
    assert again.headers["Location"] == first.headers["Location"]
    assert Entry.objects.count() == 1
