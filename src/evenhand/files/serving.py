"""Handing files out: never as a page, never run, never guessed at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404

from evenhand.core.errors import Conflict
from evenhand.core.said import said
from evenhand.files.kinds import kind_named
from evenhand.files.models import Attachment
from evenhand.files.pictures import SHOWN_TYPE
from evenhand.files.scanning import State
from evenhand.files.store import SHOWN, the_store
from evenhand.people.models import User

Check = Callable[[User, Attachment], bool]
"""What a feature says of its own attachments: whether this person may see this one there.

Handed over where addresses are put together: `path("…", read_file, {"also": (may_see,)})`.
"""

_CHUNK: Final = 256 * 1024
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def attachment_for(user: User, public_id: str, *, also: Sequence[Check] = ()) -> Attachment:
    """The attachment, if this person may see it. Raises Http404, which tells no more than that."""
    found = get_object_or_404(
        Attachment.objects.standing().select_related("stored", "outlet", "by"), public_id=public_id
    )
    if Attachment.objects.visible_to(user).filter(id=found.id).exists():
        return found
    if any(check(user, found) for check in also):
        return found
    raise Http404


def handed_out(attachment: Attachment) -> StreamingHttpResponse:
    """The bytes as they came, to be saved. Raises Conflict while they are locked or unchecked."""
    stored = attachment.stored
    _refuse_unsafe(stored.state)
    name = quote(attachment.name, safe="")
    return _streamed(
        the_store().path(stored.sha256),
        kind_named(stored.kind).media_type,
        f"attachment; filename*=UTF-8''{name}",
    )


def shown(attachment: Attachment) -> StreamingHttpResponse:
    """The picture that was made to be shown, in the page. Raises Http404 if there is none."""
    stored = attachment.stored
    _refuse_unsafe(stored.state)
    if not stored.has_shown_copy:
        raise Http404
    return _streamed(the_store().path(stored.sha256, within=SHOWN), SHOWN_TYPE, "inline")


def _refuse_unsafe(state: str) -> None:
    if state == State.infected:
        raise Conflict(
            said(
                "A virus was found in this file. It is locked, and kept as it came. "
                "Ask an administrator of Evenhand."
            )
        )
    if state == State.pending:
        raise Conflict(
            said("This file is still being checked for viruses. Try again in a few minutes.")
        )


def _streamed(path: Path, media_type: str, disposition: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_chunks(path), content_type=media_type)
    answer.headers["Content-Length"] = str(path.stat().st_size)
    answer.headers["Content-Disposition"] = disposition
    for name, value in _HEADERS.items():
        answer.headers[name] = value
    return answer


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:  # opened only when somebody reads
        while chunk := file.read(_CHUNK):
            yield chunk
