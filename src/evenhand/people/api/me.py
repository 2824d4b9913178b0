"""Oneself for programs."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from evenhand.base.schemas import REFUSALS, WRITE_REFUSALS
from evenhand.people.actions import prefer
from evenhand.people.api.bodies import Preferences
from evenhand.people.callers import Callers, caller
from evenhand.people.models import User
from evenhand.people.permissions import EVERYBODY

router = Router(tags=["people"])


class Me(Schema):
    """Who calls."""

    public_id: str
    name: str
    login: str
    language: str
    theme: str
    roles: list[str]
    outlet: str | None


@router.get(
    "/me", auth=Callers(EVERYBODY), response={200: Me, **REFUSALS}, operation_id="people_read_me"
)
def read_me(request: HttpRequest) -> Me:
    """Read who one is: name, roles and outlet."""
    return _me(caller(request))


@router.patch(
    "/me",
    auth=Callers(EVERYBODY),
    response={200: Me, **WRITE_REFUSALS},
    operation_id="people_set_preferences",
)
def set_preferences(request: HttpRequest, body: Preferences) -> Me:
    """Choose one's language and look."""
    user = caller(request)
    prefer(user, language=body.language, theme=body.theme)
    return _me(user)


def _me(user: User) -> Me:
    return Me(
        public_id=user.public_id,
        name=user.name,
        login=user.login,
        language=user.language,
        theme=user.theme,
        roles=sorted(user.standing.roles),
        outlet=user.post.outlet.public_id if user.post else None,
    )
