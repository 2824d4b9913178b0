"""Who keeps the witnesses of the register, and who is warned."""

from __future__ import annotations

from typing import Final

from evenhand.people.permissions import permission
from evenhand.people.roles import Role

KEEP_WITNESSES: Final = permission(
    "register.keep_witnesses", Role.general_manager, Role.administrator
)
BE_WARNED: Final = permission(
    "register.be_warned", Role.auditor, Role.general_manager, Role.administrator
)
"""Told when the register is not as it was recorded, or when a witness does not confirm it."""
