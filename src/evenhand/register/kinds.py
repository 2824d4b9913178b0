"""The notices of the register: something is wrong with it, or with one that is watched."""

from __future__ import annotations

from typing import Final

from django.utils.translation import pgettext_lazy

from evenhand.core.said import Said, said
from evenhand.notices.kinds import Kind, Values
from evenhand.notices.models import Notice
from evenhand.register.permissions import BE_WARNED


def _is_warned(notice: Notice) -> bool:
    return BE_WARNED.held_by(notice.recipient)


def _altered(values: Values) -> Said:
    return said(
        "The register is not as it was recorded, at entry {number}. Keep the database as it is, "
        "and compare it with a backup and with kept checkpoints.",
        number=values.get("number", 0),
    )


KINDS: Final = (
    Kind(
        "register.altered",
        pgettext_lazy("notice", "The register was altered"),
        _altered,
        icon="alert-triangle",
        still_allowed=_is_warned,
    ),
)
