"""Notices as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices, their deliveries, and how each person wants to be told."""

    name = "evenhand.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
