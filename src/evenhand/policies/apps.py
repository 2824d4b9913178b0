"""Policies as a Django app: their texts, and which is in force where."""

from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Policies."""

    name = "evenhand.policies"
    label = "policies"
    default_auto_field = "django.db.models.BigAutoField"
