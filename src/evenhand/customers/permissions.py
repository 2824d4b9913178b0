"""Who enters what happened with customers."""

from __future__ import annotations

from typing import Final

from evenhand.people.permissions import permission
from evenhand.people.roles import Role

WRITE_ENTRIES: Final = permission(
    "customers.write_entries",
    Role.salesperson,
    Role.head,
    Role.general_manager,
    Role.complaint_handler,
)
"""Of what one did oneself, or for a colleague."""
WRITE_FOR_OTHERS: Final = permission("customers.write_for_others", Role.head, Role.general_manager)
"""Of what somebody else did, within reach."""
HOLD: Final = permission("customers.hold", Role.hr, Role.general_manager)
"""That what is known of somebody is kept, whoever wants it erased."""
ERASE: Final = permission("customers.erase", Role.hr, Role.general_manager)
IMPORT_REGISTER: Final = permission("customers.import_register", Role.administrator)
"""Entries of an old register, by the command line."""
