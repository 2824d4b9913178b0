"""Customers and what is entered about them; whose a customer is, is who received them."""

from collections.abc import Callable

from evenhand.customers.actions import Happened, receive_customer
from evenhand.customers.models import Customer
from evenhand.people.models import User
from evenhand.register.models import Entry
from tests.cast import Cast
from tests.matrix.rows import ALL, WIDE, Row, at

WRITES = frozenset({"salesperson", "head", "general_manager", "complaint_handler"})
SEE_HERE = {"own": ALL, "team": ALL, "other": WIDE}
"""Everybody of the tests' roles works in one outlet, and sees its customers."""
WRITE_SEEN = {"own": WRITES, "team": WRITES, "other": WRITES & WIDE}
CORRECT = {
    "own": WRITES,
    "team": frozenset({"head", "general_manager"}),
    "other": frozenset({"general_manager"}),
}


def receive(_cast: Cast, whose: User) -> None:
    """A customer whom this person received, with an entry that has no correction."""
    receive_customer(f"Of {whose.login}", "", Happened("reception"), by=whose)


def customer_of(whose: User) -> Customer:
    """The customer whom this person received last."""
    return Customer.objects.filter(added_by=whose.public_id).latest("id")


def entry_of(whose: User) -> Entry:
    """The entry that this person made last."""
    return Entry.objects.filter(payload__by=whose.public_id).latest("id")


def of_customer(path: str) -> Callable[[Cast, User], str]:
    return lambda _cast, whose: path.format(customer_of(whose).public_id)


def of_entry(path: str) -> Callable[[Cast, User], str]:
    return lambda _cast, whose: path.format(entry_of(whose).pk)


ROWS = (
    Row("customers", ALL, at("/customers/")),
    Row("customer", SEE_HERE, of_customer("/customers/{}/"), prepare=receive),
    Row("suggestions", WRITES, at("/customers/suggestions")),
    Row(
        "new_entry",
        WRITES,
        at("/register/new/"),
        method="post",
        body=lambda *_: {"kind": "call", "name": "Wang Lei"},
    ),
    Row(
        "correction",
        CORRECT,
        of_entry("/register/{}/correction/"),
        method="post",
        body=lambda *_: {"field": "grade", "value": "A"},
        prepare=receive,
    ),
    Row("customers_list_customers", ALL, at("/api/v1/customers")),
    Row(
        "customers_add_customer",
        WRITES,
        at("/api/v1/customers"),
        method="post",
        body=lambda *_: {"name": "Wang Lei", "telephone": "138 0013 8000"},
    ),
    Row(
        "customers_read_customer",
        SEE_HERE,
        of_customer("/api/v1/customers/{}"),
        prepare=receive,
    ),
    Row(
        "customers_write_entry",
        WRITE_SEEN,
        at("/api/v1/register/entries"),
        method="post",
        body=lambda _cast, whose: {"kind": "call", "customer": customer_of(whose).public_id},
        prepare=receive,
        refused=frozenset({403, 422}),
    ),
    Row(
        "customers_correct_entry",
        CORRECT,
        of_entry("/api/v1/register/entries/{}/correction"),
        method="post",
        body=lambda *_: {"field": "grade", "value": "A"},
        prepare=receive,
    ),
)
