"""Programs that send a write again, because they do not know whether it was carried out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from evenhand.base.once import carries_key, done_once
from evenhand.people.models import User
from evenhand.people.tokens import authenticate


def once_for_programs(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a write of the API that carries an `Idempotency-Key` is done once.

    Whoever is not let in now is told so, whatever was answered to them before.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        person = _person_calling(request) if carries_key(request) else ""
        if not person:
            return get_response(request)
        return done_once(request, person, lambda: get_response(request))

    return middleware


def _person_calling(request: HttpRequest) -> str:
    header = request.headers.get("Authorization", "")
    user = authenticate(header) if header else request.user
    return user.public_id if isinstance(user, User) else ""
