"""Disputes as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Conflicts over a customer."""

    name = "evenhand.disputes"
    label = "disputes"
    default_auto_field = "django.db.models.BigAutoField"
