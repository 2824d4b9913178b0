"""Finding and reading policy files: those that ship by name, any other by path."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from evenhand.base.system import reason
from evenhand.core.errors import NotFound, PolicyRefused, Problem, Refused
from evenhand.core.policy.expression import nearest
from evenhand.core.policy.load import load_policy
from evenhand.core.policy.places import Located, locate
from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.examples import Checked
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.said import said, together

_PACKAGE = Path(__file__).parent / "shipped"
_CHECKOUT = Path(__file__).parents[3] / "policies"


JUDGED = "examples.json"


@dataclass(frozen=True, slots=True)
class Judged:
    """What the examples of a text came to."""

    examples: int
    failing: tuple[str, ...]
    """Ids of those that come out otherwise than the text says."""

    @classmethod
    def of(cls, results: Sequence[Checked]) -> Self:
        """From examples that were ruled."""
        return cls(len(results), tuple(one.example.id for one in results if one.failures))


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """A policy together with the text it was read from."""

    policy: Policy
    located: Located
    path: Path


def shipped() -> dict[str, Path]:
    """The policy files that come with Evenhand, by name."""
    return {path.parent.name: path for path in sorted(_folder().glob("*/policy.yaml"))}


@cache
def judged_before() -> dict[str, Judged]:
    """What the examples of the policies that ship came to, by the SHA-256 of their texts.

    They were ruled by this very version when it was made: docs/generate.py writes it down.
    """
    path = _folder() / JUDGED
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {mark: Judged(one["examples"], tuple(one["failing"])) for mark, one in found.items()}


def _folder() -> Path:
    return _PACKAGE if _PACKAGE.is_dir() else _CHECKOUT


def policy_paths(name_or_path: str) -> list[Path]:
    """The policy files meant by a name, a file, or a folder of policies. Raises NotFound."""
    path = Path(name_or_path)
    if path.is_file():
        return [path]
    if path.is_dir():
        found = sorted(path.glob("policy.yaml")) or sorted(path.glob("*/policy.yaml"))
        if not found:
            raise NotFound(said("there is no policy.yaml in {path} or in its folders", path=path))
        return found
    known = shipped()
    if name_or_path in known:
        return [known[name_or_path]]
    hint = nearest(name_or_path, sorted(known)) or said("policies that ship: {known}", known=known)
    what = said(
        "{name} is neither a file, nor a folder, nor the name of a policy that ships",
        name=name_or_path,
    )
    raise NotFound(together([what, hint], said("; ")))


def read_text(path: Path, refused: type[Refused] = PolicyRefused) -> str:
    """The text of a UTF-8 file. Raises `refused` when it is not one."""
    try:
        return decoded(path.read_bytes(), str(path), refused)
    except OSError as error:
        raise NotFound(
            said("{path} cannot be read: {reason}", path=path, reason=reason(error))
        ) from None


def decoded(raw: bytes, source: str, refused: type[Refused] = PolicyRefused) -> str:
    """UTF-8 text, with or without a byte order mark. Raises `refused` when it is not that."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(
            [
                Problem(
                    said("this is not UTF-8 text (byte {byte})", byte=error.start + 1),
                    source,
                    hint=said("save it as UTF-8"),
                )
            ]
        ) from None


def read_policy(name_or_path: str) -> ReadPolicy:
    """Read one policy. Raises NotFound, PolicyRefused."""
    paths = policy_paths(name_or_path)
    if len(paths) > 1:
        raise NotFound(
            said(
                "{name} holds {count} policies; name one of {names}",
                name=name_or_path,
                count=len(paths),
                names=map(str, paths),
            )
        )
    return read_policy_file(paths[0])


def read_policy_file(path: Path) -> ReadPolicy:
    """Read the policy in a file. Raises NotFound, PolicyRefused."""
    return read_policy_text(read_text(path), path)


def read_policy_text(text: str, path: Path) -> ReadPolicy:
    """Read the policy of a text; `path` is what messages call it. Raises PolicyRefused."""
    policy = load_policy(text, source=str(path), catalogue=CATALOGUE)
    return ReadPolicy(policy, locate(text, str(path)), path)
