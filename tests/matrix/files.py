"""Files."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile

from evenhand.files.actions import Target, attach_file
from evenhand.files.models import Attachment, Removal
from evenhand.files.receiving import receive
from evenhand.people.models import User
from tests.cast import Cast
from tests.files.samples import pdf, picture
from tests.matrix.rows import ALL, Row, at

SEES = frozenset({"head", "general_manager", "auditor"})
EVERYWHERE = frozenset({"general_manager", "auditor"})
READ = {"own": ALL, "team": SEES, "other": EVERYWHERE}
REMOVE = {
    "own": ALL,
    "team": frozenset({"head", "general_manager"}),
    "other": frozenset({"general_manager"}),
}


def _attach(_cast: Cast, whose: User) -> None:
    """A file of this person, which has not been removed."""
    Removal.objects.filter(attachment__by=whose).delete()
    if not Attachment.objects.filter(by=whose).exists():
        received = receive(SimpleUploadedFile("contract.pdf", pdf()))
        attach_file(received, to=Target.person(whose), by=whose, form_key="matrix")


def _attach_picture(_cast: Cast, whose: User) -> None:
    if not Attachment.objects.filter(by=whose).exists():
        received = receive(SimpleUploadedFile("card.png", picture("PNG", (4, 4))))
        attach_file(received, to=Target.person(whose), by=whose, form_key="matrix")


def _file(suffix: str = "", prefix: str = "/files/") -> Callable[[Cast, User], str]:
    def address(_cast: Cast, whose: User) -> str:
        return f"{prefix}{Attachment.objects.get(by=whose).public_id}{suffix}"

    return address


API = "/api/v1/files/"

ROWS = (
    Row("files", ALL, at("/files/")),
    Row("file", READ, _file(), prepare=_attach),
    Row("file_shown", READ, _file("/shown"), prepare=_attach_picture),
    Row("file_removal", REMOVE, _file("/removal"), method="post", prepare=_attach),
    Row("files_list_files", ALL, at("/api/v1/files")),
    Row(
        "files_add_file",
        ALL,
        at("/api/v1/files"),
        method="post",
        body=lambda *_: {"file": SimpleUploadedFile("contract.pdf", pdf())},
    ),
    Row("files_read_file", READ, _file(prefix=API), prepare=_attach),
    Row("files_download_file", READ, _file("/content", prefix=API), prepare=_attach),
    Row("files_remove_file", REMOVE, _file(prefix=API), method="delete", prepare=_attach),
)
