"""Attaching files, taking them away, noting what the scanner says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from evenhand.audit.actions import Subject, record_event
from evenhand.core.errors import Conflict, NotAllowed, TooLarge
from evenhand.core.said import said
from evenhand.files.kinds import LARGEST_TOGETHER
from evenhand.files.models import Attachment, Removal, StoredFile
from evenhand.files.permissions import REMOVE_FILES
from evenhand.files.receiving import Received
from evenhand.files.scanning import State, Verdict
from evenhand.files.store import QUARANTINE, the_store
from evenhand.people.models import Department, Outlet, User


@dataclass(frozen=True, slots=True)
class Target:
    """What a file is attached to, and where that stands."""

    kind: str
    public_id: str
    outlet: Outlet | None = None
    department: Department | None = None

    @classmethod
    def person(cls, user: User) -> Target:
        """Somebody's own files, which stand where they work."""
        post = user.post
        return cls(
            "person",
            user.public_id,
            post.outlet if post else None,
            post.department if post else None,
        )


@transaction.atomic
def attach_file(received: Received, *, to: Target, by: User, form_key: str) -> Attachment:
    """Attach a received file; the same form sent twice gives the same attachment.

    Raises TooLarge when everything attached to the subject would be beyond the bound.
    """
    stored, _ = StoredFile.objects.get_or_create(
        sha256=received.sha256,
        defaults={
            "size": received.size,
            "kind": received.kind.name,
            "state": received.verdict.state,
            "found": received.verdict.found,
            "scanned_at": timezone.now() if received.verdict.state in _SCANNED else None,
            "has_shown_copy": received.has_shown_copy,
        },
    )
    if (known := _of_form(stored, by, form_key)) is not None:
        return known
    _check_room(to, received.size)
    if received.verdict.state in _SCANNED and stored.state != State.infected:
        note_scan(stored, verdict=received.verdict)
    try:
        with transaction.atomic():
            attachment = Attachment.objects.create(
                stored=stored,
                name=received.name,
                subject_kind=to.kind,
                subject=to.public_id,
                outlet=to.outlet,
                department=to.department,
                by=by,
                form_key=form_key,
            )
    except IntegrityError:
        known = _of_form(stored, by, form_key)
        assert known is not None
        return known
    record_event(
        "files.file_attached",
        by=by,
        subject=subject_of(attachment),
        details={
            "sha256": stored.sha256,
            "size": stored.size,
            "state": stored.state,
            "to": to.kind,
            "to_id": to.public_id,
        },
    )
    return attachment


_SCANNED = (State.clean, State.infected)


def _of_form(stored: StoredFile, by: User, form_key: str) -> Attachment | None:
    return Attachment.objects.filter(stored=stored, by=by, form_key=form_key).first()


def _check_room(to: Target, size: int) -> None:
    there = Attachment.objects.standing().about(to.kind, to.public_id)
    taken = there.aggregate(size=Sum("stored__size"))["size"] or 0
    if taken + size > LARGEST_TOGETHER:
        raise TooLarge(
            said(
                "There is no room for this file: all together may have {most} MB. "
                "Remove what is not needed.",
                most=LARGEST_TOGETHER // (1024 * 1024),
            )
        )


@transaction.atomic
def remove_file(attachment: Attachment, *, by: User) -> Removal:
    """Take an attachment away; its bytes and its row are kept.

    Raises NotAllowed if it is another's and beyond reach, Conflict if it has been removed.
    """
    if attachment.by_id != by.id and not REMOVE_FILES.covers(by, attachment):
        raise NotAllowed(said("Only who added this file, or their head, may remove it."))
    removal, is_new = Removal.objects.get_or_create(attachment=attachment, defaults={"by": by})
    if not is_new:
        raise Conflict(said("This file has been removed already."))
    record_event("files.file_removed", by=by, subject=subject_of(attachment))
    return removal


@transaction.atomic
def note_scan(stored: StoredFile, *, verdict: Verdict, now: datetime | None = None) -> None:
    """Note what the scanner says; what is infected is locked away and kept."""
    changed = StoredFile.objects.filter(id=stored.id).exclude(state=verdict.state)
    if not changed.update(
        state=verdict.state, found=verdict.found, scanned_at=now or timezone.now()
    ):
        return
    if verdict.state is State.infected:
        store = the_store()
        transaction.on_commit(lambda: store.move(stored.sha256, target=QUARANTINE))
    record_event(
        "files.file_scanned",
        by=None,
        subject=Subject("file", stored.sha256, stored.sha256[:12]),
        details={"state": verdict.state.value, "found": verdict.found},
    )


def subject_of(attachment: Attachment) -> Subject:
    """How an event names an attachment: that of a customer by nothing that says who they are."""
    outlet = attachment.outlet.public_id if attachment.outlet else ""
    is_own = attachment.subject_kind == "person"
    label = attachment.name if is_own else attachment.public_id
    return Subject("attachment", attachment.public_id, label, outlet)
