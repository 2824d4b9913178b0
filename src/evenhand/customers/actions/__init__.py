"""What is done about customers: added and entered about, held, erased, imported."""

from __future__ import annotations

from evenhand.customers.actions.entries import (
    NO_KEY,
    Happened,
    Key,
    Newcomer,
    add_customer,
    add_customers,
    correct_entry,
    outlet_of,
    receive_customer,
    subject_of,
    write_entry,
)
from evenhand.customers.actions.erasures import (
    end_hold,
    erase_again,
    erase_customer,
    place_hold,
)
from evenhand.customers.actions.imports import begin_import, end_import, import_lines

__all__ = [
    "NO_KEY",
    "Happened",
    "Key",
    "Newcomer",
    "add_customer",
    "add_customers",
    "begin_import",
    "correct_entry",
    "end_hold",
    "end_import",
    "erase_again",
    "erase_customer",
    "import_lines",
    "outlet_of",
    "place_hold",
    "receive_customer",
    "subject_of",
    "write_entry",
]
