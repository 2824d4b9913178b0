"""Who draws up a dossier from the register, and who decides on one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from evenhand.disputes.reach import LOOK_INTO_DISPUTES, outlets_within_reach
from evenhand.people.models import Outlet, User
from evenhand.people.permissions import permission
from evenhand.people.places import place_of
from evenhand.people.roles import Role

DRAW_UP_DOSSIERS: Final = permission("disputes.draw_up_dossiers", *LOOK_INTO_DISPUTES)
"""From the register, of a customer of an outlet within reach. A party may as well, see
`may_draw_up`."""
ENTER_RULINGS: Final = permission(
    "disputes.enter_rulings", Role.head, Role.general_manager, Role.hr, Role.mediator
)
"""In the register, of a dispute within reach to which one is no party. Not auditors, who look into
what others decided, nor administrators, who see no customers' dossiers."""


def may_draw_up(user: User, outlet: Outlet, parties: Collection[str]) -> bool:
    """Whether somebody may see the dossier of a customer of an outlet, which is always whole.

    A party may: a ruling convinces nobody who cannot see on what it rests. A dossier holds what
    was done and when, no notes and nothing of the customer; a part of it would rule otherwise.
    """
    outlets = outlets_within_reach(user)
    return user.public_id in parties or outlets is None or outlet.id in outlets


def may_enter_ruling(user: User, outlet: Outlet, parties: Collection[str]) -> bool:
    """Whether somebody may decide on a dispute over a customer of an outlet.

    Nobody in their own case. The head of a department decides between people who all work there.
    """
    if user.public_id in parties or not ENTER_RULINGS.held_by(user):
        return False
    if ENTER_RULINGS.covers(user, outlet):
        return True
    people = User.objects.filter(public_id__in=parties)
    return len(people) == len(parties) and all(
        ENTER_RULINGS.covers(user, place_of(person)) for person in people
    )
