"""What tests ask about events and answers."""

from secrets import token_urlsafe
from typing import Any

from django.test import Client

from evenhand.audit.models import Event


def last(kind: str) -> Event:
    """The latest event of a kind."""
    found = Event.objects.filter(kind=kind).order_by("-id").first()
    assert found is not None, f"no event {kind}"
    return found


def send(client: Client, path: str, **fields: Any) -> Any:
    """A form as a browser sends it."""
    return client.post(path, {"form_key": token_urlsafe(12), **fields})


def call(client: Client, method: str, path: str, body: Any = None) -> Any:
    """An operation, and its answer."""
    send_it = getattr(client, method)
    return send_it(f"/api/v1{path}", body or {}, content_type="application/json")
