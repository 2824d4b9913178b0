"""The frame of every page as a Django app: its templates and static files."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The frame."""

    name = "evenhand.web"
    label = "web"
