"""What is done about people and outlets."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from evenhand.audit.actions import Subject, record_event
from evenhand.core.errors import AlreadyThere, Conflict
from evenhand.core.said import said
from evenhand.people.models import Department, Outlet, Post, Rank, RoleGrant, User
from evenhand.people.roles import COMPANY_WIDE, SCOPED, Role


def subject_of(thing: User | Outlet | Department) -> Subject:
    """How an event names a person, an outlet or a department."""
    if isinstance(thing, User):
        outlet = thing.post.outlet.public_id if thing.post else ""
        return Subject("person", thing.public_id, thing.name, outlet)
    if isinstance(thing, Department):
        return Subject("department", thing.public_id, thing.name, thing.outlet.public_id)
    return Subject("outlet", thing.public_id, thing.name, thing.public_id)


@transaction.atomic
def open_outlet(*, name: str, tier: str, time_zone: str, country: str, by: User | None) -> Outlet:
    """Open an outlet. Raises AlreadyThere if there is one of this name."""
    if Outlet.objects.filter(name=name).exists():
        raise AlreadyThere(said("There is an outlet called {name} already.", name=name))
    outlet = Outlet.objects.create(name=name, tier=tier, time_zone=time_zone, country=country)
    record_event(
        "people.outlet_opened",
        by=by,
        subject=subject_of(outlet),
        details={"tier": tier, "time_zone": time_zone, "country": country},
    )
    return outlet


@transaction.atomic
def add_department(outlet: Outlet, *, name: str, by: User | None) -> Department:
    """Add a department to an outlet. Raises AlreadyThere if it has one of this name."""
    if outlet.departments.filter(name=name).exists():
        raise AlreadyThere(
            said("{outlet} has a department called {name} already.", outlet=outlet, name=name)
        )
    department = Department.objects.create(outlet=outlet, name=name)
    record_event("people.department_added", by=by, subject=subject_of(department))
    return department


@transaction.atomic
def add_person(
    *,
    login: str,
    name: str,
    language: str,
    by: User | None,
    email: str | None = None,
    password: str | None = None,
) -> User:
    """Add a person; without a password they cannot sign in before they have set one.

    Raises AlreadyThere if the login name or the e-mail address is somebody's.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                login.strip().lower(),
                password,
                name=name.strip(),
                email=(email or "").strip().lower() or None,
                language=language,
            )
    except IntegrityError:
        raise AlreadyThere(
            said("Somebody has the login name {login}, or this e-mail address.", login=login)
        ) from None
    record_event("people.person_added", by=by, subject=subject_of(user))
    return user


@transaction.atomic
def begin_post(
    user: User,
    *,
    outlet: Outlet,
    by: User | None,
    department: Department | None = None,
    rank: Rank | None = None,
    title: str = "",
    from_day: date | None = None,
) -> Post:
    """Put a person in a post from a day on; the post before it ends the day before.

    Raises Conflict if the department is another outlet's, or the day is not after the start of
    the post before.
    """
    day = from_day or timezone.localdate()
    if department is not None and department.outlet_id != outlet.id:
        raise Conflict(
            said("{department} is no department of {outlet}.", department=department, outlet=outlet)
        )
    _end_post_before(user, day)
    post = Post.objects.create(
        user=user, outlet=outlet, department=department, rank=rank, title=title, from_day=day
    )
    user.__dict__.pop("post", None)
    record_event(
        "people.post_begun",
        by=by,
        subject=subject_of(user),
        details={
            "outlet": outlet.name,
            "department": department.name if department else "",
            "rank": rank.name if rank else "",
            "title": title,
            "from": day.isoformat(),
        },
    )
    return post


def _end_post_before(user: User, day: date) -> None:
    last = user.posts.filter(until_day=None).first() or user.posts.first()
    if last is None:
        return
    if last.from_day >= day or (last.until_day and last.until_day >= day):
        raise Conflict(
            said(
                "{name} has had a post since {day}; the new one has to begin later.",
                name=user.name,
                day=last.until_day or last.from_day,
            )
        )
    if last.until_day is None:
        last.until_day = date.fromordinal(day.toordinal() - 1)
        last.save(update_fields=["until_day"])


@transaction.atomic
def grant_role(
    user: User,
    *,
    role: Role,
    by: User | None,
    outlet: Outlet | None = None,
    department: Department | None = None,
) -> RoleGrant:
    """Give a person a role, for the company, an outlet or a department, from today on.

    Raises Conflict if the role is held company-wide only, or never is, or is held there already.
    """
    place = department or outlet
    if role in COMPANY_WIDE and place is not None:
        raise Conflict(said("{role} is held for the whole company.", role=role.label))
    if role in SCOPED and place is None:
        raise Conflict(said("{role} is held for an outlet or a department.", role=role.label))
    scope = {"outlet": outlet, "department": department}
    if user.grants.on(timezone.localdate()).filter(role=role, **scope).exists():
        raise Conflict(said("{name} has this role already.", name=user.name))
    grant = RoleGrant.objects.create(user=user, role=role, **scope)
    user.__dict__.pop("standing", None)
    record_event(
        "people.role_granted",
        by=by,
        subject=subject_of(user),
        details={"role": role.value, "place": str(place or "")},
    )
    return grant


@transaction.atomic
def prefer(user: User, *, language: str | None = None, theme: str | None = None) -> None:
    """Note how a person wants to be spoken to and what pages look like."""
    changed = {
        name: value for name, value in {"language": language, "theme": theme}.items() if value
    }
    for name, value in changed.items():
        setattr(user, name, value)
    user.save(update_fields=list(changed))
    record_event("people.preference_set", by=user, subject=subject_of(user), details=changed)
