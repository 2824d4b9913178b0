"""What a run matches and how far it has come: by this it is resumed, or refused."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from evenhand.base.durable import sweep_unfinished, write_text
from evenhand.base.lock import LOCK
from evenhand.core.errors import RunRefused
from evenhand.core.said import said

NAME: Final = "match.json"
WORK: Final = ".work"
OUTPUTS: Final = (
    "clusters.parquet", "clusters.csv", "pairs.parquet", "review.csv", "households.csv",
    "model.json", "summary.json", "report.html",
)  # fmt: skip
"""What a run leaves; a new run in the same folder takes it away before it begins."""


class Input(BaseModel):
    """One input file, as it was."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    sha256: str
    bytes: int


class Inputs(BaseModel):
    """Everything that what comes out depends on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    files: tuple[Input, ...]
    mapping: str
    model: str
    engine: str
    lang: str
    evenhand: str


class State(BaseModel):
    """The state of a run.

    `parts`: files of normalised records that stand. `read`: all stand. `broken`: lines of files
    that are no rows. `outcome`: the figures of a run that is done.
    """

    model_config = ConfigDict(extra="forbid")

    inputs: Inputs
    parts: int = 0
    read: bool = False
    broken: list[tuple[str, int, str]] = []
    outcome: dict[str, Any] | None = None

    @property
    def holds_something(self) -> bool:
        """Whether anything was done yet; not so where a file or the mapping was refused."""
        return bool(self.parts or self.read or self.outcome)

    def write(self, folder: Path) -> None:
        """Put it down on the disk."""
        write_text(folder / NAME, self.model_dump_json(indent=2) + "\n")


def open_state(folder: Path, inputs: Inputs, *, restart: bool) -> State:
    """The run that the folder holds, or a new one.

    Raises:
        RunRefused: It is a run on other inputs (unless `restart`), or holds files no run wrote.
    """
    sweep_unfinished(folder)
    path = folder / NAME
    if not path.exists():
        foreign = sorted(one.name for one in folder.iterdir() if one.name not in (LOCK, WORK))
        if foreign:
            raise RunRefused(
                said(
                    "{folder} holds files that are no run of ours ({shown}): name another --out",
                    folder=folder,
                    shown=foreign[:3],
                )
            )
        return _begin(folder, inputs)
    if restart:
        return _begin(folder, inputs)
    try:
        state = State.model_validate_json(path.read_bytes())
    except ValidationError:
        raise RunRefused(
            said("{path} is not a manifest we wrote: name another --out", path=path)
        ) from None
    if state.inputs != inputs and not state.holds_something:
        return _begin(folder, inputs)
    if state.inputs != inputs:
        raise RunRefused(
            said(
                "{folder} holds a run on other files, another mapping, model, engine or version: "
                "say --restart to replace it, or name another --out",
                folder=folder,
            )
        )
    return state


def _begin(folder: Path, inputs: Inputs) -> State:
    shutil.rmtree(folder / WORK, ignore_errors=True)
    for name in OUTPUTS:
        (folder / name).unlink(missing_ok=True)
    state = State(inputs=inputs)
    state.write(folder)
    return state
