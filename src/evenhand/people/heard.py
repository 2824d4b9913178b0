"""What the sign-in library does by itself: it is recorded, as everything else is."""

from __future__ import annotations

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from evenhand.people.actions.entry import record_factor, record_password
from evenhand.people.clients import client_ip
from evenhand.people.models import User


def listen() -> None:
    """Listen from now on.

    Rows rather than the library's own signals say that a factor was set up or taken off: those come
    after the transaction, in which the event has to be.
    """
    post_save.connect(_factor_saved, sender=Authenticator)
    post_delete.connect(_factor_deleted, sender=Authenticator)
    authentication_failed.connect(_factor_failed)
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_password_changed)


def _factor_saved(*, instance: Authenticator, created: bool, raw: bool, **_: object) -> None:
    if created and not raw:
        codes = instance.type == Authenticator.Type.RECOVERY_CODES
        kind = "people.recovery_codes_made" if codes else "people.factor_added"
        _record(kind, instance.user, instance, by=instance.user)


def _factor_deleted(*, instance: Authenticator, **_: object) -> None:
    if instance.type != Authenticator.Type.RECOVERY_CODES:
        by = getattr(context.request, "user", None)
        removed_by = by if isinstance(by, User) else None
        _record("people.factor_removed", instance.user, instance, by=removed_by)


def _factor_failed(*, user: User, authenticator: Authenticator, **_: object) -> None:
    _record("people.factor_failed", user, authenticator, by=None)


def _record(kind: str, user: User, factor: Authenticator, *, by: User | None) -> None:
    ip = client_ip(context.request) if context.request else ""
    record_factor(kind, user, way=factor.type, ip=ip, by=by)


def _password_changed(*, request: HttpRequest, user: User, **_: object) -> None:
    record_password(user, ip=client_ip(request))
