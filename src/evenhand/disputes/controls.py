"""The fields in which a dossier is filled in, with what stands in them and what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.phrases import Phrases
from evenhand.core.types import FactSpec, Type
from evenhand.disputes.filled import (
    Filled,
    Part,
    asked,
    entry_fields,
    further,
    kept_text,
)
from evenhand.disputes.lanes import Lane

Problems = Mapping[str, tuple[str, ...]]
"""What is wrong, by the name of the field; what has no field is under the empty name."""

_TRUTHS = ("", "true", "false", "unknown")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HINTS = {
    Type.INSTANT: "2013-03-01T10:00",
    Type.DAYS: "3d",
    Type.WORKDAYS: "3bd",
    Type.ELAPSED: "72h",
}


@dataclass(frozen=True, slots=True)
class Control:
    """One field. `kind`: text, date, time, number, choice or truth."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; `more` is folded away unless something is stated there."""

    name: str
    id: str
    lane: Lane | None
    head: tuple[Control, ...]
    more: tuple[Control, ...]
    stated: int
    kept: str
    problems: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether what is folded away has something to see."""
        return any(control.problems for control in self.more)


@dataclass(frozen=True, slots=True)
class DossierForm:
    """Everything that is filled in."""

    claimants: tuple[Group, ...]
    deal: Group
    dispute: Group
    entries: tuple[Group, ...]
    further: tuple[tuple[str, str], ...]
    shown: tuple[str, ...]
    kept: str
    problems: tuple[str, ...]


def dossier_form(filled: Filled, version: Version, lang: str, problems: Problems) -> DossierForm:
    """The fields of a dossier under a version, in a language."""
    return _Fields(filled, version, lang, problems).form()


class _Fields:
    def __init__(self, filled: Filled, version: Version, lang: str, problems: Problems) -> None:
        self.filled, self.version, self.lang, self.problems = filled, version, lang, problems
        self.phrases = Phrases(version, lang)
        self.specs = asked(version, filled.shown)
        self.used: set[str] = set()

    def form(self) -> DossierForm:
        filled = self.filled
        claimants = tuple(self._claimant(slot, one) for slot, one in enumerate(filled.claimants))
        entries = tuple(self._entry(place, one) for place, one in enumerate(filled.entries))
        deal, dispute = self._scope("deal", filled.deal), self._scope("dispute", filled.dispute)
        homeless = [
            message
            for name, messages in self.problems.items()
            if name not in self.used
            for message in messages
        ]
        return DossierForm(
            claimants,
            deal,
            dispute,
            entries,
            tuple((one.path, self._of_whom(one)) for one in further(self.version, filled.shown)),
            filled.shown,
            kept_text(filled.kept),
            tuple(homeless),
        )

    def _claimant(self, slot: int, part: Part) -> Group:
        name = f"claimant-{slot}"
        label = self._control(
            f"{name}-label", pgettext("claimant", "Name"), "text", part.values.get("label", "")
        )
        more = self._facts(name, part, "me")
        lane = Lane(slot, part.values.get("label", ""))
        return self._group(name, lane, (label,), more, part)

    def _scope(self, scope: str, part: Part) -> Group:
        controls = self._facts(scope, part, scope)
        first = [one for one in controls if one.name in ("dispute-as_of", "deal-closed_on")]
        rest = [one for one in controls if one not in first]
        return self._group(scope, None, first, rest, part)

    def _entry(self, place: int, part: Part) -> Group:
        name, values = f"entry-{place}", part.values
        people = [(one.values["id"], one.values.get("label", "")) for one in self.filled.claimants]
        names = self.filled.kept.get("names")
        people += (
            [(id_, str(name)) for id_, name in names.items()] if isinstance(names, dict) else []
        )
        kinds = [(kind, self.phrases.text(kind)) for kind in self.version.kinds]
        own = dict(values)
        head = [
            self._choice(f"{name}-who", _("Who"), own.get("who", ""), people),
            self._choice(f"{name}-kind", pgettext("entry", "Kind"), own.get("kind", ""), kinds),
            self._day(f"{name}-at", _("Happened on"), own.get("at", "")),
            self._control(f"{name}-at_time", _("at"), "time", own.get("at_time", "")),
        ]
        more = [
            self._day(f"{name}-recorded", _("Written on"), own.get("recorded", "")),
            self._control(f"{name}-recorded_time", _("at"), "time", own.get("recorded_time", "")),
            self._choice(
                f"{name}-on_behalf_of", _("For whom"), own.get("on_behalf_of", ""), people
            ),
            *(
                self._fact(f"{name}-{spec.name}", spec, own.get(spec.name, ""))
                for spec in entry_fields(self.version)
            ),
            self._control(f"{name}-id", _("Number or mark"), "text", own.get("id", "")),
        ]
        return self._group(name, None, head, more, part)

    def _group(
        self,
        name: str,
        lane: Lane | None,
        head: Iterable[Control],
        more: Iterable[Control],
        part: Part,
    ) -> Group:
        folded = tuple(more)
        stated = sum(1 for control in folded if control.value)
        return Group(
            name,
            part.values.get("id", ""),
            lane,
            tuple(head),
            folded,
            stated,
            kept_text(part.kept),
            self._wrong(name),
        )

    def _facts(self, prefix: str, part: Part, scope: str) -> list[Control]:
        return [
            self._fact(f"{prefix}-{spec.name}", spec, part.values.get(spec.name, ""))
            for spec in self.specs
            if spec.scope == scope
        ]

    def _fact(self, name: str, spec: FactSpec, value: str) -> Control:
        label = spec.label.in_(self.lang) or spec.name
        if spec.type is Type.BOOL and value in _TRUTHS:
            return self._control(name, label, "truth", value, self._truths())
        if spec.type is Type.DATE:
            return self._day(name, label, value)
        if spec.type is Type.TEXT:
            options = [(one, self.phrases.text(one)) for one in spec.values]
            return self._choice(
                name, label, value, [*options, ("unknown", self.phrases.say("not-known"))]
            )
        if spec.type in (Type.INT, Type.POSITION) and (not value or value.lstrip("-").isdigit()):
            return self._control(name, label, "number", value)
        return self._control(name, label, "text", value, hint=_HINTS.get(spec.type, ""))

    def _truths(self) -> tuple[tuple[str, str], ...]:
        say = self.phrases.say
        told = (pgettext("answer", "not stated"), say("yes"), say("no"), say("not-known"))
        return tuple(zip(_TRUTHS, told, strict=True))

    def _day(self, name: str, label: str, value: str) -> Control:
        kind = "date" if not value or _DAY.fullmatch(value) else "text"
        return self._control(name, label, kind, value)

    def _choice(self, name: str, label: str, value: str, options: list[tuple[str, str]]) -> Control:
        known = {one for one, _told in options}
        strange = [] if value in known or not value else [(value, value)]
        all_ = (("", "—"), *options, *strange)
        return self._control(name, label, "choice", value, all_)

    def _control(
        self,
        name: str,
        label: str,
        kind: str,
        value: str,
        options: tuple[tuple[str, str], ...] = (),
        hint: str = "",
    ) -> Control:
        return Control(name, label, kind, value, options, self._wrong(name), hint)

    def _wrong(self, name: str) -> tuple[str, ...]:
        self.used.add(name)
        return self.problems.get(name, ())

    def _of_whom(self, spec: FactSpec) -> str:
        return spec.label.in_(self.lang) or spec.path
