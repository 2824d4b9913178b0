"""How a scenario of the demonstration is written down: who did what, how many days before today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of a scenario."""

    who: str
    ago: int
    """How many days before today it happened."""
    at: str
    """At what time, where the customer is."""
    kind: str
    late: int = 0
    """How many days later it was recorded; 0: some minutes later."""
    by: str = ""
    """Who wrote it down, if somebody else."""
    behalf: str = ""
    """The colleague for whom it was done."""
    corrects: int | None = None
    """Which line of the scenario it corrects, from 0."""
    fields: Mapping[str, str | int | bool] = field(default_factory=dict)


def line(  # noqa: PLR0913 - what a line may say, in the words of scenarios
    who: str,
    ago: int,
    at: str,
    kind: str,
    *,
    late: int = 0,
    by: str = "",
    behalf: str = "",
    corrects: int | None = None,
    **fields: str | int | bool,
) -> Line:
    """A line as scenarios write it.

    >>> line("liwei", 3, "10:00", "reception", grade="H").fields
    {'grade': 'H'}
    """
    return Line(who, ago, at, kind, late, by, behalf, corrects, fields)


Fact = str | int | bool


@dataclass(frozen=True, slots=True)
class Scenario:
    """A customer whom several people have worked, and what the policy says to that."""

    name: str
    customer: str
    place: str
    lines: tuple[Line, ...]
    by: str
    """The step that decides, or why none does."""
    winners: tuple[str, ...] = ()
    facts: Mapping[str, Mapping[str, Fact]] = field(default_factory=dict)
    """What is given of claimants, by login: no entry tells it. Of a day: how long ago it was."""
    dispute: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def people(self) -> tuple[str, ...]:
        """Those who have worked the customer, in the order in which they came."""
        return tuple(dict.fromkeys(line.who for line in self.lines))
