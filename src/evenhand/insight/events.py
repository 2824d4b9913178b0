"""Events told in words: the sentence of each, and what was changed from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from evenhand.audit.models import Event, EventSet
from evenhand.base.models import LANGUAGES
from evenhand.insight.sentences import SENTENCES
from evenhand.people.models import Outlet, User
from evenhand.people.roles import Role

FEATURES: Final[Mapping[str, Promise]] = {
    "audit": pgettext_lazy("feature", "Audit"),
    "base": pgettext_lazy("feature", "Company"),
    "customers": pgettext_lazy("feature", "Customers"),
    "demo": pgettext_lazy("feature", "Demonstration"),
    "disputes": pgettext_lazy("feature", "Disputes"),
    "files": pgettext_lazy("feature", "Files"),
    "notices": pgettext_lazy("feature", "Notices"),
    "people": pgettext_lazy("feature", "People and outlets"),
    "policies": pgettext_lazy("feature", "Policies"),
    "register": pgettext_lazy("feature", "Register"),
    "web": pgettext_lazy("feature", "Background work"),
}

NAMES: Final[Mapping[str, Promise]] = {
    "attempts": pgettext_lazy("detail", "attempts"),
    "before": pgettext_lazy("detail", "in force before"),
    "by": pgettext_lazy("detail", "by means of"),
    "country": pgettext_lazy("detail", "country"),
    "currency": pgettext_lazy("detail", "currency"),
    "customers": pgettext_lazy("detail", "customers added"),
    "department": pgettext_lazy("detail", "department"),
    "email": pgettext_lazy("detail", "e-mail"),
    "entries": pgettext_lazy("detail", "entries"),
    "examples": pgettext_lazy("detail", "examples"),
    "failing": pgettext_lazy("detail", "examples that came out otherwise"),
    "first": pgettext_lazy("detail", "first register number"),
    "from": pgettext_lazy("detail", "from"),
    "from_day": pgettext_lazy("detail", "from"),
    "kind": pgettext_lazy("detail", "kind"),
    "language": pgettext_lazy("detail", "language"),
    "last": pgettext_lazy("detail", "last register number"),
    "late": pgettext_lazy("detail", "recorded on a later day than they happened"),
    "level": pgettext_lazy("detail", "level"),
    "name": pgettext_lazy("detail", "name"),
    "outlet": pgettext_lazy("detail", "outlet"),
    "outcome": pgettext_lazy("detail", "outcome"),
    "place": pgettext_lazy("detail", "where"),
    "policy": pgettext_lazy("detail", "policy"),
    "rank": pgettext_lazy("detail", "rank"),
    "reason": pgettext_lazy("detail", "reason"),
    "record": pgettext_lazy("detail", "ruling record, SHA-256"),
    "role": pgettext_lazy("detail", "role"),
    "sessions": pgettext_lazy("detail", "sessions"),
    "since": pgettext_lazy("detail", "since"),
    "skipped": pgettext_lazy("detail", "lines left out"),
    "stand_in": pgettext_lazy("detail", "stand-in"),
    "theme": pgettext_lazy("detail", "theme"),
    "tier": pgettext_lazy("detail", "tier"),
    "time_zone": pgettext_lazy("detail", "time zone"),
    "began_on": pgettext_lazy("detail", "began on"),
    "lock_after_minutes": pgettext_lazy("detail", "minutes until a shared device locks itself"),
    "way": pgettext_lazy("detail", "way"),
    "title": pgettext_lazy("detail", "job title"),
    "to": pgettext_lazy("detail", "to"),
    "until": pgettext_lazy("detail", "until"),
    "until_day": pgettext_lazy("detail", "until"),
    "who": pgettext_lazy("detail", "who"),
    "why": pgettext_lazy("detail", "why"),
}
"""What the details of events are called; a name that is not here is shown as it is."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that an event tells; `old` where it was changed."""

    name: str
    old: str
    new: str
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events are asked for; what is empty narrows nothing down."""

    who: str = ""
    kind: str = ""
    """A kind (`people.person_added`), or a feature (`people`)."""
    from_day: date | None = None
    until_day: date | None = None
    outlet: Outlet | None = None
    subject: str = ""

    def told(self) -> dict[str, str]:
        """What was asked for, for the event of an export."""
        told = {
            "who": self.who,
            "kind": self.kind,
            "from": self.from_day.isoformat() if self.from_day else "",
            "until": self.until_day.isoformat() if self.until_day else "",
            "outlet": self.outlet.name if self.outlet else "",
        }
        return {name: value for name, value in told.items() if value}


def events(reader: User, asked: Asked) -> EventSet:
    """The events that are asked for, of those open to the reader."""
    found = Event.objects.visible_to(reader)
    if asked.who:
        found = found.filter(Q(actor_label__icontains=asked.who) | Q(actor=asked.who))
    if asked.kind:
        found = found.filter(Q(kind=asked.kind) | Q(kind__startswith=f"{asked.kind}."))
    if asked.from_day:
        found = found.filter(at__gte=_midnight(asked.from_day))
    if asked.until_day:
        found = found.filter(at__lt=_midnight(asked.until_day + timedelta(days=1)))
    if asked.outlet:
        found = found.filter(outlet=asked.outlet.public_id)
    return found.filter(subject=asked.subject) if asked.subject else found


def _midnight(day: date) -> datetime:
    """When a day begins where the reader is."""
    return timezone.make_aware(datetime.combine(day, time.min))


class _Known(dict[str, str]):
    """Values of a sentence; what an old event does not tell is a dash."""

    def __missing__(self, _key: str) -> str:
        return "—"


def sentence(event: Event) -> str:
    """What an event says, in the language of now."""
    told = SENTENCES.get(event.kind)
    if told is None:
        return f"{event.kind} {event.subject_label}".strip()
    values = {name: str(value) for name, value in event.details.items()}
    values |= {"by": actor(event), "subject": event.subject_label or "—"}
    return str(told).format_map(_Known(values))


def actor(event: Event) -> str:
    """Who did it; what nobody did, Evenhand did by itself."""
    return event.actor_label or pgettext("actor", "Evenhand")


def details(event: Event) -> list[Detail]:
    """What an event tells besides, with old and new values of what was changed."""
    return list(_details(event.details))


_TOLD: Final = ("changed", "titles")
"""What is told above, or in other words."""


def _details(told: Mapping[str, object]) -> Iterator[Detail]:
    changed = told.get("changed")
    if isinstance(changed, dict):
        for name, pair in changed.items():
            yield from _change(name, pair)
    old, new = told.get("from"), told.get("to")
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            yield from _change(name, {"from": old.get(name), "to": new.get(name)})
    for name, value in told.items():
        is_told = name in _TOLD or (name in ("from", "to") and isinstance(value, dict))
        if not is_told and value not in ("", None, [], {}):
            yield Detail(_name(name), "", _value(name, value))


def _change(name: str, pair: object) -> Iterator[Detail]:
    if isinstance(pair, dict):
        old, new = (_value(name, pair.get(side)) for side in ("from", "to"))
        if old != new:
            yield Detail(_name(name), old, new, is_change=True)


def _name(name: str) -> str:
    return str(NAMES.get(name, name.replace("_", " ")))


def _value(name: str, value: object) -> str:
    """A value in words: roles, tiers and languages by their labels, lists with commas."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(_value(name, one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{_name(key)}: {_value(key, one)}" for key, one in value.items() if one)
    text = "" if value is None else str(value)
    labels: dict[str, Mapping[str, object]] = {
        "role": dict(Role.choices),
        "tier": dict(Outlet.Tier.choices),
        "theme": dict(User.Theme.choices),
        "language": dict(LANGUAGES),
    }
    return str(labels.get(name, {}).get(text, text))


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds of event by feature, for choosing; each told without its people."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind, told in SENTENCES.items():
        groups.setdefault(kind.partition(".")[0], []).append((kind, _without_people(str(told))))
    everything = pgettext("events", "Everything")
    return [
        (str(FEATURES[feature]), [(feature, f"{FEATURES[feature]}: {everything}"), *listed])
        for feature, listed in groups.items()
    ]


def _without_people(told: str) -> str:
    return told.format_map({"by": "…", "subject": "…", "name": "…"})
