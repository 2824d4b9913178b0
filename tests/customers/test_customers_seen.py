"""The quick look for one customer sees exactly what the read door shows."""

import pytest

from evenhand.customers.actions import Happened, receive_customer, write_entry
from evenhand.customers.models import Customer
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_one_is_seen_where_the_list_has_it(cast: Cast) -> None:
    receive_customer("Here", "", Happened("reception"), by=cast["salesperson"])
    receive_customer("There", "", Happened("reception"), by=cast["other_salesperson"])
    shared = Customer.objects.get(name="There")
    write_entry(shared, Happened("call"), by=cast["colleague"])
    for user in cast.people.values():
        listed = set(Customer.objects.visible_to(user).values_list("name", flat=True))
        seen = {
            one.name
            for one in Customer.objects.all()
            if Customer.objects.seen(one.public_id, user) is not None
        }
        assert seen == listed, user.login
    assert Customer.objects.seen("2" * 20, cast["hr"]) is None
    assert Customer.objects.seen(shared.public_id, cast["colleague"]) == shared
    assert Customer.objects.seen(shared.public_id, cast["salesperson"]) is None
