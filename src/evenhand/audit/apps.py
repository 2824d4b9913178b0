"""The audit trail as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Events."""

    name = "evenhand.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
