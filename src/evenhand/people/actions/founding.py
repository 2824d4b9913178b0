"""The beginning of a company: its first row, and its first administrator."""

from __future__ import annotations

from django.db import transaction

from evenhand.audit.actions import Subject, record_event
from evenhand.base.models import Company, the_company
from evenhand.core.errors import AlreadyThere
from evenhand.core.said import said
from evenhand.people.actions.people import add_person
from evenhand.people.actions.roles import grant_role
from evenhand.people.models import User
from evenhand.people.roles import Role


@transaction.atomic
def found_company(
    *, name: str, language: str, country: str, time_zone: str, currency: str
) -> Company:
    """Found the company of this installation. Raises AlreadyThere if it has one."""
    known = the_company()
    if known is not None:
        raise AlreadyThere(said("This installation is {company}'s already.", company=known.name))
    company = Company.objects.create(
        name=name, language=language, country=country, time_zone=time_zone, currency=currency
    )
    record_event(
        "base.company_founded",
        by=None,
        subject=Subject("company", "company", company.name),
        details={"name": name, "country": country, "time_zone": time_zone},
    )
    return company


@transaction.atomic
def add_first_administrator(
    *, login: str, name: str, email: str, language: str, password: str | None
) -> User:
    """Add the person who will add the others; without a password they set one by a link."""
    user = add_person(
        login=login, name=name, email=email, language=language, password=password, by=None
    )
    grant_role(user, role=Role.administrator, by=None)
    return user
