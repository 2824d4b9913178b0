"""Ruling records on disk: written once, never over another; replayed with the right policy file."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from evenhand.base.system import reason
from evenhand.core.errors import EvenhandError, NotFound, RecordDiffers, RecordRefused
from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.recorded import PolicyNamed, Recorded, read_record
from evenhand.core.ruling.replay import Difference, replay
from evenhand.core.said import Said, said, together
from evenhand.policies.shipped import read_policy, read_policy_file, read_text, shipped

SHOWN = 20
"""So many differences are told one by one."""


def write_record(path: Path, content: bytes) -> None:
    """Write a record whole, or not at all.

    The same record again is no fault. Raises RecordRefused where another file stands there, or the
    place cannot be written to.
    """
    try:
        if not path.exists():
            _write_once(path, content)
    except FileExistsError:
        pass  # somebody wrote it meanwhile: whose it is, is looked at below
    except OSError as error:
        raise RecordRefused(
            said("{path} cannot be written: {reason}", path=path, reason=reason(error))
        ) from None
    if _content(path) != content:
        raise RecordRefused(
            said(
                "{path} holds something else already, and a record is never written over: name "
                "another file",
                path=path,
            )
        )


def _write_once(path: Path, content: bytes) -> None:
    """Raises FileExistsError if the name was taken meanwhile."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.unfinished")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)  # unlike a renaming, it takes no name that is taken
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    with suppress(OSError):  # not every file system can
        _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFound(
            said("{path} cannot be read: {reason}", path=path, reason=reason(error))
        ) from None


def read_record_file(path: Path) -> Recorded:
    """Read the record in a file. Raises NotFound, RecordRefused."""
    try:
        return read_record(_content(path))
    except RecordRefused as error:
        raise RecordRefused(together([str(path), error.said], ": ")) from None


def policy_of(record: Recorded, name_or_path: str | None) -> Policy:
    """The policy to replay under: the one named, else the one that ships with the record's SHA-256.

    Failing that the one that ships under the same id, so that it can be told what it changes.
    Raises NotFound if there is none.
    """
    if name_or_path is not None:
        return read_policy(name_or_path).policy
    named = record.ruled_on.policy
    known = shipped()
    for path in known.values():
        if hashlib.sha256(read_text(path).encode()).hexdigest() == named.sha256:
            return read_policy_file(path).policy
    if named.id in known:
        return read_policy_file(known[named.id]).policy
    raise NotFound(
        said(
            "no policy that ships is {policy} with sha256 {sha256}: name the file it was ruled "
            "under with --policy",
            policy=named.id,
            sha256=named.sha256,
        )
    )


def check_replay(record: Recorded, policy: Policy) -> None:
    """Rule again and compare. Raises RecordDiffers with what differs."""
    changed = _policy_changed(record.ruled_on.policy, policy)
    try:
        differences = replay(record, policy)
    except EvenhandError as error:
        if not changed:
            raise
        raise RecordDiffers(_indented(changed, [error.said])) from None
    if differences:
        lines = [difference.said for difference in differences[:SHOWN]]
        if len(differences) > SHOWN:
            lines.append(said("… and {count:,} more", count=len(differences) - SHOWN))
        raise RecordDiffers(_indented([*changed, _judged(differences)], lines))


def _policy_changed(named: PolicyNamed, policy: Policy) -> list[str]:
    if policy.sha256 == named.sha256:
        return []
    return [
        said("the policy file is not the one the record was ruled under"),
        said("    recorded:  {policy}, sha256 {sha256}", policy=named.id, sha256=named.sha256),
        said(
            "    this file: {policy}, sha256 {sha256} ({file})",
            policy=policy.id,
            sha256=policy.sha256,
            file=policy.source,
        ),
        said("    name the file as it was with --policy"),
    ]


def _judged(differences: tuple[Difference, ...]) -> str:
    beyond = [one for one in differences if not one.path.startswith("policy.")]
    if not beyond:
        return said("all else comes out the same; what differs:")
    decided = any(one.path.startswith("outcome") for one in beyond)
    if decided:
        return said("the outcome differs:")
    return said("the record, though not the outcome, differs:")


def _indented(lines: Iterable[str], below: Iterable[str]) -> Said:
    return together([together(lines, "\n"), *below], "\n    ")
