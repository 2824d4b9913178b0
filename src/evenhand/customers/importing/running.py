"""The import of an old register: first everything is read and checked, then it is entered.

What was checked waits in a file without a name, and that is what is entered, batch by batch: each
commit holds its entries, their customers, and the line at which the next one goes on.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.utils import timezone

from evenhand.base.digests import file_digest
from evenhand.core.errors import ImportRefused, NotFound, Problem
from evenhand.core.said import Said, said
from evenhand.customers.actions import begin_import, end_import, import_lines
from evenhand.customers.importing.checking import Checking
from evenhand.customers.importing.known import Known
from evenhand.customers.importing.line import Line
from evenhand.customers.importing.mapping import read_mapping
from evenhand.customers.importing.problems import Problems
from evenhand.customers.importing.table import Table, open_table
from evenhand.customers.models import ImportRun
from evenhand.people.models import User
from evenhand.register.actions import make_checkpoint

AT_ONCE: Final = 1_000
"""How many entries a commit holds: a tenth of a second, for which others wait."""

Progress = Callable[[str, int, int], None]
"""Told the stage, what is done of it, and how much it is; 0 while that is not known."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be imported, by whom, and how."""

    path: Path
    by: str
    mapping: Path | None = None
    dry_run: bool = False
    skip_bad: bool = False
    problems: Path | None = None
    at_once: int = AT_ONCE


@dataclass(frozen=True, slots=True)
class Finished:
    """How an import ended; `run` is None if nothing was to be entered, or might be."""

    read: Said
    problems: Problems
    lines: int
    """Lines that may be entered."""
    unknowable: int
    run: ImportRun | None = None
    was_done: bool = False
    """Whether the file had been imported before."""
    entered: int = 0
    """Entries of this time, apart from those before an interruption."""
    seconds: float = 0.0
    checkpoint: str = ""


def import_register(
    request: Request,
    progress: Progress = lambda _stage, _done, _total: None,
    now: datetime | None = None,
) -> Finished:
    """Check a file, and enter it unless something is wrong with it. Raises ImportRefused, NotFound.

    Interrupted anywhere, the same call goes on: `ImportRun` knows the file by its SHA-256, and the
    line at which it goes on was committed together with the entries before it.
    """
    begun, moment = time.perf_counter(), now or timezone.now()
    by = _administrator(request.by)
    mapping = read_mapping(request.mapping)
    table = open_table(request.path, mapping)
    digest, state = file_digest(request.path), _state(request.path)
    problems = Problems(request.path.name, table.places)
    checking = Checking(Known.now(), mapping, problems, moment)
    with tempfile.TemporaryFile(dir=settings.ENVIRONMENT.home) as kept:
        with problems.listed(request.problems):
            lines = _check(table, checking, kept, progress)
        if state != _state(request.path):
            raise ImportRefused([Problem(said("the file changed meanwhile"), request.path.name)])
        checked = Finished(table.told, problems, lines, checking.nameless)
        is_refused = problems.count > 0 and not request.skip_bad
        if request.dry_run or is_refused or not lines:
            return checked
        run = begin_import(
            file=request.path.name, sha256=digest, mapping=mapping.sha256, by=by, now=moment
        )
        was_done, before = run.finished_at is not None, run.entries
        if not was_done:
            batches = _again(kept, run.next_line, request.at_once)
            run = _enter(run, batches, checking, by, now, progress, lines)
            end_import(run, skipped=problems.lines, by=by, now=now)
    made = make_checkpoint()
    return Finished(
        table.told, problems, lines, checking.nameless, run, was_done, run.entries - before,
        time.perf_counter() - begun, str(made),
    )  # fmt: skip


def _administrator(login: str) -> User:
    found: User | None = User.objects.at_work().filter(login=login).first()
    if found is None:
        raise NotFound(said("nobody who may sign in has the login name {login}", login=login))
    return found


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _check(table: Table, checking: Checking, kept: IO[bytes], progress: Progress) -> int:
    """Read all rows, and keep those that may be entered; gives how many."""
    lines, waiting = 0, list[Line]()
    for read, row in enumerate(table.rows(), 1):
        if line := checking.line(row):
            waiting.append(line)
        if len(waiting) == AT_ONCE:
            kept.write(json.dumps(waiting).encode() + b"\n")
            lines += len(waiting)
            waiting.clear()
        if read % AT_ONCE == 0:
            progress("reading", read, 0)
    kept.write(json.dumps(waiting).encode() + b"\n")
    return lines + len(waiting)


def _again(kept: IO[bytes], first: int, at_once: int) -> Iterator[list[Line]]:
    """What was kept, from a line on, in batches."""
    kept.seek(0)
    batch: list[Line] = []
    for text in kept:
        for told in json.loads(text):
            line = Line(*told)
            if line.line < first:
                continue
            batch.append(line)
            if len(batch) == at_once:
                yield batch
                batch = []
    if batch:
        yield batch


def _enter(
    run: ImportRun,
    batches: Iterator[list[Line]],
    checking: Checking,
    by: User,
    now: datetime | None,
    progress: Progress,
    total: int,
) -> ImportRun:
    places = {one.public_id: one for one in checking.known.outlets.values()}
    for batch in batches:
        lines = [checking.with_telephone(one) for one in batch]
        run = import_lines(run, lines, places, by=by, now=now)
        progress("writing", run.entries, total)
    return run
