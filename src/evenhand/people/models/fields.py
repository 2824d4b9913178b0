"""Fields that many models have."""

from __future__ import annotations

from django.db import models

from evenhand.base.ids import new_id


def public_id_field() -> models.CharField[str, str]:
    """What a thing is called in addresses."""
    return models.CharField(max_length=20, unique=True, default=new_id, editable=False)
