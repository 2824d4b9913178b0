"""`flush` for tests alone: what is append-only is reopened for as long as it is emptied.

Outside of the tests Django's own `flush` stands, and the database refuses it.
"""

from typing import Any

from django.core.management.commands.flush import Command as Flush
from django.db import connections, transaction

from evenhand.base.append_only import reopen, shut, shut_tables


class Command(Flush):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        tables = shut_tables(connection)
        with transaction.atomic(using=options["database"]):
            for table in tables:
                reopen(connection, table)
            super().handle(**options)
            for table in tables:
                shut(connection, table)
