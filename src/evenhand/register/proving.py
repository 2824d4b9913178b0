"""What proves an entry, for its page: where it stands, what covers it, and a code to scan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from urllib.parse import urlencode

import qrcode
from django.conf import settings
from django.urls import reverse
from qrcode.image.svg import SvgPathImage

from evenhand.register.models import Checkpoint, Entry


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves an entry; one that no checkpoint covers yet is in the tree, and not signed."""

    leaf: str
    size: int = 0
    signed_at: datetime | None = None

    @property
    def is_signed(self) -> bool:
        """Whether a signed checkpoint covers it."""
        return bool(self.size)


def proof_of(entry: Entry) -> Proof:
    """What proves an entry now: the first checkpoint that covers it."""
    leaf = bytes(entry.leaf).hex()
    covering = Checkpoint.objects.filter(pk__gte=entry.pk).order_by("pk").first()
    return Proof(leaf, covering.pk, covering.made_at) if covering else Proof(leaf)


def address_of(entry: Entry) -> str:
    """Where whoever scans the code of an entry sees whether it stands: number and leaf say which.

    Both say nothing of anybody.
    """
    asked = urlencode({"number": entry.pk, "leaf": bytes(entry.leaf).hex()})
    return f"{settings.ENVIRONMENT.url}{reverse('verify')}?{asked}"


def code_of(entry: Entry) -> bytes:
    """The code to scan, as SVG."""
    drawn = BytesIO()
    qrcode.make(address_of(entry), image_factory=SvgPathImage, border=2).save(drawn)
    return drawn.getvalue()


def stands(number: str, leaf: str) -> Entry | None:
    """The entry of this number, if it is the one that was scanned."""
    if not number.isdecimal() or len(number) > 15:
        return None
    entry = Entry.objects.filter(pk=int(number)).first()
    return entry if entry is not None and bytes(entry.leaf).hex() == leaf else None
