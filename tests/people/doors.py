"""What the tests of sign-in share."""

from secrets import token_urlsafe

from django.http import HttpResponse
from django.test import Client

from evenhand.audit.models import Event
from tests.cast import PASSWORD


def sign_in(client: Client, login: str, password: str = PASSWORD, **headers: str) -> HttpResponse:
    """Send the form of the sign-in page."""
    sent = {"login": login, "password": password}
    return client.post("/account/login/", sent, **headers)  # type: ignore[return-value,arg-type]  # a test's answer


def send(client: Client, path: str, **fields: object) -> HttpResponse:
    """Send a form that has a key of its own."""
    return client.post(path, {"form_key": token_urlsafe(12), **fields})  # type: ignore[return-value]  # a test's answer


def kinds() -> list[str]:
    """Kinds of the events there are, the last first."""
    return list(Event.objects.values_list("kind", flat=True))
