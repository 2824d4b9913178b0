"""Who calls the API, and whether an operation is open to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja.errors import AuthenticationError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from evenhand.base.once import SAFE
from evenhand.core.errors import NotAllowed
from evenhand.core.said import said
from evenhand.people.models import User
from evenhand.people.permissions import Permission, require
from evenhand.people.tokens import find_token


class Callers(AuthBase):
    """Declares who may call an operation: `@router.get("/people", auth=Callers(SEE_PEOPLE))`.

    Callers come with a token of the API, or with the session of a browser, which has to send the
    CSRF token as well; a token of any feature reads what is everybody's. What is
    not open to them is refused before anything of the request is read.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, needed: Permission) -> None:
        super().__init__()
        self.needed = needed

    def __call__(self, request: HttpRequest) -> User:
        header = request.headers.get("Authorization", "")
        user = self._token_user(request, header) if header else _session_user(request)
        require(user, self.needed)
        return user

    def _token_user(self, request: HttpRequest, header: str) -> User:
        """Who made the token; what is shown and wrong is refused, whatever else is shown."""
        token = find_token(header)
        if token is None:
            raise AuthenticationError
        feature = self.needed.name.partition(".")[0]
        if not token.allows(feature, write=request.method not in SAFE):
            raise NotAllowed(said("This token was not made for that."))
        request.user = token.user
        return token.user


def _session_user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise AuthenticationError
    if request.method not in SAFE and check_csrf(request):
        raise NotAllowed(said("The CSRF token is missing or wrong."))
    return request.user


class Shut(AuthBase):
    """What an operation is that does not declare its callers: nobody's."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, _request: HttpRequest) -> Any:  # noqa: ANN401 - never returns
        raise NotAllowed(said("This operation does not say who may call it."))


def caller(request: HttpRequest) -> User:
    """Who called an operation."""
    assert isinstance(request.user, User)
    return request.user


def person_of(request: HttpRequest, public_id: str) -> User:
    """The person in the address, if whoever asks may see them. Raises Http404."""
    seen = User.objects.visible_to(caller(request))
    person: User = get_object_or_404(seen, public_id=public_id)
    return person
