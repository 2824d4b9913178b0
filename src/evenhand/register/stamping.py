"""Time-stamps (RFC 3161): somebody else says when a checkpoint was there already.

What is stamped is the checkpoint as the register signed it, before anybody countersigns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Final

from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from evenhand.core.errors import EvenhandError, SettingsRefused
from evenhand.core.said import said
from evenhand.notices.rendering import one_line
from evenhand.register.models import TimeStamp
from evenhand.register.posting import post

QUERY: Final = "application/timestamp-query"
REPLY: Final = "application/timestamp-reply"
_OK: Final = 200
_GRANTED: Final = (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS)

State = TimeStamp.State


@dataclass(frozen=True, slots=True)
class Stamp:
    """What became of asking for a time-stamp; `token` is the whole answer of the authority."""

    state: TimeStamp.State
    told: str = ""
    token: bytes = b""
    stamped_at: datetime | None = None


def ask_for_stamp(text: str) -> Stamp:
    """Have a text stamped by the authority that the environment names."""
    content, environment = text.encode(), settings.ENVIRONMENT
    request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    try:
        roots = _roots()
        answer = post(environment.timestamp_url, request.as_bytes(), kind=QUERY, is_plain=True)
        if answer.status != _OK:
            return Stamp(State.unreachable, str(answer.status))
    except EvenhandError as error:
        return Stamp(State.unreachable, str(error.said))
    except (OSError, HTTPException, ValueError) as error:
        return Stamp(State.unreachable, type(error).__name__)
    try:
        response = decode_timestamp_response(answer.body)
    except ValueError as error:
        return Stamp(State.unreachable, one_line(str(error)))
    if PKIStatus(response.status) not in _GRANTED:
        return Stamp(State.refused, one_line(" ".join(response.status_string)) or "refused")
    wrong = _wrong_with(response, content, roots, nonce=request.nonce)
    if wrong:
        return Stamp(State.refused, wrong)
    return Stamp(State.granted, "", answer.body, response.tst_info.gen_time.replace(tzinfo=UTC))


def what_is_wrong(stamp: TimeStamp) -> str:
    """Why a stamp that was granted does not hold for its checkpoint; empty if it does."""
    try:
        response = decode_timestamp_response(bytes(stamp.token))
    except ValueError:
        return str(said("it cannot be read"))
    if response.tst_info.gen_time.replace(tzinfo=UTC) != stamp.stamped_at:
        return str(said("it is of another time"))
    return _wrong_with(response, stamp.checkpoint.text.encode(), _roots())


def is_trusting() -> bool:
    """Whether it is known here whom to believe."""
    return settings.ENVIRONMENT.timestamp_roots is not None


def _wrong_with(
    response: TimeStampResponse,
    content: bytes,
    roots: Sequence[Certificate],
    *,
    nonce: int | None = None,
) -> str:
    verifier = VerifierBuilder(roots=[*roots], nonce=nonce).build()
    try:
        verifier.verify_message(response, content)
    except VerificationError as error:
        return one_line(str(error))
    return ""


def _roots() -> Sequence[Certificate]:
    """Certificates of the authorities that are believed. Raises SettingsRefused."""
    path = settings.ENVIRONMENT.timestamp_roots
    try:
        return load_pem_x509_certificates(path.read_bytes()) if path else []
    except (OSError, ValueError):
        raise SettingsRefused(
            said("EVENHAND_TIMESTAMP_ROOTS: no certificates can be read from {path}", path=path)
        ) from None
