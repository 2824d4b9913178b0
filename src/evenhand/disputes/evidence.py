"""The register entries of a dispute as a table: what counts, what was struck, what was late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.core.policy.places import Data
from evenhand.core.ruling.cases import UNKNOWN
from evenhand.core.ruling.explain import Struck
from evenhand.core.ruling.figures import day_in, instant_in
from evenhand.core.ruling.rows import Row
from evenhand.core.ruling.ruling import Ruling
from evenhand.core.ruling.sentences import Sentences
from evenhand.core.ruling.values import NOT_KNOWN, Moment
from evenhand.core.types import Text, Type
from evenhand.disputes.articles import Article, articles_of
from evenhand.disputes.lanes import Lane
from evenhand.disputes.links import link_to_entry
from evenhand.disputes.why import Cited, Reasoning, Why


@dataclass(frozen=True, slots=True)
class Line:
    """An entry. `standing`: counts, struck, doubtful."""

    anchor: str
    id: str
    number: int
    lane: Lane | None
    who: str
    stands_in_for: str
    kind: str
    happened: str
    written: str
    days_late: int
    stated: tuple[str, ...]
    corrects: str
    standing: str
    rule: str
    articles: tuple[Article, ...]
    why: tuple[Why, ...]
    url: str = ""
    """Its page in the register, if it stands there."""


def cited_entries(ruling: Ruling) -> dict[str, Cited]:
    """Every entry by id: where it stands in the table, and whether it counts."""
    standing = _standing(ruling)
    ids = ruling.ruled.derived.register.entries.ids
    return {
        id_: Cited(id_, _anchor(place), standing[id_][0] if id_ in standing else "")
        for place, id_ in enumerate(ids)
    }


def evidence(
    sentences: Sentences, reasoning: Reasoning, *, of_register: bool = False
) -> tuple[Line, ...]:
    """The table, in register order; with links where the entries stand in the register."""
    ruling = sentences.ruling
    standing = _standing(ruling)
    slots = {name: slot for slot, name in enumerate(ruling.dossier.claimants)}
    teller = _Teller(sentences, reasoning, slots, of_register)
    return tuple(
        teller.line(place, ruling.dossier.rows[id_], standing.get(id_))
        for place, id_ in enumerate(ruling.ruled.derived.register.entries.ids)
        if id_ in ruling.dossier.rows
    )


def _standing(ruling: Ruling) -> dict[str, tuple[str, Struck]]:
    return {
        one.entry: ("doubtful" if one.doubtful else "struck", one)
        for one in reversed(ruling.struck)
    }


def _anchor(place: int) -> str:
    return f"entry-{place + 1}"


@dataclass(frozen=True, slots=True)
class _Teller:
    sentences: Sentences
    reasoning: Reasoning
    slots: Mapping[str, int]
    of_register: bool = False

    def line(self, place: int, row: Row, struck: tuple[str, Struck] | None) -> Line:
        sentences, version = self.sentences, self.sentences.ruling.version
        rule = ""
        articles: tuple[Article, ...] = ()
        why: tuple[Why, ...] = ()
        if struck is not None:
            step = struck[1].step
            rule = sentences.step_name(step.id)
            articles = articles_of(sentences, step.cites)
            why = self.reasoning.all(
                tuple(reason for reason in struck[1].reasons if reason.decisive)
            )
        slot = self.slots.get(row.who)
        who, behalf = self._name(row.who), self._name(row.behalf)
        late = self._days_late(row.occurred, row.recorded)
        return Line(
            _anchor(place),
            row.id,
            row.sequence,
            Lane(slot, who) if slot is not None else None,
            who,
            behalf if row.behalf != row.who else "",
            version.kinds[row.kind].label.in_(sentences.lang) or row.kind,
            self._time(row.occurred),
            self._time(row.recorded) if row.recorded != row.occurred else "",
            late,
            tuple(self._stated(name, value) for name, value in row.fields.items()),
            row.corrects,
            struck[0] if struck else "counts",
            rule,
            articles,
            why,
            link_to_entry(row.sequence) if self.of_register else "",
        )

    def _name(self, name: str) -> str:
        return self.sentences.ruling.dossier.labels.get(name, name)

    def _time(self, moment: Moment) -> str:
        day, seconds = moment
        if seconds is not None:
            zone = self.sentences.ruling.dossier.time_zone
            return instant_in(self.sentences.lang, seconds, zone)
        if day is not None:
            return day_in(self.sentences.lang, day)
        return self.sentences.say("not-known")

    @staticmethod
    def _days_late(occurred: Moment, recorded: Moment) -> int:
        if occurred[0] is None or recorded[0] is None:
            return 0
        return max(0, recorded[0] - occurred[0])

    def _stated(self, name: str, value: Data) -> str:
        """A field and what it states, in words."""
        sentences, version = self.sentences, self.sentences.ruling.version
        spec = version.facts.get(f"entry.{name}")
        if spec is None:
            return f"{name}: {value}"
        label = (spec.label or Text(en=name)).in_(sentences.lang)
        return sentences.say("is", left=label, value=self._told(spec.type, value))

    def _told(self, type_: Type, value: Data) -> str:
        phrases = self.sentences.phrases
        if value in NOT_KNOWN or value is None:
            return self.sentences.say("none" if value is None else "not-known")
        if type_ is Type.BOOL:
            return phrases.value(type_, 2 if value is True else 0 if value is False else UNKNOWN)
        return phrases.text(str(value))


def late_lines(lines: tuple[Line, ...]) -> int:
    """So many were written on a later day than they happened."""
    return sum(1 for line in lines if line.days_late)
