"""The register as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Entries, what they say, the tree above them, and its checkpoints."""

    name = "evenhand.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
