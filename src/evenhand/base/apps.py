"""What the edges of every feature need, as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Company, idempotency keys, template tags."""

    name = "evenhand.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"
