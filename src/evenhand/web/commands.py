"""`evenhand init`, `serve` and `doctor`: a real company, its server, and what ails it."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import available_timezones

import typer

from evenhand.base.commands import Home
from evenhand.base.environment import Environment
from evenhand.base.installation import bring_up_to_date, pending_migrations, use
from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.base.server import refuse_taken, run_server
from evenhand.core.errors import Conflict, NotFound, SettingsRefused
from evenhand.core.said import said

if TYPE_CHECKING:
    from evenhand.people.models import User


def init(
    lang: Lang,
    home: Home = None,
    company: Annotated[
        str, typer.Option("--company", prompt=True, help="The company's name.")
    ] = "",
    country: Annotated[str, typer.Option("--country", help="Two letters: CN, VN …")] = "CN",
    time_zone: Annotated[str, typer.Option("--time-zone", help="As in Asia/Shanghai.")] = "",
    currency: Annotated[str, typer.Option("--currency", help="Three letters.")] = "",
    login: Annotated[
        str, typer.Option("--login", prompt=True, help="Login name of the first administrator.")
    ] = "admin",
    name: Annotated[
        str, typer.Option("--name", prompt=True, help="Name of the first administrator.")
    ] = "",
    email: Annotated[str, typer.Option("--email", help="E-mail of the first administrator.")] = "",
    password_file: Annotated[
        Path | None,
        typer.Option(
            "--password-file", metavar="FILE", help="Where the password stands; else it is asked."
        ),
    ] = None,
    link: Annotated[
        bool,
        typer.Option(
            "--link", help="Ask for no password: print a link by which the administrator sets one."
        ),
    ] = False,
) -> None:
    """Set up a real company: its database, keys and first administrator.

    Asks for what is not given, unless `--link` for the password. Refuses a folder that holds a
    company already.

    Example: evenhand init --home /srv/evenhand --company "Acme Motors" --country VN
    """
    zone, money = _place(country, time_zone, currency)
    environment = use(home)
    if environment.database_url or environment.database()["NAME"].exists():
        _refuse_what_is_there()
    from evenhand.people.models import User

    password = None if link else _password(password_file, User(login=login, name=name), company)
    bring_up_to_date(environment)
    from django.db import transaction

    from evenhand.people.actions.founding import add_first_administrator, found_company
    from evenhand.people.actions.links import make_link
    from evenhand.policies.actions import take_in_shipped

    with transaction.atomic():
        found_company(
            name=company, language=lang.value, country=country, time_zone=zone, currency=money
        )
        first = add_first_administrator(
            login=login, name=name, email=email, language=lang.value, password=password
        )
        secret = make_link(first, by=None) if link else ""
        take_in_shipped(by=None)
    _tell_what_is_next(environment, company, login, secret)


def rescue(
    login: Annotated[str, typer.Argument(help="Login name of whoever is locked out.")],
    _lang: Lang,
    home: Home = None,
) -> None:
    """Let somebody in again who has lost password and second factor, and print a link for them.

    For the last administrator, whom nobody else can help; all administrators are told of it.

    Example: evenhand rescue boss
    """
    environment = use(home)
    _refuse_what_is_unready()
    from evenhand.people.actions.factors import rescue_person
    from evenhand.people.models import User

    person = User.objects.filter(login=login).first()
    if person is None:
        raise NotFound(said("nobody has the login name {login}", login=login))
    url = _welcome(environment, rescue_person(person))
    told = said(
        "Second factors and sessions of {name} are gone. Within 48 hours, set a password at {url}",
        name=person.name,
        url=url,
    )
    typer.echo(spoken(told))


def serve(
    _lang: Lang,
    home: Home = None,
    address: Annotated[str, typer.Option("--address", help="Where it listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port.")] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes.")] = 2,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Threads of each.")] = 4,
    has_no_jobs: Annotated[
        bool, typer.Option("--no-jobs", help="Do not run jobs as well; `evenhand work` does.")
    ] = False,
) -> None:
    """Serve the company that `evenhand init` set up.

    Stands behind a reverse proxy that ends TLS: docs/how-to/run-it.md.

    Example: evenhand serve --port 8000
    """
    refuse_taken(address, port)
    use(home, is_server=True)
    _refuse_what_is_unready()
    from django.core.management import call_command

    from evenhand.base.worker import beside

    call_command("collectstatic", interactive=False, verbosity=0)
    with beside(is_wanted=not has_no_jobs):
        run_server(address=address, port=port, workers=workers, threads=threads)


def work(_lang: Lang, home: Home = None) -> None:
    """Run the jobs alone: what is due, and what recurs. `evenhand serve` does so by itself.

    Example: evenhand work
    """
    environment = use(home)
    _refuse_what_is_unready(may_be_demonstration=environment.demonstration)
    from evenhand.base.worker import run_jobs
    from evenhand.web.schedule import SWEEPS

    run_jobs(SWEEPS)


COUNTRIES = {
    "CN": ("Asia/Shanghai", "CNY"),
    "VN": ("Asia/Ho_Chi_Minh", "VND"),
    "SG": ("Asia/Singapore", "SGD"),
    "US": ("America/New_York", "USD"),
    "GB": ("Europe/London", "GBP"),
    "DE": ("Europe/Berlin", "EUR"),
}
"""What goes without saying in a country: time zone and currency."""


def _place(country: str, time_zone: str, currency: str) -> tuple[str, str]:
    if country not in COUNTRIES:
        known = ", ".join(COUNTRIES)
        raise SettingsRefused(
            said("no country {country} is known; known are: {known}", country=country, known=known)
        )
    zone, money = COUNTRIES[country]
    if time_zone and time_zone not in available_timezones():
        raise SettingsRefused(said("no time zone is called {zone}", zone=time_zone))
    return time_zone or zone, currency or money


def _tell_what_is_next(environment: Environment, company: str, login: str, secret: str) -> None:
    told = said(
        "{company} is set up in {home}.\n"
        "    Keys: {keys} — keep a copy elsewhere; no backup holds them.\n"
        "    Start: evenhand serve --home {home}",
        company=company,
        home=environment.home,
        keys=environment.keys_home,
    )
    typer.echo(spoken(told))
    if secret:
        url = _welcome(environment, secret)
        told = said(
            "    First, open {url} within 48 hours and set the password of {login}.",
            url=url,
            login=login,
        )
        typer.echo(spoken(told))


def _welcome(environment: Environment, secret: str) -> str:
    from django.urls import reverse

    return environment.url + reverse("welcome_link", args=[secret])


def _refuse_what_is_there() -> None:
    """Raises Conflict if the database holds a company, before anything is asked or written."""
    from django.db import DatabaseError

    from evenhand.base.models import the_company

    try:
        company = the_company()
    except DatabaseError:
        return
    if company is not None:
        raise Conflict(
            said(
                "This installation is {company}'s already. Name another folder: --home FOLDER",
                company=company.name,
            )
        )


def _password(file: Path | None, person: User, company: str) -> str:
    from django.contrib.auth.password_validation import (
        get_default_password_validators,
        validate_password,
    )
    from django.core.exceptions import ValidationError

    from evenhand.people.passwords import OwnWords

    if file is not None:
        password = file.read_text(encoding="utf-8").rstrip("\n")
    else:
        asked = spoken(said("Password of the first administrator"))
        password = typer.prompt(asked, hide_input=True, confirmation_prompt=True)
    try:
        validators = [
            OwnWords([company]) if isinstance(one, OwnWords) else one
            for one in get_default_password_validators()
        ]
        validate_password(password, person, validators)
    except ValidationError as error:
        raise SettingsRefused(
            said("this password will not do: {reason}", reason=" ".join(error.messages))
        ) from None
    return password


def _refuse_what_is_unready(*, may_be_demonstration: bool = False) -> None:
    """Raises Conflict if the database is of another version, of nobody, or of the demonstration."""
    from evenhand.base.models import the_company

    if pending_migrations():
        raise Conflict(
            said("The database is not of this version. Run `evenhand upgrade`, then serve again.")
        )
    company = the_company()
    if company is None:
        raise Conflict(said("There is no company here yet. Set one up: evenhand init"))
    if company.is_demonstration and not may_be_demonstration:
        raise Conflict(
            said(
                "This is the database of a demonstration, which never becomes a real company. "
                "Set one up in another folder: evenhand init --home FOLDER"
            )
        )


class Format(StrEnum):
    """How findings are printed."""

    text = "text"
    json = "json"


def doctor(
    _lang: Lang,
    home: Home = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="Text or JSON.")] = Format.text,
) -> None:
    """Name what is unsafe or broken here, and what to do about it.

    Exit code 1 if anything is grave.

    Example: evenhand doctor
    """
    environment = use(home)
    from evenhand.web.doctor import Severity, examine

    findings = examine(environment)
    if format_ is Format.json:
        told = [
            {
                "key": one.key,
                "severity": one.severity.value,
                "what": spoken(one.what),
                "cure": spoken(one.cure),
            }
            for one in findings
        ]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif not findings:
        typer.echo(spoken(said("Nothing is wrong here.")))
    else:
        for one in findings:
            typer.echo(f"{'✗' if one.severity is Severity.grave else '!'} {spoken(one.what)}")
            typer.echo(f"    {spoken(one.cure)}")
    if any(one.severity is Severity.grave for one in findings):
        raise typer.Exit(1)
