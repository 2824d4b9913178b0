"""A file on its way in: counted as it streams, checked, scanned, and put in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

from evenhand.core.errors import TooLarge
from evenhand.core.said import said
from evenhand.files.checks import check
from evenhand.files.kinds import LARGEST, Kind
from evenhand.files.names import clean_name
from evenhand.files.scanning import State, Verdict, scan
from evenhand.files.store import QUARANTINE, SHOWN, the_store

_MEGABYTE: Final = 1024 * 1024
_READ_ON: Final = 4 * LARGEST
"""So much of a request that is too large is read to its end, so that it can be answered."""


class CountedUpload(TemporaryFileUploadHandler):
    """Stops a file that grows too large, whatever length was declared.

    The request is marked: its view has to say so, since the file is simply not in it.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the library's own
        super().new_file(*args, **kwargs)
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Count, then write."""
        self._size += len(raw_data)
        if self._size > LARGEST:
            self.request.is_too_large = True  # type: ignore[union-attr]  # read by `refuse_too_large`
            raise StopUpload(connection_reset=self._declared() > _READ_ON)
        super().receive_data_chunk(raw_data, start)

    def _declared(self) -> int:
        length = str(self.request.META.get("CONTENT_LENGTH", "")) if self.request else ""
        return int(length) if length.isdigit() else 0


def refuse_too_large(request: HttpRequest) -> None:
    """Raises TooLarge if a file of this request was stopped on its way."""
    request.FILES  # noqa: B018 - read it first: until then nothing has been counted
    if getattr(request, "is_too_large", False):
        raise too_large()


def too_large() -> TooLarge:
    """Of a file beyond the bound."""
    return TooLarge(
        said(
            "This file is too large: {most} MB at most. Make it smaller, or split it in parts.",
            most=LARGEST // _MEGABYTE,
        )
    )


@dataclass(frozen=True, slots=True)
class Received:
    """A file that lies in the store and is not yet anybody's."""

    name: str
    sha256: str
    size: int
    kind: Kind
    verdict: Verdict
    has_shown_copy: bool


def receive(upload: UploadedFile[Any]) -> Received:
    """Take a file in, outside any transaction: nobody waits for it. Raises FileRefused, TooLarge.

    A file that the scanner finds infected is taken as well, into the quarantine: it may be
    evidence, and it is for people to decide what becomes of it.
    """
    store, name = the_store(), clean_name(upload.name or "")
    draft, sha256, size = store.receive(_counted(upload))
    shown = store.draft()
    try:
        kind = check(draft, name, shown=shown)
        verdict = scan(draft, settings.ENVIRONMENT.clamd)
        is_infected = verdict.state is State.infected
        has_shown_copy = shown.exists() and not is_infected
        if has_shown_copy:
            store.keep(shown, sha256, within=SHOWN)
        store.keep(draft, sha256, within=QUARANTINE if is_infected else "")
    finally:
        draft.unlink(missing_ok=True)
        shown.unlink(missing_ok=True)
    return Received(name, sha256, size, kind, verdict, has_shown_copy)


def _counted(upload: UploadedFile[Any]) -> Iterator[bytes]:
    size = 0
    for chunk in upload.chunks():
        size += len(chunk)
        if size > LARGEST:
            raise too_large()
        yield chunk
