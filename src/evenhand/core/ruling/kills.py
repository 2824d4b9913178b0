"""Which examples of a version notice which mistake."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.core.policy.mutants import Mutant
from evenhand.core.ruling.exam import Exam


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant and the ids of the examples that came out otherwise under it, if any did.

    Examples with evidence missing are only asked where no other notices.
    """

    mutant: Mutant
    killed_by: tuple[str, ...]

    @property
    def is_killed(self) -> bool:
        """Some example notices."""
        return bool(self.killed_by)


def try_mutant(asked: Exam, mutant: Mutant) -> Tried:
    """Put the examples of a version to one of its mutants."""
    wrong = asked.failed(mutant.version, derives=mutant.derives, hasty=True)
    return Tried(mutant, tuple(dict.fromkeys(one.example.id for one in wrong)))
