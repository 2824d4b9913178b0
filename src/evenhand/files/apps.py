"""Files as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files and what they are attached to."""

    name = "evenhand.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
