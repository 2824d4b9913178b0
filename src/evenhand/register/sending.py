"""How a checkpoint goes to a witness, and what is made of the answer."""

from __future__ import annotations

import re
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Final

from django.core.mail import EmailMessage

from evenhand.base.ed25519 import verify
from evenhand.base.language import spoken
from evenhand.base.models import the_company
from evenhand.core.errors import CheckpointRefused, EvenhandError
from evenhand.core.register.checkpoint import (
    COSIGNATURE,
    SignedCheckpoint,
    read_signatures,
    read_verifier_key,
)
from evenhand.core.register.cosignature import cosignature_by
from evenhand.core.register.merkle import consistency_proof
from evenhand.core.register.submission import Submission
from evenhand.core.said import said
from evenhand.notices.rendering import in_language, one_line
from evenhand.notices.sending import mail_is_set
from evenhand.register.keys import verifier_key
from evenhand.register.models import Attested, Checkpoint, Witness
from evenhand.register.posting import Answer, post
from evenhand.register.proofs import node

MAILED_EVERY: Final = timedelta(hours=23)
"""Checkpoints are made every hour: nobody wants that many mails."""
_TRIES: Final = 3
_OK, _FORBIDDEN, _CONFLICT, _NO_PROOF = 200, 403, 409, 422
_SIZE: Final = re.compile(rb"(0|[1-9][0-9]{0,18})\n?")

State = Attested.State


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a checkpoint that was sent."""

    state: Attested.State
    told: str = ""
    cosignature: str = ""


def is_due(witness: Witness, size: int, now: datetime) -> bool:
    """Whether a witness is to be sent the checkpoint of this size now."""
    answered = Attested.objects.filter(witness=witness).exclude(state=State.unreachable)
    if answered.filter(size=size).exists():
        return False
    return not witness.is_mailed or not answered.filter(at__gt=now - MAILED_EVERY).exists()


def send(witness: Witness, signed: SignedCheckpoint) -> Outcome:
    """Send a checkpoint by mail, or have it countersigned."""
    return _mailed(witness, signed) if witness.is_mailed else _asked(witness, signed)


def submission_of(signed: SignedCheckpoint, old: int) -> Submission:
    """A checkpoint with the proof from one of this size."""
    return Submission(old, tuple(consistency_proof(old, signed.checkpoint.size, node)), signed)


def _mailed(witness: Witness, signed: SignedCheckpoint) -> Outcome:
    if not mail_is_set():
        return Outcome(State.unreachable, str(said("no mail is sent from here")))
    state, company = signed.checkpoint, the_company()
    with in_language(witness.language):
        subject = said(
            "The register {origin} has {size} entries", origin=state.origin, size=state.size
        )
        keep = said(
            "Keep this message: with it you can show later that the register of {company} was not "
            "rewritten since.",
            company=company.name if company else "Evenhand",
        )
        key = said("Verifier key: {key}", key=verifier_key(state.origin))
        text = "\n\n".join([spoken(keep), spoken(key), str(signed)])
        message = EmailMessage(one_line(spoken(subject)), text, to=[witness.address])
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.attach(f"checkpoint-{state.size}.txt", str(signed), "text/plain")
    try:
        message.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return Outcome(State.unreachable, type(error).__name__)
    return Outcome(State.mailed)


def _asked(witness: Witness, signed: SignedCheckpoint) -> Outcome:
    """Ask to countersign; a witness that saw another size says so, and is shown the proof from it.

    It refuses for good if it saw more than there is, or other entries.
    """
    accepted = witness.attested.filter(state=State.accepted).order_by("-size").first()
    old, size = accepted.size if accepted else 0, signed.checkpoint.size
    sent: set[int] = set()
    while old <= size and old not in sent and len(sent) < _TRIES:
        sent.add(old)
        try:
            content = str(submission_of(signed, old)).encode()
            answer = post(f"{witness.address}/add-checkpoint", content)
        except EvenhandError as error:
            return Outcome(State.unreachable, str(error.said))
        except (OSError, HTTPException, ValueError) as error:
            return Outcome(State.unreachable, type(error).__name__)
        found = _SIZE.fullmatch(answer.body)
        if answer.status != _CONFLICT or found is None:
            return _judged(witness, signed, answer)
        old = int(found[1])
    if old not in sent and (old <= size or Checkpoint.objects.filter(pk=old).exists()):
        return Outcome(State.unreachable, f"{_CONFLICT} {old}")  # others ask it at this moment
    return Outcome(State.refused, f"{_CONFLICT} {old}")


def _judged(witness: Witness, signed: SignedCheckpoint, answer: Answer) -> Outcome:
    told = one_line(f"{answer.status} {answer.body[:200].decode(errors='replace')}")
    if answer.status in (_FORBIDDEN, _CONFLICT, _NO_PROOF):
        return Outcome(State.refused, told)
    if answer.status != _OK:
        return Outcome(State.unreachable, told)
    key = read_verifier_key(witness.verifier_key, kind=COSIGNATURE)
    try:
        lines = read_signatures(answer.body.decode())
    except (CheckpointRefused, UnicodeDecodeError):
        return Outcome(State.unreachable, told)
    found = cosignature_by(key, signed.checkpoint, lines, verify=verify)
    if found is None:
        return Outcome(State.unreachable, told)
    return Outcome(State.accepted, cosignature=str(found))
