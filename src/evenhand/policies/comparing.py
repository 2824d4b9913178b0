"""What differs between two versions of policies, in a reader's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff

from evenhand.core.policy.versions import Version
from evenhand.core.types import LANGUAGES, Text
from evenhand.policies.telling import Telling

SAME, TAKEN_OUT, PUT_IN = "same", "old", "new"

_PIECES = re.compile(r"[\u3400-\u9fff]|\w+|\s+|[^\w\s]")
"""A Chinese character, a word, blanks, a mark: what is compared with what."""
_MOST_PIECES = 4000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text that stayed, was taken out or was put in."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing as it was and as it is; one side is empty where it was not, or is no more."""

    name: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    lang: str = ""

    @property
    def kind(self) -> str:
        """Whether it came, went or was changed."""
        if not self.old:
            return "added"
        return "changed" if self.new else "removed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs; `order`: the steps that both have come in another order."""

    articles: tuple[Changed, ...]
    steps: tuple[Changed, ...]
    limits: tuple[Changed, ...]
    remedies: tuple[Changed, ...]
    ends: tuple[Changed, ...]
    order: bool
    lines: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether a reader would notice nothing."""
        told = (self.articles, self.steps, self.limits, self.remedies, self.ends)
        return not any(told) and not self.order


def compare(
    old: Version, new: Version, *, lang: str, ends: Mapping[str, str], texts: tuple[str, str]
) -> Comparison:
    """Two versions side by side. `ends` names what happens where no step decides; `texts`: YAML."""
    before, after = Telling(old, lang), Telling(new, lang)
    steps = (_steps(before), _steps(after))
    shared = [key for key in steps[0] if key in steps[1]]
    return Comparison(
        articles=tuple(_articles(old, new)),
        steps=tuple(_differing(*steps)),
        limits=tuple(_differing(_limits(before), _limits(after))),
        remedies=tuple(_differing(_clauses(before), _clauses(after))),
        ends=tuple(_differing(_ends(before, ends), _ends(after, ends))),
        order=shared != [key for key in steps[1] if key in steps[0]],
        lines=_lines(*texts),
    )


def _articles(old: Version, new: Version) -> Iterator[Changed]:
    """Each language whose wording differs, for itself."""
    for key in dict.fromkeys([*old.articles, *new.articles]):
        was = old.articles[key].text if key in old.articles else Text()
        now = new.articles[key].text if key in new.articles else Text()
        for lang in LANGUAGES:
            before, after = getattr(was, lang), getattr(now, lang)
            if before != after:
                yield Changed(key, *pieces(before, after), lang)


def _differing(
    old: Mapping[str, tuple[str, str]], new: Mapping[str, tuple[str, str]]
) -> Iterator[Changed]:
    """By key: label and text of what differs."""
    for key in dict.fromkeys([*old, *new]):
        label, before = old.get(key, ("", ""))
        label, after = new.get(key, (label, ""))
        if before != after:
            yield Changed(label, *pieces(before, after))


def _steps(told: Telling) -> dict[str, tuple[str, str]]:
    return {
        one.anchor: (one.label, _joined(one.verb, one.when, *one.asks, *one.cites))
        for one in told.steps()
    }


def _limits(told: Telling) -> dict[str, tuple[str, str]]:
    found = {}
    names = [*told.version.params, *told.version.tables]
    for key, one in zip(names, told.limits(), strict=True):
        rows = [f"{name}: {value}" for name, value in one.rows]
        found[key] = (one.name, _joined(one.value, *rows))
    return found


def _clauses(told: Telling) -> dict[str, tuple[str, str]]:
    return {
        one.anchor: (one.label, _joined(one.when, *one.then, *one.cites))
        for one in (*told.remedies(), *told.conduct(), *told.stages())
    }


def _ends(told: Telling, names: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    version = told.version
    return {
        "tie": (names["tie"], told.otherwise(version.tie)),
        "none": (names["none"], told.otherwise(version.if_none_remain)),
        "missing": (names["missing"], told.on_missing()),
    }


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, those that differ marked.

    >>> [one.text for one in pieces("within 3 days", "within 5 days")[1] if one.kind == PUT_IN]
    ['5']
    """
    first, second = _PIECES.findall(old), _PIECES.findall(new)
    if not first or not second or max(len(first), len(second)) > _MOST_PIECES:
        return _whole(TAKEN_OUT, old), _whole(PUT_IN, new)
    matched = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    left = [(SAME if op == "equal" else TAKEN_OUT, first[a:b]) for op, a, b, _, _ in matched]
    right = [(SAME if op == "equal" else PUT_IN, second[c:d]) for op, _, _, c, d in matched]
    return _pieces(left), _pieces(right)


def _whole(kind: str, text: str) -> tuple[Piece, ...]:
    return (Piece(kind, text),) if text else ()


def _pieces(runs: Sequence[tuple[str, list[str]]]) -> tuple[Piece, ...]:
    return tuple(Piece(kind, "".join(run)) for kind, run in runs if run)


def _lines(old: str, new: str) -> tuple[str, ...]:
    """The lines of the files that differ, with three around them."""
    differing = unified_diff(old.splitlines(), new.splitlines(), "old", "new", lineterm="", n=3)
    return tuple(list(differing)[2:])
