"""Notices that name a customer, or lead to what is about them; with how far they were sent."""

from __future__ import annotations

from typing import Final

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from evenhand.base.erasing import Place, Whom, pieces
from evenhand.notices.models import Notice


def _telling(whom: Whom) -> set[int]:
    told = Notice.objects.annotate(text=Cast("values", TextField()))
    found = whom.named_in(told, "text", "link")
    for some in pieces(whom.leads.addresses):
        found.update(Notice.objects.filter(link__in=some).values_list("pk", flat=True))
    return found


def _erase(whom: Whom) -> int:
    rows = _telling(whom)
    for some in pieces(rows):
        Notice.objects.filter(pk__in=some).delete()
    return len(rows)


PLACES: Final = (
    Place(
        "notices.notices",
        _("Notices to colleagues"),
        ("notices.Notice", "notices.Delivery.error"),
        count=lambda whom: len(_telling(whom)),
        erase=_erase,
    ),
)
