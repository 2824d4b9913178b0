"""Filling the database of the demonstration, and signing in there as somebody of the cast."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from evenhand.audit.actions import record_event
from evenhand.base.models import Company, the_company
from evenhand.core.errors import Conflict, NotAllowed
from evenhand.core.said import said
from evenhand.demo.cast import CAST, COMPANY, OUTLETS, ZONE, Player
from evenhand.demo.history import fill_history
from evenhand.demo.notices import fill_notices
from evenhand.demo.people import add_ranks, give_posts, send_some_away
from evenhand.demo.policies import fill_policies
from evenhand.people.actions import (
    add_department,
    add_person,
    grant_role,
    open_outlet,
)
from evenhand.people.models import Department, Outlet, User
from evenhand.people.roles import COMPANY_WIDE, Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def is_demonstration() -> bool:
    """Whether this is the demonstration: started as one, on a database that was made as one."""
    company = the_company()
    return bool(settings.ENVIRONMENT.demonstration and company and company.is_demonstration)


@transaction.atomic
def fill_demonstration() -> None:
    """Make the company of the demonstration, once. Raises Conflict in a real company's database."""
    company = the_company()
    if company is not None:
        if not company.is_demonstration:
            raise Conflict(
                said("This database is {company}'s; nothing is made up in it.", company=company)
            )
        return
    company = Company.objects.create(
        name=COMPANY, language="zh", time_zone=ZONE, is_demonstration=True
    )
    record_event("base.company_founded", by=None, details={"name": company.name})
    for place in OUTLETS:
        outlet = open_outlet(
            name=place.name,
            tier=place.tier,
            time_zone=place.time_zone,
            country=place.country,
            by=None,
        )
        for department in place.departments:
            add_department(outlet, name=department, by=None)
    now = timezone.now()
    today = timezone.localdate(now, timezone=company.zone)
    add_ranks()
    for player in CAST:
        _hire(player, today)
    send_some_away(today)
    fill_policies(today)
    fill_notices()
    written = fill_history(now)
    record_event("demo.history_written", by=None, details={"count": written})


def _hire(player: Player, today: date) -> None:
    outlet = Outlet.objects.get(name=player.outlet)
    department = Department.objects.filter(outlet=outlet, name=player.department).first()
    user = add_person(
        login=player.login,
        name=player.name,
        language=player.language,
        email=f"{player.login}@example.com",
        by=None,
    )
    give_posts(user, player, outlet=outlet, department=department, today=today)
    for role in player.roles:
        scoped = role not in COMPANY_WIDE
        grant_role(
            user,
            role=role,
            outlet=outlet if scoped else None,
            department=department if role is Role.head else None,
            by=None,
        )


@transaction.atomic
def sign_in_as(request: HttpRequest, login: str) -> User:
    """Sign in as somebody of the cast, without a password. Raises NotAllowed in a real company."""
    from django.contrib.auth import login as sign_in  # noqa: PLC0415 - shares a name with ours

    if not is_demonstration():
        raise NotAllowed(said("Only the demonstration lets people in without a password."))
    user: User = User.objects.at_work().get(login=login)
    sign_in(request, user, backend=BACKEND)
    record_event("demo.signed_in", by=user)
    return user
