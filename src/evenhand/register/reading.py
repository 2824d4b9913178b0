"""Entries as they are shown: who, whom, where, when it happened, when it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.module_loading import import_string
from django.utils.translation import pgettext

from evenhand.base.language import language
from evenhand.core.register.entry import FIELDS, KINDS
from evenhand.core.register.leaf import read_instant
from evenhand.people.models import Outlet, User
from evenhand.register.models import Entry, Payload

SubjectNames = Callable[[Iterable[str]], Mapping[str, str]]
"""Names of customers by public id; customers live above this feature: `REGISTER_SUBJECTS`."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, and the names of those it speaks of; of an erased one only that it was."""

    entry: Entry
    payload: Payload | None
    customer: str = ""
    who: str = ""
    by: str = ""
    on_behalf_of: str = ""
    outlet: Outlet | None = None
    correction: int | None = None
    """The register number of what corrects it."""

    @property
    def kind(self) -> str:
        """What kind of entry it is, in the language of now."""
        known = KINDS.get(self.entry.kind)
        return known.label.in_(language()) if known else self.entry.kind

    @property
    def said(self) -> Mapping[str, Any]:
        """What was committed to; nothing once it was erased."""
        return self.payload.content if self.payload else {}

    @property
    def fields(self) -> Mapping[str, Any]:
        """What its kind tells besides."""
        found: Mapping[str, Any] = self.said.get("fields", {})
        return found

    @property
    def claimed_recorded_at(self) -> datetime | None:
        """When an old register says that it was recorded: a claim, which nothing here proves."""
        text = self.said.get("claimed_recorded_at", "")
        return read_instant(text) if text else None

    @property
    def told_fields(self) -> list[tuple[str, str]]:
        """The same in words: what each is called, and what it is."""
        return [(_called(name), _worded(name, value)) for name, value in self.fields.items()]


def _called(name: str) -> str:
    match name:
        case "field":
            return pgettext("correction", "what was wrong")
        case "value":
            return pgettext("correction", "what is right")
        case "reason":
            return pgettext("erasure", "why")
        case "entries":
            return pgettext("erasure", "entries emptied")
    known = FIELDS.get(f"entry.{name}")
    return known.label.in_(language()) if known else name


def _worded(name: str, value: object) -> str:
    if isinstance(value, bool):
        return pgettext("entry", "yes") if value else pgettext("entry", "no")
    match name:
        case "field":
            return correctable(str(value))
        case "reason":
            return reason_of_erasure(str(value))
    return str(value)


def reason_of_erasure(name: str) -> str:
    """Why somebody was erased, in the language of now."""
    match name:
        case "request":
            return pgettext("erasure", "They asked for it")
        case "purpose_ended":
            return pgettext("erasure", "What it was kept for has ended")
        case "retention_over":
            return pgettext("erasure", "The time for which it is kept is over")
        case "unlawful":
            return pgettext("erasure", "It was kept against the law")
    return name


def correctable(name: str) -> str:
    """What a correction may say otherwise, in the language of now."""
    match name:
        case "who":
            return pgettext("correction", "by whom")
        case "customer":
            return pgettext("correction", "customer")
        case "on_behalf_of":
            return pgettext("correction", "for which colleague")
        case "note":
            return pgettext("correction", "note")
    return _called(name)


def lines_of(entries: Sequence[Entry]) -> list[Line]:
    """The entries with the names that belong to them, asked for all at once."""
    numbers = [entry.pk for entry in entries]
    payloads = Payload.objects.in_bulk(numbers)
    taken = Payload.objects.filter(corrects__in=numbers).values_list("corrects_id", "entry_id")
    corrections = dict(taken)
    people = _people(payloads.values())
    outlets = {one.public_id: one for one in _outlets(payloads.values())}
    customers = _customers({one.customer for one in payloads.values()})
    return [
        _line(entry, payloads.get(entry.pk), people, outlets, customers, corrections)
        for entry in entries
    ]


def _line(
    entry: Entry,
    payload: Payload | None,
    people: Mapping[str, str],
    outlets: Mapping[str, Outlet],
    customers: Mapping[str, str],
    corrections: Mapping[int, int],
) -> Line:
    if payload is None:
        return Line(entry, None, correction=corrections.get(entry.pk))
    return Line(
        entry,
        payload,
        customer=customers.get(payload.customer, ""),
        who=people.get(payload.who, ""),
        by=people.get(payload.by, ""),
        on_behalf_of=people.get(payload.content.get("on_behalf_of", ""), ""),
        outlet=outlets.get(payload.outlet),
        correction=corrections.get(entry.pk),
    )


def _people(payloads: Iterable[Payload]) -> Mapping[str, str]:
    named: set[str] = set()
    for one in payloads:
        named |= {one.who, one.by, one.content.get("on_behalf_of", "")}
    found = User.objects.filter(public_id__in=named - {""})
    return dict(found.values_list("public_id", "name"))


def _outlets(payloads: Iterable[Payload]) -> Iterable[Outlet]:
    return Outlet.objects.filter(public_id__in={one.outlet for one in payloads})


def _customers(named: set[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for place in settings.REGISTER_SUBJECTS:
        names: SubjectNames = import_string(place)
        found.update(names(named))
    return found


def entry_for(user: User, number: int) -> Entry:
    """The entry of a register number, if whoever asks may see it. Raises Http404."""
    found: Entry = get_object_or_404(Entry.objects.visible_to(user), pk=number)
    return found
