"""How events name people and places, and tell what was changed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from evenhand.audit.actions import Subject
from evenhand.people.models import Department, Outlet, User


def subject_of(thing: User | Outlet | Department) -> Subject:
    """How an event names a person, an outlet or a department."""
    if isinstance(thing, User):
        outlet = thing.post.outlet.public_id if thing.post else ""
        return Subject("person", thing.public_id, thing.name, outlet)
    if isinstance(thing, Department):
        return Subject("department", thing.public_id, thing.name, thing.outlet.public_id)
    return Subject("outlet", thing.public_id, thing.name, thing.public_id)


Changes = dict[str, dict[str, object]]


def write_changes(thing: models.Model, wanted: Mapping[str, object]) -> Changes:
    """Write the fields that are to be otherwise; which they were, from what to what."""
    changed: Changes = {}
    for name, value in wanted.items():
        was = getattr(thing, name)
        if was != value:
            setattr(thing, name, value)
            changed[name] = {"from": _told(was), "to": _told(value)}
    if changed:
        thing.save(update_fields=list(changed))
    return changed


def _told(value: object) -> object:
    return value if isinstance(value, str | int | bool) or value is None else str(value)
