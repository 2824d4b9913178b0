"""No field into which people write is outside of the erasure map, unless it says why."""

import pytest
from django.apps import apps
from django.db import models

from evenhand.base.erasing import places

NOT_OF_CUSTOMERS = {
    "account": "addresses of those who work here",
    "audit.Event": "names customers by public ids alone, and is never changed",
    "auth": "is not used: roles are ours",
    "axes": "failed sign-ins of those who work here",
    "base.Company": "the company itself",
    "base.SweepRun": "kinds of mistakes, without their messages",
    "contenttypes": "names of tables",
    "customers.Erasure": "counts by place",
    "customers.ImportRun": "the name and digests of a file",
    "django_tasks_database": "jobs are handed numbers; mistakes are kept as kind and place",
    "mfa": "second factors of those who work here",
    "notices.Hours": "how colleagues want to be told",
    "notices.ImAddress": "where colleagues and outlets are written to",
    "notices.ToldEvent": "public ids",
    "notices.Preference": "how colleagues want to be told",
    "people": "those who work here, and places of work",
    "policies": "the company's own rules",
    "register.Attested": "what witnesses answered to a checkpoint",
    "register.Checkpoint": "a size, a root, signatures",
    "register.Entry": "commitments, which say nothing without their key",
    "register.Head": "hashes",
    "register.Node": "hashes",
    "register.TimeStamp": "when a checkpoint was there, as an authority says it",
    "register.Watched": "checkpoints of another register",
    "register.Witness": "who keeps checkpoints: a colleague, a lawyer, a program",
    "sessions": "those who work here: public ids and times, sealed, and gone within a day",
    "socialaccount": "those who work here, as the company's account service names them",
    "usersessions": "those who work here",
}
"""Apps, tables and fields that hold nothing of customers, and why."""

TELLING = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


def _fields() -> set[str]:
    """Every field that could hold what somebody wrote: `app.Model.field`."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, TELLING) and not field.choices and field.name != "public_id"
    }


def _is_within(field: str, names: set[str]) -> bool:
    app, model, _ = field.split(".")
    return bool({app, f"{app}.{model}", field} & names)


@pytest.mark.django_db
def test_whatever_may_hold_a_customer_is_a_place_of_the_map() -> None:
    covered = {name for place in places() for name in place.fields}
    forgotten = {
        field
        for field in _fields()
        if not _is_within(field, covered) and not _is_within(field, set(NOT_OF_CUSTOMERS))
    }
    assert not forgotten, "name them in a place (ERASURE_PLACES), or say here why not"


def test_every_reason_and_every_place_is_of_something_that_is_there() -> None:
    names = set(NOT_OF_CUSTOMERS) | {name for place in places() for name in place.fields}
    there = _fields()
    tables = {model._meta.label for model in apps.get_models()}
    stale = {name for name in names if not any(_is_within(field, {name}) for field in there)}
    assert stale <= tables, stale
