"""No event is ever changed or taken away: the database itself refuses."""

import sqlite3

import pytest
from django.core.management import call_command
from django.core.management.commands.flush import Command as Flush
from django.db import DatabaseError, connection, transaction

from evenhand.audit.models import Event
from evenhand.base.append_only import shut_tables
from tests.cast import Cast

ATTACKS = {
    "update": "UPDATE audit_event SET actor_label = 'nobody'",
    "update of one": "UPDATE audit_event SET details = '{}'"
    " WHERE id = (SELECT min(id) FROM audit_event)",
    "delete": "DELETE FROM audit_event",
    "delete of one": "DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)",
}
SQLITE = {
    "replace": "REPLACE INTO audit_event SELECT * FROM audit_event",
    "replace by public id": "INSERT OR REPLACE INTO audit_event SELECT id + 1000000, public_id,"
    " at, kind, 'x', 'x', subject_kind, subject, subject_label, outlet, details,"
    " request FROM audit_event",
    "upsert": "INSERT INTO audit_event SELECT * FROM audit_event WHERE true"
    " ON CONFLICT DO UPDATE SET actor_label = 'nobody'",
}
POSTGRESQL = {
    "truncate": "TRUNCATE audit_event",
    "upsert": "INSERT INTO audit_event SELECT * FROM audit_event"
    " ON CONFLICT (id) DO UPDATE SET actor_label = 'nobody'",
}


def _attacks() -> dict[str, str]:
    return ATTACKS | (POSTGRESQL if connection.vendor == "postgresql" else SQLITE)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({*ATTACKS, *SQLITE, *POSTGRESQL}))
def test_whoever_tries_is_refused(cast: Cast, name: str) -> None:
    if name not in _attacks():
        return
    before = list(Event.objects.values())
    assert before
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(_attacks()[name])
    assert list(Event.objects.values()) == before


@pytest.mark.django_db
def test_the_models_are_refused_as_well(cast: Cast) -> None:
    event = Event.objects.first()
    assert event is not None
    with pytest.raises(DatabaseError), transaction.atomic():
        event.delete()
    event.actor_label = "nobody"
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_asks_for_no_triggers_on_replacing_is_refused_too() -> None:
    from tests.cast import found_company

    found_company()
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(
                "SET LOCAL session_replication_role = replica; DELETE FROM audit_event"
            )
        return
    bare = sqlite3.connect(connection.settings_dict["NAME"])
    with pytest.raises(sqlite3.DatabaseError, match="append-only"):
        bare.execute("REPLACE INTO audit_event SELECT * FROM audit_event")
    bare.close()


@pytest.mark.django_db(transaction=True)
def test_djangos_own_flush_is_refused_where_the_tests_have_theirs() -> None:
    from tests.cast import found_company

    found_company()
    options = {"verbosity": 0, "interactive": False, "database": "default", "reset_sequences": True}
    with pytest.raises(Exception, match=r"append-only|couldn't be flushed"):
        Flush().handle(**options, allow_cascade=False, inhibit_post_migrate=True)
    assert Event.objects.exists()
    call_command("flush", verbosity=0, interactive=False)
    assert not Event.objects.exists()
    assert {"audit_event", "policies_policytext"} <= set(shut_tables(connection)), "shut again"
