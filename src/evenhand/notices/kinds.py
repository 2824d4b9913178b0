"""The kinds of notices: what each says, whom it may still be told to, how it is sent at first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import pgettext_lazy

from evenhand.base.language import language
from evenhand.core.said import Said, said
from evenhand.core.types import Text
from evenhand.notices.models import Notice, When
from evenhand.people.roles import Role

Values = Mapping[str, Any]
Say = Callable[[Values], Said]
StillAllowed = Callable[[Notice], bool]


def always(_notice: Notice) -> bool:
    """Nobody loses the right to know what this tells."""
    return True


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice. Each feature has a tuple of its own, named in the settings.

    `say` is called in the language of the recipient, with the values of the notice.
    """

    key: str
    label: str | Promise
    say: Say
    icon: str = "bell"
    mail: When = When.at_once
    im: When = When.at_once
    still_allowed: StillAllowed = always
    """Asked again when it is about to be sent: much may have happened since it was made."""
    is_listed: bool = True
    """Whether people choose how they are told of it."""
    is_for_groups: bool = False
    """Whether everybody of an outlet may read it: it then goes to the group's chat as well."""


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its key, in the order in which preferences list them."""
    listed = [kind for place in settings.NOTICE_KINDS for kind in import_string(place)]
    return {kind.key: kind for kind in listed}


def _role(values: Values) -> str:
    return str(Role(values["role"]).label) if values.get("role") in Role.values else "?"


def _role_granted(values: Values) -> Said:
    if values.get("place"):
        return said(
            "You now have the role {role} in {place}.", role=_role(values), place=values["place"]
        )
    return said("You now have the role {role}.", role=_role(values))


def _role_ended(values: Values) -> Said:
    return said("Your role {role} has ended.", role=_role(values))


def _stand_in(values: Values) -> Said:
    return said(
        "You stand in for {name} from {from_day} to {until_day}.",
        name=values.get("name", ""),
        from_day=_day(values["from"]),
        until_day=_day(values["until"]),
    )


def _stands_in_no_more(values: Values) -> Said:
    return said(
        "You no longer stand in for {name}: the absence from {from_day} to {until_day} was "
        "cancelled.",
        name=values.get("name", ""),
        from_day=_day(values["from"]),
        until_day=_day(values["until"]),
    )


def _day(told: str) -> str:
    """A day as the language of now writes it."""
    return date_format(date.fromisoformat(told), "DATE_FORMAT")


def _link_made(values: Values) -> Said:
    return said(
        "{name} made a sign-in link for your account. "
        "Did you not ask for it? Tell an administrator.",
        name=values.get("by", ""),
    )


def _reset_asked(values: Values) -> Said:
    return said(
        "{by} asks to remove the second factor of {name}. Another administrator has to confirm it.",
        by=values.get("by", ""),
        name=values.get("name", ""),
    )


def _reset_confirmed(values: Values) -> Said:
    return said(
        "{by} confirmed it: the second factor of {name} is removed, and set up again at sign-in.",
        by=values.get("by", ""),
        name=values.get("name", ""),
    )


def _rescued(values: Values) -> Said:
    return said(
        "Whoever keeps the machine let {name} in again: second factors and sessions are gone. "
        "Did nobody ask for it? Look at the machine.",
        name=values.get("name", ""),
    )


def _policy_adopted(values: Values) -> Said:
    titles = Text(**values.get("titles", {})).in_(language())
    return said(
        "A new version of the policy {policy} has been adopted.",
        policy=titles or values.get("policy", ""),
    )


def _test(values: Values) -> Said:
    return said(
        "This is a test, sent by {name}. If you can read it, messages arrive.",
        name=values.get("by", ""),
    )


KINDS: Final = (
    Kind(
        "people.role_granted",
        pgettext_lazy("notice", "A role was given to you"),
        _role_granted,
        icon="user-check",
    ),
    Kind(
        "people.role_ended",
        pgettext_lazy("notice", "A role of yours ended"),
        _role_ended,
        icon="user-x",
    ),
    Kind(
        "people.stand_in",
        pgettext_lazy("notice", "You stand in for somebody"),
        _stand_in,
        icon="calendar",
    ),
    Kind(
        "people.stand_in_ended",
        pgettext_lazy("notice", "You no longer stand in for somebody"),
        _stands_in_no_more,
        icon="calendar",
    ),
    Kind(
        "people.link_made",
        pgettext_lazy("notice", "A sign-in link was made for you"),
        _link_made,
        icon="key",
    ),
    Kind(
        "people.factor_reset_asked",
        pgettext_lazy("notice", "Somebody asks to remove a second factor"),
        _reset_asked,
        icon="shield-lock",
    ),
    Kind(
        "people.factor_reset_confirmed",
        pgettext_lazy("notice", "A second factor was removed"),
        _reset_confirmed,
        icon="shield-lock",
    ),
    Kind(
        "people.rescued",
        pgettext_lazy("notice", "Somebody was let in again from the machine"),
        _rescued,
        icon="shield-lock",
    ),
    Kind(
        "policies.version_adopted",
        pgettext_lazy("notice", "A policy was adopted"),
        _policy_adopted,
        icon="scale",
        mail=When.digest,
        is_for_groups=True,
    ),
    Kind(
        "notices.test",
        pgettext_lazy("notice", "Test messages"),
        _test,
        icon="send",
        is_listed=False,
    ),
)
