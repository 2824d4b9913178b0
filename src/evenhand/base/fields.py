"""Fields that the models of every feature have."""

from __future__ import annotations

from django.db import models

from evenhand.base.ids import new_id


def public_id_field() -> models.CharField[str, str]:
    """The public id of a row: random, made with it, never changed."""
    return models.CharField(max_length=20, unique=True, default=new_id, editable=False)
