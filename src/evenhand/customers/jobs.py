"""What remains to be done of erasures: those of the list that are not here, and the log."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from evenhand.customers.erasing import purge
from evenhand.customers.models import Erasure
from evenhand.customers.restored import erase_those_listed


def finish_erasures(_now: datetime) -> int:
    """Erase again whoever came back with an older database; then empty the log, if that waits.

    Gives how many were erased.
    """
    done = erase_those_listed()
    if connection.vendor == "sqlite" and Erasure.objects.filter(purged_at=None).exists():
        purge()
    return done
