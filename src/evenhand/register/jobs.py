"""Sweeps of the register: its checkpoints, looking whether it is as it was, and old keys."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from evenhand.core.register.checkpoint import read_checkpoint
from evenhand.register.actions import make_checkpoint, note_altered, note_answer, note_stamp
from evenhand.register.comparing import verify_all
from evenhand.register.models import Checkpoint, Head, Sent, TimeStamp, Witness
from evenhand.register.sending import is_due, send
from evenhand.register.stamping import ask_for_stamp

KEYS_KEPT: Final = timedelta(days=7)
"""For so long, what is sent again under a key makes no second entry."""


def publish_checkpoint(now: datetime) -> int:
    """Sign the register if it has grown since the newest checkpoint. Gives how many were made."""
    size = Head.objects.values_list("size", flat=True).first() or 0
    newest = Checkpoint.objects.values_list("pk", flat=True).first() or 0
    if size <= newest:
        return 0
    make_checkpoint(now)
    return 1


def send_to_witnesses(now: datetime) -> int:
    """Send the newest checkpoint to whoever has not answered for it. Gives how many were asked."""
    newest = Checkpoint.objects.first()
    if newest is None:
        return 0
    signed = read_checkpoint(newest.text)
    due = [one for one in Witness.objects.standing() if is_due(one, newest.pk, now)]
    for witness in due:
        answer = send(witness, signed)
        note_answer(
            witness,
            size=newest.pk,
            state=answer.state,
            told=answer.told,
            cosignature=answer.cosignature,
            now=now,
        )
    return len(due)


def stamp_checkpoint(now: datetime) -> int:
    """Have the newest checkpoint time-stamped, if the company wants it. Gives how many were asked.

    What was refused is not asked for again; the next checkpoint is.
    """
    newest = Checkpoint.objects.first()
    if newest is None or not settings.ENVIRONMENT.timestamp_url:
        return 0
    known = TimeStamp.objects.filter(checkpoint=newest).exclude(state=TimeStamp.State.unreachable)
    if known.exists():
        return 0
    note_stamp(newest, ask_for_stamp(newest.text), now=now)
    return 1


def verify_daily(now: datetime) -> bool:
    """Read the whole register, and warn if it is not as it was recorded. Gives whether it is.

    What is erased while it is being read looks as if half were missing: so a flaw counts only if it
    is found twice.
    """
    if verify_all().holds:
        return True
    verdict = verify_all()
    if not verdict.holds:
        note_altered(verdict, now=now)
    return verdict.holds


def forget_keys(now: datetime) -> int:
    """Forget under which keys entries were sent a while ago. Gives how many went."""
    return Sent.objects.filter(at__lt=now - KEYS_KEPT).delete()[0]
