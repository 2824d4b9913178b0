"""Who sees and removes the files of others."""

from __future__ import annotations

from typing import Final

from evenhand.files.models import SEES_FILES
from evenhand.people.permissions import permission
from evenhand.people.roles import Role

SEE_FILES: Final = permission("files.see_files", *SEES_FILES)
REMOVE_FILES: Final = permission("files.remove_files", Role.head, Role.general_manager)
"""Of others, within reach; everybody removes their own."""
