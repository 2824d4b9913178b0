"""What is done about people: added, corrected, shut out and let in again."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from evenhand.audit.actions import record_event
from evenhand.base.folding import folded
from evenhand.core.errors import AlreadyThere, Conflict, NotAllowed
from evenhand.core.said import said
from evenhand.people.administrators import (
    keep_an_administrator,
    only_their_equals,
)
from evenhand.people.changes import subject_of, write_changes
from evenhand.people.models import User
from evenhand.people.sessions import end_sessions


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
                email=_address(email),
                language=language,
            )
    except IntegrityError:
        raise AlreadyThere(
            said("Somebody has the login name {login}, or this e-mail address.", login=login)
        ) from None
    record_event("people.person_added", by=by, subject=subject_of(user))
    return user


@transaction.atomic
def change_person(user: User, *, name: str, email: str | None, by: User | None) -> User:
    """Correct somebody's name or e-mail address.

    Raises AlreadyThere if the address is somebody else's, NotAllowed if an administrator is to be
    changed by anybody who is none: whoever owns the address can ask for a new password.
    """
    only_their_equals(user, by=by)
    try:
        with transaction.atomic():
            changed = write_changes(user, {"name": name.strip(), "email": _address(email)})
            User.objects.filter(id=user.id).update(name_folded=folded(user.name))
    except IntegrityError:
        raise AlreadyThere(said("Somebody else has this e-mail address.")) from None
    if changed:
        record_event(
            "people.person_changed", by=by, subject=subject_of(user), details={"changed": changed}
        )
    return user


@transaction.atomic
def deactivate_person(user: User, *, by: User | None, reason: str = "") -> User:
    """Shut somebody out: they are signed out everywhere and cannot sign in.

    Raises Conflict if they are already, or no other administrator is left; NotAllowed for oneself,
    and for an administrator if one is none.
    """
    if by == user:
        raise NotAllowed(said("Nobody shuts themselves out. Ask an administrator of Evenhand."))
    only_their_equals(user, by=by)
    keep_an_administrator(without=user)
    if not User.objects.filter(id=user.id, is_active=True).update(is_active=False):
        raise Conflict(said("{name} cannot sign in as it is.", name=user.name))
    user.is_active = False
    end_sessions(user)
    record_event(
        "people.person_deactivated", by=by, subject=subject_of(user), details={"reason": reason}
    )
    return user


@transaction.atomic
def reactivate_person(user: User, *, by: User | None) -> User:
    """Let somebody in again. Raises Conflict if they may sign in already."""
    only_their_equals(user, by=by)
    if not User.objects.filter(id=user.id, is_active=False).update(is_active=True):
        raise Conflict(said("{name} may sign in already.", name=user.name))
    user.is_active = True
    record_event("people.person_reactivated", by=by, subject=subject_of(user))
    return user


@transaction.atomic
def prefer(user: User, *, language: str | None = None, theme: str | None = None) -> None:
    """Note how a person wants to be spoken to and what pages look like."""
    wanted = {
        name: value for name, value in {"language": language, "theme": theme}.items() if value
    }
    changed = write_changes(user, wanted)
    record_event(
        "people.preference_set", by=user, subject=subject_of(user), details={"changed": changed}
    )


def _address(email: str | None) -> str | None:
    """As it is kept; nobody has the empty one."""
    return (email or "").strip().lower() or None
