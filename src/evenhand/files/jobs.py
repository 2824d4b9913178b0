"""Sweeps over the store: what nobody refers to, and what waits for the scanner."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from evenhand.files.actions import note_scan
from evenhand.files.models import StoredFile
from evenhand.files.scanning import State, scan
from evenhand.files.store import INCOMING, QUARANTINE, SHOWN, TRASH, Store, the_store

OLD: Final = timedelta(days=1)
_AT_ONCE: Final = 50


def sweep_orphans(now: datetime) -> int:
    """Clear what no row refers to: bytes whose writer died before its row. Gives how many went.

    What is a day old goes to the trash, and from there, after another day, for good; a row that
    came meanwhile brings it back. So no upload that is under way ever loses its bytes.
    """
    store = the_store()
    _bring_back(store)
    gone = _empty_trash(store, now) + _drop_old_drafts(store, now)
    for part in ("", SHOWN, QUARANTINE):
        for sha256, path in store.hashes(within=part):
            if _is_old(path, now) and not StoredFile.objects.filter(sha256=sha256).exists():
                store.move(sha256, source=part, target=f"{TRASH}/{part}")
                os.utime(store.path(sha256, within=f"{TRASH}/{part}"), (now.timestamp(),) * 2)
                gone += 1
    return gone


def scan_pending(now: datetime) -> int:
    """Scan what the scanner has not answered for yet, oldest first. Gives how many it answered."""
    address, store, answered = settings.ENVIRONMENT.clamd, the_store(), 0
    for stored in StoredFile.objects.filter(state=State.pending)[:_AT_ONCE]:
        path = store.path(stored.sha256)
        if not path.exists():
            continue
        verdict = scan(path, address)
        if verdict.state is State.pending:  # it does not answer: the others would wait in vain
            break
        note_scan(stored, verdict=verdict, now=now)
        answered += 1
    _lock_away(store)
    return answered


def _lock_away(store: Store) -> None:
    """What died between noting a finding and moving the bytes is done again."""
    for sha256 in StoredFile.objects.filter(state=State.infected).values_list("sha256", flat=True):
        store.move(sha256, target=QUARANTINE)


def _bring_back(store: Store) -> None:
    for part in ("", SHOWN, QUARANTINE):
        for sha256, _ in store.hashes(within=f"{TRASH}/{part}"):
            if StoredFile.objects.filter(sha256=sha256).exists():
                store.move(sha256, source=f"{TRASH}/{part}", target=part)


def _empty_trash(store: Store, now: datetime) -> int:
    gone = 0
    for part in ("", SHOWN, QUARANTINE):
        for _, path in store.hashes(within=f"{TRASH}/{part}"):
            if _is_old(path, now):
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def _drop_old_drafts(store: Store, now: datetime) -> int:
    folder, gone = store.folder / INCOMING, 0
    for path in folder.iterdir() if folder.is_dir() else ():
        if _is_old(path, now):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _is_old(path: Path, now: datetime) -> bool:
    try:
        return now.timestamp() - path.stat().st_mtime > OLD.total_seconds()
    except FileNotFoundError:
        return False
