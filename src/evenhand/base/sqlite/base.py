"""Django's SQLite backend on the library that this package put in place."""

from __future__ import annotations

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded database."""
