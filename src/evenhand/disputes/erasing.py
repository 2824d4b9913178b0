"""Rulings about a customer that are kept: what their record says goes, that there was one stays."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from evenhand.base.erasing import Place, Whom
from evenhand.disputes.models import RulingRecord, RulingRecordSet


def _records(whom: Whom) -> RulingRecordSet:
    return RulingRecord.objects.filter(customer__public_id=whom.public_id).exclude(record="")


PLACES: Final = (
    Place(
        "disputes.records",
        _("Records of rulings about them"),
        ("disputes.RulingRecord",),
        count=lambda whom: _records(whom).count(),
        erase=lambda whom: _records(whom).update(record="", winners=[]),
    ),
)
