"""What a form with files does, for the page of any feature that has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest

from evenhand.base.language import spoken
from evenhand.base.once import FIELD
from evenhand.core.errors import Conflict, EvenhandError
from evenhand.core.said import said
from evenhand.files.actions import Target, attach_file
from evenhand.files.models import Attachment
from evenhand.files.receiving import receive, refuse_too_large
from evenhand.people.models import User

INPUT = "files"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What came of a form: what was attached, and what was refused, in words."""

    attached: Sequence[Attachment] = ()
    refused: Sequence[str] = field(default_factory=tuple)


def attach_all(request: HttpRequest, *, to: Target, by: User) -> Uploaded:
    """Attach every file of a form, each for itself: one that is refused does not hold up another.

    Raises TooLarge for a request that was stopped on its way, Conflict for a form without a key.
    Whatever is sent twice is attached once, by the key of its form.
    """
    refuse_too_large(request)
    form_key = request.POST.get(FIELD, "")
    if not form_key or len(form_key) > 64:
        raise Conflict(
            said("This form has no key of its own. Open the page again and send it once more.")
        )
    attached, refused = [], []
    for upload in request.FILES.getlist(INPUT):
        try:
            received = receive(upload)
            attached.append(attach_file(received, to=to, by=by, form_key=form_key))
        except EvenhandError as error:
            refused.append(spoken(error.said))
    if not attached and not refused:
        refused.append(spoken(said("No file was chosen. Choose one, or take a picture.")))
    return Uploaded(attached, refused)
