"""The folder of a bulk run: begun, gone on with, refused or replaced."""

from __future__ import annotations

import shutil
from pathlib import Path

from evenhand.base.durable import sweep_unfinished
from evenhand.base.lock import LOCK
from evenhand.core.errors import RunRefused
from evenhand.core.said import said
from evenhand.insight.manifest import NAME, Inputs, Manifest, read_manifest, refuse_other_run
from evenhand.insight.outputs import OUTPUTS

PARTS, WORK = "parts", ".work"
REGISTER = "register"
"""The folder for what was read of the register."""


def open_folder(folder: Path, inputs: Inputs, *, restart: bool) -> Manifest | None:
    """The run that the folder holds, None if there is none yet.

    Raises RunRefused if it is a run on other inputs (unless `restart`) or holds files that no run
    wrote.
    """
    shutil.rmtree(folder / WORK, ignore_errors=True)
    sweep_unfinished(folder)
    sweep_unfinished(folder / PARTS)
    manifest = read_manifest(folder)
    if manifest is None:
        refuse_foreign(folder)
        return None
    if restart:
        _clear(folder)
        return None
    refuse_other_run(folder, manifest.inputs, inputs)
    if manifest.complete:
        shutil.rmtree(folder / PARTS, ignore_errors=True)
        if not all((folder / name).exists() for name in manifest.outputs):
            message = said(
                "of the run in {folder} some files are gone: say --restart to write them again",
                folder=folder,
            )
            raise RunRefused(message)
    return manifest


def refuse_foreign(folder: Path) -> None:
    """Raise RunRefused if a folder without a manifest holds files that no run wrote."""
    ours = (LOCK, PARTS, REGISTER)
    foreign = sorted(path.name for path in folder.iterdir() if path.name not in ours)
    if foreign:
        raise RunRefused(
            said(
                "{folder} holds files that are no run of ours ({shown}): name another --out",
                folder=folder,
                shown=foreign[:3],
            )
        )


def _clear(folder: Path) -> None:
    """Take away what a run wrote, the manifest last: what is left half-way is still ours."""
    for name in OUTPUTS:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / PARTS, ignore_errors=True)
    (folder / NAME).unlink()
