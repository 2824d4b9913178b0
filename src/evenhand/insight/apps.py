"""What is read of everything as a Django app: the audit trail."""

from __future__ import annotations

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Insight."""

    name = "evenhand.insight"
    label = "insight"
