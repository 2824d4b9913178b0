"""A small company for tests: two outlets, and somebody of every role in each."""

import time
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from evenhand.base.models import Company
from evenhand.people.actions import (
    add_department,
    add_person,
    begin_post,
    grant_role,
    open_outlet,
)
from evenhand.people.factors import must_have_factor
from evenhand.people.models import Department, Outlet, User
from evenhand.people.roles import COMPANY_WIDE, Role

PASSWORD = "correct horse battery staple"  # noqa: S105 - of people who do not exist
SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 - as above
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Cast:
    """Who works in the company of the tests, by what they are called there."""

    here: Outlet
    there: Outlet
    team: Department
    other_team: Department
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, login: str) -> User:
        return self.people[login]

    def client(self, login: str) -> Client:
        """A browser in which this person has signed in, second factor and all."""
        client = Client()
        user = self.people[login]
        client.force_login(user, backend=BACKEND)
        if must_have_factor(user):
            pass_factor(client, user)
        return client


def pass_factor(client: Client, user: User) -> None:
    """As after a sign-in with password and authenticator app."""
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, SECRET)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in ("password", "mfa")
    ]
    session.save()


def hire(
    cast: Cast,
    login: str,
    *roles: Role,
    outlet: Outlet | None = None,
    department: Department | None = None,
) -> User:
    """Somebody with roles; those that have a scope hold it where they work."""
    place = outlet or cast.here
    user = add_person(login=login, name=login.title(), language="en", password=PASSWORD, by=None)
    begin_post(user, outlet=place, department=department, by=None)
    for role in roles:
        wide = role in COMPANY_WIDE
        grant_role(
            user,
            role=role,
            outlet=None if wide else place,
            department=department if role is Role.head else None,
            by=None,
        )
    cast.people[login] = user
    return user


def found_company() -> Cast:
    """The company, with everybody in it. A person is called by role: `head`, `other_head` …"""
    Company.objects.create(name="Acme Motors", time_zone="Asia/Shanghai")
    here = open_outlet(
        name="Main store", tier="main", time_zone="Asia/Shanghai", country="CN", by=None
    )
    there = open_outlet(
        name="Hanoi", tier="second", time_zone="Asia/Ho_Chi_Minh", country="VN", by=None
    )
    team = add_department(here, name="Floor one", by=None)
    other_team = add_department(there, name="Sales", by=None)
    cast = Cast(here, there, team, other_team)
    hire(cast, "salesperson", Role.salesperson, department=team)
    hire(cast, "colleague", Role.salesperson, department=team)
    hire(cast, "head", Role.head, department=team)
    hire(cast, "store_head", Role.head)
    hire(cast, "other_salesperson", Role.salesperson, outlet=there, department=other_team)
    hire(cast, "other_head", Role.head, outlet=there, department=other_team)
    hire(cast, "mediator", Role.mediator)
    hire(cast, "complaint_handler", Role.complaint_handler)
    for role in sorted(COMPANY_WIDE):
        hire(cast, role.value, role)
    return cast
