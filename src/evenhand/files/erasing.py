"""Where files of a customer lie: their names, and their bytes unless somebody else has the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from evenhand.base.erasing import Leads, Place, Whom
from evenhand.files.models import Attachment, Removal, StoredFile
from evenhand.files.store import the_store

KIND: Final = "customer"
"""What an attachment of a customer says that it belongs to."""


def _attached(whom: Whom) -> QuerySet[Attachment]:
    return Attachment.objects.about(KIND, whom.public_id)


def _erase(whom: Whom) -> int:
    """Rows go now, bytes with the commit; should the process die between, a sweep finds them."""
    attached = _attached(whom)
    numbers = list(attached.values_list("pk", flat=True))
    hashes = dict(attached.values_list("stored_id", "stored__sha256"))
    Removal.objects.filter(attachment__in=numbers).delete()
    Attachment.objects.filter(pk__in=numbers).delete()
    alone = StoredFile.objects.filter(pk__in=hashes).exclude(
        pk__in=Attachment.objects.filter(stored__in=hashes).values("stored")
    )
    gone = list(alone.values_list("sha256", flat=True))
    StoredFile.objects.filter(sha256__in=gone).delete()
    transaction.on_commit(_dropping(gone), robust=True)
    return len(numbers)


def _dropping(hashes: list[str]) -> Callable[[], None]:
    begun, store = time.time(), the_store()

    def drop() -> None:
        kept = set(StoredFile.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
        for sha256 in set(hashes) - kept:
            store.drop(sha256, older_than=begun)

    return drop


PLACES: Final = (
    Place(
        "files.attachments",
        _("Files attached to them, with their names"),
        ("files.Attachment", "files.Removal", "files.StoredFile"),
        count=lambda whom: _attached(whom).count(),
        erase=_erase,
        leads=lambda whom: Leads(
            ids=frozenset(_attached(whom).values_list("public_id", flat=True))
        ),
    ),
)
