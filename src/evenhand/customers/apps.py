"""Customers as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Customers."""

    name = "evenhand.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"
