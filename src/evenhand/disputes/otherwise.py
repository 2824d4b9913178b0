"""What would have changed a ruling, by the outcome it leads to: what is missing comes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.core.ruling.changes import Flip, Flips
from evenhand.core.ruling.flip_text import SHOWN, SpokenFlips, by_outcome
from evenhand.core.ruling.sentences import Sentences


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise. `kind`: missing, fact, entry, number, rule."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """Changes that together lead to another outcome."""

    changes: tuple[Change, ...]

    @property
    def kind(self) -> str:
        """Of what it is told to be: what is missing goes before all else."""
        kinds = [change.kind for change in self.changes]
        return "missing" if "missing" in kinds else kinds[0]


@dataclass(frozen=True, slots=True)
class Turn:
    """Another outcome, and the ways to it: the nearest, and those told only when asked for."""

    kind: str
    outcome: str
    ways: tuple[Way, ...]
    more: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Everything that would have changed it."""

    heading: str
    remarks: tuple[str, ...]
    turns: tuple[Turn, ...]
    marks: str
    marked: tuple[str, ...]


def otherwise(sentences: Sentences, flips: Flips) -> Otherwise:
    """The flips of a ruling, in words."""
    spoken, say, ruling = SpokenFlips(sentences), sentences.say, sentences.ruling
    remarks = []
    if ruling.outcome != ruling.proceeding:
        remarks.append(say("flips-against"))
    if not flips.flips:
        remarks.append(say("flips-none"))
    if not flips.exhaustive:
        remarks.append(say("flips-partly"))
    turns = sorted(_turns(spoken, flips), key=lambda turn: turn.ways[0].kind != "missing")
    return Otherwise(
        say("flips-open" if ruling.provisional else "flips"),
        tuple(remarks),
        tuple(turns),
        "" if flips.marks is None else spoken.marks(flips.marks),
        tuple(map(spoken.marked, flips.marks.others)) if flips.marks else (),
    )


def _turns(spoken: SpokenFlips, flips: Flips) -> Iterator[Turn]:
    for outcome, some in by_outcome(flips):
        ways = sorted((_way(spoken, flip) for flip in some), key=lambda way: way.kind != "missing")
        told = spoken.sentences.outcome(outcome)
        yield Turn(outcome.kind, told, tuple(ways[:SHOWN]), tuple(ways[SHOWN:]))


def _way(spoken: SpokenFlips, flip: Flip) -> Way:
    open_ = {(cell.path, cell.claimant) for cell in spoken.ruling.depends_on}
    return Way(
        tuple(
            Change(
                "missing" if (one.path, one.row) in open_ else one.kind,
                spoken.change(one),
            )
            for one in flip.changes
        )
    )
