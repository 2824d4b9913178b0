"""Rulings about a customer that are kept: what their record says goes, that there was one stays."""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from evenhand.base.erasing import Place, Whom


def _records(whom: Whom) -> QuerySet[Any]:
    model = apps.all_models["disputes"]["rulingrecord"]
    found: QuerySet[Any] = model._default_manager.filter(customer=whom.public_id)  # noqa: SLF001 - Django's name for what it documents
    return found.exclude(record="")


PLACES: Final = (
    (
        Place(
            "disputes.records",
            _("Records of rulings about them"),
            ("disputes.RulingRecord",),
            count=lambda whom: _records(whom).count(),
            erase=lambda whom: _records(whom).update(record=""),
        ),
    )
    if "rulingrecord" in apps.all_models["disputes"]
    else ()
)
