"""Checkpoints together with the lines of those who countersigned them."""

from __future__ import annotations

from evenhand.core.errors import NotFound
from evenhand.core.register.checkpoint import (
    MOST_SIGNATURES,
    SignedCheckpoint,
    read_checkpoint,
    read_signatures,
)
from evenhand.core.said import said
from evenhand.register.models import Attested, Checkpoint


def countersigned(found: Checkpoint) -> SignedCheckpoint:
    """A checkpoint with its cosignatures: of each key one, the first that came.

    A witness that was ended and added again may have signed twice; a checkpoint has each key once.
    """
    made = read_checkpoint(found.text)
    given = Attested.objects.filter(size=found.pk, state=Attested.State.accepted).order_by("pk")
    of_each = {(one.name, one.id): one for one in made.signatures}
    for text in given.values_list("cosignature", flat=True):
        for one in read_signatures(text):
            of_each.setdefault((one.name, one.id), one)
    return SignedCheckpoint(made.checkpoint, tuple(of_each.values())[:MOST_SIGNATURES])


def newest_countersigned(number: int) -> SignedCheckpoint:
    """The newest checkpoint that a witness countersigned and that covers an entry.

    Raises NotFound if there is none yet.
    """
    given = Attested.objects.filter(state=Attested.State.accepted, size__gte=number)
    found = Checkpoint.objects.filter(pk__in=given.values("size")).first()
    if found is None:
        raise NotFound(
            said("no witness has countersigned a checkpoint with entry {number} yet", number=number)
        )
    return countersigned(found)
