"""What is done about the company itself."""

from __future__ import annotations

from django.db import transaction

from evenhand.audit.actions import Subject, record_event
from evenhand.base.models import Company
from evenhand.people.changes import write_changes
from evenhand.people.models import User


@transaction.atomic
def change_company(
    company: Company,
    *,
    name: str,
    language: str,
    country: str,
    time_zone: str,
    currency: str,
    by: User | None,
) -> Company:
    """Note what the company is called and where it stands."""
    company = Company.objects.select_for_update().get(id=company.id)
    changed = write_changes(
        company,
        {
            "name": name,
            "language": language,
            "country": country,
            "time_zone": time_zone,
            "currency": currency,
        },
    )
    if changed:
        record_event(
            "base.company_changed",
            by=by,
            subject=Subject("company", "company", company.name),
            details={"changed": changed},
        )
    return company
