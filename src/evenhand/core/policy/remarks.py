"""What is remarked on a policy that can be loaded: how grave, by which check, and where."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenhand.core.errors import Problem
from evenhand.core.policy.places import Key, Located

ERROR, WARNING, NOTE = SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark.

    An error makes the policy unfit for use, a warning is most likely a mistake, a note is worth
    knowing. `check` names the check that made it.
    """

    severity: str
    check: str
    problem: Problem


@dataclass(slots=True)
class Remarks:
    """Collects remarks on one part of a file: `base` is the path of the version."""

    located: Located
    base: Key = ()
    found: list[Remark] = field(default_factory=list)

    def add(
        self,
        severity: str,
        check: str,
        path: Key,
        message: str,
        hint: str = "",
        *,
        key: bool = True,
    ) -> None:
        """A remark at a path relative to the version; with `key` at the name of the part."""
        problem = self.located.problem((*self.base, *path), message, hint, at_key=key)
        self.found.append(Remark(severity, check, problem))
