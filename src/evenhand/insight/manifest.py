"""What a bulk run rules and how far it has come: by this it is resumed, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evenhand.base.durable import write_text
from evenhand.core.errors import RunRefused
from evenhand.core.said import Said, said, together

NAME = "manifest.json"
BY_DATE = "by governing date"
"""The version of a run that takes, for each dispute, the one in force."""


class Input(BaseModel):
    """One input file, as it was."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    sha256: str
    bytes: int


class Inputs(BaseModel):
    """Everything the rulings depend on; the same inputs give the same bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    contacts: Input
    mapping: Input
    policy: Input
    version: str
    skip_broken: bool
    lang: str
    evenhand: str


class Part(BaseModel):
    """A batch of disputes, by number, and the file with their rulings once they are ruled."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: int
    last: int
    sha256: str = ""

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.first:010d}.parquet"


class Manifest(BaseModel):
    """The state of a run. `complete`: every output stands, the parts are no longer needed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    inputs: Inputs
    parts: tuple[Part, ...] = ()
    outputs: dict[str, str] = {}
    complete: bool = False

    @property
    def disputes(self) -> int:
        """Disputes in the run."""
        return self.parts[-1].last if self.parts else 0

    @property
    def ruled(self) -> int:
        """Disputes ruled so far."""
        return sum(part.last - part.first for part in self.parts if part.sha256)

    def write(self, folder: Path) -> None:
        """Put it down on the disk."""
        write_text(folder / NAME, self.model_dump_json(indent=2) + "\n")


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the run in a folder, None if there is none.

    Raises RunRefused if it cannot be read.
    """
    path = folder / NAME
    if not path.exists():
        return None
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except ValidationError:
        raise RunRefused(
            said("{path} is not a manifest we wrote: name another --out", path=path)
        ) from None


def refuse_other_run(folder: Path, then: Inputs, now: Inputs) -> None:
    """Raise RunRefused, saying what changed, unless the run in the folder has the same inputs."""
    changed = list(_changes(then, now))
    if changed:
        raise RunRefused(
            said(
                "{folder} holds a run on other inputs; nothing was touched. Changed since:"
                "\n  {changed}\nName another --out, or say --restart to replace that run.",
                folder=folder,
                changed=together(changed, "\n  "),
            )
        )


def _changes(then: Inputs, now: Inputs) -> Iterator[Said]:
    for name, what in _FILES.items():
        was, is_ = getattr(then, name), getattr(now, name)
        if was.sha256 != is_.sha256:
            yield _changed(what, _fingerprint(was), _fingerprint(is_))
    if then.version != now.version:
        what = said("the version of the policy")
        yield _changed(what, _version(then.version), _version(now.version))
    if then.skip_broken != now.skip_broken:
        yield together(["--skip-broken"])
    if then.lang != now.lang:
        yield _changed("--lang", then.lang, now.lang)
    if then.evenhand != now.evenhand:
        yield _changed(said("Evenhand itself"), then.evenhand, now.evenhand)


_FILES = {
    "contacts": said("the contacts file"),
    "mapping": said("the mapping file"),
    "policy": said("the policy file"),
}


def _changed(what: str, then: str, now: str) -> Said:
    return said("{what}: {then}; now {now}", what=what, then=then, now=now)


def _version(version: str) -> str:
    return said("by governing date") if version == BY_DATE else version


def _fingerprint(file: Input) -> Said:
    return said(
        "{file}, {bytes:,} bytes, sha256 {sha256}…",
        file=file.file,
        bytes=file.bytes,
        sha256=file.sha256[:12],
    )
