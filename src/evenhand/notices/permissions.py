"""Who sets up where an outlet's messages go."""

from __future__ import annotations

from typing import Final

from evenhand.people.permissions import permission
from evenhand.people.roles import Role

MANAGE_CHANNELS: Final = permission("notices.manage_channels", Role.administrator)
"""Of the company and its outlets; everybody sets up their own."""
