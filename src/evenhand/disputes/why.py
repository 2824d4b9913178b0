"""Why a condition came out as it did, as a tree to unfold: sentences, marks, entries to look up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.core.ruling.cases import FALSE, TRUE, UNKNOWN
from evenhand.core.ruling.phrases import MARK, Phrases
from evenhand.core.ruling.reasons import Reason

TRUTH = {TRUE: "yes", FALSE: "no", UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Cited:
    """An entry that something rests on: its name and where it stands in the table."""

    id: str
    anchor: str
    struck: str
    """`struck`, `doubtful`, or nothing if it counts."""


@dataclass(frozen=True, slots=True)
class Why:
    """One condition with its values.

    `truth`: yes, no, unknown, or nothing where a value is told. `decisive`: by itself it makes the
    whole come out as it did.
    """

    text: str
    truth: str
    decisive: bool
    entries: tuple[Cited, ...]
    more: int
    because: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Reasoning:
    """Tells reasons in one language; `cited` has every entry of the dossier."""

    phrases: Phrases
    cited: Mapping[str, Cited]
    most: int = 12
    """So many entries are named behind one reason; the rest is counted."""

    def all(self, reasons: tuple[Reason, ...]) -> tuple[Why, ...]:
        """Those that decide first; they stand in the order of the policy otherwise."""
        return tuple(self.one(reason) for reason in sorted(reasons, key=_decides_last))

    def one(self, reason: Reason) -> Why:
        """A reason and what it rests on."""
        text = self.phrases.reason(reason._replace(entries=()), brief=True)
        marked = text.startswith(f"{MARK[reason.truth]} ")
        entries = [self.cited[id_] for id_ in reason.entries if id_ in self.cited]
        return Why(
            text[2:] if marked else text,
            TRUTH[reason.truth] if marked else "",
            reason.decisive,
            tuple(entries[: self.most]),
            max(0, len(entries) - self.most),
            tuple(self.one(one) for one in reason.because if one.decisive),
        )


def _decides_last(reason: Reason) -> bool:
    return not reason.decisive
