"""What is done about the company itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from evenhand.audit.actions import Subject, record_event
from evenhand.base.models import Company
from evenhand.people.changes import write_changes
from evenhand.people.models import User

CHANGEABLE: Final = (
    "name",
    "language",
    "country",
    "time_zone",
    "currency",
    "lock_after_minutes",
    "began_on",
)
"""What may be changed of the company."""


@transaction.atomic
def change_company(company: Company, told: Mapping[str, object], *, by: User | None) -> Company:
    """Note what the company is called, where it stands, and how soon its shared devices lock.

    `told` has a value for each of `CHANGEABLE`, which a form or an operation has checked.
    """
    company = Company.objects.select_for_update().get(id=company.id)
    changed = write_changes(company, {name: told[name] for name in CHANGEABLE})
    if changed:
        record_event(
            "base.company_changed",
            by=by,
            subject=Subject("company", "company", company.name),
            details={"changed": changed},
        )
    return company
