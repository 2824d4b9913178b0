"""The demonstration as a Django app: its one-click sign-in."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A made-up company to try things in."""

    name = "evenhand.demo"
    label = "demo"
