"""An old register is imported: begun, line by line, ended."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import Subject, record_event
from evenhand.core.errors import Conflict, NotAllowed, RunRefused
from evenhand.core.said import said
from evenhand.customers.importing.customers import customers_of
from evenhand.customers.importing.line import Line, Place
from evenhand.customers.models import ImportRun
from evenhand.customers.permissions import IMPORT_REGISTER
from evenhand.people.models import User
from evenhand.register.actions import append_many


def _file_of(run: ImportRun) -> Subject:
    return Subject("import", run.sha256, run.file)


@transaction.atomic
def begin_import(
    *, file: str, sha256: str, mapping: str, by: User, now: datetime | None = None
) -> ImportRun:
    """Begin the import of an old register, or go on with that of the same file.

    Raises NotAllowed, RunRefused if it was begun with another mapping.
    """
    if not IMPORT_REGISTER.held_by(by):
        raise NotAllowed(said("Only an administrator imports a register."))
    begun = now or timezone.now()
    name = file.encode("utf-8", "replace").decode()[:255]
    run, is_new = ImportRun.objects.get_or_create(
        sha256=sha256,
        defaults={
            "file": name,
            "mapping": mapping,
            "secret": secrets.token_bytes(32),
            "by": by.public_id,
            "begun_at": begun,
        },
    )
    if is_new:
        record_event("register.import_begun", by=by, subject=_file_of(run), now=begun)
    elif run.finished_at is None and run.mapping != mapping:
        raise RunRefused(
            said("This import was begun with another mapping: go on with that one, as it was.")
        )
    return run


@transaction.atomic
def import_lines(
    run: ImportRun,
    lines: Sequence[Line],
    places: Mapping[str, Place],
    *,
    by: User,
    now: datetime | None = None,
) -> ImportRun:
    """Enter the next lines of an old register, all of them or none; gives how far it has come now.

    Raises Conflict while somebody else imports the same file. `register.imported` tells of all.
    """
    moment = now or timezone.now()
    standing = ImportRun.objects.select_for_update().get(pk=run.pk)
    if standing.next_line != run.next_line or standing.finished_at is not None:
        raise Conflict(said("This file is being imported by somebody else at this moment."))
    customers, added = customers_of(run, lines, places, by=by, now=moment)
    drafts = [
        line.draft(customer, places[line.outlet], run.file)
        for line, customer in zip(lines, customers, strict=True)
    ]
    placed = append_many(drafts, by=by, now=moment)
    standing.next_line = lines[-1].line + 1
    standing.entries += len(lines)
    standing.customers += added
    standing.late += placed.late
    standing.first = standing.first or placed.first
    standing.last = placed.last
    standing.save()
    return standing


@transaction.atomic
def end_import(run: ImportRun, *, skipped: int, by: User, now: datetime | None = None) -> None:
    """Note that a file was imported to its end."""
    run.finished_at, run.skipped = now or timezone.now(), skipped
    run.save(update_fields=["finished_at", "skipped"])
    told = {
        "entries": run.entries,
        "customers": run.customers,
        "late": run.late,
        "skipped": skipped,
        "first": run.first,
        "last": run.last,
    }
    record_event("register.imported", by=by, subject=_file_of(run), details=told, now=now)
