"""Pages of files: one's own, adding, handing out, removing."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.base.once import new_form_key, once
from evenhand.base.paging import page_of
from evenhand.files.actions import Target, remove_file
from evenhand.files.kinds import ACCEPT, LARGEST
from evenhand.files.models import Attachment
from evenhand.files.serving import Check, attachment_for, handed_out, shown
from evenhand.files.uploading import Uploaded, attach_all
from evenhand.people.callers import caller
from evenhand.people.models import User
from evenhand.people.permissions import EVERYBODY, allowed


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(EVERYBODY)
def list_files(request: HttpRequest) -> HttpResponse:
    """The files that one may see, newest first; what is added here is attached to oneself.

    Not @once: a file is checked before anything is written, so that nobody waits for it; the key
    of the form stands in the attachment, so that it is attached once.
    """
    user = caller(request)
    uploaded = Uploaded()
    if request.method == "POST":
        uploaded = attach_all(request, to=Target.person(user), by=user)
        if not uploaded.refused and not _is_part(request):
            return redirect("files")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if uploaded.refused else HTTPStatus.OK
    template = "files/_files.html" if _is_part(request) else "files/list.html"
    return render(request, template, _context(request, user, uploaded), status=status)


@require_GET
@allowed(EVERYBODY)
def read_file(
    request: HttpRequest, public_id: str, also: Sequence[Check] = ()
) -> StreamingHttpResponse:
    """A file as it came, to be saved."""
    return handed_out(attachment_for(caller(request), public_id, also=also))


@require_GET
@allowed(EVERYBODY)
def show_picture(
    request: HttpRequest, public_id: str, also: Sequence[Check] = ()
) -> StreamingHttpResponse:
    """A picture as it is shown in pages."""
    return shown(attachment_for(caller(request), public_id, also=also))


@require_POST
@allowed(EVERYBODY)
@once
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a file away."""
    user = caller(request)
    remove_file(attachment_for(user, public_id), by=user)
    return redirect("files")


def _context(request: HttpRequest, user: User, uploaded: Uploaded) -> dict[str, object]:
    found = Attachment.objects.visible_to(user).standing().select_related("stored", "by")
    page = page_of(found, request, by=("-at", "-id"), size=20)
    return {
        "page": page,
        "files": page.lines,
        "refused": uploaded.refused,
        "attached": uploaded.attached,
        "upload_url": reverse("files"),
        "accept": ACCEPT,
        "largest": LARGEST,
        "form_key": new_form_key(),
    }


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
