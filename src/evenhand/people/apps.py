"""People and outlets as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, outlets, departments, roles."""

    name = "evenhand.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the library that lets people in."""
        from evenhand.people.heard import listen  # noqa: PLC0415 - needs the models

        listen()
