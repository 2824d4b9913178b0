"""Rules every disputed customer of a contact file: resumable, never half-written, repeatable."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from evenhand import __version__
from evenhand.base.digests import file_digest
from evenhand.base.lock import sole_writer
from evenhand.core.errors import ContactsRefused, RunRefused
from evenhand.core.policy.versions import Version
from evenhand.core.said import said
from evenhand.engines.contacts import Contacts
from evenhand.engines.disputes import Found, check_mapping
from evenhand.engines.encoding import NAMES
from evenhand.engines.local import Batch, Reading, plan_batches, read_under
from evenhand.engines.mapping import ContactMapping, load_mapping
from evenhand.engines.source import Source, contact_files, open_source
from evenhand.engines.sql import interruptible
from evenhand.insight.engine import LOCAL, Engine, Parts, open_engine
from evenhand.insight.folder import PARTS, WORK, open_folder
from evenhand.insight.manifest import BY_DATE, Input, Inputs, Manifest, Part
from evenhand.insight.outputs import write_outputs
from evenhand.insight.report import Origin
from evenhand.policies.shipped import ReadPolicy, read_policy, read_text


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. `contacts`: a file, or a folder or pattern of Parquet parts.

    `engine`: where it is computed, which changes nothing in what comes out; `spark_master`: where
    Spark runs.
    """

    policy: str
    contacts: Path
    mapping: Path
    out: Path
    version: str | None = None
    skip_broken: bool = False
    restart: bool = False
    lang: str = "en"
    engine: str = LOCAL
    spark_master: str | None = None


class Progress(Protocol):
    """Who wants to know how far the run is."""

    def stage(self, name: str) -> None:
        """A stage begins: reading, finding, ruling or writing."""

    def done(self, so_far: int, total: int) -> None:
        """So many disputes are ruled."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A run that is done. `anew`: something was ruled now; False when everything stood already."""

    folder: Path
    disputes: int
    broken: int
    encoding: str
    anew: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Everything a run was asked for, read and checked."""

    request: Request
    policy: ReadPolicy
    mapping: ContactMapping
    versions: tuple[Version, ...]
    inputs: Inputs
    stamp: tuple[tuple[str, int, int], ...]


def rule_contacts(request: Request, progress: Progress) -> Finished:
    """Rule the disputes of a contact file and write rulings, summary and report to a folder.

    May be stopped at any time and called again: it goes on where it stopped. Raises
    ContactsRefused, PolicyRefused, NotFound, NoVersionInForce, and RunRefused if the folder holds
    another run.
    """
    progress.stage("reading")
    run = _prepared(request)
    try:
        return _in_folder(run, progress)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        reason = str(error).partition("\n")[0]
        raise RunRefused(
            said("the run stopped: {reason}. What was done is kept.", reason=reason)
        ) from error


def _in_folder(run: _Run, progress: Progress) -> Finished:
    request = run.request
    request.out.mkdir(parents=True, exist_ok=True)
    with sole_writer(request.out):
        manifest = open_folder(request.out, run.inputs, restart=request.restart)
        if manifest is not None and manifest.complete:
            return Finished(request.out, manifest.disputes, 0, "", anew=False)
        try:
            with interruptible():
                return _ruled(run, manifest, progress)
        finally:
            shutil.rmtree(request.out / WORK, ignore_errors=True)


def _prepared(request: Request) -> _Run:
    policy = read_policy(request.policy)
    text = read_text(request.mapping, ContactsRefused)
    mapping = load_mapping(text, source=str(request.mapping))
    chosen = policy.policy.version(request.version) if request.version else None
    versions = (chosen,) if chosen else tuple(reversed(policy.policy.versions))
    for version in versions:
        check_mapping(mapping, version)
    stamp = _stamp(request.contacts)
    inputs = Inputs(
        contacts=_contacts(request.contacts),
        mapping=_input(request.mapping),
        policy=_input(policy.path),
        version=request.version or BY_DATE,
        skip_broken=request.skip_broken,
        lang=request.lang,
        evenhand=__version__,
    )
    return _Run(request, policy, mapping, versions, inputs, stamp)


def _stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the last change: if they stay, so did the content."""
    states = [(file.name, file.stat()) for file in contact_files(path)]
    return tuple((name, state.st_size, state.st_mtime_ns) for name, state in states)


def _contacts(path: Path) -> Input:
    """The file, or all parts as one: their names and SHA-256, as `sha256sum` lists them."""
    files = contact_files(path)
    if files == (path,):
        return _input(path)
    listing = "".join(f"{file_digest(file)}  {file.name}\n" for file in files)
    size = sum(file.stat().st_size for file in files)
    return Input(file=path.name, sha256=hashlib.sha256(listing.encode()).hexdigest(), bytes=size)


def _input(path: Path) -> Input:
    return Input(file=path.name, sha256=file_digest(path), bytes=path.stat().st_size)


def _ruled(run: _Run, manifest: Manifest | None, progress: Progress) -> Finished:
    """Read the contacts and rule what is left to rule."""
    out, mapping = run.request.out, run.mapping
    work = out / WORK
    work.mkdir()
    request = run.request
    with open_engine(request.engine, mapping, run.versions, work, request.spark_master) as engine:
        source = open_source(run.request.contacts, mapping, work)
        contacts = engine.read(source, skip_broken=run.request.skip_broken)
        if _stamp(run.request.contacts) != run.stamp:
            raise RunRefused(
                said("{path} changed while it was read; try again", path=run.request.contacts)
            )
        progress.stage("finding")
        found = engine.find()
        readings = [read_under(mapping, version, found) for version in run.versions]
        progress.stage("ruling")
        manifest = _planned(run, manifest, plan_batches(found))
        manifest = _rule_parts(engine, readings, out, manifest, progress)
        progress.stage("writing")
        origin = _origin(run, source, contacts, found)
        parts = [out / PARTS / part.file for part in manifest.parts]
        outputs = write_outputs(engine, out, parts, origin, readings)
    manifest = manifest.model_copy(update={"outputs": outputs, "complete": True})
    manifest.write(out)
    shutil.rmtree(out / PARTS, ignore_errors=True)
    return Finished(out, found.disputes, contacts.broken, NAMES.get(source.encoding, ""), anew=True)


def _planned(run: _Run, manifest: Manifest | None, batches: Sequence[Batch]) -> Manifest:
    """The manifest with the parts to rule; one that was begun must have planned the same."""
    parts = tuple(Part(first=batch.first, last=batch.last) for batch in batches)
    if manifest is not None and manifest.parts:
        if [(part.first, part.last) for part in manifest.parts] != [
            (part.first, part.last) for part in parts
        ]:
            raise RunRefused(
                said("{folder} was begun differently: say --restart", folder=run.request.out)
            )
        return manifest
    planned = Manifest(inputs=run.inputs, parts=parts)
    (run.request.out / PARTS).mkdir(exist_ok=True)
    planned.write(run.request.out)
    return planned


def _rule_parts(
    engine: Engine,
    readings: Sequence[Reading],
    out: Path,
    manifest: Manifest,
    progress: Progress,
) -> Manifest:
    """Rule the parts that are not ruled yet, each written whole and then entered."""
    progress.done(manifest.ruled, manifest.disputes)
    kept = Parts(out / PARTS)
    places = {}
    for place, part in enumerate(manifest.parts):
        batch = Batch(part.first, part.last)
        if not (part.sha256 and kept.has(batch) and file_digest(kept.path(batch)) == part.sha256):
            kept.path(batch).unlink(missing_ok=True)
            places[batch] = place
    with closing(engine.rule(list(places), readings, kept)) as ruled:
        for batch in ruled:
            place = places[batch]
            sha256 = file_digest(kept.path(batch))
            done = manifest.parts[place].model_copy(update={"sha256": sha256})
            parts = (*manifest.parts[:place], done, *manifest.parts[place + 1 :])
            manifest = manifest.model_copy(update={"parts": parts})
            manifest.write(out)
            progress.done(manifest.ruled, manifest.disputes)
    return manifest


def _origin(run: _Run, source: Source, contacts: Contacts, found: Found) -> Origin:
    return Origin(
        title=run.mapping.content.title or run.request.contacts.name,
        policy=run.policy.policy,
        versions=tuple(reversed(run.versions)),
        inputs=run.inputs,
        encoding=NAMES.get(source.encoding, ""),
        rows=contacts.rows,
        first_day=contacts.first_day,
        last_day=contacts.last_day,
        customers=found.customers,
        not_persons=found.not_persons,
        ignored=found.ignored,
        broken=contacts.broken,
    )
