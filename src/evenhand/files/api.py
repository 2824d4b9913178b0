"""Files for programs."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, StreamingHttpResponse
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from evenhand.base.once import HEADER, new_form_key
from evenhand.base.paging import page_of
from evenhand.base.schemas import REFUSALS, WRITE_REFUSALS
from evenhand.files.actions import Target, attach_file, remove_file
from evenhand.files.models import Attachment
from evenhand.files.receiving import receive, refuse_too_large
from evenhand.files.serving import attachment_for, handed_out
from evenhand.people.callers import Callers, caller
from evenhand.people.permissions import EVERYBODY

router = Router(tags=["files"])


class FileOut(Schema):
    """A file that was attached to something."""

    public_id: str
    name: str
    kind: str
    size: int
    sha256: str
    state: str
    subject_kind: str
    subject: str
    by: str
    at: datetime


class FilePage(Schema):
    """Some files, and the cursor of the next ones."""

    lines: list[FileOut]
    next_cursor: str


@router.get(
    "/files",
    auth=Callers(EVERYBODY),
    response={200: FilePage, **REFUSALS},
    operation_id="files_list_files",
)
def list_files(request: HttpRequest, after: str = "") -> FilePage:  # noqa: ARG001 - read by page_of, declared for the description
    """List the files that one may see, newest first."""
    found = Attachment.objects.visible_to(caller(request)).standing()
    page = page_of(found.select_related("stored", "by"), request, by=("-at", "-id"))
    return FilePage(lines=[_out(one) for one in page.lines], next_cursor=page.next_cursor)


@router.post(
    "/files",
    auth=Callers(EVERYBODY),
    response={201: FileOut, **WRITE_REFUSALS},
    operation_id="files_add_file",
)
def add_file(request: HttpRequest, file: File[UploadedFile]) -> Status[FileOut]:
    """Add a file of one's own; it is checked first, and refused with what to do."""
    user = caller(request)
    refuse_too_large(request)
    key = request.headers.get(HEADER, "")[:64] or new_form_key()
    attached = attach_file(receive(file), to=Target.person(user), by=user, form_key=key)
    return Status(201, _out(attached))


@router.get(
    "/files/{public_id}",
    auth=Callers(EVERYBODY),
    response={200: FileOut, **REFUSALS},
    operation_id="files_read_file",
)
def read_file(request: HttpRequest, public_id: str) -> FileOut:
    """Read what is known of a file."""
    return _out(attachment_for(caller(request), public_id))


@router.get(
    "/files/{public_id}/content",
    auth=Callers(EVERYBODY),
    response={200: bytes, 409: WRITE_REFUSALS[409], **REFUSALS},
    operation_id="files_download_file",
)
def download_file(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """Download a file as it came."""
    return handed_out(attachment_for(caller(request), public_id))


@router.delete(
    "/files/{public_id}",
    auth=Callers(EVERYBODY),
    response={204: None, **WRITE_REFUSALS},
    operation_id="files_remove_file",
)
def remove(request: HttpRequest, public_id: str) -> Status[None]:
    """Take a file away; its bytes are kept."""
    user = caller(request)
    remove_file(attachment_for(user, public_id), by=user)
    return Status(204, None)


def _out(attachment: Attachment) -> FileOut:
    stored = attachment.stored
    return FileOut(
        public_id=attachment.public_id,
        name=attachment.name,
        kind=stored.kind,
        size=stored.size,
        sha256=stored.sha256,
        state=stored.state,
        subject_kind=attachment.subject_kind,
        subject=attachment.subject,
        by=attachment.by.name,
        at=attachment.at,
    )
