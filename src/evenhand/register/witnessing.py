"""Being a witness to another register: its checkpoint is signed if it only adds to the last one.

C2SP tlog-witness. Whoever asks is known by the signature of the register alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from evenhand.base.ed25519 import verify
from evenhand.core.errors import CheckpointRefused
from evenhand.core.register.checkpoint import (
    Checkpoint,
    SignedCheckpoint,
    read_checkpoint,
    read_verifier_key,
)
from evenhand.core.register.submission import MOST_BYTES, Submission, read_submission
from evenhand.core.register.witness import attest
from evenhand.people.permissions import open_to_all
from evenhand.register.actions import note_split, remember_checkpoint
from evenhand.register.keys import countersign
from evenhand.register.models import Watched

TEXT: Final = "text/plain; charset=utf-8"
SIZE: Final = "text/x.tlog.size"


@csrf_exempt
@require_POST
@open_to_all
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """Sign a checkpoint of a register that is watched, or say why not."""
    try:
        submission = read_submission(request.read(MOST_BYTES + 1))
    except CheckpointRefused as error:
        return _refused(400, str(error.said))
    origin = submission.signed.checkpoint.origin
    watched = Watched.objects.filter(origin=origin).first()
    if watched is None:
        return _refused(404, "this register is not watched")
    return _answer(watched, submission, timezone.now())


def _answer(watched: Watched, submission: Submission, now: datetime) -> HttpResponse:
    new, old = submission.signed, submission.old
    state, key = new.checkpoint, read_verifier_key(watched.verifier_key)
    if not new.is_signed_by(key, verify):
        return _refused(403, "this is not signed by the register")
    if old > state.size:
        return _refused(400, "the old size is larger than the new one")
    seen = read_checkpoint(watched.text).checkpoint if watched.text else None
    if seen is not None and seen.size == state.size and seen.root != state.root:
        # Anybody may repeat what is old and make proofs that prove nothing. This, only the register
        # can have signed.
        note_split(watched, new, now=now)
        return _seen(watched.size)
    if old != watched.size:
        return _seen(watched.size)
    found = attest(seen, new, proof=submission.proof, key=key, verify=verify)
    if not found.accepts:
        return _refused(422, str(found.said))
    return _signed(watched, new, state, now)


def _signed(
    watched: Watched, new: SignedCheckpoint, state: Checkpoint, now: datetime
) -> HttpResponse:
    if not remember_checkpoint(watched, new, now=now):
        watched.refresh_from_db()
        return _seen(watched.size)
    return HttpResponse(str(countersign(state, now)), content_type=TEXT)


def _seen(size: int) -> HttpResponse:
    return HttpResponse(f"{size}\n", status=409, content_type=SIZE)


def _refused(status: int, told: str) -> HttpResponse:
    return HttpResponse(f"{told}\n", status=status, content_type=TEXT)
