"""Rules small contact files through the engines, without the command line."""

import tempfile
from pathlib import Path
from textwrap import dedent
from typing import Any

import duckdb
import pyarrow as pa

from evenhand.core.policy.versions import Policy
from evenhand.engines.contacts import Contacts, read_contacts
from evenhand.engines.disputes import Found, check_mapping, find_disputes
from evenhand.engines.local import plan_batches, read_under, rule_batch
from evenhand.engines.mapping import ContactMapping, load_mapping
from evenhand.engines.source import open_source
from evenhand.engines.sql import Connection
from tests.world import policy

FIRST = policy("- {id: first, cites: ['1'], prefer: {earliest: me.first_contact}}")

MAPPING = """\
columns: {customer: customer, who: who, at: at, activity: activity}
kinds: {call: call, visit: visit, contract: signed}
"""

HEADER = "customer,who,at,activity\n"


def mapping(text: str = MAPPING) -> ContactMapping:
    """A mapping file."""
    return load_mapping(dedent(text), source="map.yaml")


class Desk:
    """One contact file on its way through the engines."""

    def __init__(self, contacts: str | bytes | Path, mapping_: str = MAPPING) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.work = self.folder / "work"
        self.work.mkdir()
        self.mapping = mapping(mapping_)
        if isinstance(contacts, Path):
            self.path = contacts
        else:
            self.path = self.folder / "contacts.csv"
            data = contacts.encode() if isinstance(contacts, str) else contacts
            self.path.write_bytes(data)
        self.connection: Connection = duckdb.connect()

    def read(self, *, skip_broken: bool = False) -> Contacts:
        """Read the contacts."""
        self.source = open_source(self.path, self.mapping, self.work)
        zone = self.mapping.content.time.zone or "UTC"
        return read_contacts(
            self.connection, self.source, self.mapping, zone, skip_broken=skip_broken
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query gives."""
        return self.connection.execute(query).fetchall()

    def find(self, policy_: Policy = FIRST) -> Found:
        """Read, and find the disputes."""
        self.read()
        check_mapping(self.mapping, policy_.versions[-1])
        return find_disputes(self.connection, self.mapping, policy_.versions[-1])

    def table(self, policy_: Policy = FIRST) -> pa.Table:
        """Read, find and rule."""
        found = self.find(policy_)
        versions = tuple(reversed(policy_.versions))
        readings = [read_under(self.mapping, version, found) for version in versions]
        batches = plan_batches(found)
        tables = [rule_batch(self.connection, readings, batch) for batch in batches]
        return pa.concat_tables(tables).sort_by("first_entry")

    def rulings(self, policy_: Policy = FIRST) -> list[dict[str, Any]]:
        """The rulings as plain data, by the place of their first entry."""
        rows: list[dict[str, Any]] = self.table(policy_).to_pylist()
        return rows
