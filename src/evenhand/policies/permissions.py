"""Who writes policies, and who puts them in force."""

from __future__ import annotations

from typing import Final

from evenhand.people.models import User
from evenhand.people.permissions import permission, require
from evenhand.people.roles import COMPANY_WIDE, Role
from evenhand.policies.models import Adoption

READ_EVERY_TEXT: Final = permission("policies.read_every_text", *COMPANY_WIDE)
"""Also those that are in force nowhere; everybody reads those that are in force for them."""
WRITE_POLICIES: Final = permission("policies.take_in_texts", Role.sales_operations)
PROPOSE_POLICIES: Final = permission("policies.propose_adoption", Role.sales_operations)
ADOPT_POLICIES: Final = permission("policies.adopt", Role.general_manager)
WITHDRAW_POLICIES: Final = permission(
    "policies.withdraw_adoption", Role.sales_operations, Role.general_manager
)
"""A proposal by sales operations or the general manager; what is in force by the latter alone."""


def require_withdrawal(user: User, adoption: Adoption) -> None:
    """Raises NotAllowed if this person may not take this back."""
    is_decided = adoption.adopted_at is not None
    require(user, ADOPT_POLICIES if is_decided else WITHDRAW_POLICIES)
