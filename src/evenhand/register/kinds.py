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


def _refused(values: Values) -> Said:
    return said(
        "The witness {name} does not confirm that the register of {size} entries only grew: "
        "perhaps an older backup was restored. Ask it what it saw.",
        name=values.get("name", ""),
        size=values.get("size", 0),
    )


def _split(values: Values) -> Said:
    return said(
        "The register {name}, which is watched here, showed two states of {size} entries. "
        "Both are kept, and signed by it.",
        name=values.get("name", ""),
        size=values.get("size", 0),
    )


KINDS: Final = (
    Kind(
        "register.altered",
        pgettext_lazy("notice", "The register was altered"),
        _altered,
        icon="alert-triangle",
        still_allowed=_is_warned,
    ),
    Kind(
        "register.checkpoint_refused",
        pgettext_lazy("notice", "A witness does not confirm the register"),
        _refused,
        icon="alert-triangle",
        still_allowed=_is_warned,
    ),
    Kind(
        "register.split_seen",
        pgettext_lazy("notice", "A register that is watched contradicts itself"),
        _split,
        icon="alert-triangle",
        still_allowed=_is_warned,
    ),
)
